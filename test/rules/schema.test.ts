/** JSON schema: what passes, where a fault is, and that it means what another validator means. */
import { type Schema, Validator } from "@cfworker/json-schema";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Json, type JsonSchema, schemaFaults, validateJson } from "../../rules/index.ts";

const form: JsonSchema = {
  type: "object",
  required: ["judul", "nilai", "nomor"],
  additionalProperties: false,
  properties: {
    judul: { type: "string", minLength: 3, maxLength: 20 },
    jenis: { type: "string", enum: ["LKjIP", "SPJ"] },
    nilai: { type: "string", format: "uang" },
    tanggal: { type: "string", format: "date" },
    nik: { type: "string", pattern: "^\\d{16}$" },
    tahun: { type: "integer", minimum: 2020, maximum: 2030 },
    nomor: { type: "string", readOnly: true },
    baris: {
      type: "array",
      minItems: 1,
      items: { type: "object", required: ["a/b"], properties: { "a/b": { type: "number" } } },
    },
  },
};
const right = { judul: "LKjIP 2026", nilai: "412750000000" };
const found = (value: unknown) => validateJson(form, value).map(({ pointer, code }) => `${code} ${pointer}`);

describe("a form", () => {
  test("that is right has no faults", () => {
    expect(
      found({
        ...right,
        jenis: "SPJ",
        tanggal: "2028-02-29",
        nik: "3201010101010001",
        baris: [{ "a/b": 1 }],
      }),
    ).toEqual([]);
  });

  test.each<[string, Json, string]>([
    ["a required field missing", { judul: "LKjIP" }, "required /nilai"],
    ["a read-only field sent", { ...right, nomor: "VLP/1" }, "readOnly /nomor"],
    ["a field that is not in it", { ...right, opd: "dinkes" }, "additionalProperties /opd"],
    ["an option that is not listed", { ...right, jenis: "LKPJ" }, "enum /jenis"],
    ["a 16-digit NIK as a number", { ...right, nik: 3201010101010001 }, "type /nik"],
    ["a NIK of 15 digits", { ...right, nik: "320101010101000" }, "pattern /nik"],
    ["30 February", { ...right, tanggal: "2027-02-30" }, "format /tanggal"],
    ["an amount with points", { ...right, nilai: "1.000.000" }, "format /nilai"],
    ["a text too short", { ...right, judul: "a" }, "minLength /judul"],
    ["a text too long", { ...right, judul: "a".repeat(21) }, "maxLength /judul"],
    ["half a year", { ...right, tahun: 2026.5 }, "type /tahun"],
    ["a year too early", { ...right, tahun: 1999 }, "minimum /tahun"],
    ["no lines", { ...right, baris: [] }, "minItems /baris"],
    ["a line without its number", { ...right, baris: [{ "a/b": 1 }, {}] }, "required /baris/1/a~1b"],
    ["a list in place of the form", [], "type "],
  ])("with %s has that fault at its place", (_what, value, fault) => {
    expect(found(value)).toEqual([fault]);
  });

  test("every fault is told, not only the first", () => {
    expect(found({ judul: 3, jenis: "x", lain: 1 })).toEqual([
      "required /nilai",
      "additionalProperties /lain",
      "type /judul",
      "enum /jenis",
    ]);
  });

  test("a text of emoji is counted in characters", () => {
    expect(validateJson({ maxLength: 2 }, "😀😀")).toEqual([]);
    expect(validateJson({ maxLength: 1 }, "😀😀")).toHaveLength(1);
  });

  test("neither schema nor value is changed", () => {
    const before = structuredClone(form);
    const value = Object.freeze({ ...right });
    validateJson(Object.freeze(form), value);
    expect(form).toEqual(before);
  });

  test("a member called __proto__ is a member like any other", () => {
    expect(found(JSON.parse('{"judul":"LKjIP","nilai":"1","__proto__":{"x":1}}'))).toEqual([
      "additionalProperties /__proto__",
    ]);
    expect(validateJson({ required: ["toString"] }, {})).toHaveLength(1);
  });
});

