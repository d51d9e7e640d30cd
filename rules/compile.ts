/**
 * A rule set as closures, made once, for bulk work: comparing versions over every past decision, and analysis.
 *
 * Same meaning as `evaluate`, held so by a generated test over outcomes and explanations. Each fact is read once per
 * decision into a slot (an amount becomes a number there), and conditions look at slots only; verdicts are small integers
 * so that nothing is allocated on the way to an outcome.
 */
import { admission } from "./admit.ts";
import { compared, withLists } from "./evaluate.ts";
import { conclude, severalHits } from "./explanation.ts";
import { askingOrder, choose, combine, hitOf } from "./hit-policy.ts";
import { type Form, forms, operators, presence } from "./operators.ts";
import type { Evaluation, Incident, Outcome } from "./outcome.ts";
import { follow, type PathStep, parsePath } from "./path.ts";
import { namedConditions } from "./references.ts";
import {
  type Comparison,
  type Condition,
  type Facts,
  type Json,
  nothingShared,
  type RuleSet,
  type Shared,
} from "./rule-set.ts";
import { isObject } from "./schema-check.ts";
import { allOf, anyOf, not, type Trace, type Verdict } from "./verdict.ts";

export type Decision =
  /** `rules`: which answered, by place from 1; none when `otherwise` did. */
  | { readonly ok: true; readonly outcome: Outcome; readonly rules: readonly number[] }
  | { readonly ok: false; readonly incident: Incident };

export interface CompiledRuleSet {
  readonly ruleSet: RuleSet;
  /** The outcome alone. */
  readonly decide: (facts: Facts) => Decision;
  /** What `evaluate` gives, whole. */
  readonly explain: (facts: Facts) => Evaluation;
  /** Per rule whether its conditions hold, `null` where that is not to be known; empty when the facts are refused. */
  readonly verdicts: (facts: Facts) => readonly Verdict[];
}

/** 0 false, 1 true, 2 not to be known. */
type Bit = 0 | 1 | 2;
type Slots = readonly unknown[];
type Test = (slots: Slots) => Bit;
const verdicts: readonly [Verdict, Verdict, Verdict] = [false, true, null];

interface Slot {
  readonly read: (facts: Facts) => unknown;
}

export function compileRuleSet(ruleSet: RuleSet, shared: Shared = nothingShared): CompiledRuleSet {
  const admit = admission(ruleSet);
  const order = askingOrder(ruleSet);
  const builder = new Builder(namedConditions(ruleSet, shared), shared);
  const tests = ruleSet.rules.map(({ conditions }) => builder.test(conditions));
  const { slots } = builder;
  const chooseFor = (read: Slots) => choose(ruleSet, order, (index) => verdicts[tests[index]?.(read) ?? 2]);
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
  const decideInTurn = (read: Slots): Decision => {
    for (let at = 0; at < asked.length; at += 1) {
      const rule = asked[at];
      const bit = rule?.test(read) ?? 2;
      if (bit === 1) return rule?.answer ?? otherwise;
      if (bit === 2) return otherwise;
    }
    return otherwise;
  };

  const decide = (facts: Facts): Decision => {
    const incident = admit(facts);
    if (incident !== null) return { ok: false, incident };
    const read = readSlots(slots, facts);
    if (inTurn) return decideInTurn(read);
    const choice = chooseFor(read);
    if (choice.kind === "otherwise") return otherwise;
    if (choice.kind === "several") return { ok: false, incident: severalHits(ruleSet, choice.rules) };
    const [only] = choice.rules;
    if (choice.rules.length === 1 && only !== undefined) return outcomes[only] ?? otherwise;
    const hits = choice.rules.flatMap((index) => {
      const rule = ruleSet.rules[index];
      return rule === undefined ? [] : [hitOf(rule, index)];
    });
    return { ok: true, outcome: combine(ruleSet, hits), rules: hits.map(({ index }) => index) };
  };

  const explain = (facts: Facts): Evaluation => {
    const incident = admit(facts);
    if (incident !== null) return { ok: false, incident };
    const read = readSlots(slots, facts);
    const choice = chooseFor(read);
    return conclude(ruleSet, order, choice, (index) => {
      const rule = ruleSet.rules[index];
      return rule === undefined ? allOf([]) : builder.trace(rule.conditions, facts, read);
    });
  };

  const verdictsOf = (facts: Facts): readonly Verdict[] => {
    if (admit(facts) !== null) return [];
    const read = readSlots(slots, facts);
    return tests.map((test) => verdicts[test(read)]);
  };

  return { ruleSet, decide, explain, verdicts: verdictsOf };
}

function readSlots(slots: readonly Slot[], facts: Facts): Slots {
  const read: unknown[] = [];
  for (let index = 0; index < slots.length; index += 1) read.push(slots[index]?.read(facts));
  return read;
}

/** Reads a fact as its form asks; undefined is "no value". */
function reader(fact: string, steps: readonly PathStep[], form: Form): (facts: Facts) => unknown {
  const [step] = steps;
  const as = forms[form];
  const shaped = (value: Json | undefined) => (value === undefined || value === null ? undefined : as(value));
  if (steps.length !== 1 || typeof step !== "string") return (facts) => shaped(valueAt(facts, fact, steps));
  return (facts) => {
    const whole = Object.hasOwn(facts, fact) ? facts[fact] : undefined;
    return isObject(whole) && Object.hasOwn(whole, step) ? shaped(whole[step] as Json) : undefined;
  };
}

