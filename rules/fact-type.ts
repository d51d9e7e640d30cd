/**
 * What a facts schema says about a fact: its kind, whether it may be absent, the values that it can have.
 *
 * Facts schemas keep to a part of JSON schema in which every path has exactly one kind. That is what lets a comparison be
 * refused when it is written, instead of being quietly false when a case meets it.
 */
import { limits } from "./limits.ts";
import { factName, type PathStep } from "./path.ts";
import type { Json } from "./rule-set.ts";
import { isObject, type SchemaObject } from "./schema-check.ts";

/** `money`, `date`, `instant` and `workingDays` are texts and numbers with a `format`: uang, date, date-time, hari-kerja. */
export type FactKind =
  | "text"
  | "number"
  | "boolean"
  | "money"
  | "date"
  | "instant"
  | "workingDays"
  | "list"
  | "object";

export interface FactType {
  readonly kind: FactKind;
  /** Of a list: what it holds; null where the schema does not say. */
  readonly of: FactType | null;
  /** May be absent or null: not required, inside something that is not, or an item of a list. */
  readonly optional: boolean;
  /** The only values, where the schema lists them. */
  readonly options: readonly Json[] | null;
  readonly schema: SchemaObject;
}

export interface FactProblem {
  /** JSON pointer inside the facts schema. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** The type of a fact, or of what a path leads to in it; null where the schema declares no such thing. */
export function factType(facts: SchemaObject, fact: string, steps: readonly PathStep[]): FactType | null {
  let schema = member(facts, fact);
  let optional = schema === null || !isRequired(facts, fact);
  for (const step of steps) {
    if (schema === null) return null;
    if (isNullable(schema)) optional = true;
    if (typeof step === "number") {
      optional = true;
      schema = mainType(schema) === "array" && isObject(schema.items) ? schema.items : null;
    } else {
      optional ||= !isRequired(schema, step);
      schema = member(schema, step);
    }
  }
  return schema === null ? null : describe(schema, optional);
}

/** Every path of a facts schema that leads to a value that can be compared, in the schema's order. */
export function declaredFacts(
  facts: SchemaObject,
): readonly { readonly fact: string; readonly path?: string; readonly type: FactType }[] {
  const found: { fact: string; path?: string; type: FactType }[] = [];
  const walk = (fact: string, steps: readonly string[]) => {
    const type = factType(facts, fact, steps);
    if (type === null) return;
    if (type.kind === "object") {
      for (const name of Object.keys(isObject(type.schema.properties) ? type.schema.properties : {})) {
        walk(fact, [...steps, name]);
      }
    } else {
      found.push(steps.length === 0 ? { fact, type } : { fact, path: `$.${steps.join(".")}`, type });
    }
  };
  for (const fact of Object.keys(isObject(facts.properties) ? facts.properties : {})) walk(fact, []);
  return found;
}

function describe(schema: SchemaObject, optional: boolean): FactType | null {
  const kind = kindOf(schema);
  if (kind === null) return null;
  const options = Array.isArray(schema.enum)
    ? schema.enum
    : "const" in schema
      ? [schema.const as Json]
      : null;
  return {
    kind,
    of: kind === "list" && isObject(schema.items) ? describe(schema.items, true) : null,
    optional: optional || isNullable(schema),
    options,
    schema,
  };
}

function kindOf(schema: SchemaObject): FactKind | null {
  switch (mainType(schema)) {
    case "string":
      if (schema.format === "uang") return "money";
      if (schema.format === "date") return "date";
      return schema.format === "date-time" ? "instant" : "text";
    case "number":
    case "integer":
      return schema.format === "hari-kerja" ? "workingDays" : "number";
    case "boolean":
      return "boolean";
    case "array":
      return "list";
    case "object":
      return "object";
    default:
      return null;
  }
}

/** The one type beside `null`; null where there is none or more than one. */
function mainType(schema: SchemaObject): string | null {
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type]).filter((name) => name !== "null");
  return types.length === 1 && typeof types[0] === "string" ? types[0] : null;
}

