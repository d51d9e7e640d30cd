/**
 * The keywords of JSON schema that are understood, one entry each. A keyword that is not here is a fault of the schema.
 */

import { arrayKeywords } from "./schema-array.ts";
import {
  type Check,
  type Context,
  isObject,
  type Keyword,
  refuse,
  sameJson,
  typeName,
} from "./schema-check.ts";
import { objectKeywords } from "./schema-object.ts";
import { textAndNumberKeywords } from "./schema-scalar.ts";

const annotation = "annotation" as const;

export const keywords: ReadonlyMap<string, Keyword | typeof annotation> = new Map<
  string,
  Keyword | typeof annotation
>([
  ...["$schema", "$id", "$comment", "$defs", "title", "description", "default", "examples"].map(
    (name) => [name, annotation] as const,
  ),
  ...["readOnly", "writeOnly", "deprecated"].map((name) => [name, annotation] as const),
  ["$ref", reference],
  ["type", type],
  ["enum", enumeration],
  ["const", constant],
  ["allOf", allOf],
  ["anyOf", anyOf],
  ["oneOf", oneOf],
  ["not", not],
  ["if", ifThenElse],
  ["then", () => null],
  ["else", () => null],
  ...textAndNumberKeywords,
  ...arrayKeywords,
  ...objectKeywords,
]);

function reference(argument: unknown, { at, inPlace, compiler }: Context): Check {
  if (typeof argument !== "string" || !argument.startsWith("#")) {
    return compiler.fault(`${at}/$ref`, "badKeyword", "A reference is local: #/$defs/name.");
  }
  return compiler.reference(argument, `${at}/$ref`, inPlace);
}

const typeTests: ReadonlyMap<unknown, (value: unknown) => boolean> = new Map([
  ["null", (value) => value === null],
  ["boolean", (value) => typeof value === "boolean"],
  ["string", (value) => typeof value === "string"],
  ["number", (value) => typeof value === "number" && Number.isFinite(value)],
  ["integer", (value) => typeof value === "number" && Number.isInteger(value)],
  ["array", (value) => Array.isArray(value)],
  ["object", isObject],
]);

function type(argument: unknown, { at, compiler }: Context): Check {
  const names = Array.isArray(argument) ? argument : [argument];
  const tests = names.map((name) => typeTests.get(name));
  const known = tests.filter((test) => test !== undefined);
  if (known.length !== tests.length || known.length === 0) {
    return compiler.fault(
      `${at}/type`,
      "badKeyword",
      `"type" is one or several of ${[...typeTests.keys()].join(", ")}.`,
    );
  }
  const expected = names.join(", ");
  const only = known.length === 1 ? known[0] : undefined;
  const test = only ?? ((value: unknown) => known.some((one) => one(value)));
  return (value, where, out) =>
    test(value) ||
    refuse(out, where, "type", `Must be of type ${expected}.`, { expected, got: typeName(value) });
}

function enumeration(argument: unknown, { at, compiler }: Context): Check {
  if (!Array.isArray(argument) || argument.length === 0) {
    return compiler.fault(`${at}/enum`, "badKeyword", '"enum" is a list of at least one value.');
  }
  const plain = new Set(argument.filter((one) => typeof one !== "object" || one === null));
  const structured = argument.filter((one) => typeof one === "object" && one !== null);
  const allowed = argument.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join(", ");
  return (value, where, out) =>
    plain.has(value) ||
    structured.some((one) => sameJson(one, value)) ||
    refuse(out, where, "enum", `Must be one of: ${allowed}.`, { allowed });
}

function constant(argument: unknown): Check {
  const expected = typeof argument === "string" ? argument : JSON.stringify(argument);
  return (value, where, out) =>
    sameJson(argument, value) || refuse(out, where, "const", `Must be ${expected}.`, { expected });
}

function alternatives(
  argument: unknown,
  keyword: string,
  { at, inPlace, compiler }: Context,
): Check[] | null {
  if (!Array.isArray(argument) || argument.length === 0) {
    compiler.fault(`${at}/${keyword}`, "badKeyword", `"${keyword}" is a list of at least one schema.`);
    return null;
  }
  return argument.map((one, index) => compiler.compile(one, `${at}/${keyword}/${index}`, inPlace));
}

function allOf(argument: unknown, context: Context): Check | null {
  const checks = alternatives(argument, "allOf", context);
  if (checks === null) return null;
  return (value, where, out) => {
    let fits = true;
    for (const check of checks) {
      if (!check(value, where, out)) fits = false;
      if (!fits && out === null) return false;
    }
    return fits;
  };
}

function anyOf(argument: unknown, context: Context): Check | null {
  const checks = alternatives(argument, "anyOf", context);
  if (checks === null) return null;
  return (value, where, out) =>
    checks.some((check) => check(value, where, null)) ||
    refuse(out, where, "anyOf", `Fits none of the ${checks.length} alternatives.`, { of: checks.length });
}

function oneOf(argument: unknown, context: Context): Check | null {
  const checks = alternatives(argument, "oneOf", context);
  if (checks === null) return null;
  return (value, where, out) => {
    const fitting = checks.filter((check) => check(value, where, null)).length;
    return (
      fitting === 1 ||
      refuse(
        out,
        where,
        "oneOf",
        `Must fit exactly one of ${checks.length} alternatives; it fits ${fitting}.`,
        {
          of: checks.length,
          fitting,
        },
      )
    );
  };
}

function not(argument: unknown, { at, inPlace, compiler }: Context): Check {
  const check = compiler.compile(argument, `${at}/not`, inPlace);
  return (value, where, out) =>
    !check(value, where, null) || refuse(out, where, "not", "Is of a form that is excluded.");
}

function ifThenElse(argument: unknown, { schema, at, inPlace, compiler }: Context): Check {
  const test = compiler.compile(argument, `${at}/if`, inPlace);
  const branch = (name: "then" | "else") =>
    Object.hasOwn(schema, name) ? compiler.compile(schema[name], `${at}/${name}`, inPlace) : () => true;
  const then = branch("then");
  const otherwise = branch("else");
  return (value, where, out) => (test(value, where, null) ? then : otherwise)(value, where, out);
}
