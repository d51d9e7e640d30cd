/**
 * The operators, typed: each says which kinds of facts it compares and what it compares them with. A text never
 * meets a number. Both evaluators use these tests, so an operator has one meaning.
 *
 * Money, dates and instants have operators of their own (`uang>=`, `tanggal<`, `waktu>`); the rest keep json-rules-engine's
 * names. `ada` asks whether a fact has a value at all and is the only one that answers for an absent fact.
 */
import { instantMs } from "./date-text.ts";
import type { FactKind, FactType } from "./fact-type.ts";
import { comparableSen } from "./money.ts";
import { compilePattern } from "./pattern.ts";
import type { Json } from "./rule-set.ts";

/** What stands in `value`: something of the fact's kind, a list of these, one item of the fact's list, a pattern, true or false. */
type Takes = "same" | "listOfSame" | "item" | "pattern" | "boolean";

export interface Operator {
  readonly name: string;
  readonly fits: (type: FactType) => boolean;
  readonly takes: Takes;
  /** How a fact is read before the test: once per decision, however many conditions look at it. */
  readonly form: Form;
  /** Prepares a value once (a set, an amount, a pattern); the test then meets only facts that have one, read by `form`. */
  readonly prepare: (value: Json) => (actual: unknown) => boolean;
  /** Where the value may be another fact of the same kind: both as the form reads them, with nothing to prepare. */
  readonly compare?: Compare;
}

/** Readings of a fact. */
export const forms = {
  plain: (actual: Json): unknown => actual,
  money: (actual: Json): unknown => (typeof actual === "string" ? comparableSen(actual) : null),
  instant: (actual: Json): unknown => (typeof actual === "string" ? instantMs(actual) : null),
} as const;
export type Form = keyof typeof forms;

/** The operator that answers for a fact without a value. */
export const presence = "ada";

type Compare = (actual: unknown, than: unknown) => boolean;

/** The orders, of two values of one form. Two numbers, which is the usual case, are met first. */
const orders = {
  "=": (a: unknown, b: unknown) =>
    typeof a === "number" && typeof b === "number" ? a === b : order(a, b) === 0,
  "!=": (a, b) => (typeof a === "number" && typeof b === "number" ? a !== b : Math.abs(order(a, b)) === 1),
  "<": (a, b) => (typeof a === "number" && typeof b === "number" ? a < b : order(a, b) < 0),
  "<=": (a, b) => (typeof a === "number" && typeof b === "number" ? a <= b : order(a, b) <= 0),
  ">": (a, b) => (typeof a === "number" && typeof b === "number" ? a > b : order(a, b) > 0),
  ">=": (a, b) => (typeof a === "number" && typeof b === "number" ? a >= b : order(a, b) >= 0),
} as const satisfies Readonly<Record<string, Compare>>;

/** -1, 0 or 1; an amount may be a number on one side and a bigint on the other. NaN, which is in no order, otherwise. */
function order(a: unknown, b: unknown): number {
  if (!isComparable(a) || !isComparable(b)) return Number.NaN;
  return a < b ? -1 : a > b ? 1 : 0;
}

function isComparable(value: unknown): value is bigint | number | string {
  return typeof value === "number" || typeof value === "string" || typeof value === "bigint";
}

const isKind =
  (...kinds: readonly FactKind[]) =>
  (type: FactType) =>
    kinds.includes(type.kind);

function isListOf(...kinds: readonly FactKind[]) {
  return (type: FactType) => type.kind === "list" && type.of !== null && kinds.includes(type.of.kind);
}

/** An order over one kind, `uang>=`. */
function ordered(name: string, kinds: readonly FactKind[], form: Form, compare: Compare): Operator {
  return {
    name,
    fits: isKind(...kinds),
    takes: "same",
    form,
    prepare: (value) => {
      const than = forms[form](value);
      return (actual) => compare(actual, than);
    },
    compare,
  };
}

/** `uang=`, `uang!=`, `uang<`... */
function family(word: string, kind: FactKind, form: Form): Operator[] {
  return Object.entries(orders).map(([symbol, compare]) => ordered(word + symbol, [kind], form, compare));
}

const scalars = ["text", "number", "boolean", "workingDays"] as const;
const listable = ["text", "number", "date", "workingDays"] as const;

function membership(name: string, wanted: boolean): Operator {
  return {
    name,
    fits: isKind(...listable),
    takes: "listOfSame",
    form: "plain",
    prepare: (value) => {
      const members = new Set<unknown>(Array.isArray(value) ? value : []);
      return (actual) => members.has(actual) === wanted;
    },
  };
}

function holding(name: string, wanted: boolean): Operator {
  return {
    name,
    fits: isListOf(...listable),
    takes: "item",
    form: "plain",
    prepare: (value) => (actual) => Array.isArray(actual) && actual.includes(value) === wanted,
  };
}

function equality(name: string, wanted: boolean): Operator {
  return {
    name,
    fits: isKind(...scalars),
    takes: "same",
    form: "plain",
    prepare: (value) => (actual) => (actual === value) === wanted,
    compare: (actual, value) => (actual === value) === wanted,
  };
}

const numbers = ["number", "workingDays"] as const;

const plain: readonly Operator[] = [
  equality("equal", true),
  equality("notEqual", false),
  ordered("lessThan", numbers, "plain", orders["<"]),
  ordered("lessThanInclusive", numbers, "plain", orders["<="]),
  ordered("greaterThan", numbers, "plain", orders[">"]),
  ordered("greaterThanInclusive", numbers, "plain", orders[">="]),
  membership("in", true),
  membership("notIn", false),
  holding("contains", true),
  holding("doesNotContain", false),
  {
    name: "cocokPola",
    fits: isKind("text"),
    takes: "pattern",
    form: "plain",
    prepare: (value) => {
      const pattern = compilePattern(String(value));
      return (actual) => pattern.ok && typeof actual === "string" && pattern.test(actual);
    },
  },
  {
    name: presence,
    fits: () => true,
    takes: "boolean",
    form: "plain",
    prepare: (value) => (actual) => (actual !== null && actual !== undefined) === value,
  },
  ...family("uang", "money", "money"),
  ...family("tanggal", "date", "plain"),
  ...family("waktu", "instant", "instant"),
];

/** `someFact:in`: for at least one item of a list; `everyFact:in`: for all of them (an empty list has none that fails). */
function overItems(operator: Operator): Operator[] {
  const { compare: _ofOne, ...ofItem } = operator;
  const { fits, form, prepare } = operator;
  const lifted = (
    word: string,
    holds: (items: readonly Json[], test: (item: Json) => boolean) => boolean,
  ): Operator => ({
    ...ofItem,
    name: `${word}:${operator.name}`,
    fits: (type) => type.kind === "list" && type.of !== null && fits(type.of),
    form: "plain",
    prepare: (value) => {
      const test = prepare(value);
      return (actual) => Array.isArray(actual) && holds(actual, (item) => test(forms[form](item)));
    },
  });
  return [
    lifted("someFact", (items, test) => items.some(test)),
    lifted("everyFact", (items, test) => items.every(test)),
  ];
}

/** All operators by name. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  [...plain, ...plain.filter(({ name }) => name !== presence).flatMap(overItems)].map((operator) => [
    operator.name,
    operator,
  ]),
);

/** The operators that compare a fact of this type, for messages and completion. */
export function operatorsFor(type: FactType): readonly string[] {
  return [...operators.values()].filter((operator) => operator.fits(type)).map(({ name }) => name);
}
