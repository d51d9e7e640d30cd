/**
 * What is wrong with a diagram, from two places: reading it in the page while drawing, and the server, which
 * knows posts, forms, rule sets and handlers. Numbered in the order of the list; the same number stands on the
 * element.
 */
import type { Located } from "../../api/index.ts";
import type { Mark } from "../diagram/canvas.ts";

export interface DiagramProblem {
  readonly number: number;
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly elementId: string | null;
  readonly line: number | null;
  readonly message: string;
}

/** Errors first. A fault that both found is told once, in the words of the page, which knows the details. */
export function mergeProblems(
  local: readonly Omit<DiagramProblem, "number">[],
  server: readonly Located[],
): readonly DiagramProblem[] {
  const told = new Set(local.map((problem) => key(problem)));
  const all = [
    ...local,
    ...server
      .filter((problem) => !told.has(key(problem)))
      .map(({ code, severity, elementId, line, message }) => ({ code, severity, elementId, line, message })),
  ];
  const errors = all.filter((problem) => problem.severity === "error");
  const warnings = all.filter((problem) => problem.severity === "warning");
  return [...errors, ...warnings].map((problem, index) => ({ number: index + 1, ...problem }));
}

/** One mark per element, with all its numbers and the worst severity. */
export function marksOf(
  problems: readonly DiagramProblem[],
  title: (problem: DiagramProblem) => string,
): readonly Mark[] {
  const byElement = new Map<string, DiagramProblem[]>();
  for (const problem of problems) {
    if (problem.elementId === null) continue;
    byElement.set(problem.elementId, [...(byElement.get(problem.elementId) ?? []), problem]);
  }
  return [...byElement].map(([elementId, own]) => ({
    elementId,
    severity: own.some((problem) => problem.severity === "error") ? "error" : "warning",
    numbers: own.map((problem) => problem.number),
    title: own.map(title).join("\n"),
  }));
}

const key = (problem: { readonly code: string; readonly elementId: string | null }): string =>
  `${problem.code}@${problem.elementId ?? ""}`;
