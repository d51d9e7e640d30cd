export type * from "./actor.ts";
export type * from "./command.ts";
export type * from "./event.ts";
