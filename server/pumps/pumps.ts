/**
 * What moves cases without a person: timers, deadlines, thrown messages, what cases ask of each other, handlers' work. Each is claimed from the
 * store with a lease and answered through the runner, whose commit is refused when the lease was lost. Time is the
 * clock that is passed in.
 */
import type { Actor } from "../../casework/index.ts";
import { type Answer, type CaseRunner, DECISIONS_JOB, startedProcess } from "../cases/index.ts";
import type { Library } from "../library/index.ts";
import type { Claim, JobRow, Leased, Store } from "../store/index.ts";
import type { ServiceHandlers, ServiceResult } from "./handler.ts";
import { createPump, type Pump } from "./pump.ts";

export interface PumpsOptions {
  readonly tenant: string;
  readonly store: Store;
  readonly runner: CaseRunner;
  readonly clock: { nowMs(): number };
  readonly handlers: ServiceHandlers;
  /** Where the calendar in force is; without it deadlines do not move when it changes. */
  readonly library?: Library;
  readonly onEvent?: (event: PumpEvent) => void;
  /** Between two looks at the store, in milliseconds; 500 when absent. */
  readonly everyMs?: number;
}

/** For the log and the metrics. */
export type PumpEvent =
  | { readonly type: "failed"; readonly pump: string; readonly error: unknown }
  | { readonly type: "refused"; readonly pump: string; readonly caseId: string; readonly code: string }
  /** Nobody waited for the message until it was given up. */
  | {
      readonly type: "undelivered";
      readonly caseId: string;
      readonly name: string;
      readonly key: string | null;
    }
  | {
      readonly type: "attemptFailed";
      readonly handler: string;
      readonly caseId: string;
      readonly message: string;
    };

export interface Pumps {
  start(): void;
  /** Does everything that is due by the clock, and what follows from it; resolves when nothing is left. */
  drain(): Promise<void>;
  /** What has begun is done, within the limit (15 s when absent). */
  stop(withinMs?: number): Promise<void>;
}

const BATCH = 64;
const LEASE_MS = 60_000;
const HANDLER_LEASE_MS = 5 * 60_000;
/** A signal may have very many receivers. */
const RELAY_LEASE_MS = 5 * 60_000;
/** A stuck row is looked at again after a while, the while doubling. */
const FIRST_AGAIN_MS = 1_000;
const MOST_AGAIN_MS = 60_000;
/** A message that nobody waits for is tried for this long: its receiver may be on the way. */
const GIVE_UP_MS = 5 * 60_000;
const STOP_WITHIN_MS = 15_000;

export function createPumps(options: PumpsOptions): Pumps {
  const { runner, handlers } = options;
  const stopping = new AbortController();
  const everyMs = options.everyMs ?? 500;
  const rounds: Readonly<Record<string, () => Promise<number>>> = {
    timers: () => timerRound(options),
    deadlines: () => deadlineRound(options),
    messages: () => messageRound(options),
    relays: () => relayRound(options),
    starts: () => runner.armStartTimers(),
    handlers: () => handlerRound(options, handlers, stopping.signal),
    calendars: calendarRounds(options),
  };
  const pumps = Object.entries(rounds).map(([name, round]): [string, Pump] => [
    name,
    createPump({
      name,
      round,
      everyMs,
      onError: (pump, error) => options.onEvent?.({ type: "failed", pump, error }),
    }),
  ]);
  let unlisten: (() => void) | null = null;
  return {
    start() {
      const byName = new Map(pumps);
      unlisten = runner.onCommit(({ events }) => {
        for (const { type } of events) {
          if (RELAYED.includes(type)) byName.get("relays")?.wake();
          if (type === "MessageThrown" || type === "MessageAwaited") byName.get("messages")?.wake();
          if (type === "ServiceRequested" || type === "DecisionRequested") byName.get("handlers")?.wake();
        }
      });
      for (const [, pump] of pumps) pump.start();
    },
    async drain() {
      let done: number;
      do {
        done = 0;
        for (const [, pump] of pumps) done += await pump.drain();
      } while (done > 0);
    },
    async stop(withinMs = STOP_WITHIN_MS) {
      unlisten?.();
      const limit = setTimeout(() => stopping.abort(), withinMs);
      await Promise.all(pumps.map(([, pump]) => pump.stop(withinMs)));
      clearTimeout(limit);
    },
  };
}

