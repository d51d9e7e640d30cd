/**
 * The store: everything that the server keeps in SQL, behind one port that both dialects fill. Its invariant:
 * what one command does to a case (journal entry, state, open work, outbox) is committed whole or not at all,
 * guarded by the version that was read; a promise that resolves has been synced to disk.
 *
 * Every row belongs to one `tenant` (one province, city or regency). Instants are epoch milliseconds.
 */
import type { Value, Variables } from "../../engine/index.ts";
import type { EntryContent, Head, JournalEntry, SealedEntry } from "../journal/index.ts";

export interface Store {
  readonly dialect: "sqlite" | "postgres";
  readonly readOnly: boolean;
  /** Takes the commit into the next group; resolves when that group is on disk. */
  commit(commit: CaseCommit): Promise<Committed>;
  /** Starts a case: the number is given inside the transaction, without gaps, to the commit that uses it. */
  commitNumbered(start: NumberedStart): Promise<Committed>;
  readonly cases: CaseQueries;
  readonly decisions: DecisionQueries;
  readonly work: WorkQueue;
  readonly journal: JournalQueries;
  readonly people: PeopleStore;
  readonly files: FileStore;
  readonly published: PublishedStore;
  readonly answers: AnswerStore;
  /** Tells what other nodes on the same database commit; the embedded store has none. Gives how to stop. */
  follow(tenant: string, listener: NewsListener): Promise<() => Promise<void>>;
  /** Reads one row; throws when the database cannot answer. For readiness. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

// ---------------------------------------------------------------- one command, one commit

export interface CaseCommit {
  readonly tenant: string;
  readonly caseId: string;
  /** The version that this commit makes: 1 for a new case; stored is then exactly `version - 1`. */
  readonly version: number;
  readonly row: CaseRow;
  /** JSON text of the casework state. */
  readonly state: string;
  readonly entry: SealedEntry;
  readonly changes: WorkChanges;
  readonly idempotency: IdempotencyKey | null;
  /** Claimed work that this commit answers: it is deleted, and a stale fence refuses the commit. */
  readonly settles: Claim | null;
}

/** A commit as whoever shows the case needs it. */
export interface CommitNews {
  readonly caseId: string;
  readonly version: number;
  readonly unitId: string;
  /** Posts whose inbox changed; null where they were too many to say. */
  readonly posts: readonly string[] | null;
  /** An incident was raised or closed. */
  readonly incidents: boolean;
}

export interface NewsListener {
  committed(news: CommitNews): void;
  /** The database was away: anything may have been committed meanwhile. */
  missed(): void;
}

/** What repeats a request: the same key and body get the first answer, another body is refused. */
export interface IdempotencyKey {
  /** Whose key it is (a person or a credential) and for what route. */
  readonly scope: string;
  readonly key: string;
  /** SHA-256 of the request's canonical body. */
  readonly bodyHash: string;
}

export interface NumberedStart {
  readonly tenant: string;
  readonly caseId: string;
  /** `VLP` and 2027 give VLP/2027/0001, VLP/2027/0002... */
  readonly prefix: string;
  readonly year: number;
  readonly atMs: number;
  readonly idempotency: IdempotencyKey | null;
  readonly settles: Claim | null;
  /** Called inside the transaction, so pure and quick. Null refuses: the number is not used up. */
  readonly build: (number: string) => CaseCommit | null | Promise<CaseCommit | null>;
}

export type Committed =
  | { readonly kind: "committed"; readonly caseId: string; readonly version: number }
  /** This key was answered before: the answer is what that commit said. */
  | { readonly kind: "repeated"; readonly caseId: string; readonly version: number }
  | { readonly kind: "keyReused" }
  /** Somebody committed in between: read again and decide again. */
  | { readonly kind: "versionTaken" }
  /** The lease was lost: another holder has the work. */
  | { readonly kind: "staleClaim" }
  /** `build` gave null. */
  | { readonly kind: "notBuilt" };

