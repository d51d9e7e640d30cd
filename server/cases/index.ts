/** The door of running cases. */
export { type Contexts, keepContexts } from "./contexts.ts";
export type * from "./port.ts";
export { DECISIONS_JOB } from "./projection.ts";
export { type ProcessByHash, reExecuteCases } from "./re-execute.ts";
export { createCaseRunner, type RunnerOptions } from "./runner.ts";
export { taskVersion } from "./task-version.ts";