/** Events that other cases may have to be told of. */
const RELAYED: readonly string[] = [
  "SignalThrown",
  "CallRequested",
  "CallCancelled",
  "EscalationRaised",
  "CaseEnded",
];

// ---------------------------------------------------------------- timers and deadlines

async function timerRound(options: PumpsOptions): Promise<number> {
  const { store, tenant, clock, runner } = options;
  const due = await store.work.timers(tenant, { nowMs: clock.nowMs(), leaseMs: LEASE_MS, max: BATCH });
  await Promise.all(
    due.map(async (timer) => {
      const { row, fence } = timer;
      const claim: Claim = { work: "timer", caseId: row.caseId, id: row.timerId, fence };
      const { timerId, occurrence } = row;
      const answer =
        startedProcess(row.caseId) === null
          ? await runner.fire(claim, { kind: "timer", timerId, occurrence })
          : await runner.startByTimer(timer);
      await afterFiring(options, claim, answer, 0);
    }),
  );
  return due.length;
}

async function deadlineRound(options: PumpsOptions): Promise<number> {
  const { store, tenant, clock, runner } = options;
  const due = await store.work.deadlines(tenant, { nowMs: clock.nowMs(), leaseMs: LEASE_MS, max: BATCH });
  await Promise.all(
    due.map(async ({ row, fence }) => {
      if (row.next === null) return;
      const claim: Claim = { work: "deadline", caseId: row.caseId, id: row.deadlineId, fence };
      const answer = await runner.fire(claim, {
        kind: "deadline",
        deadlineId: row.deadlineId,
        mark: row.next.mark,
      });
      await afterFiring(options, claim, answer, 0);
    }),
  );
  return due.length;
}

/** Refusals that mean: there is nothing to fire any more. */
const GONE: readonly string[] = [
  "timerNotOpen",
  "timerNotArmed",
  "deadlineNotOpen",
  "caseEnded",
  "caseNotFound",
];

/** A refused row is taken out when its case is past it, else tried again later; it never stops the others. */
async function afterFiring(
  options: PumpsOptions,
  claim: Claim,
  answer: Answer,
  attempts: number,
): Promise<void> {
  if (answer.ok || answer.refusal.code === "staleClaim") return;
  const { code } = answer.refusal;
  options.onEvent?.({ type: "refused", pump: claim.work, caseId: claim.caseId, code });
  if (GONE.includes(code)) await options.store.work.drop(options.tenant, claim);
  else await again(options, claim, attempts);
}

async function again(options: PumpsOptions, claim: Claim, attempts: number): Promise<void> {
  const waitMs = Math.min(MOST_AGAIN_MS, FIRST_AGAIN_MS * 2 ** attempts);
  const dueAtMs = options.clock.nowMs() + waitMs;
  await options.store.work.release(options.tenant, claim, { dueAtMs, attempts: attempts + 1 });
}

// ---------------------------------------------------------------- another calendar

/** Goes through the running clocks once at the start and once for each calendar that comes into force. */
function calendarRounds(options: PumpsOptions): () => Promise<number> {
  const { store, tenant, runner, library, clock } = options;
  let done: string | null = null;
  let going: { readonly calendar: string; after: string } | null = null;
  return async () => {
    const inForce = library?.allInForce("calendars", clock.nowMs())[0];
    if (inForce === undefined) return 0;
    const calendar = `${inForce.id} ${inForce.version}`;
    if (calendar === done) return 0;
    if (going?.calendar !== calendar) going = { calendar, after: "" };
    const cases = await store.cases.withRunningClocks(tenant, going.after, BATCH);
    await Promise.all(cases.map((caseId) => runner.recalculateDeadlines(caseId)));
    const last = cases.at(-1);
    if (last === undefined) done = calendar;
    else going.after = last;
    return cases.length;
  };
}

// ---------------------------------------------------------------- thrown messages