export interface Claim {
  readonly work: "timer" | "deadline" | "message" | "job";
  readonly caseId: string;
  readonly id: string;
  readonly fence: number;
}

/** Rows that a command opens, changes and closes. Upserts carry the whole row. */
export interface WorkChanges {
  readonly tasks: readonly TaskRow[];
  readonly timers: Changed<TimerRow>;
  readonly deadlines: readonly DeadlineRow[];
  readonly subscriptions: Changed<SubscriptionRow>;
  readonly jobs: Changed<JobRow>;
  /** Thrown messages that wait for delivery. */
  readonly messages: readonly MessageRow[];
  readonly notices: readonly NoticeRow[];
  readonly incidents: readonly IncidentRow[];
  /** Answers that rules gave; they only ever grow. */
  readonly decisions: readonly DecisionRow[];
  /** Posts that have had to do with the case from now on: they may see it. */
  readonly posts: readonly string[];
  /** Posts whose inbox changes: for who watches, nothing is kept of it. */
  readonly inboxes: readonly string[];
  /** Ids of files that belong to the case from now on. */
  readonly files: readonly string[];
}

export interface Changed<Row> {
  readonly opened: readonly Row[];
  /** Ids within the case. */
  readonly closed: readonly string[];
}

// ---------------------------------------------------------------- rows

export type CaseStateName = "running" | "completed" | "terminated" | "error" | "cancelled";

export interface CaseRow {
  readonly caseId: string;
  readonly number: string;
  readonly title: string;
  readonly processId: string;
  readonly processVersion: number;
  readonly processHash: string;
  readonly unitId: string;
  readonly submittedByPerson: string;
  readonly submittedByPost: string;
  /** The case that called or started this one; null where none did. */
  readonly parentId: string | null;
  /** The call of the parent that it answers. */
  readonly parentCall: string | null;
  readonly state: CaseStateName;
  readonly version: number;
  /** Version of the last commit that changed what the file says: variables, attachments, acts. */
  readonly contentVersion: number;
  readonly openIncidents: number;
  readonly submittedAtMs: number;
  readonly endedAtMs: number | null;
  /** The case's own deadline. */
  readonly dueAtMs: number | null;
  /** Hash of the newest journal entry. */
  readonly head: string;
}

export interface StoredCase {
  readonly row: CaseRow;
  readonly state: string;
}

export interface TaskRow {
  readonly caseId: string;
  readonly taskId: string;
  readonly elementId: string;
  /** Empty while nobody could be found: an incident says so. */
  readonly postId: string;
  readonly unitId: string;
  readonly state: "open" | "done" | "cancelled";
  /** Case version at which the task last changed (opened, handed over, closed). In a commit 0 leaves it as it is. */
  readonly version: number;
  readonly openedAtMs: number;
  readonly closedAtMs: number | null;
  readonly dueAtMs: number | null;
  /** Highest mark of its deadline that has passed: 0, 50, 80 or 100. */
  readonly mark: number;
  /** Who completed it. */
  readonly actedByPerson: string | null;
}

export interface TimerRow {
  /** The case, or what else owns the timer. */
  readonly caseId: string;
  readonly timerId: string;
  readonly elementId: string;
  readonly occurrence: number;
  /** Null when it has fired for the last time and is kept to say so. */
  readonly dueAtMs: number | null;
}

export interface DeadlineRow {
  readonly caseId: string;
  readonly deadlineId: string;
  /** Null for the case's own deadline. */
  readonly taskId: string | null;
  readonly state: "running" | "paused" | "closed";
  readonly anchorMs: number;
  readonly dueAtMs: number;
  readonly minutes: number;
  readonly usedMinutes: number;
  readonly clock: "working" | "calendar";
  readonly marks: readonly { readonly mark: 50 | 80 | 100; readonly atMs: number }[];
  readonly pauses: readonly {
    readonly fromMs: number;
    readonly toMs: number | null;
    readonly reason: string;
  }[];
  /** The mark that the pump passes next; null when there is none or the clock stands still. */
  readonly next: { readonly mark: 50 | 80 | 100; readonly atMs: number } | null;
  readonly closedAtMs: number | null;
}

