/** Given a rule set and facts: which outcome, and when an incident instead. */
import { describe, expect, test } from "vitest";
import {
  type Evaluation,
  evaluateByEngine,
  evaluate as evaluateLive,
  type Facts,
  type Json,
  type RuleSet,
  runTests,
} from "../../rules/index.ts";
import { routing, routingWith, ruleSetOf } from "./fixtures.ts";

const ruleSet = ruleSetOf(routing);
const complete: Facts = {
  pengirim: "kepalaDinas",
  laporan: { urusan: "kesehatan", nilai: "412750000000" },
  kabupaten: 0,
};

/** What decides live; held here to json-rules-engine too. */
async function evaluate(set: RuleSet, facts: Facts) {
  const evaluation = await evaluateLive(set, facts);
  expect(await evaluateByEngine(set, facts)).toEqual(evaluation);
  return evaluation;
}

async function typeOf(set: RuleSet, facts: Facts): Promise<string> {
  const evaluation = await evaluate(set, facts);
  return evaluation.ok ? evaluation.outcome.type : `${evaluation.incident.code} ${evaluation.incident.fact}`;
}

/** A rule set over optional facts a, b, c (numbers) under a policy; rules as [condition, type, params, priority]. */
function numbers(
  hitPolicy: string,
  rules: readonly (readonly [Json, string, (Json | undefined)?, number?])[],
): RuleSet {
  const fact = { type: "number" };
  return ruleSetOf(
    routingWith({
      hitPolicy,
      facts: { type: "object", properties: { a: fact, b: fact, c: fact } },
      rules: rules.map(([conditions, type, params, priority], index) => ({
        name: `r${index + 1}`,
        conditions,
        event: { type, ...(params === undefined ? {} : { params }) },
        ...(priority === undefined ? {} : { priority }),
      })),
      tests: [],
    }),
  );
}
const above = (fact: string, value: number): Json => ({ fact, operator: "greaterThan", value });
const all = (...parts: Json[]): Json => ({ all: parts });

describe("first", () => {
  test("the first rule of the document that holds answers, with its params as written", async () => {
    const evaluation = await evaluate(ruleSet, { ...complete, pengirim: "sekretarisDprd", kabupaten: 3 });
    expect(evaluation).toMatchObject({
      ok: true,
      outcome: { type: "HUKUM", params: { dasarHukum: "PP 18/2016" } },
      hits: [{ name: "sekwan", index: 1 }],
    });
  });

  test("an amount of exactly the threshold goes to the Sekda, one sen less does not", async () => {
    const withAmount = (nilai: string) => ({ ...complete, laporan: { urusan: "kesehatan", nilai } });
    expect(await typeOf(ruleSet, withAmount("500000000000"))).toBe("SEKDA");
    expect(await typeOf(ruleSet, withAmount("500000000000.00"))).toBe("SEKDA");
    expect(await typeOf(ruleSet, withAmount("499999999999.99"))).toBe("KESRA");
  });

  test("amounts past 2^53 keep every digit", async () => {
    const rules = [
      {
        name: "tepat",
        conditions: all({ fact: "laporan", path: "$.nilai", operator: "uang=", value: "900719925474099301" }),
        event: { type: "TEPAT" },
      },
    ];
    const exact = ruleSetOf(routingWith({ rules, tests: [] }));
    const withAmount = (nilai: string) => ({ ...complete, laporan: { urusan: "kesehatan", nilai } });
    expect(await typeOf(exact, withAmount("900719925474099301"))).toBe("TEPAT");
    expect(await typeOf(exact, withAmount("900719925474099302"))).toBe("MANUAL");
  });

  test("no rule holds: otherwise answers", async () => {
    expect(await typeOf(ruleSet, { ...complete, laporan: { urusan: "statistik", nilai: "1" } })).toBe(
      "MANUAL",
    );
  });
});