describe("a schema", () => {
  test.each<[string, JsonSchema, string]>([
    ["an unknown keyword", { type: "string", minlength: 1 }, "unknownKeyword /minlength"],
    ["an unknown type", { type: "text" }, "badKeyword /type"],
    [
      "a pattern that cannot be read",
      { properties: { a: { pattern: "[" } } },
      "badPattern /properties/a/pattern",
    ],
    ["an unknown format", { format: "rupiah" }, "unknownFormat /format"],
    ["a reference to nothing", { $ref: "#/$defs/a" }, "unknownReference /$ref"],
    ["a reference to another host", { $ref: "https://example.org/a.json" }, "badKeyword /$ref"],
    ["a reference to itself", { $ref: "#" }, "endlessReference /$ref"],
    [
      "two references in a circle",
      { $defs: { a: { allOf: [{ $ref: "#/$defs/b" }] }, b: { $ref: "#/$defs/a" } }, $ref: "#/$defs/a" },
      "endlessReference /$defs/b/$ref",
    ],
  ])("with %s is at fault there, and lets nothing pass", (_what, schema, fault) => {
    expect(schemaFaults(schema).map(({ pointer, code }) => `${code} ${pointer}`)).toEqual([fault]);
    expect(validateJson(schema, "x").map(({ code }) => code)).toEqual(["badSchema"]);
  });

  test("a pattern that hangs native engines ends at once", () => {
    expect(validateJson({ pattern: "^(a+)+$" }, `${"a".repeat(50_000)}!`)).toHaveLength(1);
    expect(validateJson({ anyOf: [{ not: { pattern: "^(a|a)*$" } }] }, `${"a".repeat(50_000)}!`)).toEqual([]);
  });

  test("a recursive schema ends with the value", () => {
    const tree: JsonSchema = {
      type: "object",
      properties: { anak: { type: "array", items: { $ref: "#" } } },
    };
    expect(validateJson(tree, { anak: [{ anak: [{}] }] })).toEqual([]);
    expect(validateJson(tree, { anak: [{ anak: [3] }] })).toMatchObject([{ pointer: "/anak/0/anak/0" }]);
  });

  test("a value nested past the limit is refused by a recursive schema", () => {
    let value: Json = {};
    for (let level = 0; level < 200; level += 1) value = { a: value };
    const schema: JsonSchema = { type: "object", properties: { a: { $ref: "#" } } };
    expect(validateJson(schema, value).map(({ code }) => code)).toEqual(["tooDeep"]);
  });

  test("alternatives that double at every level are given up, not waited for", () => {
    let value: Json = 1;
    for (let level = 0; level < 40; level += 1) value = { a: value };
    const again: Json = { properties: { a: { $ref: "#" } }, required: ["a"] };
    const faults = validateJson(
      { anyOf: [{ ...again, minProperties: 2 }, again, { ...again, maxProperties: 0 }] },
      value,
    );
    expect(faults).toHaveLength(1);
  });
});

describe("against another validator", () => {
  const scalar = fc.constantFrom<Json[]>(
    null,
    true,
    false,
    0,
    1,
    2.5,
    -3,
    "",
    "a",
    "ab",
    "abc",
    "2027-02-28",
  );
  const value = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      scalar,
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { maxKeys: 3 }),
    ),
  })).value;
  const small = fc.integer({ min: 0, max: 3 });
  const names = fc.uniqueArray(fc.constantFrom("a", "b", "c"), { maxLength: 2 });
  const type = fc.constantFrom("null", "boolean", "number", "integer", "string", "array", "object");
  const schema = fc.letrec<{ schema: JsonSchema; inner: JsonSchema }>((tie) => ({
    inner: tie("schema"),
    schema: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      fc.boolean(),
      fc.record({ type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 })) }),
      fc.record({ enum: fc.array(value, { minLength: 1, maxLength: 3 }) }),
      fc.record({ const: value }),
      fc.record(
        { minLength: small, maxLength: small, pattern: fc.constantFrom("^a", "b$", "a|c") },
        { requiredKeys: [] },
      ),
      fc.record(
        { minimum: small, maximum: small, exclusiveMinimum: small, exclusiveMaximum: small },
        { requiredKeys: [] },
      ),
      fc.record({ multipleOf: fc.constantFrom(0.5, 1, 2, 0.1) }),
      fc.record({ format: fc.constant("date") }),
      fc.record(
        {
          items: tie("inner"),
          prefixItems: fc.array(tie("inner"), { minLength: 1, maxLength: 2 }),
          minItems: small,
          maxItems: small,
          uniqueItems: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
      fc.record(
        { contains: tie("inner"), minContains: small, maxContains: small },
        { requiredKeys: ["contains"] },
      ),
      fc.record(
        {
          properties: fc.dictionary(fc.constantFrom("a", "b"), tie("inner"), { maxKeys: 2 }),
          required: names,
          additionalProperties: tie("inner"),
          patternProperties: fc.dictionary(fc.constantFrom("^b", "c"), tie("inner"), { maxKeys: 1 }),
          propertyNames: fc.constantFrom<JsonSchema[]>({ enum: ["a", "b"] }, true),
          minProperties: small,
          maxProperties: small,
          dependentRequired: fc.dictionary(fc.constantFrom("a", "b"), names, { maxKeys: 1 }),
        },
        { requiredKeys: [] },
      ),
      fc.record(
        {
          allOf: fc.array(tie("inner"), { minLength: 1, maxLength: 2 }),
          anyOf: fc.array(tie("inner"), { minLength: 1, maxLength: 2 }),
          oneOf: fc.array(tie("inner"), { minLength: 1, maxLength: 3 }),
          not: tie("inner"),
        },
        { requiredKeys: [] },
      ),
      fc
        .tuple(tie("inner"), tie("inner"), tie("inner"))
        .map((parts) =>
          Object.fromEntries("if then else".split(" ").map((key, index) => [key, parts[index]])),
        ),
    ) as fc.Arbitrary<JsonSchema>,
  })).schema;

  test("generated schemas let the same generated values pass", () => {
    let passed = 0;
    let refused = 0;
    fc.assert(
      fc.property(schema, fc.array(value, { minLength: 3, maxLength: 6 }), (generated, values) => {
        expect(schemaFaults(generated)).toEqual([]);
        const other = new Validator(structuredClone(generated) as Schema | boolean, "2020-12");
        for (const one of values) {
          const fits = validateJson(generated, one).length === 0;
          expect({ generated, one, fits }).toEqual({ generated, one, fits: other.validate(one).valid });
          if (fits) passed += 1;
          else refused += 1;
        }
      }),
      { numRuns: 600 },
    );
    expect(Math.min(passed, refused)).toBeGreaterThan(300);
  }, 60_000);
});
