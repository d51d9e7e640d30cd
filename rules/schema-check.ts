/**
 * What a compiled piece of a schema is, and how it tells a fault: shared by the compiler and its keywords.
 */
import type { Fault } from "./fault.ts";
import { pointerStep } from "./json-text.ts";
import { limits } from "./limits.ts";

/** Where in the value a check stands, innermost step first; spelt out only when there is a fault to place. */
export interface Where {
  readonly step: string | number;
  readonly up: Where | null;
}

/** True when the value fits. With `out` every fault is told; without, the first ends the work. */
export type Check = (value: unknown, where: Where | null, out: Fault[] | null) => boolean;

export type SchemaObject = { readonly [keyword: string]: unknown };

/** What a keyword may ask of the compiler. `at` are pointers into the schema. */
export interface SchemaCompiler {
  /** `inPlace` are the references that lead here without descending into the value. */
  readonly compile: (schema: unknown, at: string, inPlace: readonly string[]) => Check;
  readonly reference: (pointer: string, at: string, inPlace: readonly string[]) => Check;
  /** Tells a fault of the schema; the check that it returns lets nothing pass. */
  readonly fault: (at: string, code: string, message: string) => Check;
}

export interface Context {
  /** The schema object that the keyword stands in. */
  readonly schema: SchemaObject;
  /** JSON pointer of that object. */
  readonly at: string;
  readonly inPlace: readonly string[];
  readonly compiler: SchemaCompiler;
}

/** Builds the check of a keyword; null where it adds none (another keyword reads it). */
export type Keyword = (argument: unknown, context: Context) => Check | null;

export function isObject(value: unknown): value is SchemaObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function every(checks: readonly Check[]): Check {
  const only = checks[0];
  if (only === undefined) return () => true;
  if (checks.length === 1) return only;
  return (value, where, out) => {
    let fits = true;
    for (let index = 0; index < checks.length; index += 1) {
      if (checks[index]?.(value, where, out)) continue;
      if (out === null) return false;
      fits = false;
    }
    return fits;
  };
}

export function below(where: Where | null, step: string | number): Where {
  return { step, up: where };
}

function pointerTo(where: Where | null): string {
  let pointer = "";
  for (let at = where; at !== null; at = at.up) pointer = pointerStep(at.step) + pointer;
  return pointer;
}

/** Tells a fault, where anyone listens, and is false. */
export function refuse(
  out: Fault[] | null,
  where: Where | null,
  code: string,
  message: string,
  params: Fault["params"] = {},
): false {
  if (out !== null && out.length < limits.faults)
    out.push({ pointer: pointerTo(where), code, message, params });
  return false;
}

/** Equality of JSON values; the order of members does not matter. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => sameJson(item, b[index]))
    );
  }
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameJson(a[name], b[name]))
  );
}

export function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value;
}
