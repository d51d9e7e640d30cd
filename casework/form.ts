// A form document: a JSON schema with an order, words and document slots. What a person sends is judged here,
// the same on the server, in the simulation and in an audit. Invariant: only what the form shows, offers and
// lets be written gets into a case.
import type { Variables } from "../engine/index.ts";
import type { DocumentProblem } from "../organisation/index.ts";
import { validateJson } from "../rules/index.ts";
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

/** Slot of attachments that no form asks for. */
export const otherSlot = "lainnya";

/** Every fault of what was sent with the form, in the order of the form. None: it may go into the case. */
export function validateForm(
  form: Form,
  values: Variables,
  attachments: readonly Attachment[],
): readonly Fault[] {
  const faults: Fault[] = [];
  const properties = objectAt(form.schema, "properties");
  const shown = new Set(form.sections.flatMap((section) => section.fields));
  for (const name of Object.keys(values)) {
    const at = `/values/${escapePointer(name)}`;
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property === undefined)
      faults.push({ at, code: "undeclared", message: `The form has no field ${name}.` });
    else if (!shown.has(name))
      faults.push({ at, code: "hidden", message: `${name} is not shown by the form and may not be sent.` });
    else if (isObject(property) && property.readOnly === true)
      faults.push({ at, code: "readOnly", message: `${name} is read-only and may not be sent.` });
  }
  const named = new Set(faults.map((fault) => fault.at));
  for (const fault of validateJson(form.schema, values)) {
    const at = `/values${fault.pointer}`;
    if (named.has(at)) continue;
    const code = fault.code === "enum" || fault.code === "const" ? "notListed" : fault.code;
    faults.push({ at, code, message: fault.message });
  }
  return [...faults, ...documentFaults(form, attachments)];
}

function documentFaults(form: Form, attachments: readonly Attachment[]): Fault[] {
  const faults: Fault[] = [];
  for (const slot of form.documents) {
    if (slot.required && !attachments.some((each) => each.slot === slot.slot))
      faults.push({
        at: `/attachments/${slot.slot}`,
        code: "documentMissing",
        message: `The document ${slot.title.id} is required.`,
      });
  }
  attachments.forEach((attachment, index) => {
    const at = `/attachments/${index}`;
    const slot = form.documents.find((each) => each.slot === attachment.slot);
    if (!slot) {
      if (attachment.slot !== otherSlot)
        faults.push({ at, code: "unknownSlot", message: `The form has no document ${attachment.slot}.` });
    } else if (!slot.accept.includes(attachment.mediaType))
      faults.push({
        at,
        code: "mediaType",
        message: `${attachment.name} is ${attachment.mediaType}; ${slot.accept.join(", ")} is accepted.`,
      });
    else if (attachment.bytes > slot.maxBytes)
      faults.push({
        at,
        code: "tooLarge",
        message: `${attachment.name} has more than ${slot.maxBytes} bytes.`,
      });
  });
  return faults;
}

export type FormReading =
  | { readonly ok: true; readonly form: Form }
  | { readonly ok: false; readonly problems: readonly DocumentProblem[] };

const widgets = ["text", "money", "date", "multiline", "radio", "check", "select", "number", "year", "list"];

/** Reads a form document; every problem with its place. */
export function readForm(json: unknown): FormReading {
  const problems: DocumentProblem[] = [];
  const tell = (pointer: string, code: string, message: string) => problems.push({ pointer, code, message });
  if (!isObject(json)) {
    tell("", "wrongType", "A form is an object.");
    return { ok: false, problems };
  }
  const known = ["id", "title", "schema", "sections", "words", "widgets", "documents"];
  for (const name of Object.keys(json))
    if (!known.includes(name))
      tell(`/${escapePointer(name)}`, "unknownMember", `Known members are ${known.join(", ")}.`);
  if (typeof json.id !== "string" || json.id === "") tell("/id", "wrongType", "A text is expected here.");
  if (!isWords(json.title)) tell("/title", "wrongType", "Words in `id` and `en` are expected here.");
  const { schema, words, widgets: shownAs } = json;
  const declared = isObject(schema) ? objectAt(schema, "properties") : {};
  if (!isObject(schema) || schema.type !== "object")
    tell("/schema", "wrongType", "A JSON schema of an object is expected here.");
  else if (schema.additionalProperties !== false)
    tell(
      "/schema/additionalProperties",
      "open",
      "A form declares every field: additionalProperties is false.",
    );
  for (const reserved of ["berkas", "tindakan"])
    if (Object.hasOwn(declared, reserved))
      tell(
        `/schema/properties/${reserved}`,
        "reserved",
        `${reserved} is given by Poros; name the field otherwise.`,
      );
  readSections(json.sections, declared, tell);
  readWords(words, declared, tell);
  if (!isObject(shownAs)) tell("/widgets", "wrongType", "An object of field to widget is expected here.");
  else
    for (const [name, widget] of Object.entries(shownAs)) {
      const pointer = `/widgets/${escapePointer(name)}`;
      if (!Object.hasOwn(declared, name)) tell(pointer, "unknownField", `The schema has no field ${name}.`);
      if (typeof widget !== "string" || !widgets.includes(widget))
        tell(pointer, "notListed", `One of ${widgets.join(", ")} is expected here.`);
    }
  readDocuments(json.documents, tell);
  return isSound(json, problems) ? { ok: true, form: json } : { ok: false, problems };
}

