import { describe, expect, test } from "vitest";
import { compileRuleSet, evaluate, runTests } from "../../rules/index.ts";
import { routing, ruleSetOf } from "./fixtures.ts";

describe("smoke", () => {
  test("tests pass", async () => {
    const rs = ruleSetOf(routing);
    console.log(await runTests(rs));
    const e = await evaluate(rs, rs.tests[0]!.facts);
    console.log(JSON.stringify(e, null, 1));
    expect(compileRuleSet(rs).explain(rs.tests[0]!.facts)).toEqual(e);
  });
});
