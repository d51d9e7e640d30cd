// A form document: a JSON schema with an order, words and document slots. What a person sends is judged here,
// the same on the server, in the simulation and in an audit. Invariant: only what the form shows, offers and
// lets be written gets into a case.
import type { Variables } from "../engine/index.ts";
import type { DocumentProblem } from "../organisation/index.ts";
import type { Attachment } from "./command.ts";

/** A text in both languages of the product. */
export interface Words {
  readonly id: string;
  readonly en: string;
}

export interface FormField {
  readonly label: Words;
  readonly hint?: Words;
  readonly options?: Readonly<Record<string, Words>>;
}

export interface FormDocumentSlot {
  readonly slot: string;
  readonly title: Words;
  readonly required: boolean;
  /** Media types. */
  readonly accept: readonly string[];
  readonly maxBytes: number;
}

/** The same shape as crosses the wire. */
export interface Form {
  readonly id: string;
  readonly title: Words;
  readonly schema: Variables;
  readonly sections: readonly { readonly title: Words | null; readonly fields: readonly string[] }[];
  readonly words: Readonly<Record<string, FormField>>;
  readonly widgets: Readonly<Record<string, string>>;
  readonly documents: readonly FormDocumentSlot[];
}

/** What is wrong with what was sent: `at` is a JSON pointer, `/values/nilai` or `/attachments/suratPengantar`. */
export interface Fault {
  readonly at: string;
  /** `required`, `readOnly`, `undeclared`, `notListed`, `wrongType`, `documentMissing`... */
  readonly code: string;
  readonly message: string;
}

/** Reads a form document; every problem with its place. */
export function readForm(json: unknown): FormReading {
  throw new Error(`not built yet: ${typeof json}`);
}

export type FormReading =
  | { readonly ok: true; readonly form: Form }
  | { readonly ok: false; readonly problems: readonly DocumentProblem[] };

export function validateForm(
  form: Form,
  values: Variables,
  attachments: readonly Attachment[],
): readonly Fault[] {
  throw new Error(`not built yet: ${form.id} ${Object.keys(values).length} ${attachments.length}`);
}
