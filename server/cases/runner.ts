/**
 * Runs cases. Every command goes the same way: load, let casework judge, commit once, tell who listens. A commit
 * that loses its version is decided again on what is there now; a person's act is then refused if the content that
 * he saw has changed.
 */
import {
  type Acted,
  act,
  type CaseCommand,
  type CaseContext,
  type CaseFile,
  type CaseRefusal,
} from "../../casework/index.ts";
import { caseStream } from "../journal/index.ts";
import type { Library } from "../library/index.ts";
import type { CaseCommit, CaseRow, Claim, IdempotencyKey, Store } from "../store/index.ts";
import { caseIds } from "./case-id.ts";
import { makeCommit, noticeOf } from "./commit-case.ts";
import { type Contexts, keepContexts } from "./contexts.ts";
import { jobCommands } from "./jobs.ts";
import { messageCommands } from "./messages.ts";
import type { Act, Answer, CaseRunner, CommitNotice, Submission } from "./port.ts";
import { type KnownCase, recentCases } from "./recent.ts";
import { keyReused, refuse, staleClaim } from "./refusals.ts";
import { relayCommands } from "./relays.ts";
import { startTimerCommands } from "./start-timers.ts";
import { createStarts } from "./starts.ts";
import { takeTurns } from "./turns.ts";
import { countWorkloads } from "./workload.ts";

export interface RunnerOptions {
  readonly tenant: string;
  readonly store: Store;
  readonly library: Library;
  readonly contexts: Contexts;
  readonly clock: { nowMs(): number };
  /** Ids of new cases; UUIDs when absent. */
  readonly newId?: () => string;
  /** A listener that threw; the commit stands. */
  readonly onListenerError?: (error: unknown) => void;
}

/** Other nodes may win this often in a row before a command gives up. */
const MOST_RACES = 20;
const KEPT_CASES = 1_000;

const everything = { all: true } as const;

/** One command for a case that exists. */
interface Request {
  readonly caseId: string;
  readonly idempotency: IdempotencyKey | null;
  readonly settles: Claim | null;
  readonly note: string | null;
  /** What the case must still be for the command to be right; null when it is. */
  readonly check?: (row: CaseRow, file: CaseFile) => CaseRefusal | null;
  readonly command: (file: CaseFile, atMs: number) => CaseCommand;
}

export type Run = (request: Request) => Promise<Answer>;

