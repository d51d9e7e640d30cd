/** A form document: JSON schema plus an order, words and document slots. Shown by ui, validated by the server. */
import { z } from "zod";
import { json, words } from "./common.ts";

export const form = z.strictObject({
  id: z.string(),
  title: words,
  /** JSON schema (2020-12) of an object; `type`, `enum`, `const`, `format`, `pattern`, `minimum`, lengths, `required`, `readOnly`. */
  schema: z.record(z.string(), json),
  sections: z.array(z.strictObject({ title: words.nullable(), fields: z.array(z.string()) })),
  words: z.record(
    z.string(),
    z.strictObject({
      label: words,
      hint: words.optional(),
      options: z.record(z.string(), words).optional(),
    }),
  ),
  /** How a field is shown where the schema does not say: `money`, `date`, `multiline`, `radio`, `check`, `year`. */
  widgets: z.record(
    z.string(),
    z.enum(["text", "money", "date", "multiline", "radio", "check", "select", "number", "year", "list"]),
  ),
  /** Attachments that belong to the form. */
  documents: z.array(
    z.strictObject({
      slot: z.string(),
      title: words,
      required: z.boolean(),
      accept: z.array(z.string()),
      maxBytes: z.number(),
    }),
  ),
});
export type Form = z.infer<typeof form>;
