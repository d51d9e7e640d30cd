/**
 * Judges the conditions of a document: form, nesting, references, facts, paths, operators, values.
 *
 * Invariant: conditions without a problem here can be evaluated without an error, and none of their comparisons is false
 * merely because two kinds can never be equal.
 */

import { instantMs, isDate } from "./date-text.ts";
import { type FactType, factType } from "./fact-type.ts";
import { pointerStep } from "./json-text.ts";
import { limits } from "./limits.ts";
import { isMoney } from "./money.ts";
import { type Operator, operators, operatorsFor } from "./operators.ts";
import { factName, type PathStep, parsePath } from "./path.ts";
import { compilePattern } from "./pattern.ts";
import type { Shared } from "./rule-set.ts";
import { isObject, type SchemaObject } from "./schema-check.ts";

/** A problem before it has its line: the pointer is into the document, `part` says whether key or value is meant. */
export interface Told {
  readonly code: string;
  readonly pointer: string;
  readonly part?: "key";
  readonly message: string;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface Scope {
  /** Null while the facts schema itself is at fault, or for a shared condition, which has none: form only. */
  readonly facts: SchemaObject | null;
  readonly shared: Shared;
  /** Conditions of this document by the name of their rule. */
  readonly named: ReadonlyMap<string, unknown>;
  readonly tell: (problem: Told) => void;
}

const combinations: ReadonlySet<string> = new Set(["all", "any", "not", "condition"]);
const comparisonKeys: ReadonlySet<string> = new Set(["fact", "path", "operator", "value"]);

/** Form and content of one condition tree; references are looked at by `checkReferences`. */
export function checkCondition(
  condition: unknown,
  pointer: string,
  scope: Scope,
  top: boolean,
  depth = 1,
): void {
  const { tell } = scope;
  if (!isObject(condition)) {
    tell({
      code: "wrongType",
      pointer,
      message: "A condition is an object.",
      params: { expected: "object" },
    });
    return;
  }
  if (depth > limits.conditionDepth) {
    const params = { limit: limits.conditionDepth };
    tell({
      code: "tooDeep",
      pointer,
      message: `Conditions nest deeper than ${params.limit} levels.`,
      params,
    });
    return;
  }
  const keys = Object.keys(condition);
  const combination = keys.find((key) => combinations.has(key));
  const allowed = combination === undefined ? comparisonKeys : new Set([combination]);
  for (const key of keys.filter((one) => !allowed.has(one))) {
    tell({
      code: "unknownKey",
      pointer: pointer + pointerStep(key),
      part: "key",
      message: `"${key}" does not belong in this condition, which has ${[...allowed].join(", ")}.`,
      params: { key, allowed: [...allowed].join(", ") },
    });
  }
  if (combination === "all" || combination === "any") {
    checkList(condition[combination], combination, pointer, scope, depth);
  } else if (combination === "not") {
    checkCondition(condition.not, `${pointer}/not`, scope, false, depth + 1);
  } else if (combination === "condition") {
    if (typeof condition.condition !== "string") {
      const params = { expected: "string" };
      tell({ code: "wrongType", pointer: `${pointer}/condition`, message: "A reference is a name.", params });
    }
  } else if (top) {
    tell({
      code: "bareComparison",
      pointer,
      message: 'The conditions of a rule begin with "all", "any", "not" or "condition".',
      params: {},
    });
  } else {
    checkComparison(condition, pointer, scope);
  }
}

function checkList(list: unknown, name: "all" | "any", pointer: string, scope: Scope, depth: number): void {
  if (!Array.isArray(list)) {
    const params = { expected: "array" };
    scope.tell({ code: "wrongType", pointer: `${pointer}/${name}`, message: `"${name}" is a list.`, params });
  } else if (list.length === 0) {
    scope.tell({
      code: "emptyCondition",
      pointer: `${pointer}/${name}`,
      message: `An empty "${name}" would always be true; write at least one condition.`,
      params: { key: name },
    });
  } else {
    for (const [index, item] of list.entries()) {
      checkCondition(item, `${pointer}/${name}/${index}`, scope, false, depth + 1);
    }
  }
}

function checkComparison(condition: SchemaObject, pointer: string, scope: Scope): void {
  const { tell } = scope;
  const missing = ["fact", "operator", "value"].filter((key) => !Object.hasOwn(condition, key));
  for (const key of missing) {
    tell({ code: "missingKey", pointer, message: `A comparison needs "${key}".`, params: { key } });
  }
  const type = checkOperand(condition, pointer, scope);
  const { operator: name } = condition;
  if (missing.includes("operator")) return;
  const operator = typeof name === "string" ? operators.get(name) : undefined;
  if (operator === undefined) {
    tell({
      code: "unknownOperator",
      pointer: `${pointer}/operator`,
      message: `${JSON.stringify(name)} is not an operator.${type === null ? "" : ` For this fact: ${operatorsFor(type).join(", ")}.`}`,
      params: { operator: String(name), allowed: type === null ? "" : operatorsFor(type).join(", ") },
    });
  } else if (type !== null && !operator.fits(type)) {
    tell({
      code: "operatorDoesNotFit",
      pointer: `${pointer}/operator`,
      message: `"${operator.name}" does not compare a fact of kind ${type.kind}; these do: ${operatorsFor(type).join(", ")}.`,
      params: { operator: operator.name, kind: type.kind, allowed: operatorsFor(type).join(", ") },
    });
  } else if (type !== null && !missing.includes("value")) {
    checkValue(condition.value, operator, type, `${pointer}/value`, scope);
  }
}

/** The type of `{ fact, path }`, with its problems told; null where there is none to go on with. */
function checkOperand(operand: SchemaObject, pointer: string, scope: Scope): FactType | null {
  const { facts, tell } = scope;
  const { fact, path } = operand;
  let steps: readonly PathStep[] | null = [];
  if (path !== undefined) {
    steps = typeof path === "string" ? parsePath(path) : null;
    if (steps === null) {
      tell({
        code: "badPath",
        pointer: `${pointer}/path`,
        message: "A path has only the form $.a.b[0]: names and places, no filters, wildcards or scripts.",
        params: { path: String(path).slice(0, 200) },
      });
    }
  }
  if (facts === null || !Object.hasOwn(operand, "fact")) return null;
  const known = Object.keys(isObject(facts.properties) ? facts.properties : {});
  if (typeof fact !== "string" || !known.includes(fact)) {
    tell({
      code: "unknownFact",
      pointer: `${pointer}/fact`,
      message: `The fact ${JSON.stringify(fact)} is not declared in "facts"; declared are ${known.join(", ")}.`,
      params: { fact: String(fact), declared: known.join(", ") },
    });
    return null;
  }
  if (steps === null) return null;
  const type = factType(facts, fact, steps);
  if (type === null) {
    const named = factName(fact, String(path));
    tell({
      code: "unknownPath",
      pointer: `${pointer}/path`,
      message: `"facts" declares nothing at ${named}.`,
      params: { fact, path: String(path) },
    });
  }
  return type;
}

function checkValue(value: unknown, operator: Operator, type: FactType, pointer: string, scope: Scope): void {
  const overItems = operator.name.includes(":") || operator.takes === "item";
  const against = overItems ? type.of : type;
  if (against === null) return;
  if (operator.takes === "boolean") {
    if (typeof value !== "boolean") doesNotFit(value, "boolean", pointer, scope);
  } else if (operator.takes === "pattern") {
    checkPattern(value, pointer, scope);
  } else if (isObject(value) && Object.hasOwn(value, "list")) {
    checkSharedList(value, operator, against, pointer, scope);
  } else if (isObject(value) && Object.hasOwn(value, "fact")) {
    checkOtherFact(value, operator, against, pointer, scope);
  } else if (operator.takes === "listOfSame") {
    checkListValue(value, against, pointer, scope);
  } else {
    checkLiteral(value, against, pointer, scope);
  }
}

function checkPattern(value: unknown, pointer: string, { tell }: Scope): void {
  const pattern = typeof value === "string" ? compilePattern(value) : null;
  if (pattern?.ok) return;
  const why = pattern === null ? "it is not a text" : pattern.message;
  tell({ code: "badPattern", pointer, message: `This pattern is not usable: ${why}`, params: { why } });
}

function checkSharedList(
  value: SchemaObject,
  operator: Operator,
  type: FactType,
  pointer: string,
  scope: Scope,
): void {
  const { list: id } = value;
  const { lists } = scope.shared;
  const list = typeof id === "string" && Object.hasOwn(lists, id) ? lists[id] : undefined;
  if (operator.takes !== "listOfSame" || Object.keys(value).length !== 1) {
    doesNotFit(value, type.kind, pointer, scope);
  } else if (list === undefined) {
    scope.tell({
      code: "unknownList",
      pointer: `${pointer}/list`,
      message: `There is no shared list ${JSON.stringify(id)}.`,
      params: { list: String(id), known: Object.keys(lists).join(", ") },
    });
  } else {
    for (const item of list.items) {
      if (!literalFits(item, type)) {
        doesNotFit(item, type.kind, `${pointer}/list`, scope);
        return;
      }
    }
  }
}

function checkOtherFact(
  value: SchemaObject,
  operator: Operator,
  type: FactType,
  pointer: string,
  scope: Scope,
): void {
  for (const key of Object.keys(value).filter((one) => one !== "fact" && one !== "path")) {
    scope.tell({
      code: "unknownKey",
      pointer: pointer + pointerStep(key),
      part: "key",
      message: `"${key}" does not belong here; another fact is { "fact", "path" }.`,
      params: { key, allowed: "fact, path" },
    });
  }
  const other = checkOperand(value, pointer, scope);
  if (other === null) return;
  const wanted = operator.takes === "listOfSame" ? "list" : type.kind;
  const sameItems = wanted !== "list" || other.of?.kind === type.kind;
  if (other.kind !== wanted || !sameItems) {
    scope.tell({
      code: "kindsDiffer",
      pointer,
      message: `A fact of kind ${type.kind} cannot be compared with one of kind ${other.kind} here.`,
      params: { kind: type.kind, other: other.kind },
    });
  }
}

function checkListValue(value: unknown, type: FactType, pointer: string, scope: Scope): void {
  if (!Array.isArray(value)) {
    doesNotFit(value, "list", pointer, scope);
  } else if (value.length === 0 || value.length > limits.listItems) {
    scope.tell({
      code: "badListLength",
      pointer,
      message: `A list here has from 1 to ${limits.listItems} items.`,
      params: { got: value.length, limit: limits.listItems },
    });
  } else {
    for (const [index, item] of value.entries()) checkLiteral(item, type, `${pointer}/${index}`, scope);
  }
}

function checkLiteral(value: unknown, type: FactType, pointer: string, scope: Scope): void {
  if (!literalFits(value, type)) {
    doesNotFit(value, type.kind, pointer, scope);
  } else if (type.options !== null && !type.options.some((option) => option === value)) {
    const allowed = type.options.map(String).join(", ");
    scope.tell({
      code: "notAnOption",
      pointer,
      message: `The fact can never be ${JSON.stringify(value)}; it is one of ${allowed}.`,
      params: { value: String(value), allowed },
    });
  }
}

function literalFits(value: unknown, { kind }: FactType): boolean {
  switch (kind) {
    case "text":
      return typeof value === "string";
    case "number":
    case "workingDays":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    case "money":
      return typeof value === "string" && isMoney(value);
    case "date":
      return typeof value === "string" && isDate(value);
    case "instant":
      return typeof value === "string" && instantMs(value) !== null;
    case "list":
    case "object":
      return false;
  }
}

const shapes: Readonly<Record<string, string>> = {
  text: "a text",
  number: "a number, without quotes",
  workingDays: "a number of working days, without quotes",
  boolean: "true or false",
  money: 'an amount as a decimal string, "500000000"',
  date: 'a date, "2027-02-25"',
  instant: 'an instant with its offset, "2027-02-25T08:30:00+07:00"',
  list: "a list",
};

function doesNotFit(value: unknown, kind: string, pointer: string, { tell }: Scope): void {
  const got = (JSON.stringify(value) ?? String(value)).slice(0, 100);
  tell({
    code: "valueDoesNotFit",
    pointer,
    message: `${got} is not ${shapes[kind] ?? kind}.`,
    params: { got, expected: kind },
  });
}