export interface SubscriptionRow {
  readonly caseId: string;
  readonly kind: "message" | "signal";
  readonly subscriptionId: string;
  readonly elementId: string;
  readonly name: string;
  readonly correlationKey: string | null;
}

export interface JobRow {
  readonly caseId: string;
  /** The engine's `requestId`; of what is relayed to other cases, its place in the order in which the case asked. */
  readonly requestId: string;
  readonly elementId: string;
  readonly kind: "handler" | "topic" | "relay";
  readonly name: string;
  readonly inputs: Variables;
  /** Attempts made so far. */
  readonly attempts: number;
  readonly maxAttempts: number;
  /** ISO 8601 duration between attempts, as the diagram says; null takes the server's own. */
  readonly backoff: string | null;
  /** Not to be tried before. */
  readonly dueAtMs: number;
}

export interface MessageRow {
  readonly caseId: string;
  /** The engine's id within the case that threw it. */
  readonly messageId: string;
  readonly elementId: string;
  readonly name: string;
  readonly correlationKey: string | null;
  readonly payload: Variables;
  readonly attempts: number;
  readonly dueAtMs: number;
  readonly thrownAtMs: number;
}

export interface NoticeRow {
  readonly caseId: string;
  readonly noticeId: string;
  readonly postId: string;
  readonly kind: "reminder" | "warning" | "escalation" | "copy";
  readonly taskId: string | null;
  readonly atMs: number;
}

export interface IncidentRow {
  readonly caseId: string;
  readonly incidentId: string;
  readonly elementId: string;
  readonly code: string;
  readonly message: string;
  readonly details: { readonly [name: string]: Value };
  readonly raisedAtMs: number;
  readonly closedAtMs: number | null;
  readonly closedBy: "retry" | "resolve" | "cancel" | null;
}

/** One answer that a rule set gave, kept beside the journal so that a draft can be put to it without reading cases. */
export interface DecisionRow {
  readonly ruleSet: string;
  readonly atMs: number;
  readonly caseId: string;
  /** Within the case: the commit's version and the place among its decisions. */
  readonly decisionId: string;
  /** Of the version that answered. */
  readonly hash: string;
  readonly facts: Variables;
  readonly outcome: { readonly type: string; readonly params: Variables };
}

// ---------------------------------------------------------------- what the views ask

/** Which cases may be seen. The policy makes it; every query that lists or opens cases takes it. */
export type Visibility =
  | { readonly all: true }
  | {
      readonly all: false;
      /** Cases submitted by these units. */
      readonly units: readonly string[];
      /** Cases that these posts have had to do with. */
      readonly posts: readonly string[];
    };

interface Paging {
  /** Opaque; from `next` of the page before. An unreadable one gives `null` instead of a page. */
  readonly after: string | null;
  readonly size: number;
}

export interface Page<Row> {
  readonly items: readonly Row[];
  readonly total: number;
  readonly next: string | null;
}

export interface InboxQuery extends Paging {
  /** Posts held today by the person. */
  readonly posts: readonly string[];
  readonly personId: string;
  /** Copies are notices: `CaseQueries.notices`. */
  readonly view: "all" | "late" | "unread" | "waiting";
  /** Only this post (of `posts`). */
  readonly post: string | null;
  /** Words in number, title or unit. */
  readonly q: string | null;
  readonly sort: "priority" | "due" | "opened";
  readonly nowMs: number;
}

export interface InboxItem {
  readonly task: TaskRow;
  readonly case: CaseRow;
  readonly deadline: DeadlineRow | null;
  readonly unread: boolean;
}

interface InboxCounts {
  readonly all: number;
  readonly late: number;
  readonly unread: number;
  readonly waiting: number;
  readonly copies: number;
  readonly byPost: Readonly<Record<string, number>>;
}

