/** The library's door. */
export { writeDurably } from "./durable-file.ts";
export { openLibrary } from "./library.ts";
export type * from "./port.ts";
