// How pressing an open task is, by the rule set `prioritas-kotak-masuk`; asked when an inbox is shown. Invariant: a
// priority always has a reason, and never changes what may be done.
import type { CaseContext } from "./context.ts";
import { askQuickly } from "./decision.ts";
import { factsOf, taskFacts } from "./facts.ts";
import type { CaseFile, TaskRow } from "./file.ts";
import type { Language } from "./words.ts";

/** The rule set, by convention, that orders inboxes. Its outcomes are `tinggi`, `sedang`, `biasa`. */
export const priorityRuleSet = "prioritas-kotak-masuk";

export interface Priority {
  readonly level: "high" | "middle" | "normal";
  /** One line, in the language asked for; empty where no rule set is published. */
  readonly reason: string;
}

const levels: Readonly<Record<string, Priority["level"]>> = {
  tinggi: "high",
  sedang: "middle",
  biasa: "normal",
};

export function priorityOf(
  context: CaseContext,
  file: CaseFile,
  task: TaskRow,
  nowMs: number,
  language: Language,
): Priority {
  const decided = askQuickly(context, priorityRuleSet, file.submittedAtMs, nowMs, (asks) => ({
    ...factsOf(context, file, nowMs, asks),
    ...taskFacts(context, file, task, nowMs, asks),
  }));
  if (!decided.ok) return { level: "normal", reason: "" };
  const { type, params } = decided.outcome;
  const own = language === "en" ? (params.alasanEn ?? params.alasan) : params.alasan;
  return {
    level: Object.hasOwn(levels, type) ? (levels[type] ?? "normal") : "normal",
    reason: typeof own === "string" ? own : "",
  };
}
