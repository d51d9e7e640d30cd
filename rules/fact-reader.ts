/**
 * Facts to slots in one walk: every declared fact is checked and what conditions look at is read, each member looked up
 * once and nothing allocated but the slots. Says only whether the facts fit; which does not is `admission`'s to say, and a
 * generated test holds the two to the same facts.
 */
import { isDate } from "./date-text.ts";
import { limits } from "./limits.ts";
import { type Form, forms } from "./operators.ts";
import { follow, type PathStep } from "./path.ts";
import type { Facts, Json, JsonSchema } from "./rule-set.ts";
import { compileSchema } from "./schema.ts";
import { isObject, type SchemaObject } from "./schema-check.ts";

/** Values by place; undefined is "no value". */
export type Slots = unknown[];

export interface FactReader {
  /** The place that a fact, or what a path leads to in it, has in the slots, read as the form says. */
  readonly placeOf: (fact: string, steps: readonly PathStep[], form: Form) => number;
  /** A place that nothing is read into, for what is to be remembered during one decision; one for each key. */
  readonly placeFor: (key: string) => number;
  /** Null where the facts do not fit. Every place is asked for before the first reading. */
  readonly read: (facts: Facts) => Slots | null;
}

/** A declared member. What is not one of the plain keywords is in `rest`. */
interface Declared {
  readonly required: boolean;
  readonly nullable: boolean;
  readonly kind: "text" | "number" | "integer" | "boolean" | "money" | "date" | "instant" | "list" | "object";
  readonly least: number;
  readonly most: number;
  readonly options: ReadonlySet<unknown> | null;
  readonly rest: ((value: unknown) => boolean) | null;
  readonly members: Members | null;
  readonly items: Declared | null;
  /** Where its value goes, as it is and as its form reads it; -1 where nobody looks. */
  plain: number;
  formed: number;
}

interface Members {
  readonly byName: ReadonlyMap<string, Declared>;
  readonly required: number;
  /** What stood at each place of the object before: facts come with their members in one order, and are met without a look-up. */
  readonly names: string[];
  readonly found: (Declared | null)[];
}

export function factReader(schema: SchemaObject): FactReader {
  const { additionalProperties: _others, ...declared } = schema;
  const root = declare(declared, true);
  const places = new Map<string, number>();
  const blank: unknown[] = [];
  /** What lies behind an index of a list is read after the walk. */
  const behindIndex: { readonly place: number; readonly read: (facts: Facts) => unknown }[] = [];

  const placeFor = (key: string): number => {
    const place = places.get(key) ?? blank.push(undefined) - 1;
    places.set(key, place);
    return place;
  };

  const placeOf = (fact: string, steps: readonly PathStep[], form: Form): number => {
    const key = JSON.stringify([fact, steps, form]);
    const known = places.get(key);
    if (known !== undefined) return known;
    const place = placeFor(key);
    const member = [fact, ...steps].reduce<Declared | undefined>(
      (at, step) => (typeof step === "string" ? at?.members?.byName.get(step) : undefined),
      root,
    );
    if (member === undefined)
      behindIndex.push({ place, read: (facts) => formedAt(facts, fact, steps, form) });
    else if (form === "plain") member.plain = place;
    else member.formed = place;
    return place;
  };

  const read = (facts: Facts): Slots | null => {
    const slots = blank.slice();
    if (!fits(root, facts, slots)) return null;
    for (const { place, read: late } of behindIndex) slots[place] = late(facts);
    return slots;
  };

  return { placeOf, placeFor, read };
}

function formedAt(facts: Facts, fact: string, steps: readonly PathStep[], form: Form): unknown {
  const value = valueAt(facts, fact, steps);
  return value === undefined || value === null ? undefined : forms[form](value);
}

/** What a path leads to in a fact, as it is. */
export function valueAt(facts: Facts, fact: string, steps: readonly PathStep[]): Json | undefined {
  const value = Object.hasOwn(facts, fact) ? facts[fact] : undefined;
  return steps.length === 0 ? value : follow(value, steps);
}

function fits(declared: Declared, value: unknown, slots: unknown[]): boolean {
  const { kind, options, rest, plain } = declared;
  if (value === null) {
    if (!declared.nullable) return false;
  } else {
    switch (kind) {
      case "object":
        if (!isObject(value) || !holdsMembers(declared.members, value, slots)) return false;
        break;
      case "text":
        if (typeof value !== "string") return false;
        break;
      case "boolean":
        if (typeof value !== "boolean") return false;
        break;
      case "number":
      case "integer":
        if (typeof value !== "number" || !Number.isFinite(value)) return false;
        if (kind === "integer" && !Number.isInteger(value)) return false;
        if (value < declared.least || value > declared.most) return false;
        break;
      case "date":
        if (typeof value !== "string" || !isDate(value)) return false;
        break;
      case "money":
      case "instant": {
        if (typeof value !== "string") return false;
        const read = forms[kind](value);
        if (read === null) return false;
        if (declared.formed >= 0) slots[declared.formed] = read;
        break;
      }
      case "list":
        if (!Array.isArray(value) || !holdsItems(declared.items, value, slots)) return false;
        break;
    }
    if (plain >= 0) slots[plain] = value;
  }
  if (options !== null && !options.has(value)) return false;
  return rest === null || rest(value);
}

