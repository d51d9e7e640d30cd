/** What people read: reasons, rules, amounts and dates, in Indonesian and English. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compileRuleSet,
  evaluate,
  type Facts,
  type Json,
  type Language,
  type RuleSet,
  readRuleSet,
  type SaidExplanation,
  sayExplanation,
  sayFacts,
  sayFault,
  sayProblem,
  sayRule,
  share,
  validateJson,
} from "../../rules/index.ts";
import { routing, routingWith, ruleSetOf } from "./fixtures.ts";
import { generatedCase, generatedRuleSet, generatedShared } from "./generated.ts";

const ruleSet = ruleSetOf(routing);

async function said(facts: Facts, language: Language, set: RuleSet = ruleSet): Promise<SaidExplanation> {
  const evaluation = await evaluate(set, facts);
  if (!evaluation.ok) throw new Error(evaluation.incident.message);
  return sayExplanation(evaluation.explanation, set, language);
}

const health: Facts = {
  pengirim: "kepalaDinas",
  laporan: { urusan: "kesehatan", nilai: "412750000000" },
  kabupaten: 0,
};

describe("an explanation", () => {
  test("in Indonesian says the answer, what was met, and what nearly applied", async () => {
    expect(await said(health, "id")).toEqual({
      answer: "Ke Biro Kesra, karena urusan laporan ini dibina Biro Kesra.",
      met: ["Urusan laporan kesehatan", "Pengirim Kepala Dinas, bukan Sekretaris DPRD"],
      nearly: [
        "Hampir: Sekda, bila nilai laporan paling sedikit Rp500.000.000.000. Di berkas ini Rp412.750.000.000.",
        "Hampir: Biro Pem-Otda, bila kabupaten/kota terlibat paling sedikit 1. Di berkas ini 0.",
      ],
      rule: { name: "kesra", index: 4, of: 4 },
      legalBasis: [],
    });
  });

  test("in English says the same from the English words", async () => {
    expect(await said({ ...health, pengirim: "sekretarisDprd" }, "en")).toMatchObject({
      answer: "To Biro Hukum, because sender is secretary of the council.",
      met: ["Sender is secretary of the council"],
      rule: { name: "sekwan", index: 1, of: 4 },
      legalBasis: ["PP 18/2016"],
    });
  });

  test("of a missing fact names it, in words", async () => {
    const { answer, nearly, rule } = await said({ ...health, laporan: { urusan: "kesehatan" } }, "id");
    expect(answer).toBe("Ke Antrean manual, karena nilai laporan tidak diisi.");
    expect(nearly[0]).toBe("Hampir: Sekda, tetapi nilai laporan tidak diisi.");
    expect(rule).toBeNull();
  });

  test("of no rule says so", async () => {
    const { answer } = await said({ ...health, laporan: { urusan: "statistik", nilai: "1" } }, "id");
    expect(answer).toBe("Ke Antrean manual, karena tidak ada aturan yang cocok.");
  });

  test("of a rule without words falls back to its code and its facts", async () => {
    const rules = [
      {
        name: "r",
        conditions: { not: { all: [{ fact: "kabupaten", operator: "greaterThan", value: 4 }] } },
        event: { type: "BIRO_PEM_OTDA" },
      },
    ];
    const set = ruleSetOf(routingWith({ rules, tests: [], purpose: "approval" }));
    expect((await said(health, "id", set)).answer).toBe(
      "Biro Pem Otda, karena kabupaten/kota terlibat 0, paling banyak 4.",
    );
  });

  test("of several hits names every outcome and every legal basis", async () => {
    const hit = (type: string, dasarHukum: Json) => ({
      name: type,
      conditions: { all: [{ fact: "kabupaten", operator: "equal", value: 0 }] },
      event: { type, params: { dasarHukum } },
    });
    const rules = [hit("A", ["PP 1", "PP 2"]), hit("B", "PP 2")];
    const set = ruleSetOf(routingWith({ rules, tests: [], hitPolicy: "all" }));
    expect(await said(health, "id", set)).toMatchObject({
      answer: "Ke A dan B, karena kabupaten/kota terlibat 0.",
      legalBasis: ["PP 1", "PP 2"],
    });
  });

  test("read back from a journal says the same", async () => {
    const evaluation = await evaluate(ruleSet, health);
    if (!evaluation.ok) throw new Error(evaluation.incident.message);
    const journal = JSON.parse(JSON.stringify(evaluation.explanation));
    expect(sayExplanation(journal, ruleSet, "id")).toEqual(
      sayExplanation(evaluation.explanation, ruleSet, "id"),
    );
  });

  test("never mixes English into Indonesian, whatever the rules", () => {
    const english =
      /\b(the|is|not|and|or|if|because|given|least|most|than|among|includes|matches|case|rule|nearly)\b/i;
    fc.assert(
      fc.property(generatedRuleSet, generatedCase, (document, facts) => {
        const set = ruleSetOf(document, generatedShared);
        const evaluation = compileRuleSet(set, generatedShared).explain(facts);
        if (!evaluation.ok) return;
        const { answer, met, nearly } = sayExplanation(evaluation.explanation, set, "id", generatedShared);
        for (const sentence of [answer, ...met, ...nearly]) {
          expect(sentence).not.toMatch(english);
          expect(sentence).not.toMatch(/undefined|\[object|\{[fav]\}/);
        }
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});

describe("a rule as a row", () => {
  test("says its conditions with signs, its outcome and its reason", () => {
    expect(
      ruleSet.rules.map((rule) => sayRule(rule, ruleSet, "id")).map(({ when, outcome }) => [when, outcome]),
    ).toEqual([
      ["Pengirim = Sekretaris DPRD", "Biro Hukum"],
      ["Nilai laporan ≥ Rp500.000.000.000", "Sekda"],
      ["Kabupaten/kota terlibat ≥ 1", "Biro Pem-Otda"],
      ["Urusan laporan ∈ kesehatan, pendidikan, atau sosial", "Biro Kesra"],
    ]);
  });

  test("says combinations, names, shared lists and presence", () => {
    const shared = share([{ id: "wajib", title: "urusan wajib", kind: "list", items: ["kesehatan"] }]);
    const conditions = {
      any: [
        { not: { condition: "sekwan" } },
        {
          all: [
            { fact: "laporan", path: "$.urusan", operator: "in", value: { list: "wajib" } },
            { fact: "kabupaten", operator: "ada", value: false },
          ],
        },
      ],
    };
    const event = { type: "X" };
    expect(sayRule({ conditions, event }, ruleSet, "id", shared).when).toBe(
      "bukan (“sekwan”) atau (Urusan laporan ∈ daftar urusan wajib, Kabupaten/kota terlibat tidak diisi)",
    );
  });
});

describe("values", () => {
  const facts = {
    type: "object",
    properties: {
      uang: { type: "string", format: "uang" },
      angka: { type: "number", "x-unit": { id: "berkas", en: "cases" } },
      sisa: { type: "number", format: "hari-kerja" },
      tanggal: { type: "string", format: "date" },
      waktu: { type: "string", format: "date-time" },
      ya: { type: "boolean" },
      daftar: { type: "array", items: { type: "string" } },
    },
  };
  const rules = [
    { name: "r", conditions: { all: [{ fact: "ya", operator: "ada", value: true }] }, event: { type: "X" } },
  ];
  const set = ruleSetOf(routingWith({ facts, rules, tests: [] }));

  test.each<[string, Json, string, string]>([
    ["uang", "412750000000", "Rp412.750.000.000", "Rp412,750,000,000"],
    ["uang", "-1250.5", "-Rp1.250,5", "-Rp1,250.5"],
    ["uang", "999", "Rp999", "Rp999"],
    ["angka", 1234567.25, "1.234.567,25 berkas", "1,234,567.25 cases"],
    ["angka", -0.5, "-0,5 berkas", "-0.5 cases"],
    ["sisa", 3, "3 hari kerja", "3 working days"],
    ["tanggal", "2027-03-09", "9 Maret 2027", "9 March 2027"],
    [
      "waktu",
      "2027-02-25T14:05:00+08:00",
      "25 Februari 2027 pukul 14.05 WITA",
      "25 February 2027 at 14:05 WITA",
    ],
    ["ya", true, "ya", "yes"],
    ["daftar", ["a", "b", "c", "d", "e"], "a, b, c, atau 2 lainnya", "a, b, c, or 2 more"],
  ])("%s %j is said %s and %s", (fact, value, indonesian, english) => {
    expect(sayFacts({ [fact]: value }, set, "id")[0]?.value).toBe(indonesian);
    expect(sayFacts({ [fact]: value }, set, "en")[0]?.value).toBe(english);
  });
});

describe("problems and faults", () => {
  test("the codes that the README lists all have an Indonesian sentence", () => {
    const readme = readFileSync(new URL("../../rules/README.md", import.meta.url), "utf8");
    const section = readme.slice(readme.indexOf("## Problems"));
    const listed = [...section.matchAll(/`([a-z][A-Za-z]+)`/g)].flatMap(([, code]) =>
      code === undefined ? [] : [code],
    );
    const codes = listed.filter((code) => code !== "sayProblem");
    expect(codes.length).toBeGreaterThan(35);
    for (const code of codes) {
      const problem = { code, pointer: "", line: 1, column: 1, message: "English.", params: {} };
      expect([code, sayProblem(problem, "id")]).not.toEqual([code, "English."]);
      expect(sayProblem(problem, "en")).toBe("English.");
    }
  });

  test("a problem names what was written and what would be right", () => {
    const read = readRuleSet(JSON.stringify(routing).replace('"uang>="', '"greaterThan"'));
    const [problem] = read.ok ? [] : read.problems;
    expect(problem && sayProblem(problem, "id")).toMatch(
      /^Operator "greaterThan" tidak untuk jenis fakta ini; pakai .*uang>=/,
    );
  });

  test("a fault of a form is said in Indonesian", () => {
    const faults = validateJson(
      {
        type: "object",
        required: ["a"],
        properties: { b: { type: "string", format: "date" }, c: { enum: ["x", "y"] } },
      },
      { b: "2027-02-30", c: "z" },
    );
    expect(faults.map((fault) => sayFault(fault, "id"))).toEqual([
      "Wajib diisi.",
      "Tulis tanggal yang ada di kalender, misalnya 2027-02-25.",
      "Pilih salah satu: x, y.",
    ]);
  });
});
