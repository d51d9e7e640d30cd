/**
 * What a fact can be, cut into the fewest pieces that the rules of a set can tell apart.
 *
 * Invariant: every comparison of the set is constant on a cell, so one value stands for the whole cell. Where that cannot
 * be had (a pattern, a long list, one fact against another) the dimension says so, and nothing is claimed to be exact.
 */
import { instantMs, isDate } from "./date-text.ts";
import type { FactType } from "./fact-type.ts";
import { moneyOf, sen } from "./money.ts";
import { presence } from "./operators.ts";
import type { Comparison, Json } from "./rule-set.ts";
import { compileSchema } from "./schema.ts";
import { isObject } from "./schema-check.ts";

interface Cell {
  /** The value that stands for the cell; undefined is "no value". */
  readonly value: Json | undefined;
  /** A single value, a stretch between two (exclusive; null is open), everything not named, or no value. */
  readonly extent:
    | { readonly kind: "value" }
    | { readonly kind: "between"; readonly after: Json | null; readonly before: Json | null }
    | { readonly kind: "others" }
    | { readonly kind: "missing" };
}

export interface Cells {
  readonly cells: readonly Cell[];
  /** Why the cells do not cover all that the fact can be; null where they do. */
  readonly inexact: "pattern" | "longList" | "object" | null;
}

const subsetsUpTo = 7;

/** The cells of a fact, from the comparisons that read it (their values with shared lists put in). */
export function cellsOf(type: FactType, comparisons: readonly Comparison[]): Cells {
  const whole = valueCells(type, comparisons);
  const fits = schemaTest(type);
  const cells = whole.cells.filter(({ value }) => fits(value));
  const asked = comparisons.some(({ operator }) => operator === presence);
  // Bounds cut stretches off rightly; anything else that refuses a stand-in only shows that another was needed.
  const unsure =
    type.kind !== "number" &&
    type.kind !== "workingDays" &&
    whole.cells.some(({ value, extent }) => !fits(value) && extent.kind !== "value");
  const missing: Cell[] = type.optional && asked ? [{ value: undefined, extent: { kind: "missing" } }] : [];
  return { cells: [...cells, ...missing], inexact: whole.inexact ?? (unsure ? "pattern" : null) };
}

function schemaTest(type: FactType): (value: Json | undefined) => boolean {
  const compiled = compileSchema(type.schema as { readonly [keyword: string]: Json });
  return (value) => value !== undefined && compiled.ok && compiled.schema.fits(value);
}

function valueCells(type: FactType, comparisons: readonly Comparison[]): Cells {
  if (type.options !== null) return { cells: type.options.map(point), inexact: null };
  const literals = comparisons.flatMap(({ operator, value }) => literalsOf(operator, value));
  switch (type.kind) {
    case "boolean":
      return { cells: [point(false), point(true)], inexact: null };
    case "number":
    case "workingDays":
      return { cells: ordered(literals, numberScale(type)), inexact: null };
    case "money":
      return { cells: ordered(literals, moneyScale), inexact: null };
    case "date":
      return { cells: ordered(literals, dateScale), inexact: null };
    case "instant":
      return { cells: ordered(literals, instantScale), inexact: null };
    case "text":
      return textCells(literals, comparisons);
    case "list":
      return listCells(type, comparisons);
    case "object":
      return { cells: [], inexact: "object" };
  }
}

function point(value: Json): Cell {
  return { value, extent: { kind: "value" } };
}

function literalsOf(operator: string, value: Json): readonly Json[] {
  if (operator === presence || operator.endsWith("cocokPola")) return [];
  if (isObject(value)) return [];
  return Array.isArray(value) ? value : [value];
}

/** How an ordered kind is counted: to a number line and back, with a comfortable step to the side. */
interface Scale {
  readonly place: (value: Json) => bigint | number | null;
  readonly value: (place: bigint | number) => Json;
  readonly isLess: (a: bigint | number, b: bigint | number) => boolean;
  /** A place strictly between two, or beyond one; null where there is none. */
  readonly between: (after: bigint | number | null, before: bigint | number | null) => bigint | number | null;
}

function ordered(literals: readonly Json[], scale: Scale): Cell[] {
  const marks = literals
    .map(scale.place)
    .filter((place) => place !== null)
    .toSorted((a, b) => (scale.isLess(a, b) ? -1 : scale.isLess(b, a) ? 1 : 0))
    .filter((place, index, all) => index === 0 || scale.isLess(all[index - 1] ?? place, place));
  const cells: Cell[] = [];
  const stretch = (after: bigint | number | null, before: bigint | number | null) => {
    const place = scale.between(after, before);
    if (place === null) return;
    const end = (mark: bigint | number | null) => (mark === null ? null : scale.value(mark));
    cells.push({
      value: scale.value(place),
      extent: { kind: "between", after: end(after), before: end(before) },
    });
  };
  let last: bigint | number | null = null;
  for (const mark of marks) {
    stretch(last, mark);
    cells.push(point(scale.value(mark)));
    last = mark;
  }
  stretch(last, null);
  return cells;
}