export interface CasesQuery extends Paging {
  readonly visibility: Visibility;
  /** `incident` is running with an open incident. */
  readonly state: CaseStateName | "incident" | null;
  readonly processId: string | null;
  /** Cases on this version of the process are left out. */
  readonly exceptVersion?: number;
  readonly q: string | null;
  readonly sort: "submitted" | "due" | "number";
}

export interface CaseQueries {
  /** With its state. Null when there is none, or it may not be seen: the two look alike. */
  load(tenant: string, caseId: string, visibility: Visibility): Promise<StoredCase | null>;
  list(tenant: string, query: CasesQuery): Promise<Page<CaseListItem> | null>;
  inbox(tenant: string, query: InboxQuery): Promise<Page<InboxItem> | null>;
  inboxCounts(
    tenant: string,
    who: { readonly posts: readonly string[]; readonly personId: string; readonly nowMs: number },
  ): Promise<InboxCounts>;
  task(tenant: string, caseId: string, taskId: string, visibility: Visibility): Promise<TaskRow | null>;
  tasks(tenant: string, caseId: string): Promise<readonly TaskRow[]>;
  deadlines(tenant: string, caseId: string): Promise<readonly DeadlineRow[]>;
  incidentsOf(tenant: string, caseId: string): Promise<readonly IncidentRow[]>;
  /** Open incidents, newest first. */
  incidents(
    tenant: string,
    query: Paging & { readonly visibility: Visibility; readonly q: string | null },
  ): Promise<Page<{ readonly incident: IncidentRow; readonly case: CaseRow }> | null>;
  /** Notices to posts, newest first; `kind` null gives all. */
  notices(
    tenant: string,
    query: Paging & {
      readonly posts: readonly string[];
      readonly kind: NoticeRow["kind"] | null;
      readonly q: string | null;
    },
  ): Promise<Page<{ readonly notice: NoticeRow; readonly case: CaseRow }> | null>;
  /** Open tasks over all cases by the post that they are addressed to, and how many of them are late. */
  openWork(
    tenant: string,
    nowMs: number,
  ): Promise<readonly { readonly postId: string; readonly open: number; readonly late: number }[]>;
  /** How many cases run, by process id. */
  runningByProcess(tenant: string): Promise<Readonly<Record<string, number>>>;
  /** Ids of cases whose clocks of working time run, in order of id, after the one given. */
  withRunningClocks(tenant: string, afterCaseId: string, max: number): Promise<readonly string[]>;
  /** Cases that wait for a message. */
  waitingFor(
    tenant: string,
    name: string,
    correlationKey: string | null,
  ): Promise<readonly SubscriptionRow[]>;
  /** Ids of cases that wait for a signal, in order of id, after the one given. */
  hearing(tenant: string, name: string, afterCaseId: string, max: number): Promise<readonly string[]>;
  /** Cases that this one called or started, oldest first, of those that may be seen. */
  childrenOf(tenant: string, caseId: string, visibility: Visibility): Promise<readonly CaseRow[]>;
  /** The case that answers a call; null while it has not started. */
  calledBy(tenant: string, caseId: string, callId: string): Promise<CaseRow | null>;
}

export interface CaseListItem {
  readonly case: CaseRow;
  /** Open tasks: where the case is. */
  readonly tasks: readonly TaskRow[];
  readonly deadline: DeadlineRow | null;
}

export interface DecisionQueries {
  /** How many the rule set has ever given. */
  count(tenant: string, ruleSet: string): Promise<number>;
  /** Newest first, those before the one given. */
  newest(
    tenant: string,
    ruleSet: string,
    before: Pick<DecisionRow, "atMs" | "caseId" | "decisionId"> | null,
    max: number,
  ): Promise<readonly DecisionRow[]>;
  /** The same with their cases, of those that may be seen. */
  newestVisible(
    tenant: string,
    ruleSet: string,
    visibility: Visibility,
    max: number,
  ): Promise<readonly { readonly decision: DecisionRow; readonly case: CaseRow }[]>;
  /** Which of these cases run, whoever may see them; and the rows of those that may be seen. */
  casesOf(
    tenant: string,
    caseIds: readonly string[],
    visibility: Visibility,
  ): Promise<{ readonly running: readonly string[]; readonly visible: readonly CaseRow[] }>;
}

