import { limits } from "./limits.ts";
import type { Refusal } from "./refusal.ts";

/** What a case knows: JSON values only. Money and numbers past 2^53 are decimal strings. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [name: string]: Value };
export type Variables = { readonly [name: string]: Value };

const loneSurrogate = /\p{Surrogate}/u;
const forbidden: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Whether a name may be a variable's: none that reaches into an object's prototype. */
export function isForbiddenName(name: string): boolean {
  return forbidden.has(name);
}

/**
 * What is wrong with variables that arrive from outside, or null. `null`, a missing name and the empty string
 * are three different things and all allowed; what JSON cannot carry, or cannot carry unchanged, is not.
 */
export function checkVariables(variables: unknown): Refusal | null {
  if (typeof variables !== "object" || variables === null || Array.isArray(variables)) {
    return { code: "invalidVariables", message: "Variables are an object of names and JSON values" };
  }
  const budget = { left: limits.variablesLength };
  return checkValue(variables, "", 0, budget);
}

function checkValue(value: unknown, path: string, depth: number, budget: { left: number }): Refusal | null {
  budget.left -= 1;
  if (budget.left < 0) return tooLarge(path);
  if (value === null || typeof value === "boolean") return null;
  if (typeof value === "number") {
    if (Number.isFinite(value)) return null;
    return refuse("notFinite", path, `${value} is no JSON number; write a decimal string`);
  }
  if (typeof value === "string") {
    budget.left -= value.length;
    if (budget.left < 0) return tooLarge(path);
    if (!loneSurrogate.test(value)) return null;
    return refuse("loneSurrogate", path, "the text holds half of a surrogate pair");
  }
  if (typeof value !== "object") return refuse("notJson", path, `a ${typeof value} is no JSON value`);
  if (depth >= limits.variableDepth) {
    return refuse("tooDeep", path.slice(0, 100), `values may be nested ${limits.variableDepth} deep at most`);
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const refusal = checkValue(value[index], `${path}[${index}]`, depth + 1, budget);
      if (refusal) return refusal;
    }
    return null;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    return refuse("notJson", path, "only plain objects are JSON values");
  }
  return checkEntries(value, path, depth, budget);
}

function checkEntries(value: object, path: string, depth: number, budget: { left: number }): Refusal | null {
  for (const [name, inner] of Object.entries(value)) {
    const at = path === "" ? name : `${path}.${name}`;
    if (isForbiddenName(name)) return refuse("forbiddenName", at, `"${name}" may not be a name`);
    if (loneSurrogate.test(name))
      return refuse("loneSurrogate", at, "the name holds half of a surrogate pair");
    budget.left -= name.length;
    if (depth === 0 && (name === "" || name.length > limits.nameLength)) {
      return refuse(
        "invalidName",
        at.slice(0, 100),
        `a variable's name has 1 to ${limits.nameLength} characters`,
      );
    }
    const refusal = checkValue(inner, at, depth + 1, budget);
    if (refusal) return refusal;
  }
  return null;
}

function tooLarge(path: string): Refusal {
  return refuse(
    "variablesTooLarge",
    path.slice(0, 100),
    `variables may have ${limits.variablesLength} characters at most`,
  );
}

function refuse(code: string, at: string, reason: string): Refusal {
  return { code, message: at === "" ? reason : `${at}: ${reason}`, at };
}

/** Variables whose top-level names are in Unicode's composed form, so that one word typed two ways is one name. */
export function normaliseNames(variables: Variables): Variables {
  for (const name in variables) {
    if (name !== name.normalize("NFC")) {
      const normal: Record<string, Value> = {};
      for (const [key, value] of Object.entries(variables)) normal[key.normalize("NFC")] = value;
      return normal;
    }
  }
  return variables;
}
