/** Sentences of the views, in both languages; none stand in the code. */
import { isolated } from "../../rules/index.ts";
import en from "./words/en.json" with { type: "json" };
import id from "./words/id.json" with { type: "json" };

export type Language = "id" | "en";

const words: Readonly<Record<Language, Readonly<Record<string, string>>>> = { id, en };

/** The sentence for a key with its params put in, each turning nothing after it; null when there is none. */
export function sayIf(
  language: Language,
  key: string,
  params: Readonly<Record<string, unknown>> = {},
): string | null {
  const table = words[language];
  const sentence = Object.hasOwn(table, key) ? table[key] : undefined;
  if (sentence === undefined) return null;
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    return typeof value === "string" || typeof value === "number" ? isolated(String(value)) : whole;
  });
}

export function sayWord(
  language: Language,
  key: string,
  params: Readonly<Record<string, unknown>> = {},
): string {
  return sayIf(language, key, params) ?? key;
}

export function wordKeys(language: Language): readonly string[] {
  return Object.keys(words[language]);
}
