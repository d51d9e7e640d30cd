/** What a person chose for this browser: theme, density, language, single-letter keys. Nothing here is needed to work. */
import { effect, signal } from "@preact/signals";
import { type Language, language, speak } from "./language.ts";

export type Theme = "system" | "light" | "dark";
export type Density = "rapat" | "biasa" | "lapang";

export const theme = signal<Theme>("system");
export const density = signal<Density>("biasa");
/** Single letters act as shortcuts (WCAG 2.1.4 asks for a way to switch them off). */
export const letterKeys = signal(true);

const storageKey = "poros.preferences";

/** Reads what was chosen and keeps the document in step with it. Call once, before the first screen. */
export async function applyPreferences(): Promise<void> {
  const kept = read();
  if (kept.theme === "light" || kept.theme === "dark") theme.value = kept.theme;
  if (kept.density === "rapat" || kept.density === "lapang") density.value = kept.density;
  if (kept.letterKeys === false) letterKeys.value = false;
  if (kept.language === "en") await speak("en").catch(() => undefined);
  effect(() => {
    mark("theme", theme.value === "system" ? null : theme.value);
    mark("density", density.value === "biasa" ? null : density.value);
    write({
      theme: theme.value,
      density: density.value,
      letterKeys: letterKeys.value,
      language: language.value,
    });
  });
}

interface Kept {
  readonly theme?: unknown;
  readonly density?: unknown;
  readonly letterKeys?: unknown;
  readonly language?: unknown;
}

function read(): Kept {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "{}");
    return typeof kept === "object" && kept !== null ? kept : {};
  } catch {
    return {};
  }
}

function write(kept: { theme: Theme; density: Density; letterKeys: boolean; language: Language }): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(kept));
  } catch {
    // A browser that refuses storage still works; the choice lasts as long as the page.
  }
}

function mark(name: "theme" | "density", value: string | null): void {
  if (value === null) delete document.documentElement.dataset[name];
  else document.documentElement.dataset[name] = value;
}
