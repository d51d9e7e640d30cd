/**
 * A rule set as geometry: each fact that conditions read is a dimension, each rule the boxes in which it is true.
 */
import { type Cells, cellsOf } from "./cells.ts";
import { withLists } from "./comparison.ts";
import { type FactType, factType } from "./fact-type.ts";
import { limits } from "./limits.ts";
import { forms, operators, presence } from "./operators.ts";
import { factName, type PathStep, parsePath } from "./path.ts";
import { namedConditions } from "./references.ts";
import { type Box, everything, meet } from "./regions.ts";
import type { Comparison, Condition, Json, RuleSet, Shared } from "./rule-set.ts";
import { isObject } from "./schema-check.ts";

export interface Dimension extends Cells {
  readonly fact: string;
  readonly path: string | undefined;
  readonly steps: readonly PathStep[];
  readonly type: FactType;
  /** All cells. */
  readonly full: bigint;
}

/** Why something of a rule set could not be looked at exactly. */
export interface Inexactness {
  readonly code:
    | "pattern"
    | "longList"
    | "object"
    | "factToFact"
    | "tooManyRegions"
    | "tooManySteps"
    | "unproven";
  /** The fact or the rule that it is about; "" for the whole. */
  readonly about: string;
}

export interface Geometry {
  readonly dimensions: readonly Dimension[];
  readonly full: readonly bigint[];
  /** Per rule the boxes in which it is true; null where that could not be said. */
  readonly boxes: readonly (readonly Box[] | null)[];
  readonly inexact: readonly Inexactness[];
}

export function geometryOf(ruleSet: RuleSet, shared: Shared): Geometry {
  const named = namedConditions(ruleSet, shared);
  const comparisons = ruleSet.rules.map(({ conditions }) => comparisonsOf(conditions, named));
  const inexact = new Map<string, Inexactness>();
  const note = (code: Inexactness["code"], about: string) => inexact.set(`${code} ${about}`, { code, about });
  const dimensions = dimensionsOf(ruleSet, comparisons.flat(), shared);
  for (const { inexact: why, fact, path } of dimensions) if (why !== null) note(why, factName(fact, path));
  const places = new Map(dimensions.map(({ fact, path }, index) => [factName(fact, path), index]));
  const masks = new Map<Comparison, readonly [number, bigint, bigint] | null>();
  const maskOf = (comparison: Comparison) => {
    let mask = masks.get(comparison);
    if (mask === undefined) {
      const at = places.get(factName(comparison.fact, comparison.path)) ?? -1;
      const dimension = dimensions[at];
      mask = dimension === undefined ? null : truth(comparison, dimension, at, shared);
      masks.set(comparison, mask);
    }
    return mask;
  };

  const boxes = ruleSet.rules.map(({ name, conditions }, index) => {
    const opaque = comparisons[index]?.find((one) => isOtherFact(one.value));
    if (opaque !== undefined) {
      note("factToFact", name);
      return null;
    }
    const found = boxesOf(conditions, true, named, maskOf);
    if (found === null) note("tooManyRegions", name);
    return found;
  });
  return { dimensions, full: dimensions.map(({ full }) => full), boxes, inexact: [...inexact.values()] };
}

function isOtherFact(value: Json): boolean {
  return isObject(value) && typeof value.fact === "string";
}

/** Every comparison behind a condition, names followed. */
export function comparisonsOf(
  condition: Condition,
  named: ReadonlyMap<string, Condition>,
): readonly Comparison[] {
  if ("all" in condition) return condition.all.flatMap((part) => comparisonsOf(part, named));
  if ("any" in condition) return condition.any.flatMap((part) => comparisonsOf(part, named));
  if ("not" in condition) return comparisonsOf(condition.not, named);
  if (!("condition" in condition)) return [condition];
  const target = named.get(condition.condition);
  return target === undefined ? [] : comparisonsOf(target, named);
}

