/** The door of running cases. */
export { keepContexts } from "./contexts.ts";
export type * from "./port.ts";
export { DECISIONS_JOB } from "./projection.ts";
export { reExecuteCases } from "./re-execute.ts";
export { createCaseRunner } from "./runner.ts";
export { startedProcess } from "./start-timers.ts";
export { taskVersion } from "./task-version.ts";
export { countWorkloads, type Workloads } from "./workload.ts";
