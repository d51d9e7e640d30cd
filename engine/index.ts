/** The engine: reads BPMN into executable processes and decides what a command makes of a case. Pure; see README.md. */
export * from "./check/index.ts";
export type * from "./command.ts";
export type * from "./event.ts";
export { compileFeel } from "./feel/index.ts";
export { limits, SEMANTICS } from "./limits.ts";
export * from "./migrate/index.ts";
export { default as porosModdle } from "./poros-moddle.json" with { type: "json" };
export type * from "./problem.ts";
export type * from "./process.ts";
export * from "./query.ts";
export * from "./read/index.ts";
export type * from "./refusal.ts";
export { evolve, replay } from "./run/apply.ts";
export { type Decision, decide } from "./run/decide.ts";
export type {
  Activation,
  CaseState,
  Completed,
  Loop,
  Marking,
  Token,
  Wait,
  WaitKind,
  WaitOf,
} from "./run/state.ts";
export { CASE_SCOPE } from "./run/state.ts";
export { type Choice, decideInSteps, openMoves, step } from "./run/step.ts";
export * from "./time/index.ts";
export type { Value, Variables } from "./variables.ts";
export { checkVariables } from "./variables.ts";
