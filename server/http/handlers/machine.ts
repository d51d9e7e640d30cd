/** Work by machines: jobs claimed with a lease, and messages. A credential reaches only what it was granted. */
import type { Actor } from "../../../casework/index.ts";
import { isGranted, type Machine } from "../../policy/index.ts";
import { readWireId, wireId } from "../../views/index.ts";
import { answer, type Handlers } from "../call.ts";
import { idempotencyOf } from "../idempotency.ts";
import type { Parts } from "../parts.ts";
import { refusalOf } from "../refusal.ts";
import { refuse } from "../refused.ts";

type Machinery = "claimJobs" | "completeJob" | "failJob" | "sendMessage";

export function machineHandlers(parts: Parts): Pick<Handlers, Machinery> {
  const { store, runner, tenant } = parts;

  /** The job behind an id, if this machine may have it: another's topic, and the server's own work, look like no job. */
  async function jobFor(machine: Machine, jobId: string) {
    const id = readWireId(jobId);
    const job = id && (await store.work.job(tenant, id.caseId, id.id));
    return job?.row.kind === "topic" && isGranted(machine, "jobs", job.row.name) ? job.row : null;
  }

  return {
    async claimJobs(call) {
      const { topics, worker, max, leaseSeconds } = call.body;
      const foreign = topics.find((topic) => !isGranted(call.subject, "jobs", topic));
      if (foreign !== undefined) return refuse("forbidden");
      const leases = await store.work.jobs(tenant, {
        nowMs: call.nowMs,
        leaseMs: leaseSeconds * 1000,
        max,
        kind: "topic",
        names: topics,
        worker: `${call.subject.name} ${worker}`,
      });
      const jobs = leases.map(({ row, fence, leaseUntilMs }) => ({
        jobId: wireId(row.caseId, row.requestId),
        caseId: row.caseId,
        topic: row.name,
        inputs: row.inputs,
        attempt: row.attempts + 1,
        fence,
        leaseUntilMs,
      }));
      return answer({ jobs });
    },

    async completeJob(call) {
      const job = await jobFor(call.subject, call.params.jobId);
      if (!job) return refuse("notFound");
      const done = await runner.completeJob({
        actor: actorOf(call.subject),
        caseId: job.caseId,
        requestId: job.requestId,
        fence: call.body.fence,
        variables: call.body.variables,
      });
      return done.ok ? answer(null) : refusalOf(done.refusal, call.language);
    },

    async failJob(call) {
      const job = await jobFor(call.subject, call.params.jobId);
      if (!job) return refuse("notFound");
      const { fence, message, errorCode, retryAfterSeconds } = call.body;
      const failed = await runner.failJob({
        actor: actorOf(call.subject),
        caseId: job.caseId,
        requestId: job.requestId,
        fence,
        message,
        errorCode,
        retryAfterMs: retryAfterSeconds === null ? null : retryAfterSeconds * 1000,
      });
      return failed.ok ? answer(null) : refusalOf(failed.refusal, call.language);
    },

    async sendMessage(call) {
      if (!isGranted(call.subject, "messages", call.body.name)) return refuse("forbidden");
      const delivery = await runner.deliver({
        actor: actorOf(call.subject),
        ...call.body,
        idempotency: idempotencyOf(call),
      });
      if (isRefusal(delivery)) return refusalOf(delivery, call.language);
      return answer({ delivered: delivery.delivered.length, started: delivery.started.length });
    },
  };
}

function actorOf(machine: Machine): Actor {
  return { kind: "machine", name: machine.name };
}

function isRefusal(value: object): value is Parameters<typeof refusalOf>[0] {
  return "code" in value;
}
