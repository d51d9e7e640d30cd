export * from "./case.ts";
export * from "./common.ts";
export * from "./form.ts";
export * from "./library.ts";
export * from "./machine.ts";
export * from "./session.ts";
export * from "./task.ts";
