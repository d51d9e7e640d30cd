/** What the server says, in the reader's language: one file of words per language, none in the code. */
import { isolated } from "../../rules/index.ts";
import en from "./words/en.json" with { type: "json" };
import id from "./words/id.json" with { type: "json" };

export type Language = "id" | "en";

const words: Readonly<Record<Language, Readonly<Record<string, string>>>> = { id, en };

/** `?lang=` first, then Accept-Language; Indonesian is the first language of the province. */
export function languageOf(query: string | null, acceptLanguage: string | undefined): Language {
  if (query === "id" || query === "en") return query;
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...rest] = part.trim().toLowerCase().split(";");
      const weight = rest.map((word) => /^\s*q=([01](?:\.\d{1,3})?)$/.exec(word)?.[1]).find(Boolean);
      return { language: tag.split("-")[0], weight: Number(weight ?? 1) };
    })
    .filter(({ language, weight }) => (language === "id" || language === "en") && weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return wanted[0]?.language === "en" ? "en" : "id";
}

/** The sentence for a key with its params put in, each turning nothing after it; null when there is none. */
export function say(
  language: Language,
  key: string,
  params: Readonly<Record<string, string | number>> = {},
): string | null {
  const table = words[language];
  const sentence = Object.hasOwn(table, key) ? table[key] : undefined;
  if (sentence === undefined) return null;
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? isolated(String(params[name])) : whole,
  );
}

/** Keys of a language; a test asks that both have the same. */
export function wordKeys(language: Language): readonly string[] {
  return Object.keys(words[language]);
}
