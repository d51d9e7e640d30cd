export type * from "./command.ts";
export type * from "./event.ts";
export type * from "./problem.ts";
export type * from "./refusal.ts";
export type * from "./variables.ts";
