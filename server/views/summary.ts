/** What a case says, line by line: the fields of a form with their labels and values as people read them. */
import type { Form } from "../../casework/index.ts";
import type { Value, Variables } from "../../engine/index.ts";
import { dayText, moneyText, numberText } from "./value-text.ts";
import { type Language, sayWord } from "./words.ts";

export interface SummaryLine {
  readonly label: string;
  readonly value: string;
}

/** In the order of the form; a field without a value is left out. */
export function summaryOf(form: Form, data: Variables, language: Language): SummaryLine[] {
  const fields = form.sections.flatMap((section) => section.fields);
  return fields.flatMap((field) => {
    const value = Object.hasOwn(data, field) ? data[field] : undefined;
    if (value === undefined || value === null || value === "") return [];
    const words = Object.hasOwn(form.words, field) ? form.words[field] : undefined;
    const text = valueText(value, form.widgets[field], words?.options, language);
    return [{ label: words?.label[language] ?? field, value: text }];
  });
}

function valueText(
  value: Value,
  widget: string | undefined,
  options: Readonly<Record<string, Readonly<Record<Language, string>>>> | undefined,
  language: Language,
): string {
  if (typeof value === "boolean") return sayWord(language, value ? "yes" : "no");
  if (typeof value === "number") return widget === "year" ? String(value) : numberText(value, language);
  if (typeof value === "string") {
    if (options && Object.hasOwn(options, value)) return options[value]?.[language] ?? value;
    if (widget === "money") return moneyText(value, language);
    return widget === "date" ? dayText(value, language) : value;
  }
  if (value === null) return "";
  if (Array.isArray(value)) {
    return value.map((item: Value) => valueText(item, widget, options, language)).join("; ");
  }
  return Object.values(value as Variables)
    .map((item) => valueText(item, undefined, undefined, language))
    .filter(Boolean)
    .join(", ");
}
