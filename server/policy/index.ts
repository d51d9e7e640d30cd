export * from "./policy.ts";
export * from "./subject.ts";
