/** Shapes that several routes share. Instants are epoch milliseconds; money is a decimal string in rupiah. */
import { z } from "zod";

export const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A version, draft or fencing token that the caller has seen; none of ours comes near the upper bound. */
export const seenVersion = z.number().int().min(0).max(1_000_000_000_000);

/** An instant from which something holds, in epoch milliseconds, until the end of the year 9999. */
export const fromInstant = z.number().int().min(0).max(253_402_300_799_999);

export const words = z.strictObject({ id: z.string(), en: z.string() });
export type Words = z.infer<typeof words>;

export const mandateKind = z.enum(["definitif", "Plt", "Plh", "Pj"]);

/** A post as screens show it: title, unit, and today's holder with the mandate. */
export const postView = z.strictObject({
  postId: z.string(),
  title: z.string(),
  shortTitle: z.string(),
  unitId: z.string(),
  unitName: z.string(),
  holder: z
    .strictObject({
      personId: z.string(),
      name: z.string(),
      mandate: mandateKind,
      /** Number of the decree, and last day of the mandate (YYYY-MM-DD), where there are any. */
      decree: z.string().nullable(),
      until: z.string().nullable(),
    })
    .nullable(),
});
export type PostView = z.infer<typeof postView>;

/** A sentence of the casework in the reader's language, already said by the server. */
export const said = z.strictObject({ text: z.string(), key: z.string() });

export const deadlineView = z.strictObject({
  deadlineId: z.string(),
  state: z.enum(["calm", "soon", "late", "stopped", "done"]),
  clock: z.enum(["working", "calendar"]),
  anchorMs: z.number(),
  dueAtMs: z.number(),
  /** Minutes of the deadline's own clock: all, used until now, left (negative when late). */
  totalMinutes: z.number(),
  usedMinutes: z.number(),
  leftMinutes: z.number(),
  /** Minutes of a normal working day (450), to say days. */
  dayMinutes: z.number(),
  marks: z.array(
    z.strictObject({ mark: z.union([z.literal(50), z.literal(80), z.literal(100)]), atMs: z.number() }),
  ),
  pauses: z.array(z.strictObject({ fromMs: z.number(), toMs: z.number().nullable(), reason: z.string() })),
});
export type DeadlineView = z.infer<typeof deadlineView>;

export const attachmentView = z.strictObject({
  fileId: z.string(),
  slot: z.string(),
  slotTitle: z.string(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number(),
  sha256: z.string(),
});
export type AttachmentView = z.infer<typeof attachmentView>;

/** RFC 9457, with a stable `code` and, for input, where each fault is (JSON pointer) and its remedy. */
export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string().optional(),
  faults: z.array(z.strictObject({ at: z.string(), code: z.string(), message: z.string() })).optional(),
});
export type ProblemDocument = z.infer<typeof problem>;

export const page = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), total: z.number(), next: z.string().nullable() });
