/** Facts are checked while they are read: what is taken and what is refused is what the facts schema says, keyword by keyword. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { compileRuleSet, evaluateByEngine, type Facts, type Json, validateJson } from "../../rules/index.ts";
import { routingWith, ruleSetOf } from "./fixtures.ts";

const members: { readonly [name: string]: { readonly [keyword: string]: Json } } = {
  teks: { type: "string", minLength: 1, maxLength: 3 },
  pola: { type: ["string", "null"], pattern: "^a+$" },
  surel: { type: "string", format: "email" },
  pilihan: { type: ["string", "null"], enum: ["satu", "dua"] },
  tetap: { type: "string", const: "ya" },
  angka: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 2, multipleOf: 0.5 },
  bulat: { type: "integer", minimum: 0, maximum: 3 },
  sisa: { type: "number", format: "hari-kerja", minimum: 0 },
  ya: { type: "boolean" },
  uang: { type: "string", format: "uang" },
  hari: { type: ["string", "null"], format: "date" },
  saat: { type: "string", format: "date-time" },
  jam: { type: "string", format: "time" },
  daftar: {
    type: "array",
    items: { type: "integer", maximum: 3 },
    minItems: 1,
    maxItems: 2,
    uniqueItems: true,
  },
  tertutup: {
    type: "object",
    properties: { a: { type: "string" } },
    required: ["a"],
    additionalProperties: false,
  },
  terbuka: { type: ["object", "null"], properties: { uang: { type: "string", format: "uang" } } },
};

const near: readonly Json[] = [
  ...[
    null,
    true,
    false,
    -1,
    0,
    0.5,
    1,
    1.5,
    2,
    3,
    4,
    1e308,
    "",
    "a",
    "aa",
    "aaaa",
    "b",
    "ya",
    "satu",
    "tiga",
  ],
  ...["0", "00", "007", "-0", "-5", "1250.50", "1.234", "412750000000", "9007199254740993", "1e3", "a@b.id"],
  ...["2028-02-29", "2027-02-29", "2027-02-30", "2027-13-01", "2027-2-01", "2027-01-01 ", "0000-01-01"],
  ...["2027-01-01T00:00:00Z", "2027-01-01T00:00Z", "2027-01-01T00:00:00", "2027-01-01T24:00:00Z"],
  ...["2027-01-01T00:00:00.5+07:00", "2027-01-01T00:00:00.+07:00", "2027-01-01T00:00:00.1234567890Z"],
  ...[
    "2027-01-01T00:00:00+15:00",
    "2027-01-01T00:00:00+0700",
    "2027-01-01t00:00:00Z",
    "2027-01-01T00:00:60Z",
  ],
  ...["08:30", "08:30:00.5", "8:30", "08:30:00+07:00", "08:60"],
  ...[[], [1], [1, 1], [1, 2], [1, 2, 3], [4], ["1"], {}, { a: "x" }, { a: 1 }, { a: "x", b: 1 }],
  ...[{ uang: "1" }, { uang: "x" }, { uang: null }],
];

const wanted = ["ya", "bulat"];
const document = routingWith({
  facts: { type: "object", required: wanted, properties: members, additionalProperties: false },
  rules: [
    {
      name: "ada-uang",
      conditions: { all: [{ fact: "uang", operator: "uang>=", value: "0" }] },
      event: { type: "A" },
    },
    {
      name: "sesudah",
      conditions: { all: [{ fact: "saat", operator: "waktu>", value: "2026-12-31T00:00:00Z" }] },
      event: { type: "B" },
    },
  ],
  otherwise: { type: "LAIN" },
  tests: [],
});
const ruleSet = ruleSetOf(document);
const { additionalProperties: _others, ...declared } = ruleSet.facts;

async function sameOf(facts: Facts): Promise<boolean> {
  const decision = compileRuleSet(ruleSet).decide(facts);
  const fits = validateJson(declared, facts).length === 0;
  const evaluation = await evaluateByEngine(ruleSet, facts);
  if (evaluation.ok) expect(decision).toMatchObject({ ok: true, outcome: evaluation.outcome });
  else expect(decision).toEqual(evaluation);
  expect(evaluation.ok).toBe(fits);
  return fits;
}

test("each value near the edge of each keyword is taken or refused as the schema says", async () => {
  const taken = { yes: 0, no: 0 };
  for (const name of Object.keys(members)) {
    for (const value of near) {
      const fits = await sameOf({ ya: true, bulat: 1, [name]: value });
      taken[fits ? "yes" : "no"] += 1;
    }
  }
  expect(taken.yes).toBeGreaterThan(50);
  expect(taken.no).toBeGreaterThan(500);
});

test("members in any order, missing, or beside others that are not declared", async () => {
  const compiled = compileRuleSet(ruleSet);
  const good: Facts = {
    ya: true,
    bulat: 1,
    uang: "5",
    saat: "2027-01-01T00:00:00Z",
    terbuka: { uang: "1", lain: 2 },
  };
  const some = fc.shuffledSubarray([...Object.keys(good), "lain", "toString"]);
  await fc.assert(
    fc.asyncProperty(fc.array(some, { minLength: 1, maxLength: 6 }), async (orders) => {
      for (const names of orders) {
        const facts: Facts = Object.fromEntries(names.map((name) => [name, good[name] ?? 1]));
        const evaluation = await evaluateByEngine(ruleSet, facts);
        const decision = compiled.decide(facts);
        expect(decision.ok).toBe(wanted.every((name) => names.includes(name)));
        if (evaluation.ok) expect(decision).toMatchObject({ ok: true, outcome: evaluation.outcome });
        else expect(decision).toEqual(evaluation);
      }
    }),
  );
});

test("a member that is only inherited is not a fact", () => {
  const facts = Object.assign(Object.create({ bulat: 1 }) as object, { ya: true }) as Facts;
  expect(compileRuleSet(ruleSet).decide(facts)).toMatchObject({
    ok: false,
    incident: { code: "missingFact", fact: "bulat" },
  });
});
