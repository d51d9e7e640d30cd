/**
 * Running cases: everything that changes a case goes through the runner, which loads, lets casework judge,
 * commits once, and tells who listens. Its invariants: an answer `ok` is on disk; a person's act is taken only
 * on the file that he saw; a command of the system that loses a race is decided again.
 */
import type { Actor, Attachment, CaseEvent, CaseRefusal } from "../../casework/index.ts";
import type { Variables } from "../../engine/index.ts";
import type { JournalEntry } from "../journal/index.ts";
import type {
  Claim,
  CommitNews,
  IdempotencyKey,
  JobRow,
  Leased,
  MessageRow,
  StoredCase,
  TimerRow,
  Visibility,
} from "../store/index.ts";

export type PersonActor = Extract<Actor, { kind: "person" }>;

export interface Submission {
  readonly actor: PersonActor;
  readonly processId: string;
  /** The published version that the form on the screen belonged to. */
  readonly processVersion: number;
  readonly values: Variables;
  readonly attachments: readonly Attachment[];
  readonly idempotency: IdempotencyKey | null;
}

export interface Act {
  readonly actor: PersonActor;
  readonly caseId: string;
  readonly taskId: string;
  /** `seenVersion` of what was on the screen: `taskVersion(task, case)`. */
  readonly seenVersion: number;
  readonly outcome: string | null;
  readonly values: Variables;
  readonly comment: string | null;
  readonly attachments: readonly Attachment[];
  readonly idempotency: IdempotencyKey | null;
}

interface CaseAct {
  readonly actor: Actor;
  readonly caseId: string;
  readonly idempotency: IdempotencyKey | null;
}

export type Answer =
  | {
      readonly ok: true;
      readonly caseId: string;
      readonly number: string;
      readonly version: number;
      /** What this command did; the same on a repeat. */
      readonly events: readonly CaseEvent[];
      readonly repeated: boolean;
    }
  | {
      readonly ok: false;
      /**
       * From casework and the engine, and these: `caseNotFound`, `processNotFound`, `processVersionChanged`,
       * `changedMeanwhile` (with `since`), `idempotencyKeyReused`, `staleClaim`, `tooManyRaces`.
       */
      readonly refusal: CaseRefusal;
      /** What was committed after the version that was seen. */
      readonly since?: readonly JournalEntry[];
    };

export interface Delivery {
  /** Cases that took the message. */
  readonly delivered: readonly string[];
  /** Cases that it started. */
  readonly started: readonly string[];
}

export interface CaseRunner {
  submit(submission: Submission): Promise<Answer>;
  act(act: Act): Promise<Answer>;
  declareInterest(act: {
    readonly actor: PersonActor;
    readonly caseId: string;
    readonly taskId: string;
    readonly reason: string;
    readonly idempotency: IdempotencyKey | null;
  }): Promise<Answer>;
  cancel(act: CaseAct & { readonly reason: string; readonly seenVersion: number | null }): Promise<Answer>;
  /** Moves the case to another version of its process, if it still stands as it was seen. */
  move(
    act: CaseAct & {
      readonly seenVersion: number;
      readonly to: { readonly version: number; readonly hash: string };
      readonly mapping: Readonly<Record<string, string>>;
      readonly reason: string;
    },
  ): Promise<Answer>;
  retryIncident(act: CaseAct & { readonly incidentId: string }): Promise<Answer>;
  resolveIncident(
    act: CaseAct & { readonly incidentId: string; readonly variables: Variables; readonly note: string },
  ): Promise<Answer>;
  /** A message from outside: to every case that waits for it, else to the process that it starts. */
  deliver(message: {
    readonly actor: Actor;
    readonly name: string;
    readonly correlationKey: string | null;
    readonly payload: Variables;
    readonly idempotency: IdempotencyKey | null;
  }): Promise<Delivery | CaseRefusal>;
  /** An outside worker has done a claimed job. */
  completeJob(job: JobAnswer & { readonly variables: Variables }): Promise<Answer>;
  /** Counts an attempt and gives the job back; the last one raises an incident. `errorCode` throws a BPMN error. */
  failJob(
    job: JobAnswer & {
      readonly message: string;
      readonly errorCode: string | null;
      readonly retryAfterMs: number | null;
    },
  ): Promise<Answer | { readonly ok: true; readonly given: "back" }>;
  /** A timer's or a deadline's mark is due (the pumps call it). */
  fire(claim: Claim, due: Due): Promise<Answer>;
  /** Decisions that one act left open; a job of the server's own asks for it. */
  answerDecisions(claim: Claim): Promise<Answer>;
  /** Another calendar is in force: moves the case's deadlines to what it says. Commits nothing when it says the same. */
  recalculateDeadlines(caseId: string): Promise<Answer>;
  /** What a case asks of other cases, claimed from the store. */
  relay(job: Leased<JobRow>): Promise<Relayed>;
  /** Arms the timers of start events for what is in force now; how many processes it looked at anew. */
  armStartTimers(): Promise<number>;
  /** A timer of a start event is due, claimed from the store. */
  startByTimer(timer: Leased<TimerRow>): Promise<Answer>;
  /** A message that a case threw, claimed from the outbox: `delivered` is empty when nobody waits for it. */
  deliverThrown(message: Leased<MessageRow>): Promise<Delivery>;
  load(caseId: string, visibility: Visibility): Promise<StoredCase | null>;
  /** Called after every commit on this node. Returns how to stop. */
  onCommit(listener: (commit: CommitNotice) => void): () => void;
}

export interface Relayed {
  /** It is still to be done: others kept changing a case. */
  readonly again: boolean;
  /** Starts and answers that were refused. */
  readonly refused: readonly CaseRefusal[];
}

export interface JobAnswer {
  readonly actor: Actor;
  readonly caseId: string;
  readonly requestId: string;
  readonly fence: number;
}

export type Due =
  | { readonly kind: "timer"; readonly timerId: string; readonly occurrence: number }
  | { readonly kind: "deadline"; readonly deadlineId: string; readonly mark: 50 | 80 | 100 };

export interface CommitNotice extends CommitNews {
  readonly events: readonly CaseEvent[];
}