// ---------------------------------------------------------------- claimed work

export interface Leased<Row> {
  readonly row: Row;
  /** Sent back when the work is settled, extended or given up; a stale one is refused. */
  readonly fence: number;
  readonly leaseUntilMs: number;
}

export interface ClaimRequest {
  readonly nowMs: number;
  readonly leaseMs: number;
  readonly max: number;
}

/**
 * Work that somebody claims with a lease. Rows whose lease ran out can be claimed again, with a higher fence. Of what a
 * case relays to others only the first is given out, so that it arrives in the order in which it was asked.
 */
export interface WorkQueue {
  timers(tenant: string, claim: ClaimRequest): Promise<readonly Leased<TimerRow>[]>;
  deadlines(tenant: string, claim: ClaimRequest): Promise<readonly Leased<DeadlineRow>[]>;
  messages(tenant: string, claim: ClaimRequest): Promise<readonly Leased<MessageRow>[]>;
  jobs(
    tenant: string,
    claim: ClaimRequest & {
      readonly kind: JobRow["kind"];
      /** `*` is all. */
      readonly names: readonly string[];
      readonly worker: string;
    },
  ): Promise<readonly Leased<JobRow>[]>;
  job(tenant: string, caseId: string, requestId: string): Promise<Leased<JobRow> | null>;
  /** Gives work back, not to be tried before `dueAtMs`, with `attempts` made. False when the fence is stale. */
  release(
    tenant: string,
    claim: Claim,
    again: { readonly dueAtMs: number; readonly attempts: number },
  ): Promise<boolean>;
  /** Takes work out that no case needs any more. False when the fence is stale. */
  drop(tenant: string, claim: Claim): Promise<boolean>;
  /** Timers of an owner, a case or not, whether due or never. */
  timersOf(tenant: string, ownerId: string): Promise<readonly TimerRow[]>;
  /** Timers that no case's commit opens: adds those that are not there, and takes out the ids given. */
  setTimers(tenant: string, ownerId: string, timers: Changed<TimerRow>): Promise<void>;
  /** How many rows wait, by kind. */
  depth(tenant: string): Promise<Readonly<Record<Claim["work"], number>>>;
}

// ---------------------------------------------------------------- journal

export interface JournalQueries {
  /** In order of sequence, from `fromSeq` (1 when absent). */
  entries(tenant: string, stream: string, fromSeq?: number): Promise<readonly JournalEntry[]>;
  sealed(tenant: string, stream: string, fromSeq?: number): Promise<readonly SealedEntry[]>;
  /** Streams whose name begins so, in order of name. */
  heads(tenant: string, prefix: string, afterStream: string, max: number): Promise<readonly Head[]>;
  /** Appends to a stream that is not a case's (`access`): the store finds the head itself. */
  append(tenant: string, stream: string, content: EntryContent): Promise<Head>;
}

// ---------------------------------------------------------------- people

export interface Account {
  readonly username: string;
  readonly personId: string;
  /** argon2id, in PHC form. */
  readonly passwordHash: string;
  readonly roles: readonly string[];
  readonly disabled: boolean;
  readonly failedAttempts: number;
  readonly lockedUntilMs: number | null;
  readonly createdAtMs: number;
  /** Counts changes; sessions made under an older one are refused. */
  readonly generation: number;
}

export interface StoredSession {
  /** SHA-256 of the cookie's secret. */
  readonly sessionHash: string;
  readonly username: string;
  readonly personId: string;
  readonly csrf: string;
  readonly createdAtMs: number;
  readonly seenAtMs: number;
  readonly expiresAtMs: number;
  readonly generation: number;
}

