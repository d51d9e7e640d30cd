import { describe, expect, it } from "vitest";
import { marksOf, mergeProblems } from "../../../modeller/process/problem.ts";

const local = (code: string, elementId: string | null) => ({
  code,
  severity: "error" as const,
  elementId,
  line: null,
  message: `${code} di ${elementId}`,
});
const server = (code: string, elementId: string | null, severity: "error" | "warning" = "error") => ({
  ...local(code, elementId),
  severity,
  pointer: null,
});

describe("the problems of a diagram", () => {
  it("found by the page and by the server are told once, numbered with errors first", () => {
    const problems = mergeProblems(
      [local("conditionMissing", "f")],
      [server("postVacant", "t", "warning"), server("conditionMissing", "f"), server("unknownForm", "t")],
    );
    expect(problems.map(({ number, code, severity }) => [number, code, severity])).toEqual([
      [1, "conditionMissing", "error"],
      [2, "unknownForm", "error"],
      [3, "postVacant", "warning"],
    ]);
  });

  it("of one element stand in one mark, with all their numbers and the worst severity", () => {
    const problems = mergeProblems([], [server("a", "t", "warning"), server("b", "t"), server("c", null)]);
    expect(marksOf(problems, ({ number }) => String(number))).toEqual([
      { elementId: "t", severity: "error", numbers: [1, 3], title: "1\n3" },
    ]);
  });
});
