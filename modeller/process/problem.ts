/**
 * What is wrong with a diagram, from three places: reading it in the page while drawing, the soundness check beside
 * the page, and the server, which knows posts, forms, rule sets and handlers. Numbered in the order of the list; the same number stands on the
 * element.
 */
import type { Located } from "../../api/index.ts";
import type { ExecutableProcess } from "../../engine/index.ts";
import type { Mark } from "../diagram/canvas.ts";
import { words } from "../words.ts";
import { findingCase, findingTitle, namesIn } from "./finding-words.ts";
import type { ShownFinding, Soundness } from "./soundness.ts";

export interface DiagramProblem {
  readonly number: number;
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly elementId: string | null;
  readonly line: number | null;
  readonly message: string;
  /** A concrete case, in words. */
  readonly detail?: string;
  /** What the soundness check found, with the run that shows it. */
  readonly finding?: ShownFinding;
}

/** By which a problem is known while others come and go. */
export const problemKey = ({ code, elementId }: Pick<DiagramProblem, "code" | "elementId">): string =>
  `${code}@${elementId ?? ""}`;

const soundnessCodes: ReadonlySet<string> = new Set([
  "deadlock",
  "livelock",
  "lackOfSynchronisation",
  "improperCompletion",
  "deadElement",
  "unreachableEnd",
  "notAllSeen",
]);

/** Found by the soundness check: proposed all the same by who says why. */
export function isOverridable({ code }: Pick<DiagramProblem, "code">): boolean {
  return soundnessCodes.has(code);
}

/** The page's own check looks at more than the server's, so its word stands where it has spoken. */
export function withSoundness(
  local: readonly Omit<DiagramProblem, "number">[],
  server: readonly Located[],
  process: ExecutableProcess | null,
  soundness: Soundness | null,
): readonly DiagramProblem[] {
  if (process === null || soundness === null) return mergeProblems(local, server);
  const nameOf = namesIn(process);
  const known = (id: string) => process.elementIndex.has(id);
  const found = soundness.findings
    .filter(({ elementIds }) => elementIds.every(known))
    .map((finding) => ({
      ...{
        code: finding.kind,
        severity: "error" as const,
        elementId: finding.elementIds[0] ?? null,
        line: null,
      },
      ...{ message: findingTitle(finding), detail: findingCase(finding, nameOf), finding },
    }));
  const said = words().finding.notAllSeen;
  const unseen = {
    ...{ code: "notAllSeen", severity: "warning" as const, elementId: null, line: null },
    ...{ message: said.title, detail: said.happens(soundness.states) },
  };
  return mergeProblems(
    [...local, ...found, ...(soundness.complete ? [] : [unseen])],
    server.filter((problem) => !isOverridable(problem)),
  );
}

/** Errors first. A fault that both found is told once, in the words of the page, which knows the details. */
export function mergeProblems(
  local: readonly Omit<DiagramProblem, "number">[],
  server: readonly Located[],
): readonly DiagramProblem[] {
  const told = new Set(local.map((problem) => problemKey(problem)));
  const all = [
    ...local,
    ...server
      .filter((problem) => !told.has(problemKey(problem)))
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
