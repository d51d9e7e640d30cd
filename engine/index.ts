export type * from "./command.ts";
export type * from "./event.ts";
export { default as porosModdle } from "./poros-moddle.json" with { type: "json" };
export type * from "./problem.ts";
export type * from "./refusal.ts";
export type * from "./variables.ts";