function numberScale({ schema }: FactType): Scale {
  const whole = schema.type === "integer" || (Array.isArray(schema.type) && schema.type.includes("integer"));
  const given = (name: string) => (typeof schema[name] === "number" ? schema[name] : null);
  const step = given("multipleOf") ?? (whole ? 1 : null);
  const least = given("minimum");
  const most = given("maximum");
  const after = (low: number) => (step === null ? low + 1 : (Math.floor(low / step) + 1) * step);
  const before = (high: number) => (step === null ? high - 1 : (Math.ceil(high / step) - 1) * step);
  return {
    place: (value) => (typeof value === "number" ? value : null),
    value: (place) => Number(place),
    isLess: (a, b) => a < b,
    between: (low, high) => {
      if (low === null && high === null) return least ?? most ?? 0;
      if (low === null) return least !== null && least < Number(high) ? least : before(Number(high));
      if (high === null) return most !== null && most > Number(low) ? most : after(Number(low));
      if (step === null) return (Number(low) + Number(high)) / 2;
      return after(Number(low)) < Number(high) ? after(Number(low)) : null;
    },
  };
}

const rupiah = 100n;

const moneyScale: Scale = {
  place: (value) => (typeof value === "string" ? sen(value) : null),
  value: (place) => moneyOf(BigInt(place)),
  isLess: (a, b) => a < b,
  between: (after, before) => {
    const [low, high] = [after === null ? null : BigInt(after), before === null ? null : BigInt(before)];
    if (low === null) return high === null || high > 0n ? 0n : high - rupiah;
    if (high === null) return low + rupiah;
    if (high - low > rupiah) return low + rupiah;
    return high - low > 1n ? low + 1n : null;
  },
};

const dayMs = 86_400_000;

const dateScale: Scale = {
  place: (value) => (typeof value === "string" && isDate(value) ? Date.UTC(...ymd(value)) / dayMs : null),
  value: (place) => new Date(Number(place) * dayMs).toISOString().slice(0, 10),
  isLess: (a, b) => a < b,
  between: (after, before) => {
    if (after === null) return before === null ? Date.UTC(2027, 0, 4) / dayMs : Number(before) - 1;
    const next = Number(after) + 1;
    return before === null || next < Number(before) ? next : null;
  },
};

function ymd(text: string): [number, number, number] {
  return [Number(text.slice(0, 4)), Number(text.slice(5, 7)) - 1, Number(text.slice(8, 10))];
}

const minuteMs = 60_000;

const instantScale: Scale = {
  place: (value) => (typeof value === "string" ? instantMs(value) : null),
  value: (place) => new Date(Number(place)).toISOString(),
  isLess: (a, b) => a < b,
  between: (after, before) => {
    if (after === null) return before === null ? Date.UTC(2027, 0, 4, 1) : Number(before) - minuteMs;
    if (before === null || Number(before) - Number(after) > minuteMs) return Number(after) + minuteMs;
    return Number(before) - Number(after) > 1 ? Number(after) + 1 : null;
  },
};

function textCells(literals: readonly Json[], comparisons: readonly Comparison[]): Cells {
  const named = [...new Set(literals)];
  let other = "lainnya";
  for (let number = 2; named.includes(other); number += 1) other = `lainnya ${number}`;
  const patterned = comparisons.some(({ operator }) => operator.endsWith("cocokPola"));
  return {
    cells: [...named.map(point), { value: other, extent: { kind: "others" } }],
    inexact: patterned ? "pattern" : null,
  };
}

/** Lists by which of the items that matter they hold: every subset while these are few. */
function listCells(type: FactType, comparisons: readonly Comparison[]): Cells {
  if (type.of === null) return { cells: [point([])], inexact: "longList" };
  const inner = cellsOf(
    { ...type.of, optional: false },
    comparisons.map((comparison) => ({ ...comparison, operator: comparison.operator.replace(/^\w+:/, "") })),
  );
  const items = inner.cells.map(({ value }) => value ?? null);
  if (items.length <= subsetsUpTo) {
    const subsets = Array.from({ length: 2 ** items.length }, (_none, mask) =>
      items.filter((_item, index) => (mask >> index) % 2 === 1),
    );
    return { cells: subsets.map(point), inexact: inner.inexact };
  }
  return { cells: [[], ...items.map((item) => [item]), items].map(point), inexact: "longList" };
}
