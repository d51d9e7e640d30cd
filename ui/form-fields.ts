/**
 * Reads a form document: which widget each field has, which are required, and what is wrong with what was
 * filled in. The server validates with the same schema; this check only spares a round trip, so it leaves out
 * what it cannot judge safely (patterns people wrote run on a linear-time engine, there).
 */
import type { Form, Json, Words } from "../api/index.ts";
import { calendarWords } from "./calendar-words.ts";
import type { Fault } from "./client.ts";
import { readDate } from "./date-entry.ts";
import { moneyDigits, number } from "./format.ts";
import type { Language } from "./language.ts";
import { readMoney } from "./money-entry.ts";
import { uiWords } from "./words.ts";

export type Values = Readonly<Record<string, Json>>;
type Widget = Form["widgets"][string];

type Schema = { readonly [name: string]: Json };

export interface Field {
  readonly name: string;
  readonly schema: Schema;
  readonly widget: Widget;
  readonly label: string;
  readonly hint: string | null;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly options: readonly { readonly value: Json; readonly text: string }[];
}

export const say = (words: Words, language: Language): string => words[language];

/** JSON pointer of a field, below `/values` as it is sent. */
export const pointerOf = (name: string): string =>
  `/values/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;

export const pointerOfSlot = (slot: string): string => `/attachments/${slot}`;

export function fieldsOf(form: Form, language: Language): readonly Field[] {
  return form.sections.flatMap((section) => section.fields).flatMap((name) => fieldOf(form, name, language));
}

export function fieldOf(form: Form, name: string, language: Language): readonly Field[] {
  const schema = schemaOf(form.schema.properties, name);
  if (schema === null) return [];
  const words = form.words[name];
  const required = Array.isArray(form.schema.required) && form.schema.required.includes(name);
  const values = Array.isArray(schema.enum) ? schema.enum : [];
  return [
    {
      name,
      schema,
      widget: form.widgets[name] ?? widgetFor(schema),
      label: words === undefined ? name : say(words.label, language),
      hint: words?.hint === undefined ? null : say(words.hint, language),
      required,
      readOnly: schema.readOnly === true,
      options: values.map((value) => {
        const text = words?.options?.[String(value)];
        return { value, text: text === undefined ? String(value) : say(text, language) };
      }),
    },
  ];
}

function schemaOf(properties: Json | undefined, name: string): Schema | null {
  if (!isObject(properties) || !Object.hasOwn(properties, name)) return null;
  const schema = properties[name];
  return isObject(schema) ? schema : null;
}

const isObject = (value: Json | undefined): value is { [name: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function widgetFor(schema: Schema): Widget {
  if (Array.isArray(schema.enum)) return schema.enum.length <= 3 ? "radio" : "select";
  if (schema.type === "boolean" || schema.const === true) return "check";
  if (schema.type === "integer" || schema.type === "number") return "number";
  if (schema.type === "array") return "list";
  if (schema.format === "date") return "date";
  return typeof schema.maxLength === "number" && schema.maxLength > 200 ? "multiline" : "text";
}

/** Everything wrong with the fields, in the order of the form. */
export function checkValues(form: Form, values: Values, language: Language): readonly Fault[] {
  return fieldsOf(form, language)
    .filter((field) => !field.readOnly)
    .flatMap((field) => {
      const message = faultOf(field, values[field.name], language);
      return message === null ? [] : [{ at: pointerOf(field.name), ...message }];
    });
}

type Said = { readonly code: string; readonly message: string };

function faultOf(field: Field, value: Json | undefined, language: Language): Said | null {
  const words = uiWords();
  if (isEmpty(value)) {
    if (!field.required) return null;
    return { code: "required", message: field.options.length > 0 ? words.chooseOne : words.missingValue };
  }
  if (field.schema.const === true && value !== true && field.required)
    return { code: "required", message: words.missingValue };
  switch (field.widget) {
    case "money":
      return moneyFault(String(value));
    case "date":
      return dateFault(String(value), language);
    case "number":
    case "year":
      return numberFault(field, value ?? null, language);
    case "text":
    case "multiline":
      return textFault(field.schema, String(value));
    case "radio":
    case "check":
    case "select":
    case "list":
      return null;
  }
}

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

function moneyFault(value: string): Said | null {
  const words = uiWords();
  const read = readMoney(value);
  if (read.kind === "amount") return null;
  return read.kind === "short"
    ? { code: "moneyShort", message: words.moneyFull }
    : { code: "notMoney", message: words.moneyNotNumber };
}

function dateFault(value: string, language: Language): Said | null {
  const words = uiWords();
  const read = readDate(value);
  if (read.kind === "date") return null;
  if (read.kind === "notDate") return { code: "notDate", message: words.notADate };
  const month = calendarWords[language].months[read.month - 1] ?? "";
  return { code: "pastEnd", message: words.monthEnds(`${month} ${read.year}`, read.lastDay) };
}

function numberFault({ schema }: Field, value: Json, language: Language): Said | null {
  const words = uiWords();
  const figure = typeof value === "number" ? value : readNumber(String(value));
  if (figure === null) return { code: "notNumber", message: words.notANumber };
  if (schema.type === "integer" && !Number.isInteger(figure))
    return { code: "notInteger", message: words.notAnInteger };
  if (typeof schema.minimum === "number" && figure < schema.minimum)
    return { code: "tooSmall", message: words.tooSmall(plain(schema.minimum, language)) };
  if (typeof schema.maximum === "number" && figure > schema.maximum)
    return { code: "tooLarge", message: words.tooLarge(plain(schema.maximum, language)) };
  return null;
}

/** Years carry no mark of thousands. */
const plain = (value: number, language: Language): string =>
  value >= 1_900 && value <= 2_200 ? String(value) : number(value, language, 3);

function textFault(schema: Schema, value: string): Said | null {
  const words = uiWords();
  const length = [...value].length;
  if (typeof schema.maxLength === "number" && length > schema.maxLength)
    return { code: "tooLong", message: words.tooLong(schema.maxLength) };
  if (typeof schema.minLength === "number" && length < schema.minLength)
    return { code: "tooShort", message: words.tooShort(schema.minLength) };
  return null;
}

/** A figure with a comma or a point before its decimals; null when it is none. */
export function readNumber(typed: string): number | null {
  const text = typed.trim().replace(",", ".");
  if (!/^-?\d+(\.\d+)?$/.test(text)) return null;
  const figure = Number(text);
  return Number.isFinite(figure) ? figure : null;
}

/** What is sent: only fields of the form that may be written, empty ones left out, entries in their wire form. */
export function sendable(form: Form, values: Values, language: Language): Record<string, Json> {
  const sent: Record<string, Json> = {};
  for (const field of fieldsOf(form, language)) {
    const value = values[field.name];
    if (field.readOnly || isEmpty(value) || value === undefined) continue;
    sent[field.name] = wireForm(field, value);
  }
  return sent;
}

function wireForm(field: Field, value: Json): Json {
  if (field.widget === "money") {
    const read = readMoney(String(value));
    return read.kind === "amount" ? read.rupiah : value;
  }
  if (field.widget === "date") {
    const read = readDate(String(value));
    return read.kind === "date" ? read.iso : value;
  }
  const wantsNumber = field.schema.type === "integer" || field.schema.type === "number";
  if (wantsNumber && typeof value === "string") return readNumber(value) ?? value;
  return value;
}

/** The amount that a person probably meant, as the field would show it. */
export function meantMoney(
  value: Json | undefined,
  language: Language,
): { rupiah: string; shown: string } | null {
  const read = readMoney(String(value ?? ""));
  if (read.kind !== "short" || read.meant === null) return null;
  return { rupiah: read.meant, shown: moneyDigits(read.meant, language) ?? read.meant };
}
