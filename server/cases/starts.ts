/**
 * Starting cases: by a person, or by what the start events of the processes in force wait for. A case that others
 * began counts how many began one another in one go, so that processes which start each other without end are stopped.
 */
import {
  type Acted,
  act,
  type Begun,
  type CaseCommand,
  type CaseContext,
  type CaseFile,
  type CaseRefusal,
  type Cause,
  type SubmitCase,
} from "../../casework/index.ts";
import { startTriggers } from "../../engine/index.ts";
import { dayOf } from "../../organisation/index.ts";
import type { Library } from "../library/index.ts";
import type { CaseCommit, Claim, IdempotencyKey, Store, TimerRow } from "../store/index.ts";
import { makeCommit } from "./commit-case.ts";
import type { Contexts } from "./contexts.ts";
import { chainLimits } from "./limits.ts";
import type { Answer } from "./port.ts";
import { keyReused, refuse, staleClaim } from "./refusals.ts";
import type { Workloads } from "./workload.ts";

interface Parts {
  readonly tenant: string;
  readonly store: Store;
  readonly library: Library;
  readonly contexts: Contexts;
  readonly workloads: Workloads;
  readonly clock: { nowMs(): number };
  readonly newId: () => string;
  /** A case was started: it is known, and those who listen are told. */
  readonly done: (commit: CaseCommit, acted: Extract<Acted, { ok: true }>) => Answer;
  readonly firstAnswer: (caseId: string, version: number) => Promise<Answer>;
}

/** One case to be started. */
interface Starting {
  readonly submission: Omit<SubmitCase, "type" | "atMs" | "caseId" | "number">;
  readonly idempotency: IdempotencyKey | null;
  readonly settles: Claim | null;
  /** Where a timer started it: what becomes of the timer. */
  readonly timers?: readonly TimerRow[];
}

/** A message or a signal that may start cases. */
export interface Knock {
  readonly kind: "message" | "signal";
  readonly name: string;
  readonly from: Cause | null;
  readonly actor: SubmitCase["actor"];
  readonly values: SubmitCase["values"];
  readonly idempotency: IdempotencyKey | null;
}

interface Knocked {
  readonly started: readonly string[];
  readonly refused: readonly CaseRefusal[];
}

export interface Starts {
  start(context: CaseContext, starting: Starting, atMs: number): Promise<Answer>;
  /** Starts every process in force that has a start event for it, each once. */
  knock(knock: Knock): Promise<Knocked>;
}

export function createStarts(parts: Parts): Starts {
  const { tenant, store, library, contexts, clock, workloads } = parts;

  async function knock({ kind, name, from, actor, values, idempotency }: Knock): Promise<Knocked> {
    const atMs = clock.nowMs();
    const started: string[] = [];
    const refused: CaseRefusal[] = [];
    for (const { id, version } of library.allInForce("processes", atMs)) {
      const context = await contexts.caseContext(id, version, atMs);
      if (context === null) continue;
      const { triggers } = startTriggers(context.process, atMs);
      const found = triggers.find((one) => one.kind === kind && one.name === name);
      if (found === undefined) continue;
      const { elementId, trigger } = found;
      const begun: Begun = { kind, elementId, trigger, from };
      const own = idempotency === null ? null : { ...idempotency, key: `${idempotency.key} start ${id}` };
      const answer =
        from !== null && from.chain > chainLimits.cases
          ? refuse("chainTooLong", `More than ${chainLimits.cases} cases have begun one another: ${id}.`)
          : await start(
              context,
              { submission: { actor, values, attachments: [], begun }, idempotency: own, settles: null },
              atMs,
            );
      if (answer.ok) started.push(answer.caseId);
      else refused.push(answer.refusal);
    }
    return { started, refused };
  }

  /** Starts a case; its number is given inside the transaction. */
  async function start(found: CaseContext, starting: Starting, atMs: number): Promise<Answer> {
    const caseId = parts.newId();
    const context = await workloads.within(found, atMs, atMs, "done");
    const { idempotency, settles, timers = [] } = starting;
    let acted: Acted | null = null;
    let commit: CaseCommit | null = null;
    const committed = await store.commitNumbered({
      tenant,
      caseId,
      prefix: context.process.submission?.prefix ?? context.processRef.id.toUpperCase(),
      year: Number(dayOf(context.organisation.zone, atMs).slice(0, 4)),
      atMs,
      idempotency,
      settles,
      async build(number) {
        const command: CaseCommand = { type: "SubmitCase", atMs, caseId, number, ...starting.submission };
        acted = await act(context, null, command);
        if (!acted.ok) return null;
        const step = { process: context.process, before: null, beforeRow: null, acted, atMs };
        commit = makeCommit({ ...step, tenant, command, note: null, idempotency, settles, timers }).commit;
        return commit;
      },
    });
    switch (committed.kind) {
      case "committed":
        return started(acted, commit);
      case "repeated":
        return await parts.firstAnswer(committed.caseId, committed.version);
      case "keyReused":
        return keyReused();
      case "staleClaim":
        return staleClaim();
      case "versionTaken":
        return refuse("tooManyRaces", "The case could not be started. Try again.");
      case "notBuilt":
        return notBuilt(acted);
    }
  }

  function started(acted: Acted | null, commit: CaseCommit | null): Answer {
    if (acted === null || !acted.ok || commit === null)
      throw new Error("A case was committed but not built.");
    return parts.done(commit, acted);
  }

  return { start, knock };
}

function notBuilt(acted: Acted | null): Answer {
  if (acted === null || acted.ok) throw new Error("A start was not built though casework took it.");
  return { ok: false, refusal: acted.refusal };
}

/** What a case is to the cases that it calls or starts at the instant. */
export function causeOf(file: CaseFile, atMs: number): Cause {
  const { caseId, number, unitId, access, submittedAtMs, origin } = file;
  const inOneGo = atMs - submittedAtMs < chainLimits.withinMs;
  return { caseId, number, unitId, access, chain: (inOneGo ? (origin?.chain ?? 0) : 0) + 1 };
}