describe("a fact that is missing", () => {
  test("a required fact is an incident that names it", async () => {
    expect(await typeOf(ruleSet, { pengirim: "kepalaDinas", laporan: {} })).toBe(
      "missingFact laporan.urusan",
    );
    expect(await typeOf(ruleSet, { laporan: { urusan: "kesehatan" } })).toBe("missingFact pengirim");
    expect(await typeOf(ruleSet, {})).toBe("missingFact pengirim");
  });

  test("an optional fact leads to otherwise although a later rule holds, and the explanation names it", async () => {
    const evaluation = await evaluate(ruleSet, { ...complete, laporan: { urusan: "kesehatan" } });
    expect(evaluation).toMatchObject({
      outcome: { type: "MANUAL" },
      hits: [],
      explanation: { missing: ["laporan.nilai"] },
    });
  });

  test("an earlier rule that holds answers although a later one misses a fact", async () => {
    expect(await typeOf(ruleSet, { pengirim: "sekretarisDprd", laporan: { urusan: "energi" } })).toBe(
      "HUKUM",
    );
  });

  test("not of what is not known is not known", async () => {
    const set = numbers("first", [[{ not: all(above("a", 1)) }, "SETUJU"]]);
    expect(await typeOf(set, {})).toBe("MANUAL");
    expect(await typeOf(set, { a: 1 })).toBe("SETUJU");
  });

  test("a false part settles all, a true part settles any, whatever is missing", async () => {
    const set = numbers("first", [
      [all(above("a", 1), above("b", 1)), "DUA"],
      [{ any: [above("a", 1), above("c", 1)] }, "SALAH-SATU"],
    ]);
    expect(await typeOf(set, { b: 0, c: 2 })).toBe("SALAH-SATU");
    expect(await typeOf(set, { b: 2, c: 2 })).toBe("MANUAL");
  });

  test("ada lets a case without the fact pass on", async () => {
    const has = { fact: "a", operator: "ada", value: true };
    const set = numbers("first", [
      [all(has, above("a", 1)), "BESAR"],
      [all({ fact: "a", operator: "ada", value: false }), "KOSONG"],
    ]);
    expect(await typeOf(set, { a: 2 })).toBe("BESAR");
    expect(await typeOf(set, {})).toBe("KOSONG");
    expect(await typeOf(set, { a: 0 })).toBe("MANUAL");
  });

  test("null is no value, the empty text is one", async () => {
    const facts = { type: "object", properties: { catatan: { type: ["string", "null"] } } };
    const rules = [
      {
        name: "isi",
        conditions: all({ fact: "catatan", operator: "notEqual", value: "x" }),
        event: { type: "ISI" },
      },
    ];
    const set = ruleSetOf(routingWith({ facts, rules, tests: [] }));
    expect(await typeOf(set, { catatan: "" })).toBe("ISI");
    expect(await typeOf(set, { catatan: null })).toBe("MANUAL");
    expect(await typeOf(set, {})).toBe("MANUAL");
  });
});

describe("a fact that does not fit", () => {
  test.each<[string, Facts, string]>([
    ["a number for a text", { ...complete, pengirim: 3 }, "invalidFact pengirim"],
    ["a value that is not listed", { ...complete, pengirim: "sekwan" }, "invalidFact pengirim"],
    [
      "an amount with points",
      { ...complete, laporan: { urusan: "a", nilai: "1.000.000" } },
      "invalidFact laporan.nilai",
    ],
    [
      "an amount as a number",
      { ...complete, laporan: { urusan: "a", nilai: 5 } },
      "invalidFact laporan.nilai",
    ],
    ["the text 10 for a number", { ...complete, kabupaten: "10" }, "invalidFact kabupaten"],
    ["an object for a number", { ...complete, kabupaten: {} }, "invalidFact kabupaten"],
  ])("%s is an incident that names it", async (_what, facts, incident) => {
    expect(await typeOf(ruleSet, facts)).toBe(incident);
  });

  test("facts that are not declared are not looked at", async () => {
    const facts = { ...complete, rahasia: { apa: "saja" } };
    expect(await evaluate(ruleSet, facts)).toEqual(await evaluate(ruleSet, complete));
  });
});

