/** What zod found, as faults with a JSON pointer and a sentence in the reader's language. */
import { z } from "zod";
import type { Fault } from "./refused.ts";
import type { Language } from "./words.ts";

const sentences = { id: z.locales.id().localeError, en: z.locales.en().localeError } as const;

/** At most this many faults are told: the rest would not be read. */
const mostFaults = 50;

export function faultsOf(error: z.ZodError, language: Language): Fault[] {
  return error.issues.slice(0, mostFaults).flatMap((issue) => {
    const path =
      issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    const said = sentences[language]({ ...issue, input: undefined } as Parameters<typeof sentences.id>[0]);
    const message = typeof said === "string" ? said : (said?.message ?? issue.message);
    return path.map((steps) => ({ at: pointer(steps), code: issue.code, message }));
  });
}

function pointer(steps: readonly PropertyKey[]): string {
  return steps.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