function dimensionsOf(
  { facts }: RuleSet,
  comparisons: readonly Comparison[],
  shared: Shared,
): readonly Dimension[] {
  const byFact = new Map<string, Comparison[]>();
  for (const comparison of comparisons) {
    const key = factName(comparison.fact, comparison.path);
    const list = byFact.get(key);
    const whole = { ...comparison, value: withLists(comparison.value, shared) };
    if (list === undefined) byFact.set(key, [whole]);
    else list.push(whole);
  }
  return [...byFact.values()].flatMap((list) => {
    const [first] = list;
    if (first === undefined) return [];
    const steps = first.path === undefined ? [] : (parsePath(first.path) ?? []);
    const type = factType(facts, first.fact, steps);
    if (type === null) return [];
    const cells = cellsOf(type, list);
    const full = (1n << BigInt(cells.cells.length)) - 1n;
    return [{ fact: first.fact, path: first.path, steps, type, full, ...cells }];
  });
}

/** The cells in which a comparison is true, and those in which it is false; in the rest it is not to be known. */
function truth(
  { operator: name, value }: Comparison,
  { cells }: Dimension,
  at: number,
  shared: Shared,
): readonly [number, bigint, bigint] | null {
  const operator = operators.get(name);
  if (operator === undefined) return null;
  const test = operator.prepare(withLists(value, shared));
  let whereTrue = 0n;
  let whereFalse = 0n;
  for (const [index, cell] of cells.entries()) {
    const absent = cell.value === undefined || cell.value === null;
    if (absent && name !== presence) continue;
    const holds = test(cell.value === undefined ? undefined : forms[operator.form](cell.value));
    if (holds) whereTrue |= 1n << BigInt(index);
    else whereFalse |= 1n << BigInt(index);
  }
  return [at, whereTrue, whereFalse];
}

type MaskOf = (comparison: Comparison) => readonly [number, bigint, bigint] | null;

/** Where a condition is true (or false), as boxes; null when that takes too many. */
function boxesOf(
  condition: Condition,
  wanted: boolean,
  named: ReadonlyMap<string, Condition>,
  maskOf: MaskOf,
): readonly Box[] | null {
  if ("not" in condition) return boxesOf(condition.not, !wanted, named, maskOf);
  if ("condition" in condition) {
    const target = named.get(condition.condition);
    return target === undefined ? null : boxesOf(target, wanted, named, maskOf);
  }
  if ("all" in condition || "any" in condition) {
    const parts = "all" in condition ? condition.all : condition.any;
    const inner = parts.map((part) => boxesOf(part, wanted, named, maskOf));
    return "all" in condition === wanted ? product(inner) : union(inner);
  }
  const mask = maskOf(condition);
  if (mask === null) return null;
  const [at, whereTrue, whereFalse] = mask;
  const chosen = wanted ? whereTrue : whereFalse;
  return chosen === 0n ? [] : [new Map([[at, chosen]])];
}

function union(parts: readonly (readonly Box[] | null)[]): readonly Box[] | null {
  const all: Box[] = [];
  for (const part of parts) {
    if (part === null) return null;
    all.push(...part);
  }
  return all.length > limits.regionsPerRule ? null : merged(all);
}

function product(parts: readonly (readonly Box[] | null)[]): readonly Box[] | null {
  let boxes: readonly Box[] = [everything];
  for (const part of parts) {
    if (part === null) return null;
    boxes = merged(boxes.flatMap((box) => part.flatMap((other) => meet(box, other) ?? [])));
    if (boxes.length > limits.regionsPerRule) return null;
  }
  return boxes;
}

/** Boxes that restrict the same single dimension are one: alternatives of one fact do not multiply. */
function merged(boxes: readonly Box[]): readonly Box[] {
  if (boxes.length < 2) return boxes;
  const single = new Map<number, bigint>();
  const rest: Box[] = [];
  for (const box of boxes) {
    const [entry] = box;
    if (box.size !== 1 || entry === undefined) rest.push(box);
    else single.set(entry[0], (single.get(entry[0]) ?? 0n) | entry[1]);
  }
  return [...rest, ...[...single].map((entry) => new Map([entry]))];
}