describe("hit policies", () => {
  test("highest priority: the highest that holds, then document order", async () => {
    const set = numbers("highestPriority", [
      [all(above("a", 0)), "SATU"],
      [all(above("a", 1)), "DUA", undefined, 5],
      [all(above("a", 1)), "TIGA", undefined, 5],
      [all(above("b", 0)), "EMPAT", undefined, 9],
    ]);
    expect(await typeOf(set, { a: 1, b: 0 })).toBe("SATU");
    expect(await typeOf(set, { a: 2, b: 0 })).toBe("DUA");
    expect(await typeOf(set, { a: 2, b: 1 })).toBe("EMPAT");
    expect(await typeOf(set, { a: 2 })).toBe("MANUAL");
    expect(await typeOf(set, { b: 1 })).toBe("EMPAT");
  });

  test("unique: two that hold are an incident that names both", async () => {
    const set = numbers("unique", [
      [all(above("a", 0)), "SATU"],
      [all(above("a", 1)), "DUA"],
      [all(above("b", 5)), "TIGA"],
    ]);
    expect(await typeOf(set, { a: 1, b: 0 })).toBe("SATU");
    const evaluation = await evaluate(set, { a: 2 });
    expect(evaluation).toMatchObject({ ok: false, incident: { code: "severalHits" } });
    expect(!evaluation.ok && evaluation.incident.message).toContain("r1, r2");
    expect(await typeOf(set, { a: 1 })).toBe("MANUAL");
  });

  test("all: the first, with every hit in document order", async () => {
    const set = numbers("all", [
      [all(above("a", 0)), "SATU", { x: 1 }],
      [all(above("a", 9)), "DUA"],
      [all(above("a", 0)), "TIGA", { y: 2 }],
    ]);
    expect(await evaluate(set, { a: 1 })).toMatchObject({
      outcome: {
        type: "SATU",
        params: {
          x: 1,
          semua: [
            { type: "SATU", params: { x: 1 } },
            { type: "TIGA", params: { y: 2 } },
          ],
        },
      },
    });
  });

  test("collect: each param becomes the list of its values, once each", async () => {
    const set = numbers("collect", [
      [all(above("a", 0)), "TEMBUSAN", { jabatan: "karo-hukum" }],
      [all(above("a", 1)), "TEMBUSAN", { jabatan: "karo-umum", sifat: "biasa" }],
      [all(above("a", 2)), "TEMBUSAN", { jabatan: "karo-hukum" }],
    ]);
    expect(await evaluate(set, { a: 5 })).toMatchObject({
      outcome: { type: "TEMBUSAN", params: { jabatan: ["karo-hukum", "karo-umum"], sifat: ["biasa"] } },
    });
    expect(await typeOf(set, { a: 0 })).toBe("MANUAL");
  });

  test("score: the scores of the hits are added", async () => {
    const set = numbers("score", [
      [all(above("a", 0)), "PRIORITAS", { skor: 3, alasan: "lewat tenggat" }],
      [all(above("b", 0)), "PRIORITAS", { skor: -1, alasan: "menunggu unit lain" }],
      [all(above("c", 0)), "PRIORITAS", { skor: 10, alasan: "pimpinan" }],
    ]);
    expect(await evaluate(set, { a: 1, b: 1, c: 0 })).toMatchObject({
      outcome: { params: { skor: 2, alasan: ["lewat tenggat", "menunggu unit lain"] } },
    });
    expect(await typeOf(set, { a: 1, b: 1 })).toBe("MANUAL");
  });
});

describe("operators", () => {
  const facts = {
    type: "object",
    properties: {
      teks: { type: "string" },
      angka: { type: "number" },
      ya: { type: "boolean" },
      tanggal: { type: "string", format: "date" },
      waktu: { type: "string", format: "date-time" },
      sisa: { type: "number", format: "hari-kerja" },
      daftar: { type: "array", items: { type: "string" } },
      nilai: { type: "array", items: { type: "string", format: "uang" } },
    },
  };
  const holds = async (fact: string, operator: string, value: Json, actual: Json): Promise<boolean> => {
    const rules = [{ name: "r", conditions: all({ fact, operator, value }), event: { type: "YA" } }];
    const set = ruleSetOf(routingWith({ facts, rules, tests: [] }));
    return (await typeOf(set, { [fact]: actual })) === "YA";
  };

  test.each<[string, string, Json, Json, boolean]>([
    ["teks", "equal", "a", "a", true],
    ["teks", "notEqual", "a", "a", false],
    ["teks", "in", ["a", "b"], "b", true],
    ["teks", "notIn", ["a", "b"], "b", false],
    ["teks", "cocokPola", "^VLP/\\d+$", "VLP/2027", true],
    ["teks", "cocokPola", "^VLP/\\d+$", "SPJ/2027", false],
    ["angka", "lessThan", 3, 3, false],
    ["angka", "lessThanInclusive", 3, 3, true],
    ["angka", "greaterThan", 9, 10, true],
    ["angka", "greaterThanInclusive", 3, 2.9, false],
    ["ya", "equal", false, false, true],
    ["tanggal", "tanggal<", "2027-02-25", "2027-02-24", true],
    ["tanggal", "tanggal>=", "2027-02-25", "2027-02-25", true],
    ["tanggal", "tanggal!=", "2027-02-25", "2027-02-25", false],
    ["waktu", "waktu=", "2027-02-25T08:30:00+07:00", "2027-02-25T10:30:00+09:00", true],
    ["waktu", "waktu<", "2027-02-25T08:30:00+07:00", "2027-02-25T01:29:59.999Z", true],
    ["sisa", "lessThanInclusive", 2, 1.5, true],
    ["daftar", "contains", "dinkes", ["bappeda", "dinkes"], true],
    ["daftar", "doesNotContain", "dinkes", ["bappeda"], true],
    ["daftar", "someFact:in", ["dinkes", "dpupr"], ["bappeda", "dpupr"], true],
    ["daftar", "everyFact:in", ["dinkes", "dpupr"], ["bappeda", "dpupr"], false],
    ["daftar", "everyFact:in", ["dinkes"], [], true],
    ["daftar", "someFact:in", ["dinkes"], [], false],
    ["nilai", "someFact:uang>", "1000", ["999.99", "1000.01"], true],
  ])("%s %s %j: %j gives %j", async (fact, operator, value, actual, expected) => {
    expect(await holds(fact, operator, value, actual)).toBe(expected);
  });

  test("a pattern that hangs native engines decides 50,000 characters at once", async () => {
    expect(await holds("teks", "cocokPola", "^(a+)+$", `${"a".repeat(50_000)}!`)).toBe(false);
  });

  test("a path reads own members only", async () => {
    const nested = {
      type: "object",
      properties: { x: { type: "object", properties: { panjang: { type: "number" } } } },
    };
    const rules = [
      {
        name: "r",
        conditions: all({ fact: "x", path: "$.panjang", operator: "ada", value: true }),
        event: { type: "YA" },
      },
    ];
    const set = ruleSetOf(routingWith({ facts: nested, rules, tests: [] }));
    expect(await typeOf(set, { x: Object.create({ panjang: 3 }) as Json })).toBe("MANUAL");
    expect(await typeOf(set, { x: { panjang: 3 } })).toBe("YA");
  });
});

