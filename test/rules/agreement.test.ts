/** Two evaluators, one meaning: over generated rule sets and facts both give the same, reasons included. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  compileRuleSet,
  evaluate,
  evaluateByEngine,
  ruleSetSchema,
  validateJson,
} from "../../rules/index.ts";
import { ruleSetOf } from "./fixtures.ts";
import { generatedCase, generatedRuleSet, generatedShared } from "./generated.ts";

const runs = { numRuns: 400 };

test("json-rules-engine and the closures give the same outcome, hits and explanation", async () => {
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(
      generatedRuleSet,
      fc.array(generatedCase, { minLength: 1, maxLength: 8 }),
      async (document, cases) => {
        const ruleSet = ruleSetOf(document, generatedShared);
        const compiled = compileRuleSet(ruleSet, generatedShared);
        for (const facts of cases) {
          const evaluation = await evaluateByEngine(ruleSet, facts, generatedShared);
          expect(compiled.explain(facts)).toEqual(evaluation);
          expect(await evaluate(ruleSet, facts, generatedShared)).toEqual(evaluation);
          const decision = compiled.decide(facts);
          if (evaluation.ok) {
            expect(decision).toEqual({
              ok: true,
              outcome: evaluation.outcome,
              rules: evaluation.hits.map(({ index }) => index),
            });
            if (evaluation.hits.length > 0) answered += 1;
          } else {
            expect(evaluation.incident.code).not.toBe("evaluationFailed");
            expect(decision).toEqual(evaluation);
          }
        }
      },
    ),
    runs,
  );
  expect(answered).toBeGreaterThan(100);
}, 60_000);

test("what the reader takes fits the published schema", () => {
  fc.assert(
    fc.property(generatedRuleSet, (document) => {
      ruleSetOf(document, generatedShared);
      expect(validateJson(ruleSetSchema, document)).toEqual([]);
    }),
    runs,
  );
}, 60_000);