async function messageRound(options: PumpsOptions): Promise<number> {
  const { store, tenant, clock, runner } = options;
  const due = await store.work.messages(tenant, { nowMs: clock.nowMs(), leaseMs: LEASE_MS, max: BATCH });
  for (const message of due) {
    const { row, fence } = message;
    const { delivered, started } = await runner.deliverThrown(message);
    if (delivered.length + started.length > 0) continue;
    const claim: Claim = { work: "message", caseId: row.caseId, id: row.messageId, fence };
    if (clock.nowMs() - row.thrownAtMs < GIVE_UP_MS) {
      await again(options, claim, row.attempts);
    } else {
      const { caseId, name, correlationKey } = row;
      options.onEvent?.({ type: "undelivered", caseId, name, key: correlationKey });
      await store.work.drop(tenant, claim);
    }
  }
  return due.length;
}

// ---------------------------------------------------------------- what cases ask of each other

async function relayRound(options: PumpsOptions): Promise<number> {
  const { store, tenant, clock, runner } = options;
  const due = await store.work.jobs(tenant, {
    nowMs: clock.nowMs(),
    leaseMs: RELAY_LEASE_MS,
    max: BATCH,
    kind: "relay",
    names: ["*"],
    worker: "server",
  });
  await Promise.all(
    due.map(async (job) => {
      const { caseId, requestId, attempts } = job.row;
      const claim: Claim = { work: "job", caseId, id: requestId, fence: job.fence };
      const relayed = await runner.relay(job).catch((error: unknown) => {
        options.onEvent?.({ type: "failed", pump: "relay", error });
        return { again: true, refused: [] };
      });
      for (const { code } of relayed.refused)
        options.onEvent?.({ type: "refused", pump: "relay", caseId, code });
      if (relayed.again) await again(options, claim, attempts);
    }),
  );
  return due.length;
}

// ---------------------------------------------------------------- handlers

async function handlerRound(
  options: PumpsOptions,
  handlers: ServiceHandlers,
  stopping: AbortSignal,
): Promise<number> {
  const { store, tenant, clock } = options;
  const claimed = await store.work.jobs(tenant, {
    nowMs: clock.nowMs(),
    leaseMs: HANDLER_LEASE_MS,
    max: BATCH,
    kind: "handler",
    names: [...Object.keys(handlers), DECISIONS_JOB],
    worker: "server",
  });
  await Promise.all(claimed.map((job) => handle(options, handlers, stopping, job)));
  return claimed.length;
}

async function handle(
  options: PumpsOptions,
  handlers: ServiceHandlers,
  stopping: AbortSignal,
  { row, fence }: Leased<JobRow>,
): Promise<void> {
  const { runner } = options;
  const { caseId, requestId, name } = row;
  if (name === DECISIONS_JOB) {
    const claim: Claim = { work: "job", caseId, id: requestId, fence };
    await afterFiring(options, claim, await runner.answerDecisions(claim), row.attempts);
    return;
  }
  const actor: Actor = { kind: "system", name };
  const job = { actor, caseId, requestId, fence };
  const result = await attempt(options, handlers, stopping, row);
  if ("thrown" in result) {
    options.onEvent?.({ type: "attemptFailed", handler: name, caseId, message: result.thrown });
    await runner.failJob({ ...job, message: result.thrown, errorCode: null, retryAfterMs: null });
  } else if (result.ok) {
    const answer = await runner.completeJob({ ...job, variables: result.variables });
    if (!answer.ok && answer.refusal.code !== "staleClaim") {
      // What it answered does not fit the case: nobody gains from asking again at once.
      const { message } = answer.refusal;
      await runner.failJob({ ...job, message, errorCode: null, retryAfterMs: null });
    }
  } else {
    const { errorCode, message } = result;
    await runner.failJob({ ...job, message, errorCode, retryAfterMs: null });
  }
}

async function attempt(
  options: PumpsOptions,
  handlers: ServiceHandlers,
  stopping: AbortSignal,
  row: JobRow,
): Promise<ServiceResult | { readonly thrown: string }> {
  const handler = handlers[row.name];
  if (handler === undefined) return { thrown: `There is no handler ${row.name}.` };
  try {
    return await handler.run({
      tenant: options.tenant,
      caseId: row.caseId,
      elementId: row.elementId,
      inputs: row.inputs,
      attempt: row.attempts + 1,
      idempotencyKey: `${options.tenant}/${row.caseId}/${row.requestId}`,
      nowMs: options.clock.nowMs(),
      signal: AbortSignal.any([stopping, AbortSignal.timeout(HANDLER_LEASE_MS - 10_000)]),
    });
  } catch (error) {
    return { thrown: error instanceof Error ? error.message : String(error) };
  }
}
