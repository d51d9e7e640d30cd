/**
 * The values that FEEL computes with. What comes from variables (null, booleans, strings, doubles, lists, contexts)
 * is used as it is; what JSON lacks is an object with a tag that no JSON value can have.
 *
 * Invariant: a number is a double exactly when the double's shortest decimal text is that number; any other is a
 * `Decimal`. So equal numbers have one form, and two doubles compare as doubles.
 */
export type FeelValue =
  | null
  | boolean
  | string
  | FeelNumber
  | Temporal
  | RangeValue
  | FunctionValue
  | readonly FeelValue[]
  | ContextValue;

export type FeelNumber = number | Decimal;
export type Temporal = DateValue | TimeValue | DateTimeValue | MonthsValue | SpanValue;
export interface ContextValue {
  readonly [name: string]: FeelValue;
}

export const tag: unique symbol = Symbol("feel");

/** coefficient × 10^exponent; the coefficient does not end in 0. */
export interface Decimal {
  readonly [tag]: "decimal";
  readonly coefficient: bigint;
  readonly exponent: number;
}

export interface DateValue {
  readonly [tag]: "date";
  /** Days since 1970-01-01. */
  readonly days: number;
}

export interface TimeValue {
  readonly [tag]: "time";
  /** Milliseconds since midnight on the clock. */
  readonly clockMs: number;
  /** Minutes east; null is a local time, which means the process's zone. */
  readonly offsetMinutes: number | null;
}

export interface DateTimeValue {
  readonly [tag]: "date and time";
  /** Milliseconds from 1970-01-01T00:00:00 on the same clock. */
  readonly clockMs: number;
  readonly offsetMinutes: number | null;
}

export interface MonthsValue {
  readonly [tag]: "years and months duration";
  readonly months: number;
}

export interface SpanValue {
  readonly [tag]: "days and time duration";
  readonly ms: number;
}

/** A bound of null is open. */
export interface RangeValue {
  readonly [tag]: "range";
  readonly start: FeelValue;
  readonly end: FeelValue;
  readonly startIncluded: boolean;
  readonly endIncluded: boolean;
}

export interface FunctionValue {
  readonly [tag]: "function";
  readonly parameters: readonly string[];
  readonly call: (args: readonly FeelValue[], run: Run) => FeelValue;
}

/** What belongs to one evaluation: its instant, its zone, what it may still use. */
export interface Run {
  readonly nowMs: number;
  readonly zone: string;
  /** Minutes east of the process's zone, once it was asked for. */
  offsetMinutes: number | null;
  readonly input: FeelValue | undefined;
  steps: number;
  callDepth: number;
}

export type TypeName =
  | "null"
  | "boolean"
  | "string"
  | "number"
  | "list"
  | "context"
  | "range"
  | "function"
  | Temporal[typeof tag];

type Tagged = Decimal | Temporal | RangeValue | FunctionValue;

export function typeOf(value: FeelValue): TypeName {
  switch (typeof value) {
    case "boolean":
      return "boolean";
    case "string":
      return "string";
    case "number":
      return "number";
    default: {
      if (value === null) return "null";
      if (Array.isArray(value)) return "list";
      const kind = tagOf(value);
      if (kind === undefined) return "context";
      return kind === "decimal" ? "number" : kind;
    }
  }
}

export function tagOf(value: object): Tagged[typeof tag] | undefined {
  return (value as { readonly [tag]?: Tagged[typeof tag] })[tag];
}

function hasTag(value: FeelValue, kind: Tagged[typeof tag]): boolean {
  return typeof value === "object" && value !== null && tagOf(value) === kind;
}

export function isNumber(value: FeelValue): value is FeelNumber {
  return typeof value === "number" || hasTag(value, "decimal");
}

export function isList(value: FeelValue): value is readonly FeelValue[] {
  return Array.isArray(value);
}

export function isContext(value: FeelValue): value is ContextValue {
  return typeof value === "object" && value !== null && !Array.isArray(value) && tagOf(value) === undefined;
}

export const isDate = (value: FeelValue): value is DateValue => hasTag(value, "date");
export const isTime = (value: FeelValue): value is TimeValue => hasTag(value, "time");
export const isDateTime = (value: FeelValue): value is DateTimeValue => hasTag(value, "date and time");
export const isMonths = (value: FeelValue): value is MonthsValue =>
  hasTag(value, "years and months duration");
export const isSpan = (value: FeelValue): value is SpanValue => hasTag(value, "days and time duration");
export const isRange = (value: FeelValue): value is RangeValue => hasTag(value, "range");
export const isFunction = (value: FeelValue): value is FunctionValue => hasTag(value, "function");

/** An own entry of a context, or undefined; nothing is ever read from a prototype. */
export function entryOf(context: ContextValue, name: string): FeelValue | undefined {
  return Object.hasOwn(context, name) ? context[name] : undefined;
}
