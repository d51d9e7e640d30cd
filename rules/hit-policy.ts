/**
 * From the verdicts of the rules to the one answer: which rules hit under the policy, or `otherwise`, or an incident.
 *
 * A rule that is not to be known stands in the way of whatever it could have changed: under `first` and
 * `highestPriority` of the rules behind it, under the others of the whole answer. Then `otherwise` answers.
 */
import type { Hit, Outcome } from "./outcome.ts";
import type { Facts, Json, Rule, RuleEvent, RuleSet } from "./rule-set.ts";
import type { Verdict } from "./verdict.ts";

/** Numbers are places in `rules`, from 0. */
export type Choice =
  | { readonly kind: "hits"; readonly rules: readonly number[] }
  /** `unknown`: the rules that stood in the way; empty when simply none hit. */
  | { readonly kind: "otherwise"; readonly unknown: readonly number[] }
  | { readonly kind: "several"; readonly rules: readonly number[] };

/** The order in which rules are asked: that of the document, except under `highestPriority`. */
export function askingOrder({ hitPolicy, rules }: RuleSet): readonly number[] {
  const inDocument = rules.map((_rule, index) => index);
  if (hitPolicy !== "highestPriority") return inDocument;
  const priority = (index: number) => rules[index]?.priority ?? 1;
  return inDocument.toSorted((a, b) => priority(b) - priority(a) || a - b);
}

/** Asks for no more verdicts than the policy needs. */
export function choose(
  ruleSet: RuleSet,
  order: readonly number[],
  verdict: (index: number) => Verdict,
): Choice {
  if (ruleSet.hitPolicy === "first" || ruleSet.hitPolicy === "highestPriority") {
    for (const index of order) {
      const found = verdict(index);
      if (found === true) return { kind: "hits", rules: [index] };
      if (found === null) return { kind: "otherwise", unknown: [index] };
    }
    return { kind: "otherwise", unknown: [] };
  }
  const hits: number[] = [];
  const unknown: number[] = [];
  for (const index of order) {
    const found = verdict(index);
    if (found === true) hits.push(index);
    else if (found === null) unknown.push(index);
  }
  if (ruleSet.hitPolicy === "unique" && hits.length > 1) return { kind: "several", rules: hits };
  return hits.length === 0 || unknown.length > 0
    ? { kind: "otherwise", unknown }
    : { kind: "hits", rules: hits };
}

export function outcomeOf({ type, params }: RuleEvent): Outcome {
  return { type, params: params ?? {} };
}

/** Every outcome that a rule set can give, with the rule it comes from (`null`: otherwise), for whoever must fulfil it. */
export function outcomesOf(
  ruleSet: RuleSet,
): readonly { readonly rule: string | null; readonly outcome: Outcome }[] {
  return [
    ...ruleSet.rules.map(({ name, event }) => ({ rule: name, outcome: outcomeOf(event) })),
    { rule: null, outcome: outcomeOf(ruleSet.otherwise) },
  ];
}

export function hitOf(rule: Rule, index: number): Hit {
  return { name: rule.name, index: index + 1, outcome: outcomeOf(rule.event) };
}

/** What several hits, in document order, make together. */
export function combine(ruleSet: RuleSet, hits: readonly Hit[]): Outcome {
  const first = hits[0];
  if (first === undefined) return outcomeOf(ruleSet.otherwise);
  switch (ruleSet.hitPolicy) {
    case "first":
    case "unique":
    case "highestPriority":
      return first.outcome;
    case "all": {
      const every = hits.map(({ outcome }) => ({ type: outcome.type, params: outcome.params }));
      return { type: first.outcome.type, params: { ...first.outcome.params, semua: every } };
    }
    case "collect":
      return { type: first.outcome.type, params: collected(hits) };
    case "score": {
      const skor = hits.reduce((sum, { outcome }) => sum + Number(outcome.params.skor ?? 0), 0);
      return { type: first.outcome.type, params: { ...collected(hits), skor } };
    }
  }
}

/** Each param as the list of its distinct values, in document order. */
function collected(hits: readonly Hit[]): Facts {
  const lists = new Map<string, Json[]>();
  for (const { outcome } of hits) {
    for (const [name, value] of Object.entries(outcome.params)) {
      const list = lists.get(name) ?? [];
      const seen = list.some((earlier) => JSON.stringify(earlier) === JSON.stringify(value));
      if (!seen) list.push(value);
      lists.set(name, list);
    }
  }
  return Object.fromEntries(lists);
}
