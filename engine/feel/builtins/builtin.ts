import { raise } from "../fault.ts";
import { toInteger } from "../number.ts";
import { describe } from "../text.ts";
import { type FeelNumber, type FeelValue, isContext, isList, isNumber, type Run } from "../value.ts";

/**
 * A built-in function. It gets what was written, in the order of the signature that was meant; a parameter with `?`
 * may be left out (undefined), one with `...` takes all that follow.
 */
export interface Builtin {
  readonly name: string;
  readonly signatures: readonly (readonly string[])[];
  readonly call: BuiltinCall;
  /** What can be done once, when some arguments are constants; fails where they are wrong. */
  readonly prepare?: (constants: readonly (FeelValue | undefined)[]) => BuiltinCall | undefined;
}

export type BuiltinCall = (args: Given, run: Run, signature: number) => FeelValue;
export type Given = readonly (FeelValue | undefined)[];

/** `define("contains(string, match)", call)`; several ways to call are separated by `|`. */
export function define(usage: string, call: BuiltinCall, prepare?: Builtin["prepare"]): Builtin {
  const name = usage.slice(0, usage.indexOf("("));
  const signatures = usage.split("|").map((way) => {
    const inside = way.slice(way.indexOf("(") + 1, way.lastIndexOf(")"));
    return inside === "" ? [] : inside.split(", ");
  });
  return prepare ? { name, signatures, call, prepare } : { name, signatures, call };
}

export function text(given: FeelValue | undefined, parameter: string): string {
  return typeof given === "string" ? given : wrong(given, parameter, "a string");
}

export function number(given: FeelValue | undefined, parameter: string): FeelNumber {
  return given !== undefined && isNumber(given) ? given : wrong(given, parameter, "a number");
}

export function whole(given: FeelValue | undefined, parameter: string): number {
  const value = toInteger(number(given, parameter));
  return value ?? wrong(given, parameter, "a whole number");
}

/** A list; any other value but null counts as a list of itself, as FEEL has it. */
export function list(given: FeelValue | undefined, parameter: string): readonly FeelValue[] {
  if (given === null || given === undefined) return wrong(given, parameter, "a list");
  return isList(given) ? given : [given];
}

/** Either one list or the arguments themselves, as in `max([1, 2])` and `max(1, 2)`. */
export function listOrArguments(args: Given): readonly FeelValue[] {
  const [first] = args;
  if (args.length === 1 && first !== undefined && isList(first)) return first;
  return args.map((value) => value ?? null);
}

export function context(
  given: FeelValue | undefined,
  parameter: string,
): Readonly<Record<string, FeelValue>> {
  return given !== undefined && isContext(given) ? given : wrong(given, parameter, "a context");
}

export function numbers(given: readonly FeelValue[], parameter: string): readonly FeelNumber[] {
  return given.map((value) => number(value, parameter));
}

export function wrong(given: FeelValue | undefined, parameter: string, wanted: string): never {
  const value = given ?? null;
  const code = value === null ? "nullValue" : "typeMismatch";
  return raise(code, `${describe(value)} is given as "${parameter}", where ${wanted} is needed`);
}
