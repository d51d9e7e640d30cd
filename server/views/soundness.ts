/**
 * The soundness check as problems of a document: each finding at the element to blame first, with the words of the
 * reader's language. What was not looked at is a warning, never silence and never an error.
 */
import { checkSoundness, type ExecutableProcess, type Finding } from "../../engine/index.ts";
import { isolated } from "../../rules/index.ts";
import type { CheckedProblem } from "./check.ts";
import { type Language, sayWord } from "./words.ts";

/** Markings that are looked at while others wait for this process to answer. The page and `poros check` look at more. */
const statesLookedAt = 5_000;
/** Names in one sentence. */
const namesSaid = 5;

export function soundnessProblems(process: ExecutableProcess, language: Language): readonly CheckedProblem[] {
  const verdict = checkSoundness(process, { states: statesLookedAt });
  const found = verdict.findings.map((finding) => ({
    ...located(finding.kind, "error", finding.elementIds[0] ?? null),
    message: sayWord(language, `check.${finding.kind}`, { names: namesOf(process, finding) }),
    overridable: true,
  }));
  if (verdict.complete) return found;
  const message = sayWord(language, "check.notAllSeen", { states: verdict.states });
  return [...found, { ...located("notAllSeen", "warning", null), message, overridable: false }];
}

function located(code: string, severity: "error" | "warning", elementId: string | null) {
  return { code, severity, elementId, pointer: null, line: null, refusesSave: false } as const;
}

function namesOf(process: ExecutableProcess, { elementIds }: Finding): string {
  const names = elementIds.map((id) => {
    const element = process.elements[process.elementIndex.get(id) ?? -1];
    return element?.name ? `“${isolated(element.name)}”` : id;
  });
  const shown = names.slice(0, namesSaid).join(", ");
  return names.length > namesSaid ? `${shown}, +${names.length - namesSaid}` : shown;
}
