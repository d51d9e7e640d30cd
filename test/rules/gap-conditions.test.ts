/** A gap, written down as conditions: the rule that they make catches the gap's example and closes it. */
import { expect, test } from "vitest";
import { analyse, compileRuleSet, conditionsFor, type Json, readRuleSet } from "../../rules/index.ts";
import { routing, ruleSetOf } from "./fixtures.ts";

const closing = (document: { readonly rules: readonly Json[] }, conditions: Json) =>
  readRuleSet(
    JSON.stringify({
      ...document,
      rules: [...document.rules, { name: "celah", conditions, event: { type: "CELAH" } }],
    }),
  );

test("each gap that can be written down is caught by the rule written for it", () => {
  const ruleSet = ruleSetOf(routing);
  const { gaps } = analyse(ruleSet);
  expect(gaps.length).toBeGreaterThan(0);
  for (const { where, example } of gaps) {
    const conditions = conditionsFor(where, ruleSet);
    if (conditions === null) throw new Error("Facts of plain kinds can be written down.");
    const closed = closing(routing, JSON.parse(JSON.stringify(conditions)));
    expect(closed).toMatchObject({ ok: true });
    if (!closed.ok) continue;
    expect(compileRuleSet(closed.ruleSet).decide(example)).toMatchObject({ outcome: { type: "CELAH" } });
  }
});

test("bounds, lists of values, other values and absence have the operators of their kinds", () => {
  const ruleSet = ruleSetOf(routing);
  const laporan = (path: string, allowed: Parameters<typeof conditionsFor>[0][number]["allowed"]) =>
    conditionsFor([{ fact: "laporan", path, allowed }], ruleSet)?.all[0];
  expect(
    laporan("$.nilai", [{ kind: "range", after: "100", from: true, before: "200", to: false }]),
  ).toMatchObject({
    all: [
      { operator: "uang>=", value: "100" },
      { operator: "uang<", value: "200" },
    ],
  });
  expect(laporan("$.nilai", [{ kind: "missing" }])).toMatchObject({ operator: "ada", value: false });
  const urusan = (...values: string[]) => values.map((value) => ({ kind: "value", value }) as const);
  expect(laporan("$.urusan", urusan("a", "b"))).toMatchObject({ operator: "in", value: ["a", "b"] });
  expect(laporan("$.urusan", [{ kind: "othersThan", values: ["a"] }])).toMatchObject({
    operator: "notEqual",
  });
  expect(laporan("$.urusan", [...urusan("a"), { kind: "missing" }])).toMatchObject({
    any: [{ operator: "equal" }, { operator: "ada" }],
  });
});

test("a fact that is not declared gives no conditions", () => {
  const nowhere = [{ fact: "bulan", allowed: [{ kind: "missing" }] }] as const;
  expect(conditionsFor(nowhere, ruleSetOf(routing))).toBe(null);
});