function holdsItems(items: Declared | null, list: readonly unknown[], slots: unknown[]): boolean {
  if (items === null) return true;
  for (let index = 0; index < list.length; index += 1) if (!fits(items, list[index], slots)) return false;
  return true;
}

/** Own members alone. The built-in is called by itself because V8 then knows that a key of the loop is one. */
const isOwn = Object.prototype.hasOwnProperty;

function holdsMembers(members: Members | null, value: SchemaObject, slots: unknown[]): boolean {
  if (members === null) return true;
  const { names, found } = members;
  let place = 0;
  let required = 0;
  for (const name in value) {
    if (!isOwn.call(value, name)) continue;
    const member = names[place] === name ? found[place] : remember(members, place, name);
    place += 1;
    if (member === null || member === undefined) continue;
    if (!fits(member, value[name], slots)) return false;
    if (member.required) required += 1;
  }
  return required === members.required;
}

function remember({ byName, names, found }: Members, place: number, name: string): Declared | null {
  const member = byName.get(name) ?? null;
  if (place < limits.facts) {
    names[place] = name;
    found[place] = member;
  }
  return member;
}

/** Keywords that the walk itself judges; every other is left to the schema's own check. */
const walked: ReadonlySet<string> = new Set([
  "type",
  "properties",
  "required",
  "items",
  "minimum",
  "maximum",
]);
const annotations: ReadonlySet<string> = new Set([
  "title",
  "description",
  "examples",
  "$comment",
  "$schema",
  "$id",
]);
const formatKinds: Readonly<Record<string, Declared["kind"]>> = {
  uang: "money",
  date: "date",
  "date-time": "instant",
};

function declare(schema: SchemaObject, required: boolean): Declared {
  const types: readonly unknown[] = Array.isArray(schema.type) ? schema.type : [schema.type];
  const kind = kindOf(
    types.find((type) => type !== "null"),
    schema.format,
  );
  const options =
    Array.isArray(schema.enum) && !schema.enum.some(isStructured) ? new Set<unknown>(schema.enum) : null;
  const bounded = kind === "number" || kind === "integer";
  return {
    required,
    nullable: types.includes("null"),
    kind,
    least: bounded && typeof schema.minimum === "number" ? schema.minimum : Number.NEGATIVE_INFINITY,
    most: bounded && typeof schema.maximum === "number" ? schema.maximum : Number.POSITIVE_INFINITY,
    options,
    rest: restOf(schema, kind, options !== null),
    members: membersOf(schema),
    items: isObject(schema.items) ? declare(schema.items, false) : null,
    plain: -1,
    formed: -1,
  };
}

function membersOf(schema: SchemaObject): Members | null {
  const demanded: readonly unknown[] = Array.isArray(schema.required) ? schema.required : [];
  const entries = Object.entries(isObject(schema.properties) ? schema.properties : {});
  if (entries.length === 0 && demanded.length === 0) return null;
  return {
    byName: new Map(
      entries.map(([name, member]) => [name, declare(member as SchemaObject, demanded.includes(name))]),
    ),
    required: demanded.length,
    names: [],
    found: [],
  };
}

function kindOf(type: unknown, format: unknown): Declared["kind"] {
  switch (type) {
    case "string":
      return formatKinds[String(format)] ?? "text";
    case "number":
    case "integer":
    case "boolean":
    case "object":
      return type;
    case "array":
      return "list";
    default:
      throw new Error(`No fact is of type ${String(type)}.`);
  }
}

function restOf(schema: SchemaObject, kind: Declared["kind"], options: boolean): Declared["rest"] {
  const left = Object.entries(schema).filter(
    ([keyword, argument]) =>
      !walked.has(keyword) &&
      !annotations.has(keyword) &&
      !keyword.startsWith("x-") &&
      !(keyword === "enum" && options) &&
      !(keyword === "format" && (formatKinds[String(argument)] === kind || argument === "hari-kerja")) &&
      !(keyword === "additionalProperties" && argument === true),
  );
  if (left.length === 0) return null;
  const names = Object.keys(isObject(schema.properties) ? schema.properties : {});
  const properties = Object.fromEntries(names.map((name) => [name, true]));
  const compiled = compileSchema({ ...Object.fromEntries(left), properties } as JsonSchema);
  if (!compiled.ok) throw new Error("A facts schema was not read by readRuleSet.");
  return compiled.schema.fits;
}

function isStructured(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
