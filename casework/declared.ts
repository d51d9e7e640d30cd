// What a machine's answer may carry: the names that the task's outputs read. Invariant: whatever else it sends never
// becomes a variable of the case, where it would replace what a person wrote or a rule decided.
import { type CompleteService, type Element, openServices } from "../engine/index.ts";
import type { CaseRefusal } from "./act.ts";
import { escapePointer } from "./form.ts";
import { elementOf, type Work } from "./work.ts";

export function undeclaredAnswer(work: Work, { requestId, variables }: CompleteService): CaseRefusal | null {
  const wait = openServices(work.draft.engine).find(({ id }) => id === requestId);
  // That it is not open any more the engine says.
  if (!wait) return null;
  const texts = outputTexts(elementOf(work, wait.elementId));
  const names = Object.keys(variables).filter((name) => !texts.some((text) => mentions(text, name)));
  if (names.length === 0) return null;
  return {
    code: "undeclaredVariables",
    message: `The outputs of ${wait.elementId} do not read ${names.join(", ")}.`,
    at: wait.elementId,
    params: { names: names.join(", ") },
    faults: names.map((name) => ({
      at: `/variables/${escapePointer(name)}`,
      code: "undeclared",
      message: `No output of ${wait.elementId} reads ${name}.`,
    })),
  };
}

function outputTexts(element: Element | undefined): readonly string[] {
  const result = element?.loop?.kind === "multiInstance" ? element.loop.result : null;
  return [...(element?.outputs ?? []), ...(result ? [result] : [])].map(({ source }) => source.text);
}

const partOfName = /[\p{L}\p{N}_]/u;

/** Whether the name stands in the text as a whole word. */
function mentions(text: string, name: string): boolean {
  if (name === "") return false;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!partOfName.test(text[at - 1] ?? "") && !partOfName.test(text[at + name.length] ?? "")) return true;
  }
  return false;
}
