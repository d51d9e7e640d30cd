/** The journal's door: entries, the chain that holds them together, export and verification. */
export { canonicalJson, sha256Hex } from "./canonical.ts";
export { ACCESS_STREAM, caseStream, libraryStream, opened, seal } from "./chain.ts";
export * from "./entry.ts";
export { exportJournal, exportLine } from "./export.ts";
export { type ReExecute, verifyExport } from "./verify.ts";
