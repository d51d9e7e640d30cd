/** Runs the tests that stand in a rule set. A rule set is published only when all of them pass. */
import { evaluate } from "./evaluate.ts";
import type { Evaluation } from "./outcome.ts";
import { nothingShared, type RuleSet, type RuleTest, type Shared } from "./rule-set.ts";
import { sameJson } from "./schema-check.ts";

export interface TestResult {
  readonly name: string;
  readonly passed: boolean;
  /** In short words of the document: `KESRA`, `incident missingFact laporan.nilai`. */
  readonly expected: string;
  readonly got: string;
}

export async function runTests(
  ruleSet: RuleSet,
  shared: Shared = nothingShared,
): Promise<readonly TestResult[]> {
  const results: TestResult[] = [];
  for (const test of ruleSet.tests) {
    const evaluation = await evaluate(ruleSet, test.facts, shared);
    results.push({
      name: test.name,
      passed: asExpected(test.expect, evaluation),
      expected: sayExpected(test.expect),
      got: sayGot(test.expect, evaluation),
    });
  }
  return results;
}

type Expectation = RuleTest["expect"];

function asExpected(expect: Expectation, evaluation: Evaluation): boolean {
  if ("incident" in expect) {
    if (evaluation.ok || evaluation.incident.code !== expect.incident) return false;
    return expect.fact === undefined || expect.fact === evaluation.incident.fact;
  }
  if (!evaluation.ok || evaluation.outcome.type !== expect.type) return false;
  const { params } = evaluation.outcome;
  const sameParams = Object.entries(expect.params ?? {}).every(
    ([name, value]) => Object.hasOwn(params, name) && sameJson(params[name], value),
  );
  return (
    sameParams && (expect.rule === undefined || evaluation.hits.some(({ name }) => name === expect.rule))
  );
}

function sayExpected(expect: Expectation): string {
  if ("incident" in expect) {
    return ["incident", expect.incident, ...(expect.fact === undefined ? [] : [expect.fact])].join(" ");
  }
  const params = expect.params === undefined ? [] : [JSON.stringify(expect.params)];
  return [expect.type, ...params, ...(expect.rule === undefined ? [] : [`(${expect.rule})`])].join(" ");
}

/** Says no more than the expectation asked, so that the two can be read side by side. */
function sayGot(expect: Expectation, evaluation: Evaluation): string {
  if (!evaluation.ok) {
    const { code, fact } = evaluation.incident;
    return ["incident", code, ...(fact === "" ? [] : [fact])].join(" ");
  }
  const { outcome, hits } = evaluation;
  if ("incident" in expect) return outcome.type;
  const asked = Object.keys(expect.params ?? {});
  const params = Object.fromEntries(asked.map((name) => [name, outcome.params[name] ?? null]));
  const rules = hits.map(({ name }) => name).join(", ") || "otherwise";
  return [
    outcome.type,
    ...(expect.params === undefined ? [] : [JSON.stringify(params)]),
    ...(expect.rule === undefined ? [] : [`(${rules})`]),
  ].join(" ");
}
