/** The store's door. */
export { StoreFailure } from "./failure.ts";
export { openStore, type StoreOptions } from "./open.ts";
export type * from "./port.ts";
