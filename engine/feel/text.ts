import { isForbiddenName, type Value } from "../variables.ts";
import { raise } from "./fault.ts";
import { feelLimits } from "./limits.ts";
import { isRounded, numberText, toDouble } from "./number.ts";
import { temporalText } from "./temporal.ts";
import { type FeelValue, isFunction, isList, isNumber, isRange, tagOf, typeOf } from "./value.ts";

/**
 * Values as texts: what `string()` gives, what a message shows, and what becomes of a value when it leaves FEEL for
 * a variable.
 */
export function textOf(value: FeelValue, nested = false): string {
  if (value === null) return "null";
  if (typeof value === "string") return nested ? `"${value.replace(/["\\]/g, "\\$&")}"` : value;
  if (typeof value === "boolean") return String(value);
  if (isNumber(value)) return numberText(value);
  if (isList(value)) return bounded(`[${value.map((item) => textOf(item, true)).join(", ")}]`);
  if (isRange(value)) {
    const bound = (end: FeelValue) => (end === null ? "" : textOf(end, true));
    return `${value.startIncluded ? "[" : "("}${bound(value.start)}..${bound(value.end)}${value.endIncluded ? "]" : ")"}`;
  }
  if (isFunction(value)) return `function(${value.parameters.join(", ")})`;
  if (tagOf(value) !== undefined) return temporalText(value as Parameters<typeof temporalText>[0]);
  const entries = Object.entries(value).map(([name, entry]) => {
    return `${/\W/.test(name) ? textOf(name, true) : name}: ${textOf(entry, true)}`;
  });
  return bounded(`{${entries.join(", ")}}`);
}

/** A value for a message: its type and, where short, what it is. */
export function describe(value: FeelValue): string {
  if (value === null) return "null";
  const type = typeOf(value);
  if (isList(value)) return `a list of ${value.length}`;
  if (type === "context" || type === "function" || type === "range") return `a ${type}`;
  const text = textOf(value, true);
  return `the ${type} ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`;
}

/**
 * A value as JSON. Dates, times and durations become ISO 8601 text; a number that a double cannot hold becomes
 * decimal text, unless it fills all digits (a third): then it becomes the nearest double.
 */
export function toJson(value: FeelValue, depth = 0): Value {
  if (value === null || typeof value !== "object") return value;
  if (depth > feelLimits.callDepth)
    raise("sizeLimit", `the result is nested more than ${feelLimits.callDepth} deep`);
  if (isList(value)) return value.map((item) => toJson(item, depth + 1));
  const kind = tagOf(value);
  if (kind === undefined) {
    const entries = Object.entries(value).map(([name, entry]) => [name, toJson(entry, depth + 1)] as const);
    return Object.fromEntries(entries);
  }
  if (isNumber(value))
    return typeof value === "number" || isRounded(value) ? toDouble(value) : numberText(value);
  if (isRange(value) || isFunction(value))
    return raise("notJson", `${describe(value)} cannot be a variable's value`);
  return temporalText(value as Parameters<typeof temporalText>[0]);
}

/** A text that is not too long to keep. */
export function bounded(text: string): string {
  if (text.length <= feelLimits.stringLength) return text;
  return raise("sizeLimit", `a text is longer than ${feelLimits.stringLength} characters`);
}

/** A key that may stand in a context. */
export function safeName(name: string): string {
  if (isForbiddenName(name)) raise("invalidArgument", `"${name}" may not be a name`);
  return name;
}
