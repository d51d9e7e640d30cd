/**
 * Conditions as closures over slots: each fact is read once per decision, however many conditions look at it, and
 * verdicts are small integers so that nothing is allocated on the way to an outcome.
 */
import { compared, withLists } from "./comparison.ts";
import { type FactReader, factReader, type Slots, valueAt } from "./fact-reader.ts";
import { operators, presence } from "./operators.ts";
import { type PathStep, parsePath } from "./path.ts";
import { namedConditions } from "./references.ts";
import type { Comparison, Condition, Facts, Json, RuleSet, Shared } from "./rule-set.ts";
import { isObject } from "./schema-check.ts";
import { allOf, anyOf, not, type Trace, type Verdict } from "./verdict.ts";

/** 0 false, 1 true, 2 not to be known. */
type Bit = 0 | 1 | 2;
type Test = (slots: Slots) => Bit;
export const verdicts: readonly [Verdict, Verdict, Verdict] = [false, true, null];

export interface ConditionTests {
  /** One per rule, in document order. */
  readonly tests: readonly Test[];
  /** Null where the facts do not fit. */
  readonly read: (facts: Facts) => Slots | null;
  /** The same tests of a rule's conditions as a tree with what they found. */
  readonly trace: (condition: Condition, facts: Facts, read: Slots) => Trace;
}

export function conditionTests(ruleSet: RuleSet, shared: Shared): ConditionTests {
  const named = namedConditions(ruleSet, shared);
  const shop: Workshop = {
    named,
    shared,
    reader: factReader(ruleSet.facts),
    asked: countComparisons(named),
    namedTests: new Map(),
    comparisons: new Map(),
  };
  return {
    tests: ruleSet.rules.map(({ conditions }) => testOf(shop, conditions)),
    read: shop.reader.read,
    trace: (condition, facts, read) => traceOf(shop, condition, facts, read),
  };
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
  readonly reader: FactReader;
  readonly asked: ReadonlyMap<string, number>;
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

/** What several rules ask in the same words is compared once per decision and remembered in a place of its own. */
function comparisonTest(shop: Workshop, comparison: Comparison): Test {
  const test = oneTest(shop, comparison);
  if ((shop.asked.get(wordsOf(comparison)) ?? 0) < 2) return test;
  const at = shop.reader.placeFor(wordsOf(comparison));
  return (slots) => {
    const known = slots[at];
    if (known !== undefined) return known as Bit;
    const bit = test(slots);
    slots[at] = bit;
    return bit;
  };
}

function oneTest(shop: Workshop, { fact, path, operator: name, value }: Comparison): Test {
  const operator = operators.get(name);
  if (operator === undefined) throw new Error(`There is no operator ${name}.`);
  const at = shop.reader.placeOf(fact, stepsOf(path), operator.form);
  if (name === presence) return (slots) => ((slots[at] !== undefined) === value ? 1 : 0);
  if (isObject(value) && typeof value.fact === "string") {
    const { compare, prepare } = operator;
    const other = shop.reader.placeOf(value.fact, stepsOf(value.path), compare ? operator.form : "plain");
    const holds = compare ?? ((actual, against) => prepare(against as Json)(actual));
    return (slots) => {
      const actual = slots[at];
      const against = slots[other];
      return actual === undefined || against === undefined ? 2 : holds(actual, against) ? 1 : 0;
    };
  }
  const test = operator.prepare(withLists(value, shop.shared));
  return (slots) => {
    const actual = slots[at];
    return actual === undefined ? 2 : test(actual) ? 1 : 0;
  };
}

/** How often each comparison is asked, by its words. */
function countComparisons(named: ReadonlyMap<string, Condition>): ReadonlyMap<string, number> {
  const asked = new Map<string, number>();
  const walk = (condition: Condition): void => {
    if ("all" in condition) condition.all.forEach(walk);
    else if ("any" in condition) condition.any.forEach(walk);
    else if ("not" in condition) walk(condition.not);
    else if (!("condition" in condition))
      asked.set(wordsOf(condition), (asked.get(wordsOf(condition)) ?? 0) + 1);
  };
  for (const condition of named.values()) walk(condition);
  return asked;
}

function wordsOf({ fact, path, operator, value }: Comparison): string {
  return JSON.stringify([fact, path, operator, value]);
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
    for (let index = 0; index < tests.length; index += 1) {
      const bit = tests[index]?.(slots);
      if (bit === 0) return 0;
      if (bit === 2) found = 2;
    }
    return found;
  };
}

function some(tests: readonly Test[]): Test {
  return (slots) => {
    let found: Bit = 0;
    for (let index = 0; index < tests.length; index += 1) {
      const bit = tests[index]?.(slots);
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