/** A secret that a machine, or the first administrator, shows. */
export interface Credential {
  /** SHA-256 of the secret. */
  readonly secretHash: string;
  readonly kind: "machine" | "setup";
  readonly name: string;
  /** What it may do: topics it may claim, message names it may send; `*` is all. */
  readonly scopes: readonly string[];
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
}

export interface Draft {
  readonly personId: string;
  readonly kind: "task" | "submission";
  /** `<caseId>/<taskId>`, or `<processId>/<postId>`. */
  readonly about: string;
  readonly values: Variables;
  readonly comment: string;
  readonly savedAtMs: number;
}

export interface PeopleStore {
  account(tenant: string, username: string): Promise<Account | null>;
  accountOf(tenant: string, personId: string): Promise<Account | null>;
  accounts(tenant: string): Promise<readonly Account[]>;
  /** False when the username or the person already has one. */
  createAccount(tenant: string, account: Account): Promise<boolean>;
  /** Replaces it where `generation` is still as read. */
  updateAccount(tenant: string, account: Account, expectedGeneration: number): Promise<boolean>;
  /** Counts a wrong password (or, with null, forgets them) without touching `generation`. */
  countFailure(
    tenant: string,
    username: string,
    failure: { readonly lockedUntilMs: number | null } | null,
  ): Promise<number>;
  session(tenant: string, sessionHash: string): Promise<StoredSession | null>;
  createSession(tenant: string, session: StoredSession): Promise<void>;
  touchSession(tenant: string, sessionHash: string, seenAtMs: number, expiresAtMs: number): Promise<void>;
  endSession(tenant: string, sessionHash: string): Promise<void>;
  endSessionsOf(tenant: string, username: string): Promise<void>;
  endExpired(tenant: string, nowMs: number): Promise<void>;
  credential(tenant: string, secretHash: string): Promise<Credential | null>;
  createCredential(tenant: string, credential: Credential): Promise<void>;
  /** Takes it out; false when it was gone already: a one-time secret works once. */
  takeCredential(tenant: string, secretHash: string): Promise<boolean>;
  draft(tenant: string, personId: string, kind: Draft["kind"], about: string): Promise<Draft | null>;
  saveDraft(tenant: string, draft: Draft): Promise<void>;
  dropDraft(tenant: string, personId: string, kind: Draft["kind"], about: string): Promise<void>;
  /** The person has seen the task at this version. */
  markRead(
    tenant: string,
    read: {
      readonly personId: string;
      readonly caseId: string;
      readonly taskId: string;
      readonly version: number;
      readonly atMs: number;
    },
  ): Promise<void>;
}

// ---------------------------------------------------------------- files

export interface FileRow {
  readonly fileId: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly slot: string;
  readonly uploadedBy: string;
  readonly uploadedAtMs: number;
  /** Null until an act takes it up. */
  readonly caseId: string | null;
}

export interface FileStore {
  file(tenant: string, fileId: string): Promise<FileRow | null>;
  files(tenant: string, fileIds: readonly string[]): Promise<readonly FileRow[]>;
  filesOf(tenant: string, caseId: string): Promise<readonly FileRow[]>;
  addFile(tenant: string, file: FileRow): Promise<void>;
  /** Uploads that no act took up; their bytes can go. */
  orphans(tenant: string, beforeMs: number): Promise<readonly FileRow[]>;
  dropFile(tenant: string, fileId: string): Promise<void>;
  /** Bytes by their hash, where nodes share them through the database. */
  bytes(tenant: string, sha256: string): Promise<Uint8Array | null>;
  keepBytes(tenant: string, sha256: string, bytes: Uint8Array): Promise<void>;
}

// ---------------------------------------------------------------- what is published (server/library uses it)

export interface PublishedContent {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly hash: string;
  readonly title: string;
  readonly content: string;
}

