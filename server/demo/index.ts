/** The demonstration province, for a store that is empty and that only this machine can reach. */
export * from "./seed.ts";
