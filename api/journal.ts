/** The journal: what happened to a case, entry by entry, hash-chained; and its export for the auditor. */
import { z } from "zod";
import { json, page } from "./common.ts";

export const journalEntry = z.strictObject({
  /** `case/<id>`, `library/<kind>/<id>` or `access`. */
  stream: z.string(),
  sequence: z.number(),
  atMs: z.number(),
  actor: json,
  command: json,
  events: z.array(json),
  previousHash: z.string(),
  hash: z.string(),
});
export type JournalEntry = z.infer<typeof journalEntry>;

/** GET /api/v1/cases/{caseId}/journal?after=&size= */
export const journal = page(journalEntry);
/** GET /api/v1/journal/export: NDJSON, one entry a line, every stream; what `poros audit verify` reads. */