function isNullable(schema: SchemaObject): boolean {
  return Array.isArray(schema.type) && schema.type.includes("null");
}

function member(schema: SchemaObject, name: string): SchemaObject | null {
  const { properties } = schema;
  if (!isObject(properties) || !Object.hasOwn(properties, name)) return null;
  const found = properties[name];
  return isObject(found) ? found : null;
}

function isRequired(schema: SchemaObject, name: string): boolean {
  return Array.isArray(schema.required) && schema.required.includes(name);
}

const allowedKeywords: ReadonlySet<string> = new Set([
  ...["$comment", "title", "description", "examples", "type", "enum", "const", "format", "pattern"],
  ...["minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  ...["items", "minItems", "maxItems", "uniqueItems", "properties", "required", "additionalProperties"],
]);
const rootKeywords: ReadonlySet<string> = new Set(["$schema", "$id"]);
const properName = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

type Tell = (pointer: string, code: string, message: string, params?: FactProblem["params"]) => void;

/** What keeps a schema from being a facts schema. That it is a JSON schema at all is checked apart. */
export function factsProblems(facts: SchemaObject): readonly FactProblem[] {
  const problems: FactProblem[] = [];
  const tell: Tell = (pointer, code, message, params = {}) =>
    problems.push({ pointer, code, message, params });
  let count = 0;

  const walk = (schema: unknown, pointer: string, name: string, depth: number) => {
    if (!isObject(schema)) {
      tell(pointer, "factWithoutType", `"${name}" needs a schema with a type.`, { fact: name });
      return;
    }
    checkFact(schema, pointer, name, depth, tell);
    if (depth > limits.factDepth) {
      tell(pointer, "tooDeep", `Facts nest deeper than ${limits.factDepth} levels.`, {
        limit: limits.factDepth,
      });
      return;
    }
    if ("items" in schema) walk(schema.items, `${pointer}/items`, `${name}[]`, depth + 1);
    const members = isObject(schema.properties) ? schema.properties : {};
    for (const inner of Object.keys(members)) {
      count += 1;
      const at = `${pointer}/properties/${inner}`;
      if (!properName.test(inner) || inner in Object.prototype) {
        tell(at, "badName", `"${inner}" is no name for a fact: letters, digits, _ and - only.`, {
          name: inner,
        });
      }
      walk(members[inner], at, depth === 0 ? inner : factName(name, `$.${inner}`), depth + 1);
    }
  };

  walk(facts, "", "facts", 0);
  if (kindOf(facts) !== "object") tell("/type", "factWithoutType", 'The facts schema has "type": "object".');
  if (count > limits.facts) {
    const params = { got: count, limit: limits.facts };
    tell("", "tooManyFacts", `${count} facts are declared; at most ${limits.facts}.`, params);
  }
  return problems;
}

/** One schema by itself: its keywords, and that it has exactly one kind. */
function checkFact(schema: SchemaObject, pointer: string, name: string, depth: number, tell: Tell): void {
  for (const keyword of Object.keys(schema)) {
    const allowed =
      keyword.startsWith("x-") || allowedKeywords.has(keyword) || (depth === 0 && rootKeywords.has(keyword));
    if (allowed) continue;
    const message = `"${keyword}" would leave the kind of a fact open.`;
    tell(`${pointer}/${keyword}`, "keywordNotForFacts", message, { keyword });
  }
  if ("additionalProperties" in schema && typeof schema.additionalProperties !== "boolean") {
    const params = { keyword: "additionalProperties" };
    tell(`${pointer}/additionalProperties`, "keywordNotForFacts", "Only true or false here.", params);
  }
  if (kindOf(schema) === null) {
    tell(pointer, "factWithoutType", `"${name}" needs one type (or one type and null).`, { fact: name });
  }
}