type Tell = (pointer: string, code: string, message: string) => void;

function readSections(sections: unknown, declared: Variables, tell: Tell): void {
  if (!Array.isArray(sections)) {
    tell("/sections", "wrongType", "A list of sections is expected here.");
    return;
  }
  const seen = new Set<unknown>();
  sections.forEach((section: unknown, index) => {
    const pointer = `/sections/${index}`;
    if (!isObject(section) || !Array.isArray(section.fields)) {
      tell(`${pointer}/fields`, "wrongType", "A section lists its fields.");
      return;
    }
    if (section.title !== null && !isWords(section.title))
      tell(`${pointer}/title`, "wrongType", "Words or null are expected here.");
    section.fields.forEach((field: unknown, at) => {
      const place = `${pointer}/fields/${at}`;
      if (typeof field !== "string" || !Object.hasOwn(declared, field))
        tell(place, "unknownField", `The schema has no field ${String(field)}.`);
      else if (seen.has(field)) tell(place, "duplicateField", `${field} is shown already.`);
      seen.add(field);
    });
  });
}

function readWords(words: unknown, declared: Variables, tell: Tell): void {
  if (!isObject(words)) {
    tell("/words", "wrongType", "An object of field to words is expected here.");
    return;
  }
  for (const name of Object.keys(words))
    if (!Object.hasOwn(declared, name))
      tell(`/words/${escapePointer(name)}`, "unknownField", `The schema has no field ${name}.`);
  for (const name of Object.keys(declared)) {
    const field = Object.hasOwn(words, name) ? words[name] : undefined;
    const pointer = `/words/${escapePointer(name)}`;
    if (!isObject(field) || !isWords(field.label))
      tell(`${pointer}/label`, "wordsMissing", `${name} needs a label in both languages.`);
  }
}

function readDocuments(documents: unknown, tell: Tell): void {
  if (!Array.isArray(documents)) {
    tell("/documents", "wrongType", "A list of documents is expected here.");
    return;
  }
  documents.forEach((slot: unknown, index) => {
    const pointer = `/documents/${index}`;
    if (!isObject(slot)) {
      tell(pointer, "wrongType", "A document slot is expected here.");
      return;
    }
    if (typeof slot.slot !== "string" || !/^[A-Za-z][A-Za-z0-9-]*$/.test(slot.slot))
      tell(`${pointer}/slot`, "wrongId", "A slot is named by letters, digits and hyphens.");
    if (!isWords(slot.title))
      tell(`${pointer}/title`, "wrongType", "Words in `id` and `en` are expected here.");
    if (typeof slot.required !== "boolean") tell(`${pointer}/required`, "wrongType", "true or false.");
    if (!Array.isArray(slot.accept) || slot.accept.some((each) => typeof each !== "string"))
      tell(`${pointer}/accept`, "wrongType", "A list of media types is expected here.");
    if (typeof slot.maxBytes !== "number" || !(slot.maxBytes > 0))
      tell(`${pointer}/maxBytes`, "wrongNumber", "A number of bytes is expected here.");
  });
}

/** An object in which the reading above found nothing wrong has the shape of a form: every member was looked at. */
function isSound(json: object, problems: readonly DocumentProblem[]): json is Form {
  return problems.length === 0;
}

function isWords(value: unknown): value is Words {
  return isObject(value) && typeof value.id === "string" && typeof value.en === "string";
}

function objectAt(schema: { readonly [name: string]: unknown }, name: string): Variables {
  const value = schema[name];
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Variables {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
