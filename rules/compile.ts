/**
 * A rule set as closures, made once: what decides live, compares versions over every past decision, and analyses.
 *
 * Same meaning as json-rules-engine's (`evaluateByEngine`), held so by a generated test over outcomes and explanations.
 */
import { admission } from "./admit.ts";
import { conditionTests, verdicts } from "./condition-tests.ts";
import { conclude, severalHits } from "./explanation.ts";
import type { Slots } from "./fact-reader.ts";
import { askingOrder, type Choice, choose, combine, hitOf } from "./hit-policy.ts";
import type { Evaluation, Incident, Outcome } from "./outcome.ts";
import { type Facts, nothingShared, type RuleSet, type Shared } from "./rule-set.ts";
import { allOf, type Verdict } from "./verdict.ts";

export type Decision =
  /** `rules`: which answered, by place from 1; none when `otherwise` did. */
  | { readonly ok: true; readonly outcome: Outcome; readonly rules: readonly number[] }
  | { readonly ok: false; readonly incident: Incident };

export interface CompiledRuleSet {
  readonly ruleSet: RuleSet;
  /** The outcome alone. */
  readonly decide: (facts: Facts) => Decision;
  /** The outcome with its hits and reasons. */
  readonly explain: (facts: Facts) => Evaluation;
  /** Per rule whether its conditions hold, `null` where that is not to be known; empty when the facts are refused. */
  readonly verdicts: (facts: Facts) => readonly Verdict[];
}

export function compileRuleSet(ruleSet: RuleSet, shared: Shared = nothingShared): CompiledRuleSet {
  const admit = admission(ruleSet);
  const order = askingOrder(ruleSet);
  const { tests, read, trace } = conditionTests(ruleSet, shared);
  const chooseFor = (slots: Slots) => choose(ruleSet, order, (index) => verdicts[tests[index]?.(slots) ?? 2]);
  /** Without several hits the events are the outcomes: made once, never per decision. */
  const outcomes = ruleSet.rules.map((rule, index) => ({
    ok: true as const,
    outcome: combine(ruleSet, [hitOf(rule, index)]),
    rules: [index + 1],
  }));
  const otherwise = { ok: true as const, outcome: combine(ruleSet, []), rules: [] };

  /** What `choose` does under the two policies in which rules are asked until one answers, without a step in between. */
  const inTurn = ruleSet.hitPolicy === "first" || ruleSet.hitPolicy === "highestPriority";
  const asked = order.flatMap((index) => {
    const [test, answer] = [tests[index], outcomes[index]];
    return test === undefined || answer === undefined ? [] : [{ test, answer }];
  });
  const decideInTurn = (slots: Slots): Decision => {
    for (let at = 0; at < asked.length; at += 1) {
      const rule = asked[at];
      const bit = rule?.test(slots) ?? 2;
      if (bit === 1) return rule?.answer ?? otherwise;
      if (bit === 2) return otherwise;
    }
    return otherwise;
  };

  /** The reader said that the facts do not fit; this finds which. */
  const refused = (facts: Facts) => {
    const incident = admit(facts);
    if (incident === null) throw new Error(`The reader of "${ruleSet.id}" refused facts that fit.`);
    return { ok: false as const, incident };
  };

  const decide = (facts: Facts): Decision => {
    const slots = read(facts);
    if (slots === null) return refused(facts);
    return inTurn ? decideInTurn(slots) : outcomeOfChoice(chooseFor(slots));
  };

  const outcomeOfChoice = (choice: Choice): Decision => {
    if (choice.kind === "otherwise") return otherwise;
    if (choice.kind === "several") return { ok: false, incident: severalHits(ruleSet, choice.rules) };
    const [only] = choice.rules;
    if (choice.rules.length === 1 && only !== undefined) return outcomes[only] ?? otherwise;
    return together(ruleSet, choice.rules);
  };

  const explain = (facts: Facts): Evaluation => {
    const slots = read(facts);
    if (slots === null) return refused(facts);
    return conclude(ruleSet, order, chooseFor(slots), (index) => {
      const rule = ruleSet.rules[index];
      return rule === undefined ? allOf([]) : trace(rule.conditions, facts, slots);
    });
  };

  const verdictsOf = (facts: Facts): readonly Verdict[] => {
    const slots = read(facts);
    return slots === null ? [] : tests.map((test) => verdicts[test(slots)]);
  };

  return { ruleSet, decide, explain, verdicts: verdictsOf };
}

/** What several hits make, in document order. */
function together(ruleSet: RuleSet, rules: readonly number[]): Decision {
  const hits = rules.flatMap((index) => {
    const rule = ruleSet.rules[index];
    return rule === undefined ? [] : [hitOf(rule, index)];
  });
  return { ok: true, outcome: combine(ruleSet, hits), rules: hits.map(({ index }) => index) };
}
