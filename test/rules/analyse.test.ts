/** What is known of a rule set before a case meets it; every finding is tried. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyse, compileRuleSet, type Json, type RuleSet, sayAnalysis, share } from "../../rules/index.ts";
import { routing, routingWith, ruleSetOf } from "./fixtures.ts";
import { generatedCase, generatedRuleSet, generatedShared } from "./generated.ts";

const facts = {
  type: "object",
  required: ["jumlah", "sifat", "nilai", "kunci", "unit"],
  properties: {
    jumlah: { type: "integer", minimum: 1, maximum: 10, title: "Jumlah perangkat daerah" },
    sifat: { type: "string", enum: ["biasa", "segera", "rahasia"], title: "Sifat" },
    nilai: { type: "string", format: "uang", title: "Nilai" },
    kunci: { type: "boolean", title: "Terkunci" },
    unit: { type: "array", items: { type: "string" }, title: "Unit" },
  },
};
const compare = (fact: string, operator: string, value: Json): Json => ({ fact, operator, value });
const all = (...parts: Json[]): Json => ({ all: parts });

function rules(hitPolicy: string, ...made: (readonly [Json, string])[]): RuleSet {
  return ruleSetOf(
    routingWith({
      facts,
      hitPolicy,
      rules: made.map(([conditions, type], index) => ({
        name: `r${index + 1}`,
        conditions,
        event: { type },
      })),
      tests: [],
    }),
  );
}
const sentences = (set: RuleSet) => sayAnalysis(analyse(set), set, "id");

describe("gaps", () => {
  test("a field that no rule knows is named, with facts to try", () => {
    const fields = ["kesehatan", "pendidikan", "statistik"];
    const members = routing.facts.properties.laporan;
    const laporan = {
      ...members,
      properties: { ...members.properties, urusan: { ...members.properties.urusan, enum: fields } },
    };
    const [, , , kesra] = routing.rules;
    const known = {
      ...kesra,
      conditions: all({
        fact: "laporan",
        path: "$.urusan",
        operator: "in",
        value: ["kesehatan", "pendidikan"],
      }),
    };
    const document = routingWith({
      facts: { ...routing.facts, properties: { ...routing.facts.properties, laporan } },
      rules: [known],
      tests: [],
    });
    const set = ruleSetOf(document);
    const { gaps } = sentences(set);
    expect(gaps.map(({ text }) => text)).toEqual([
      "Urusan laporan statistik tidak diatur. Hanya tertangkap “selain itu”.",
    ]);
    expect(gaps[0]?.example).toContainEqual({ label: "Urusan laporan", value: "statistik" });
  });

  test("the value between two thresholds that nearly meet is found", () => {
    const set = rules(
      "first",
      [all(compare("nilai", "uang<", "200000000")), "KARO"],
      [all(compare("nilai", "uang>", "200000000")), "ASISTEN"],
    );
    const { gaps, exact } = analyse(set);
    expect(exact).toBe(true);
    expect(gaps).toMatchObject([
      { where: [{ fact: "nilai", allowed: [{ kind: "value", value: "200000000" }] }] },
    ]);
  });

  test("whole numbers leave no gap between 3 and 4", () => {
    const set = rules(
      "first",
      [all(compare("jumlah", "lessThanInclusive", 3)), "KARO"],
      [all(compare("jumlah", "greaterThanInclusive", 4)), "SEKDA"],
    );
    expect(analyse(set)).toMatchObject({ gaps: [], exact: true });
  });

  test("a stretch is said from end to end", () => {
    const set = rules(
      "first",
      [all(compare("jumlah", "equal", 1)), "KARO"],
      [all(compare("jumlah", "greaterThan", 3)), "SEKDA"],
    );
    expect(sentences(set).gaps.map(({ text }) => text)).toEqual([
      "Jumlah perangkat daerah lebih dari 1 dan paling banyak 3 tidak diatur. Hanya tertangkap “selain itu”.",
    ]);
  });

  test("a table that covers everything has none", () => {
    const set = rules(
      "unique",
      [all(compare("sifat", "equal", "rahasia"), compare("kunci", "equal", true)), "A"],
      [all(compare("sifat", "equal", "rahasia"), compare("kunci", "equal", false)), "B"],
      [all(compare("sifat", "notEqual", "rahasia")), "C"],
    );
    expect(analyse(set)).toMatchObject({ gaps: [], overlaps: [], neverFire: [], exact: true });
  });

  test("an absent fact is no gap: otherwise is meant for it", () => {
    const document = routingWith({
      facts: { type: "object", properties: { a: { type: "boolean" } } },
      rules: [
        { name: "ya", conditions: all(compare("a", "equal", true)), event: { type: "A" } },
        { name: "tidak", conditions: all(compare("a", "equal", false)), event: { type: "B" } },
      ],
      tests: [],
    });
    expect(analyse(ruleSetOf(document)).gaps).toEqual([]);
  });
});

describe("overlaps", () => {
  test("under unique two rules with common facts are an error, with such facts", () => {
    const set = rules(
      "unique",
      [all(compare("jumlah", "greaterThan", 2)), "A"],
      [all(compare("kunci", "equal", true)), "A"],
    );
    const { overlaps } = analyse(set);
    expect(overlaps).toMatchObject([{ severity: "error", rules: [{ index: 1 }, { index: 2 }] }]);
    const example = overlaps[0]?.example ?? {};
    expect(compileRuleSet(set).decide(example)).toMatchObject({
      ok: false,
      incident: { code: "severalHits" },
    });
  });

  test("under first they are a note, and only where the outcomes differ", () => {
    const same = rules(
      "first",
      [all(compare("jumlah", "greaterThan", 2)), "A"],
      [all(compare("jumlah", "greaterThan", 5)), "A"],
    );
    expect(analyse(same).overlaps).toEqual([]);
    const other = rules(
      "first",
      [all(compare("jumlah", "greaterThan", 5)), "A"],
      [all(compare("jumlah", "greaterThan", 2)), "B"],
    );
    expect(sentences(other).overlaps.map(({ text }) => text)).toEqual([
      "Aturan 1 (r1) dan aturan 2 (r2) sama-sama cocok bila Jumlah perangkat daerah lebih dari 5. Aturan 1 yang menjawab.",
    ]);
  });

  test("conditions over lists meet in a list that holds both", () => {
    const set = rules(
      "unique",
      [all(compare("unit", "contains", "dinkes")), "A"],
      [all(compare("unit", "contains", "dpupr")), "B"],
    );
    expect(analyse(set).overlaps[0]?.example).toMatchObject({ unit: ["dinkes", "dpupr"] });
  });
});

describe("rules and facts without effect", () => {
  test("a rule that contradicts itself never fires", () => {
    const set = rules("first", [
      all(compare("jumlah", "greaterThan", 5), compare("jumlah", "lessThan", 3)),
      "A",
    ]);
    expect(analyse(set).neverFire).toEqual([{ name: "r1", index: 1, reason: "contradiction" }]);
  });

  test("a rule past the bounds of its fact never fires", () => {
    const set = rules("first", [all(compare("jumlah", "greaterThan", 10)), "A"]);
    expect(analyse(set).neverFire).toMatchObject([{ reason: "contradiction" }]);
  });

  test("a rule behind two that together cover it never fires", () => {
    const set = rules(
      "first",
      [all(compare("jumlah", "lessThan", 5)), "A"],
      [all(compare("jumlah", "greaterThanInclusive", 5)), "B"],
      [all(compare("sifat", "equal", "rahasia")), "C"],
    );
    expect(analyse(set).neverFire).toEqual([{ name: "r3", index: 3, reason: "hidden" }]);
    expect(sentences(set).neverFire[0]?.text).toBe(
      "Aturan 3 (r3) tidak pernah berlaku: aturan sebelumnya selalu menjawab dulu.",
    );
  });

  test("facts that no rule reads and rules that no test reaches are named", () => {
    expect(analyse(ruleSetOf(routing))).toMatchObject({
      unusedFacts: [],
      untested: [{ name: "sekwan" }, { name: "nilai-besar" }, { name: "kabupaten" }],
    });
    const set = rules("first", [all(compare("jumlah", "equal", 1)), "A"]);
    expect(analyse(set).unusedFacts).toEqual(["sifat", "nilai", "kunci", "unit"]);
  });
});

describe("what cannot be seen exactly is said", () => {
  test("a pattern, one fact against another, a long list", () => {
    const pattern = rules("first", [all({ fact: "unit", operator: "someFact:cocokPola", value: "^d" }), "A"]);
    expect(analyse(pattern).inexact).toContainEqual({ code: "pattern", about: "unit" });
    const two = rules("first", [all(compare("nilai", "uang>", { fact: "nilai" })), "A"]);
    expect(analyse(two)).toMatchObject({ exact: false, neverFire: [] });
    const items = Array.from({ length: 20 }, (_none, index) => `dinas-${index}`);
    const long = rules("first", [all(compare("unit", "someFact:in", items)), "A"]);
    expect(analyse(long).inexact).toContainEqual({ code: "longList", about: "unit" });
  });

  test("a rule that branches into more regions than the limit is left out and named", () => {
    const names = Array.from({ length: 40 }, (_none, index) => `p${index}`);
    const both = (index: number): Json =>
      all(...names.slice(index, index + 2).map((name) => compare(name, "equal", true)));
    const branches = Array.from({ length: 10 }, (_none, index) => ({
      any: [both(4 * index), both(4 * index + 2)],
    }));
    const document = routingWith({
      facts: {
        type: "object",
        required: names,
        properties: Object.fromEntries(names.map((name) => [name, { type: "boolean" }])),
      },
      rules: [{ name: "cabang", conditions: { all: branches }, event: { type: "A" } }],
      tests: [],
    });
    expect(analyse(ruleSetOf(document)).inexact).toContainEqual({ code: "tooManyRegions", about: "cabang" });
  });
});

test("shared lists and conditions are looked through", () => {
  const shared = share([
    { id: "penting", title: "Penting", kind: "list", items: ["segera", "rahasia"] },
    {
      id: "mendesak",
      title: "Mendesak",
      kind: "condition",
      condition: { all: [{ fact: "sifat", operator: "in", value: { list: "penting" } }] },
    },
  ]);
  const document = routingWith({
    facts,
    rules: [{ name: "r1", conditions: { condition: "mendesak" }, event: { type: "A" } }],
    tests: [],
  });
  const { gaps } = analyse(ruleSetOf(document, shared), shared);
  expect(gaps).toMatchObject([{ where: [{ fact: "sifat", allowed: [{ kind: "value", value: "biasa" }] }] }]);
});

test("a rule behind one that a pattern decides is not called hidden", () => {
  const document = routingWith({
    facts: {
      type: "object",
      required: [],
      properties: { hal: { type: "string" }, nilai: { type: "number" } },
    },
    rules: [
      {
        name: "r1",
        conditions: { not: { any: [{ fact: "hal", operator: "cocokPola", value: "^segera" }] } },
        event: { type: "A" },
      },
      {
        name: "r2",
        conditions: { all: [{ fact: "nilai", operator: "ada", value: true }] },
        event: { type: "B" },
      },
    ],
    tests: [],
  });
  expect(analyse(ruleSetOf(document)).neverFire).toEqual([]);
});

test("over generated rule sets every example does what its finding says, and no case contradicts one", () => {
  let gapsMet = 0;
  fc.assert(
    fc.property(
      generatedRuleSet,
      fc.array(generatedCase, { minLength: 10, maxLength: 20 }),
      (document, cases) => {
        const set = ruleSetOf(document, generatedShared);
        const compiled = compileRuleSet(set, generatedShared);
        const analysis = analyse(set, generatedShared);
        for (const { example } of analysis.gaps) {
          expect(compiled.decide(example)).toMatchObject({ ok: true, rules: [], outcome: { type: "LAIN" } });
        }
        for (const { rules: pair, example } of analysis.overlaps) {
          const verdicts = compiled.verdicts(example);
          expect(pair.map(({ index }) => verdicts[index - 1])).toEqual([true, true]);
        }
        const dead = new Set(analysis.neverFire.map(({ index }) => index));
        for (const facts of cases) {
          const decision = compiled.decide(facts);
          if (!decision.ok) continue;
          expect(decision.rules.filter((index) => dead.has(index))).toEqual([]);
          const evaluation = compiled.explain(facts);
          const known = evaluation.ok && evaluation.explanation.missing.length === 0;
          if (analysis.exact && known && decision.rules.length === 0) {
            gapsMet += 1;
            expect(analysis.gaps).not.toEqual([]);
          }
        }
        sayAnalysis(analysis, set, "id", generatedShared);
      },
    ),
    { numRuns: 150 },
  );
  expect(gapsMet).toBeGreaterThan(0);
}, 60_000);
