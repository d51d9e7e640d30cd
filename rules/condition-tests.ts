/**
 * Conditions as closures over slots: each fact is read once per decision, however many conditions look at it, and
 * verdicts are small integers so that nothing is allocated on the way to an outcome.
 */
import { compared, withLists } from "./comparison.ts";
import { type Form, forms, operators, presence } from "./operators.ts";
import { follow, type PathStep, parsePath } from "./path.ts";
import { namedConditions } from "./references.ts";
import type { Comparison, Condition, Facts, Json, RuleSet, Shared } from "./rule-set.ts";
import { isObject } from "./schema-check.ts";
import { allOf, anyOf, not, type Trace, type Verdict } from "./verdict.ts";

/** 0 false, 1 true, 2 not to be known. */
type Bit = 0 | 1 | 2;
export type Slots = readonly unknown[];
type Test = (slots: Slots) => Bit;
export const verdicts: readonly [Verdict, Verdict, Verdict] = [false, true, null];

interface Slot {
  readonly read: (facts: Facts) => unknown;
}

export interface ConditionTests {
  /** One per rule, in document order. */
  readonly tests: readonly Test[];
  readonly read: (facts: Facts) => Slots;
  /** The same tests of a rule's conditions as a tree with what they found. */
  readonly trace: (condition: Condition, facts: Facts, read: Slots) => Trace;
}

export function conditionTests(ruleSet: RuleSet, shared: Shared): ConditionTests {
  const shop: Workshop = {
    named: namedConditions(ruleSet, shared),
    shared,
    slots: [],
    places: new Map(),
    namedTests: new Map(),
    comparisons: new Map(),
  };
  return {
    tests: ruleSet.rules.map(({ conditions }) => testOf(shop, conditions)),
    read: (facts) => readSlots(shop.slots, facts),
    trace: (condition, facts, read) => traceOf(shop, condition, facts, read),
  };
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

/** What making the tests of a rule set gathers. */
interface Workshop {
  readonly named: ReadonlyMap<string, Condition>;
  readonly shared: Shared;
  readonly slots: Slot[];
  readonly places: Map<string, number>;
  readonly namedTests: Map<string, Test>;
  readonly comparisons: Map<Comparison, Traced>;
}

function testOf(shop: Workshop, condition: Condition): Test {
  if ("all" in condition) return every(condition.all.map((part) => testOf(shop, part)));
  if ("any" in condition) return some(condition.any.map((part) => testOf(shop, part)));
  if ("not" in condition) return negated(testOf(shop, condition.not));
  if ("condition" in condition) return namedTest(shop, condition.condition);
  return tracedOf(shop, condition).test;
}

function tracedOf(shop: Workshop, comparison: Comparison): Traced {
  let traced = shop.comparisons.get(comparison);
  if (traced === undefined) {
    const { value, path } = comparison;
    const other = isObject(value) && typeof value.fact === "string" ? value : null;
    traced = {
      test: comparisonTest(shop, comparison),
      steps: stepsOf(path),
      other: other === null ? null : { fact: String(other.fact), steps: stepsOf(other.path) },
    };
    shop.comparisons.set(comparison, traced);
  }
  return traced;
}

/** The same tests as a tree with what they found. */
function traceOf(shop: Workshop, condition: Condition, facts: Facts, read: Slots): Trace {
  if ("all" in condition) return allOf(condition.all.map((part) => traceOf(shop, part, facts, read)));
  if ("any" in condition) return anyOf(condition.any.map((part) => traceOf(shop, part, facts, read)));
  if ("not" in condition) return not(traceOf(shop, condition.not, facts, read));
  if ("condition" in condition) return traceOf(shop, behind(shop, condition.condition), facts, read);
  const { test, steps, other } = tracedOf(shop, condition);
  const compareTo = other === null ? undefined : valueAt(facts, other.fact, other.steps);
  return compared(condition, valueAt(facts, condition.fact, steps), compareTo, test(read) === 1);
}

function behind(shop: Workshop, name: string): Condition {
  const condition = shop.named.get(name);
  if (condition === undefined) throw new Error(`No condition is named ${name}.`);
  return condition;
}

function namedTest(shop: Workshop, name: string): Test {
  let test = shop.namedTests.get(name);
  if (test === undefined) {
    test = testOf(shop, behind(shop, name));
    shop.namedTests.set(name, test);
  }
  return test;
}

function comparisonTest(shop: Workshop, { fact, path, operator: name, value }: Comparison): Test {
  const operator = operators.get(name);
  if (operator === undefined) throw new Error(`There is no operator ${name}.`);
  const at = placeOf(shop, fact, stepsOf(path), operator.form);
  if (name === presence) return (slots) => ((slots[at] !== undefined) === value ? 1 : 0);
  if (isObject(value) && typeof value.fact === "string") {
    const other = placeOf(shop, value.fact, stepsOf(value.path), "plain");
    return (slots) => {
      const actual = slots[at];
      const against = slots[other];
      if (actual === undefined || against === undefined) return 2;
      return operator.prepare(against as Json)(actual) ? 1 : 0;
    };
  }
  const test = operator.prepare(withLists(value, shop.shared));
  return (slots) => {
    const actual = slots[at];
    return actual === undefined ? 2 : test(actual) ? 1 : 0;
  };
}

function placeOf(shop: Workshop, fact: string, steps: readonly PathStep[], form: Form): number {
  const key = JSON.stringify([fact, steps, form]);
  let place = shop.places.get(key);
  if (place === undefined) {
    place = shop.slots.push({ read: reader(fact, steps, form) }) - 1;
    shop.places.set(key, place);
  }
  return place;
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
