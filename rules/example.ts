/** Concrete facts from a region: every finding of the analysis comes with facts that a person can try. */
import type { Dimension } from "./dimensions.ts";
import { type FactType, factType } from "./fact-type.ts";
import type { PathStep } from "./path.ts";
import { type Box, firstCell } from "./regions.ts";
import type { Facts, Json, RuleSet } from "./rule-set.ts";
import { isObject, type SchemaObject } from "./schema-check.ts";

/**
 * Facts in the box: one value per dimension that the box restricts, the first cell of the others, and something
 * fitting for required facts that no rule reads. Whether they truly fit is for the caller to try.
 */
export function exampleIn(box: Box, dimensions: readonly Dimension[], { facts }: RuleSet): Facts {
  const example: Record<string, Json> = {};
  for (const fact of requiredOf(facts)) {
    const type = factType(facts, fact, []);
    if (type !== null) example[fact] = sample(type);
  }
  for (const [index, { fact, steps, cells, full }] of dimensions.entries()) {
    if (full === 0n) continue;
    const value = cells[firstCell(box.get(index) ?? full)]?.value;
    const whole = put(example[fact], steps, value);
    if (whole === undefined) delete example[fact];
    else example[fact] = whole;
  }
  return example;
}

function requiredOf(schema: SchemaObject): readonly string[] {
  return Array.isArray(schema.required) ? schema.required.filter((name) => typeof name === "string") : [];
}

/** A copy of a value with something put at the end of a path, or taken away there; objects on the way are made. */
function put(at: Json | undefined, steps: readonly PathStep[], value: Json | undefined): Json | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (typeof step === "number") {
    const list: Json[] = Array.isArray(at) ? [...at] : [];
    const inner = put(list[step], rest, value);
    if (inner === undefined) return list;
    while (list.length < step) list.push(null);
    list[step] = inner;
    return list;
  }
  const members: Record<string, Json> = isObject(at) ? { ...(at as { [name: string]: Json }) } : {};
  const inner = put(Object.hasOwn(members, step) ? members[step] : undefined, rest, value);
  if (inner !== undefined) members[step] = inner;
  else delete members[step];
  return at === undefined && Object.keys(members).length === 0 ? undefined : members;
}

/** A value of a type that no rule asks about. */
function sample({ kind, options, schema, of }: FactType): Json {
  if (options !== null) return options[0] ?? null;
  const bound = (name: string) => (typeof schema[name] === "number" ? schema[name] : null);
  switch (kind) {
    case "text":
      return "contoh".padEnd(bound("minLength") ?? 0, "o").slice(0, bound("maxLength") ?? undefined);
    case "number":
    case "workingDays":
      return bound("minimum") ?? Math.min(0, bound("maximum") ?? 0);
    case "boolean":
      return false;
    case "money":
      return "0";
    case "date":
      return "2027-01-04";
    case "instant":
      return "2027-01-04T08:00:00+07:00";
    case "list":
      return Array.from({ length: bound("minItems") ?? 0 }, () => (of === null ? null : sample(of)));
    case "object":
      return sampleObject(schema);
  }
}

function sampleObject(schema: SchemaObject): Json {
  const object: Record<string, Json> = {};
  for (const name of requiredOf(schema)) {
    const member = isObject(schema.properties) ? schema.properties[name] : undefined;
    const type = isObject(member)
      ? factType({ properties: { [name]: member }, required: [name] }, name, [])
      : null;
    if (type !== null) object[name] = sample(type);
  }
  return object;
}
