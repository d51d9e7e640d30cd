import { raise } from "./fault.ts";
import { compareNumbers } from "./number.ts";
import { compareTemporal } from "./temporal.ts";
import { describe } from "./text.ts";
import {
  type ContextValue,
  type FeelValue,
  isContext,
  isList,
  isNumber,
  isRange,
  type RangeValue,
  type Run,
  type Temporal,
  tagOf,
  typeOf,
} from "./value.ts";

/**
 * When two values are equal, and which comes first. Only values of one type compare; anything else is a mistake in
 * the diagram that must be seen (`"10" > 9`), so it raises. Null equals null and nothing else, and has no order.
 */
export function equal(a: FeelValue, b: FeelValue, run: Run): boolean {
  if (a === null || b === null) return a === b;
  const result = equalOrNull(a, b, run, equal);
  return result ?? mismatch(a, b);
}

/** As `equal`, but values of different types are just different: for looking something up in a mixed list. */
export function same(a: FeelValue, b: FeelValue, run: Run): boolean {
  if (a === null || b === null) return a === b;
  return equalOrNull(a, b, run, same) ?? false;
}

/** Below zero, zero or above zero. */
export function order(a: FeelValue, b: FeelValue, run: Run): number {
  if (typeof a === "number" && typeof b === "number") return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  if (isTemporal(a) && isTemporal(b)) {
    const result = compareTemporal(a, b, run);
    if (result !== null) return result;
  }
  if (a === null || b === null)
    return raise("nullValue", `${describe(a)} and ${describe(b)} cannot be compared`);
  return mismatch(a, b);
}

/** Whether a range holds a value or another range. */
export function includes(range: RangeValue, value: FeelValue, run: Run): boolean {
  if (isRange(value)) return includesRange(range, value, run);
  const { start, end, startIncluded, endIncluded } = range;
  if (start !== null) {
    const fromStart = order(value, start, run);
    if (fromStart < 0 || (fromStart === 0 && !startIncluded)) {
      // The other bound is compared all the same, so that a mistake in it is always seen.
      if (end !== null) order(value, end, run);
      return false;
    }
  }
  if (end === null) return start !== null || value !== null;
  const fromEnd = order(value, end, run);
  return fromEnd < 0 || (fromEnd === 0 && endIncluded);
}

export function isTemporal(value: FeelValue): value is Temporal {
  if (typeof value !== "object" || value === null || isList(value)) return false;
  const kind = tagOf(value);
  return kind !== undefined && kind !== "decimal" && kind !== "range" && kind !== "function";
}

type Equality = (a: FeelValue, b: FeelValue, run: Run) => boolean;

/** Null where the two are of different types; neither is null. */
function equalOrNull(a: FeelValue, b: FeelValue, run: Run, inner: Equality): boolean | null {
  const type = typeof a;
  if (type !== "object") {
    if (type === typeof b) return a === b;
    return isNumber(a) && isNumber(b) ? compareNumbers(a, b) === 0 : null;
  }
  if (isNumber(a)) return isNumber(b) ? compareNumbers(a, b) === 0 : null;
  if (isList(a)) {
    if (!isList(b)) return null;
    return a.length === b.length && a.every((item, index) => inner(item, b[index] ?? null, run));
  }
  if (isContext(a)) return isContext(b) ? equalContexts(a, b, run, inner) : null;
  if (isRange(a)) return isRange(b) ? equalRanges(a, b, run, inner) : null;
  if (isTemporal(a) && isTemporal(b)) {
    const result = compareTemporal(a, b, run);
    return result === null ? null : result === 0;
  }
  return typeOf(a) === typeOf(b) ? a === b : null;
}

function equalContexts(a: ContextValue, b: ContextValue, run: Run, inner: Equality): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && inner(a[name] ?? null, b[name] ?? null, run));
}

function equalRanges(a: RangeValue, b: RangeValue, run: Run, inner: Equality): boolean {
  return (
    a.startIncluded === b.startIncluded &&
    a.endIncluded === b.endIncluded &&
    inner(a.start, b.start, run) &&
    inner(a.end, b.end, run)
  );
}

function includesRange(outer: RangeValue, inner: RangeValue, run: Run): boolean {
  if (outer.start !== null) {
    if (inner.start === null) return false;
    const starts = order(outer.start, inner.start, run);
    if (starts > 0 || (starts === 0 && !outer.startIncluded && inner.startIncluded)) return false;
  }
  if (outer.end === null) return true;
  if (inner.end === null) return false;
  const ends = order(outer.end, inner.end, run);
  return ends > 0 || (ends === 0 && (outer.endIncluded || !inner.endIncluded));
}

function mismatch(a: FeelValue, b: FeelValue): never {
  return raise(
    "typeMismatch",
    `${describe(a)} and ${describe(b)} are of different types and cannot be compared; convert one, for example with number() or string()`,
  );
}