describe("deciding", () => {
  test("a path with code, in a rule set that was never read, runs nothing", async () => {
    const marker = "__porosRan";
    const path = `$..[?(globalThis.${marker} = 1)]`;
    const conditions = { all: [{ fact: "laporan", path, operator: "ada", value: true }] };
    const rules = [{ name: "r", conditions, event: { type: "YA" } }];
    const unread = { ...routing, rules, tests: [] } as RuleSet;
    expect(await evaluateLive(unread, complete)).toMatchObject({
      ok: false,
      incident: { code: "evaluationFailed" },
    });
    expect(await evaluateByEngine(unread, complete)).toMatchObject({ outcome: { type: "MANUAL" } });
    expect(Object.hasOwn(globalThis, marker)).toBe(false);
  });

  test("text that looks like a template, a formula or a reference comes back as it was written", async () => {
    const params = { pesan: "{{7*7}} =1+1 <%= x %>", rujukan: { fact: "laporan" } };
    const rules = [
      {
        name: "r",
        conditions: all({ fact: "kabupaten", operator: "ada", value: true }),
        event: { type: "YA", params },
      },
    ];
    const set = ruleSetOf(routingWith({ rules, tests: [] }));
    expect(await evaluate(set, complete)).toMatchObject({ outcome: { params } });
  });

  test("an outcome called error is an outcome like any other", async () => {
    const rules = [
      {
        name: "r",
        conditions: all({ fact: "kabupaten", operator: "ada", value: true }),
        event: { type: "error" },
      },
    ];
    expect(await typeOf(ruleSetOf(routingWith({ rules, tests: [] })), complete)).toBe("error");
  });

  test("decisions that begin while others end on one rule set do not disturb one another", async () => {
    const asked = Array.from({ length: 300 }, (_none, index) => ({ ...complete, kabupaten: index % 2 }));
    const answers: Promise<string>[] = [];
    for (const facts of asked) {
      answers.push(typeOf(ruleSet, facts));
      await Promise.resolve();
    }
    const expected = asked.map(({ kabupaten }) => (kabupaten === 1 ? "PEM-OTDA" : "KESRA"));
    expect(await Promise.all(answers)).toEqual(expected);
  });

  test("nothing that is passed in changes, and asking again gives the same", async () => {
    const facts = structuredClone(complete);
    const answers: Evaluation[] = [];
    for (let round = 0; round < 3; round += 1) answers.push(await evaluate(ruleSet, facts));
    expect(facts).toEqual(complete);
    expect(JSON.parse(JSON.stringify(ruleSet))).toEqual(routing);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });
});

describe("tests inside a rule set", () => {
  test("those that hold pass", async () => {
    expect((await runTests(ruleSet)).map(({ passed }) => passed)).toEqual([true, true, true]);
  });

  test("those that do not say what was expected and what came", async () => {
    const tests = [
      { name: "tipe", facts: complete, expect: { type: "SEKDA" } },
      { name: "isi", facts: complete, expect: { type: "KESRA", params: { tujuan: "Biro Umum" } } },
      { name: "aturan", facts: complete, expect: { type: "KESRA", rule: "sekwan" } },
      { name: "kejadian", facts: complete, expect: { incident: "missingFact", fact: "laporan.urusan" } },
    ];
    expect(await runTests(ruleSetOf(routingWith({ tests })))).toEqual([
      { name: "tipe", passed: false, expected: "SEKDA", got: "KESRA" },
      {
        name: "isi",
        passed: false,
        expected: 'KESRA {"tujuan":"Biro Umum"}',
        got: 'KESRA {"tujuan":"Biro Kesra"}',
      },
      { name: "aturan", passed: false, expected: "KESRA (sekwan)", got: "KESRA (kesra)" },
      { name: "kejadian", passed: false, expected: "incident missingFact laporan.urusan", got: "KESRA" },
    ]);
  });
});
