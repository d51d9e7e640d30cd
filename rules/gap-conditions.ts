/**
 * The conditions that catch what a finding describes, so that a rule for a gap can be written from it. What one
 * comparison cannot say (a part of a list, a group of fields) gives null, never conditions that mean something else.
 */
import type { Extent, Restriction } from "./analyse.ts";
import { type FactKind, type FactType, factType } from "./fact-type.ts";
import { presence } from "./operators.ts";
import { parsePath } from "./path.ts";
import type { AllOf, Comparison, Condition, Json, RuleSet } from "./rule-set.ts";

interface Signs {
  readonly is: string;
  readonly isNot: string;
  readonly among: string | null;
  readonly notAmong: string | null;
  readonly after: string;
  readonly from: string;
  readonly before: string;
  readonly to: string;
}

const plain: Signs = {
  is: "equal",
  isNot: "notEqual",
  among: "in",
  notAmong: "notIn",
  after: "greaterThan",
  from: "greaterThanInclusive",
  before: "lessThan",
  to: "lessThanInclusive",
};
const prefixed = (prefix: string, lists: boolean): Signs => ({
  is: `${prefix}=`,
  isNot: `${prefix}!=`,
  among: lists ? "in" : null,
  notAmong: lists ? "notIn" : null,
  after: `${prefix}>`,
  from: `${prefix}>=`,
  before: `${prefix}<`,
  to: `${prefix}<=`,
});

const signsOf: Readonly<Record<FactKind, Signs | null>> = {
  text: plain,
  number: plain,
  workingDays: plain,
  boolean: { ...plain, among: null, notAmong: null },
  money: prefixed("uang", false),
  date: prefixed("tanggal", true),
  instant: prefixed("waktu", false),
  list: null,
  object: null,
};

export function conditionsFor(where: readonly Restriction[], ruleSet: RuleSet): AllOf | null {
  const all: Condition[] = [];
  for (const restriction of where) {
    const condition = conditionFor(restriction, ruleSet);
    if (condition === null) return null;
    all.push(condition);
  }
  return all.length === 0 ? null : { all };
}

function conditionFor({ fact, path, allowed }: Restriction, ruleSet: RuleSet): Condition | null {
  const steps = path === undefined ? [] : parsePath(path);
  const type: FactType | null = steps === null ? null : factType(ruleSet.facts, fact, steps);
  const signs = type === null ? null : signsOf[type.kind];
  if (signs === null) return null;
  const compare = (operator: string, value: Json): Comparison =>
    path === undefined ? { fact, operator, value } : { fact, path, operator, value };
  const values = allowed.flatMap((extent) => (extent.kind === "value" ? [extent.value] : []));
  const ways: Condition[] = [
    ...among(values, signs, compare),
    ...allowed.flatMap((extent) => (extent.kind === "value" ? [] : [within(extent, signs, compare)])),
  ];
  const [only] = ways;
  if (only === undefined) return null;
  return ways.length === 1 ? only : { any: ways };
}

type Compare = (operator: string, value: Json) => Comparison;

function among(values: readonly Json[], signs: Signs, compare: Compare): readonly Condition[] {
  if (values.length > 1 && signs.among !== null) return [compare(signs.among, values)];
  return values.map((value) => compare(signs.is, value));
}

function within(extent: Exclude<Extent, { kind: "value" }>, signs: Signs, compare: Compare): Condition {
  switch (extent.kind) {
    case "missing":
      return compare(presence, false);
    case "othersThan": {
      const { values } = extent;
      if (values.length === 0) return compare(presence, true);
      if (values.length > 1 && signs.notAmong !== null) return compare(signs.notAmong, values);
      return together(values.map((value) => compare(signs.isNot, value)));
    }
    case "range": {
      const { after, from, before, to } = extent;
      const low = after === null ? [] : [compare(from ? signs.from : signs.after, after)];
      const high = before === null ? [] : [compare(to ? signs.to : signs.before, before)];
      const ends = [...low, ...high];
      return ends.length === 0 ? compare(presence, true) : together(ends);
    }
  }
}

function together(parts: readonly Condition[]): Condition {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { all: parts };
}