export function createCaseRunner(options: RunnerOptions): CaseRunner {
  const { tenant, store, clock } = options;
  const contexts = keepContexts(options.contexts, options.library);
  const workloads = countWorkloads(store.cases, tenant);
  const recent = recentCases(KEPT_CASES);
  const inTurn = takeTurns();
  const listeners = new Set<(notice: CommitNotice) => void>();

  function tell(notice: CommitNotice): void {
    for (const listener of listeners) {
      try {
        listener(notice);
      } catch (error) {
        options.onListenerError?.(error);
      }
    }
  }

  async function load(caseId: string): Promise<KnownCase | null> {
    const stored = await store.cases.load(tenant, caseId, everything);
    // What the store keeps is the file that casework gave it.
    return stored === null ? null : { row: stored.row, file: JSON.parse(stored.state) as CaseFile };
  }

  /**
   * The answer that a key got before, if it was used. A commit finds a used key by itself; this is asked before a
   * refusal is given, because what was done already is often refused when it is asked for again.
   */
  async function answered(key: IdempotencyKey | null): Promise<Answer | null> {
    if (key === null) return null;
    const found = await store.answers.find(tenant, key);
    if (found === null) return null;
    return found.kind === "case" ? await firstAnswer(found.caseId, found.version) : keyReused();
  }

  async function firstAnswer(caseId: string, version: number): Promise<Answer> {
    const stored = await store.cases.load(tenant, caseId, everything);
    const [entry] = await store.journal.entries(tenant, caseStream(caseId), version);
    if (stored === null || entry === undefined) throw new Error(`${caseId} has no entry ${version}`);
    const { number } = stored.row;
    // A case's stream holds nothing but the events of its acts.
    const events = entry.events as CommitNotice["events"];
    return { ok: true, caseId, number, version, events, repeated: true };
  }

  /** Decides and commits once. `again` means that the case moved under the decision. */
  async function attempt(request: Request, known: KnownCase, kept: boolean): Promise<Answer | "again"> {
    const { row, file } = known;
    const atMs = Math.max(clock.nowMs(), file.changedAtMs);
    const refusal = request.check?.(row, file) ?? null;
    if (refusal !== null) {
      if (kept && (await moved(row))) return "again";
      const before = await answered(request.idempotency);
      return before ?? { ok: false, refusal, ...(await sinceWhatWasSeen(refusal, row)) };
    }
    const found = await contexts.caseContext(row.processId, row.processVersion, atMs);
    if (found === null) return refuse("processNotFound", `${row.processId} is not published.`);
    const context = await workloads.within(found, file.submittedAtMs, atMs, "done");
    const command = request.command(file, atMs);
    const to = await contextAfter(context, command);
    if (to === null) return refuse("processNotFound", `${row.processId} has no such version.`);
    const acted = await act(context, file, command, to);
    if (!acted.ok) {
      if (kept && (await moved(row))) return "again";
      return (await answered(request.idempotency)) ?? { ok: false, refusal: acted.refusal };
    }
    const { note, idempotency, settles } = request;
    if (acted.events.length === 0 && idempotency === null && settles === null) return nothingDone(row);
    const step = { process: to.process, before: file, beforeRow: row, acted, atMs };
    const { commit } = makeCommit({ ...step, tenant, command, note, idempotency, settles });
    const committed = await store.commit(commit);
    switch (committed.kind) {
      case "committed":
        return done(commit, acted);
      case "repeated":
        return await firstAnswer(committed.caseId, committed.version);
      case "keyReused":
        return keyReused();
      case "staleClaim":
        return staleClaim();
      case "versionTaken":
      case "notBuilt":
        return "again";
    }
  }

  /** The context of the version that the case runs under once the command is done. */
  async function contextAfter(context: CaseContext, command: CaseCommand): Promise<CaseContext | null> {
    if (command.type !== "MoveCase") return context;
    return await contexts.caseContext(context.processRef.id, command.to.version, command.atMs);
  }

  /** Nothing happened, so nothing is written. */
  function nothingDone({ caseId, number, version }: CaseRow): Answer {
    return { ok: true, caseId, number, version, events: [], repeated: false };
  }

  async function moved(row: CaseRow): Promise<boolean> {
    const stored = await store.cases.load(tenant, row.caseId, everything);
    return stored?.row.version !== row.version;
  }

  async function sinceWhatWasSeen(refusal: CaseRefusal, row: CaseRow) {
    const seen = refusal.params?.seenVersion;
    if (refusal.code !== "changedMeanwhile" || typeof seen !== "number") return {};
    return { since: await store.journal.entries(tenant, caseStream(row.caseId), seen + 1) };
  }

  function done(commit: CaseCommit, acted: Extract<Acted, { ok: true }>): Answer {
    const { row, caseId, version } = commit;
    recent.keep({ row, file: acted.file });
    tell(noticeOf(commit, acted.events));
    return { ok: true, caseId, number: row.number, version, events: acted.events, repeated: false };
  }

  const run: Run = (request) =>
    inTurn(request.caseId, async () => {
      for (let race = 0; race < MOST_RACES; race += 1) {
        const kept = recent.get(request.caseId);
        const known = kept ?? (await load(request.caseId));
        if (known === null) return refuse("caseNotFound", `There is no case ${request.caseId}.`);
        const answer = await attempt(request, known, kept !== undefined);
        if (answer !== "again") return answer;
        recent.drop(request.caseId);
      }
      return refuse("tooManyRaces", "Others kept changing the case. Try again.");
    });

  async function submit(submission: Submission): Promise<Answer> {
    const answer = await trySubmit(submission);
    return answer.ok ? answer : ((await answered(submission.idempotency)) ?? answer);
  }

  async function trySubmit(submission: Submission): Promise<Answer> {
    const atMs = clock.nowMs();
    const { processId, processVersion } = submission;
    const inForce = options.library.inForce("processes", processId, atMs);
    if (inForce === null) return refuse("processNotFound", `${processId} is not published.`);
    if (inForce.version !== processVersion) {
      return refuse(
        "processVersionChanged",
        `Version ${inForce.version} of ${inForce.title} is in force now; the form was of version ${processVersion}.`,
      );
    }
    const context = await contexts.caseContext(processId, processVersion, atMs);
    if (context === null) return refuse("processNotFound", `${processId} is not published.`);
    const { actor, values, attachments, idempotency } = submission;
    return await starts.start(
      context,
      { submission: { actor, values, attachments }, idempotency, settles: null },
      atMs,
    );
  }

  const parts = { tenant, store, library: options.library, contexts, clock };
  const starts = createStarts({ ...parts, workloads, newId: options.newId ?? caseIds(), done, firstAnswer });

  return {
    submit,
    act: (asked) => run(actRequest(asked)),
    declareInterest: (asked) =>
      run({
        ...requestOf(asked),
        command: (_, atMs) => ({
          type: "DeclareInterest",
          atMs,
          actor: asked.actor,
          taskId: asked.taskId,
          reason: asked.reason,
        }),
      }),
    cancel: (asked) =>
      run({
        ...requestOf(asked),
        check: (row) => (asked.seenVersion === null ? null : seenCheck(row, asked.seenVersion)),
        command: (_, atMs) => ({
          type: "Forward",
          atMs,
          actor: asked.actor,
          command: { type: "CancelCase", atMs, reason: asked.reason },
        }),
      }),
    retryIncident: (asked) =>
      run({
        ...requestOf(asked),
        command: (_, atMs) => ({
          type: "Forward",
          atMs,
          actor: asked.actor,
          command: { type: "RetryIncident", atMs, incidentId: asked.incidentId },
        }),
      }),
    resolveIncident: (asked) =>
      run({
        ...requestOf(asked),
        note: asked.note,
        command: (_, atMs) => ({
          type: "Forward",
          atMs,
          actor: asked.actor,
          command: {
            type: "ResolveIncident",
            atMs,
            incidentId: asked.incidentId,
            variables: asked.variables,
          },
        }),
      }),
    move: (asked) =>
      run({
        ...requestOf(asked),
        // The plan was made of a case that stood where it stood then; any commit since may have moved it on.
        check: (row) => (row.version === asked.seenVersion ? null : changedMeanwhile(asked)),
        command: (_, atMs) => {
          const { actor, to, mapping, reason } = asked;
          return { type: "MoveCase", atMs, actor, to, mapping, reason };
        },
      }),
    ...messageCommands({ ...parts, run, starts }),
    ...relayCommands({ ...parts, run, starts }),
    ...startTimerCommands({ ...parts, starts }),
    ...jobCommands({ store, tenant, run, clock }),
    load: (caseId, visibility) => store.cases.load(tenant, caseId, visibility),
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

// ---------------------------------------------------------------- requests and refusals

function requestOf(asked: { readonly caseId: string; readonly idempotency: IdempotencyKey | null }) {
  return { caseId: asked.caseId, idempotency: asked.idempotency, settles: null, note: null };
}

function actRequest(asked: Act): Request {
  const { actor, taskId, outcome, values, comment, attachments } = asked;
  return {
    ...requestOf(asked),
    check: (row, file) => {
      const changed = seenCheck(row, asked.seenVersion);
      if (changed !== null) return changed;
      // Somebody did it in between: that is a change too, and the answer shows who.
      return taskId in file.tasks || row.version === asked.seenVersion ? null : changedMeanwhile(asked);
    },
    command: (_, atMs) => ({
      type: "ActOnTask",
      atMs,
      actor,
      taskId,
      outcome,
      values,
      comment,
      attachments,
    }),
  };
}

function seenCheck(row: CaseRow, seenVersion: number): CaseRefusal | null {
  return seenVersion < row.contentVersion || seenVersion > row.version
    ? changedMeanwhile({ seenVersion })
    : null;
}

function changedMeanwhile({ seenVersion }: { readonly seenVersion: number }): CaseRefusal {
  return {
    code: "changedMeanwhile",
    message: "The file has changed since you saw it. Look at what changed, then act.",
    params: { seenVersion },
  };
}
