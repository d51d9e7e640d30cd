/** What machines call, with `Authorization: Bearer <credential>`. */
import { z } from "zod";
import { json, seenVersion } from "./common.ts";

/** POST /api/v1/jobs/claim */
export const claimJobs = z.strictObject({
  topics: z.array(z.string()).min(1).max(50),
  worker: z.string().min(1).max(100),
  max: z.number().int().min(1).max(100),
  leaseSeconds: z.number().int().min(5).max(3_600),
});
export const job = z.strictObject({
  jobId: z.string(),
  caseId: z.string(),
  topic: z.string(),
  inputs: z.record(z.string(), json),
  attempt: z.number(),
  /** Sent back with complete and fail; a stale one is refused. */
  fence: z.number(),
  leaseUntilMs: z.number(),
});
export const claimed = z.strictObject({ jobs: z.array(job) });
/** POST /api/v1/jobs/{jobId}/complete */
export const completeJob = z.strictObject({ fence: seenVersion, variables: z.record(z.string(), json) });
/** POST /api/v1/jobs/{jobId}/fail; `errorCode` throws a BPMN error instead of counting an attempt. */
export const failJob = z.strictObject({
  fence: seenVersion,
  message: z.string().min(1).max(2_000),
  errorCode: z.string().max(200).nullable(),
  retryAfterSeconds: z.number().int().min(0).max(86_400).nullable(),
});
/** POST /api/v1/messages */
export const sendMessage = z.strictObject({
  name: z.string().min(1).max(200),
  correlationKey: z.string().max(200).nullable(),
  payload: z.record(z.string(), json),
});
export const delivered = z.strictObject({ delivered: z.number(), started: z.number() });
