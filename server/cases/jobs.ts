/** Work by machines on cases: jobs done or failed, timers and deadlines that are due. */
import type { CaseCommand } from "../../casework/index.ts";
import { addDuration, parseDuration } from "../../engine/index.ts";
import type { Claim, JobRow, Store } from "../store/index.ts";
import type { CaseRunner, Due, JobAnswer } from "./port.ts";
import { refuse, staleClaim } from "./refusals.ts";
import type { Run } from "./runner.ts";

interface Parts {
  readonly store: Store;
  readonly tenant: string;
  readonly run: Run;
  readonly clock: { nowMs(): number };
}

export function jobCommands({
  store,
  tenant,
  run,
  clock,
}: Parts): Pick<CaseRunner, "completeJob" | "failJob" | "fire" | "answerDecisions" | "recalculateDeadlines"> {
  const forward = (
    job: JobAnswer,
    command: (atMs: number) => Extract<CaseCommand, { type: "Forward" }>["command"],
  ) =>
    run({
      caseId: job.caseId,
      idempotency: null,
      settles: jobClaim(job),
      note: null,
      command: (_, atMs) => ({ type: "Forward", atMs, actor: job.actor, command: command(atMs) }),
    });

  return {
    completeJob: (job) =>
      forward(job, (atMs) => ({
        type: "CompleteService",
        atMs,
        requestId: job.requestId,
        variables: job.variables,
      })),

    async failJob(job) {
      const { requestId, message, errorCode } = job;
      if (errorCode !== null) {
        return await forward(job, (atMs) => ({
          type: "ThrowServiceError",
          atMs,
          requestId,
          errorCode,
          message,
          variables: {},
        }));
      }
      const stored = await store.work.job(tenant, job.caseId, requestId);
      if (stored === null) return refuse("jobNotFound", `There is no job ${requestId}.`, requestId);
      if (stored.fence !== job.fence) return staleClaim();
      const attempts = stored.row.attempts + 1;
      if (attempts >= stored.row.maxAttempts) {
        return await forward(job, (atMs) => ({
          type: "FailService",
          atMs,
          requestId,
          code: "attemptsExhausted",
          message,
        }));
      }
      const dueAtMs = clock.nowMs() + (job.retryAfterMs ?? backoffMs(stored.row, attempts));
      const given = await store.work.release(tenant, jobClaim(job), { dueAtMs, attempts });
      return given ? { ok: true, given: "back" } : staleClaim();
    },

    fire: (claim, due) =>
      run({
        caseId: claim.caseId,
        idempotency: null,
        settles: claim,
        note: null,
        command: (_, atMs) => fireCommand(due, atMs),
      }),

    recalculateDeadlines: (caseId) =>
      run({
        caseId,
        idempotency: null,
        settles: null,
        note: null,
        command: (_, atMs) => ({
          type: "RecalculateDeadlines",
          atMs,
          actor: { kind: "system", name: "calendars" },
        }),
      }),

    answerDecisions: (claim) =>
      run({
        caseId: claim.caseId,
        idempotency: null,
        settles: claim,
        note: null,
        command: (_, atMs) => ({
          type: "AnswerDecisions",
          atMs,
          actor: { kind: "system", name: "decisions" },
        }),
      }),
  };
}

function jobClaim(job: JobAnswer): Claim {
  return { work: "job", caseId: job.caseId, id: job.requestId, fence: job.fence };
}

function fireCommand(due: Due, atMs: number): CaseCommand {
  if (due.kind === "deadline") {
    const { deadlineId, mark } = due;
    return { type: "PassDeadline", atMs, actor: { kind: "system", name: "deadlines" }, deadlineId, mark };
  }
  const { timerId, occurrence } = due;
  return {
    type: "Forward",
    atMs,
    actor: { kind: "system", name: "timers" },
    command: { type: "FireTimer", atMs, timerId, occurrence },
  };
}

const FIRST_BACKOFF_MS = 5_000;
const MOST_BACKOFF_MS = 15 * 60_000;

/** As the diagram says; else 5 s, doubled with each attempt, a quarter of an hour at most. */
function backoffMs(job: JobRow, attempts: number): number {
  const said = job.backoff === null ? null : parseDuration(job.backoff);
  if (said?.ok) return addDuration(0, said.duration, 0);
  return Math.min(MOST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempts - 1));
}