function valueAt(facts: Facts, fact: string, steps: readonly PathStep[]): Json | undefined {
  const value = Object.hasOwn(facts, fact) ? facts[fact] : undefined;
  return steps.length === 0 ? value : follow(value, steps);
}

/** What a trace needs of a comparison, made once. */
interface Traced {
  readonly test: Test;
  readonly steps: readonly PathStep[];
  readonly other: { readonly fact: string; readonly steps: readonly PathStep[] } | null;
}

class Builder {
  readonly slots: Slot[] = [];
  private readonly places = new Map<string, number>();
  private readonly named: ReadonlyMap<string, Condition>;
  private readonly shared: Shared;
  private readonly namedTests = new Map<string, Test>();
  private readonly comparisons = new Map<Comparison, Traced>();

  constructor(named: ReadonlyMap<string, Condition>, shared: Shared) {
    this.named = named;
    this.shared = shared;
  }

  test(condition: Condition): Test {
    if ("all" in condition) return every(condition.all.map((part) => this.test(part)));
    if ("any" in condition) return some(condition.any.map((part) => this.test(part)));
    if ("not" in condition) return negated(this.test(condition.not));
    if ("condition" in condition) return this.namedTest(condition.condition);
    return this.traced(condition).test;
  }

  private traced(comparison: Comparison): Traced {
    let traced = this.comparisons.get(comparison);
    if (traced === undefined) {
      const { value, path } = comparison;
      const other = isObject(value) && typeof value.fact === "string" ? value : null;
      traced = {
        test: this.comparison(comparison),
        steps: stepsOf(path),
        other: other === null ? null : { fact: String(other.fact), steps: stepsOf(other.path) },
      };
      this.comparisons.set(comparison, traced);
    }
    return traced;
  }

  /** The same tests as a tree with what they found. */
  trace(condition: Condition, facts: Facts, read: Slots): Trace {
    if ("all" in condition) return allOf(condition.all.map((part) => this.trace(part, facts, read)));
    if ("any" in condition) return anyOf(condition.any.map((part) => this.trace(part, facts, read)));
    if ("not" in condition) return not(this.trace(condition.not, facts, read));
    if ("condition" in condition) return this.trace(this.behind(condition.condition), facts, read);
    const { test, steps, other } = this.traced(condition);
    const compareTo = other === null ? undefined : valueAt(facts, other.fact, other.steps);
    return compared(condition, valueAt(facts, condition.fact, steps), compareTo, test(read) === 1);
  }

  private behind(name: string): Condition {
    const condition = this.named.get(name);
    if (condition === undefined) throw new Error(`No condition is named ${name}.`);
    return condition;
  }

  private namedTest(name: string): Test {
    let test = this.namedTests.get(name);
    if (test === undefined) {
      test = this.test(this.behind(name));
      this.namedTests.set(name, test);
    }
    return test;
  }

  private comparison({ fact, path, operator: name, value }: Comparison): Test {
    const operator = operators.get(name);
    if (operator === undefined) throw new Error(`There is no operator ${name}.`);
    const at = this.place(fact, stepsOf(path), operator.form);
    if (name === presence) return (slots) => ((slots[at] !== undefined) === value ? 1 : 0);
    if (isObject(value) && typeof value.fact === "string") {
      const other = this.place(value.fact, stepsOf(value.path), "plain");
      return (slots) => {
        const actual = slots[at];
        const against = slots[other];
        if (actual === undefined || against === undefined) return 2;
        return operator.prepare(against as Json)(actual) ? 1 : 0;
      };
    }
    const test = operator.prepare(withLists(value, this.shared));
    return (slots) => {
      const actual = slots[at];
      return actual === undefined ? 2 : test(actual) ? 1 : 0;
    };
  }

  private place(fact: string, steps: readonly PathStep[], form: Form): number {
    const key = JSON.stringify([fact, steps, form]);
    let place = this.places.get(key);
    if (place === undefined) {
      place = this.slots.push({ read: reader(fact, steps, form) }) - 1;
      this.places.set(key, place);
    }
    return place;
  }
}

function stepsOf(path: unknown): readonly PathStep[] {
  if (path === undefined) return [];
  const steps = typeof path === "string" ? parsePath(path) : null;
  if (steps === null) throw new Error(`${String(path)} is not a path.`);
  return steps;
}

function every(tests: readonly Test[]): Test {
  const [a, b] = tests;
  if (a !== undefined && tests.length === 1) return a;
  if (a !== undefined && b !== undefined && tests.length === 2) {
    return (slots) => {
      const first = a(slots);
      if (first === 0) return 0;
      const second = b(slots);
      return second === 1 ? first : second;
    };
  }
  return (slots) => {
    let found: Bit = 1;
    for (const test of tests) {
      const bit = test(slots);
      if (bit === 0) return 0;
      if (bit === 2) found = 2;
    }
    return found;
  };
}

function some(tests: readonly Test[]): Test {
  return (slots) => {
    let found: Bit = 0;
    for (const test of tests) {
      const bit = test(slots);
      if (bit === 1) return 1;
      if (bit === 2) found = 2;
    }
    return found;
  };
}

function negated(test: Test): Test {
  return (slots) => {
    const bit = test(slots);
    return bit === 2 ? 2 : bit === 1 ? 0 : 1;
  };
}
