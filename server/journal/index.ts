/** The journal's door: entries, the chain that holds them together, export and verification. */
export { canonicalJson, sha256Hex } from "./canonical.ts";
export { ACCESS_STREAM, caseStream, libraryStream, opened, type Place, seal } from "./chain.ts";
export * from "./entry.ts";
export { EXPORT_FORMAT, EXPORT_VERSION, type ExportSource, exportJournal, exportLine } from "./export.ts";
export {
  type Finding,
  type FindingCode,
  type ReExecute,
  type Verification,
  type VerifyOptions,
  verifyExport,
} from "./verify.ts";