/** One act of publishing: a version comes into force. A rollback puts an earlier version in force again. */
export interface Publication {
  readonly kind: string;
  readonly id: string;
  /** Counts the acts of publishing of this document, from 1. */
  readonly seq: number;
  readonly version: number;
  readonly hash: string;
  readonly title: string;
  readonly effectiveFromMs: number;
  readonly publishedAtMs: number;
  readonly author: string;
  readonly approver: string;
  readonly reason: string;
}

/** A document is proposed in spite of what the soundness check found, by somebody who says why. */
export interface PublicationOverride {
  readonly reason: string;
  readonly findings: readonly { readonly code: string; readonly elementId: string | null }[];
}

export interface StoredProposal {
  readonly proposalId: string;
  readonly kind: string;
  readonly id: string;
  readonly hash: string;
  readonly title: string;
  readonly content: string;
  readonly by: string;
  readonly atMs: number;
  readonly effectiveFromMs: number | null;
  readonly reason: string;
  readonly state: "open" | "approved" | "rejected" | "withdrawn";
  /** JSON text of what the author had read when proposing (analysis, impact); null where there is nothing to read. */
  readonly review: string | null;
  readonly override: PublicationOverride | null;
}

export interface Publishing {
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  readonly hash: string;
  readonly content: string;
  readonly effectiveFromMs: number;
  readonly publishedAtMs: number;
  readonly author: string;
  readonly approver: string;
  readonly reason: string;
  /** Closed in the same transaction; when it is no longer open, nothing is published. */
  readonly proposalId: string | null;
  readonly entry: EntryContent;
}

export type PublishOutcome =
  | { readonly kind: "published"; readonly publication: Publication }
  /** The version in force has this very content: nothing was written but the closed proposal. */
  | { readonly kind: "unchanged"; readonly publication: Publication }
  | { readonly kind: "proposalClosed" };

export interface PublishedStore {
  /** Counts every publication of the tenant: when it has not moved, nothing has. */
  changes(tenant: string): Promise<number>;
  publications(tenant: string): Promise<readonly Publication[]>;
  content(tenant: string, kind: string, id: string, version: number): Promise<PublishedContent | null>;
  contentByHash(tenant: string, kind: string, hash: string): Promise<PublishedContent | null>;
  publish(tenant: string, publishing: Publishing): Promise<PublishOutcome>;
  proposal(tenant: string, proposalId: string): Promise<StoredProposal | null>;
  openProposals(tenant: string): Promise<readonly StoredProposal[]>;
  /** Replaces an open proposal of the same document by the same author. False when another's is open. */
  propose(tenant: string, proposal: StoredProposal, entry: EntryContent): Promise<boolean>;
  /** False when it was no longer open. */
  closeProposal(
    tenant: string,
    proposalId: string,
    how: "rejected" | "withdrawn",
    entry: EntryContent,
  ): Promise<boolean>;
  /** Working documents, for the adapter that keeps them in the database. */
  document(tenant: string, kind: string, id: string): Promise<string | null>;
  documents(tenant: string): Promise<readonly { readonly kind: string; readonly id: string }[]>;
  /** Replaces `previous` (null: there was none). False when something else stands there. */
  writeDocument(
    tenant: string,
    kind: string,
    id: string,
    text: string,
    previous: string | null,
  ): Promise<boolean>;
}

// ---------------------------------------------------------------- answers to requests that are no case's

export interface AnswerStore {
  /** The commit that a key was used for, or `keyReused`, or null: not used yet. */
  find(tenant: string, key: IdempotencyKey): Promise<FoundAnswer | null>;
  /** For requests other than a case's: keeps the answer's text; false when the key was taken meanwhile. */
  keep(tenant: string, key: IdempotencyKey, answer: string, atMs: number): Promise<boolean>;
  forget(tenant: string, beforeMs: number): Promise<void>;
}

type FoundAnswer =
  | { readonly kind: "case"; readonly caseId: string; readonly version: number }
  | { readonly kind: "text"; readonly answer: string }
  | { readonly kind: "keyReused" };
