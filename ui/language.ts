/**
 * The language of the screens and the dictionaries that speak it. Indonesian is in the first load; English
 * arrives when somebody asks for it. A dictionary's type is that of its Indonesian, so that no word can lack
 * its translation.
 */
import { signal } from "@preact/signals";
import { isolated } from "./isolate.ts";

export type Language = "id" | "en";

/** Read it in a component to be drawn again when it changes; change it with `speak`. */
export const language = signal<Language>("id");

interface Dictionary {
  readonly load: () => Promise<void>;
}
const dictionaries: Dictionary[] = [];

/**
 * Declares the words of a part of the product; the answer gives those of the language in use. A text that is put into
 * a sentence turns nothing that follows it.
 */
export function defineWords<W extends object>(indonesian: W, english: () => Promise<W>): () => W {
  const first = bounded(indonesian);
  let loaded: W | null = null;
  const load = async () => {
    loaded ??= bounded(await english());
  };
  dictionaries.push({ load });
  return () => (language.value === "en" && loaded !== null ? loaded : first);
}

function bounded<T>(words: T): T;
function bounded(words: unknown): unknown {
  if (typeof words === "function")
    return (...params: readonly unknown[]) =>
      words(...params.map((param) => (typeof param === "string" ? isolated(param) : param)));
  if (typeof words !== "object" || words === null || Array.isArray(words)) return words;
  return Object.fromEntries(Object.entries(words).map(([name, word]) => [name, bounded(word)]));
}

/** Changes the language of every screen, after its words have arrived. */
export async function speak(next: Language): Promise<void> {
  if (next === "en") await Promise.all(dictionaries.map((dictionary) => dictionary.load()));
  language.value = next;
  if (typeof document !== "undefined") document.documentElement.lang = next;
}
