/**
 * A JSON schema walked along a path: which schemas a place may have. Follows `$ref`, `properties`, `items` and
 * the alternatives of `anyOf`, `oneOf`, `allOf`. Knows nothing of rules.
 */
import type { Step } from "./path.ts";

export type Schema = { readonly [keyword: string]: unknown };

const deepest = 40;

/** All schemas that may describe the value at a path. */
export function schemasAt(root: unknown, path: readonly Step[]): readonly Schema[] {
  if (!isSchema(root)) return [];
  let here = expand(root, root, 0);
  for (const step of path) here = here.flatMap((schema) => inside(root, schema, step));
  return here;
}

export interface Member {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly schema: Schema | null;
}

export function membersOf(root: unknown, schemas: readonly Schema[]): readonly Member[] {
  const members = new Map<string, Member>();
  for (const schema of schemas) {
    const properties = schema.properties;
    if (!isSchema(properties)) continue;
    const required = Array.isArray(schema.required) ? schema.required : [];
    for (const [name, member] of Object.entries(properties)) {
      if (members.has(name)) continue;
      const own = isSchema(member) ? member : null;
      const full = own === null || !isSchema(root) ? null : (expand(root, own, 0)[0] ?? own);
      members.set(name, {
        name,
        description: descriptionOf(own) || descriptionOf(full),
        required: required.includes(name),
        schema: full,
      });
    }
  }
  return [...members.values()];
}

/** The values that the schemas list: `enum`, `const`, booleans. */
export function valuesOf(schemas: readonly Schema[]): readonly unknown[] {
  return schemas.flatMap((schema) => {
    if (Array.isArray(schema.enum)) return schema.enum;
    if ("const" in schema) return [schema.const];
    return schema.type === "boolean" ? [true, false] : [];
  });
}

/** What a new value of this schema begins with. */
export function emptyValue(schema: Schema | null): string {
  if (schema === null) return "";
  const [first] = valuesOf([schema]);
  if (first !== undefined) return JSON.stringify(first);
  if (schema.type === "object" || schema.properties !== undefined) return "{}";
  if (schema.type === "array") return "[]";
  if (schema.type === "string") return '""';
  return "";
}

export function descriptionOf(schema: Schema | null): string {
  return typeof schema?.description === "string" ? schema.description : "";
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function inside(root: Schema, schema: Schema, step: Step): readonly Schema[] {
  const next = typeof step === "number" ? schema.items : memberOf(schema, step);
  return isSchema(next) ? expand(root, next, 0) : [];
}

function memberOf(schema: Schema, name: string): unknown {
  const { properties, additionalProperties } = schema;
  if (isSchema(properties) && Object.hasOwn(properties, name)) return properties[name];
  return additionalProperties;
}

/** A schema and its alternatives, references followed; cycles end at a depth. */
function expand(root: Schema, schema: Schema, depth: number): readonly Schema[] {
  if (depth > deepest) return [];
  if (typeof schema.$ref === "string") {
    const target = refer(root, schema.$ref);
    return target === null ? [] : expand(root, target, depth + 1);
  }
  const inner = ["anyOf", "oneOf", "allOf"].flatMap((keyword) => {
    const list = schema[keyword];
    return Array.isArray(list) ? list.filter(isSchema) : [];
  });
  return [schema, ...inner.flatMap((alternative) => expand(root, alternative, depth + 1))];
}

function refer(root: Schema, reference: string): Schema | null {
  if (!reference.startsWith("#/")) return null;
  let value: unknown = root;
  for (const part of reference.slice(2).split("/")) {
    const name = part.replace(/~1/g, "/").replace(/~0/g, "~");
    if (!isSchema(value) || !Object.hasOwn(value, name)) return null;
    value = value[name];
  }
  return isSchema(value) ? value : null;
}
