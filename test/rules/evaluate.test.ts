import { describe, expect, test } from "vitest";
import { compileRuleSet, evaluate, runTests, sayExplanation, sayRule } from "../../rules/index.ts";
import { routing, ruleSetOf } from "./fixtures.ts";

describe("smoke", () => {
  test("tests pass", async () => {
    const rs = ruleSetOf(routing);
    for (const t of rs.tests) {
      const e = await evaluate(rs, t.facts);
      if (e.ok) { for (const l of ["id", "en"] as const) console.log(sayExplanation(e.explanation, rs, l)); }
      expect(compileRuleSet(rs).explain(t.facts)).toEqual(e);
    }
    for (const r of rs.rules) console.log(sayRule(r, rs, "id"));
  });
});
