import { describe, expect, it } from "vitest";
import { compileFeel, type FeelContext, feelLimits } from "../../../engine/feel/index.ts";
import type { Value, Variables } from "../../../engine/index.ts";

const context: FeelContext = { nowMs: Date.UTC(2027, 0, 31, 18, 0), zone: "WIB" };
const variables: Variables = {
  nilai: 7,
  besar: "9007199254740993",
  teks: "10",
  kosong: null,
  berkas: { nilai: 1000, unit: "Dinkes", "nomor agenda": 12, kosong: null },
  daftar: [1, 2, 3],
  baris: [
    { nilai: 10, unit: "a" },
    { nilai: 30, unit: "b" },
  ],
  lengkap: true,
  tanggal: "2027-01-31",
};

function evaluate(text: string, more: Partial<FeelContext> = {}) {
  const compiled = compileFeel(text);
  if (!compiled.ok) throw new Error(`${text}: ${compiled.problem.message}`);
  return compiled.expression.evaluate(variables, { ...context, ...more });
}

function value(text: string, more: Partial<FeelContext> = {}): Value {
  const result = evaluate(text, more);
  if (!result.ok) throw new Error(`${text}: ${result.message}`);
  return result.value;
}

describe("numbers", () => {
  it.each([
    ["0.1 + 0.2 = 0.3", true],
    ["0.1 + 0.2", 0.3],
    ["9007199254740993 = 9007199254740992", false],
    ["9007199254740993", "9007199254740993"],
    ["number(besar) + 2", "9007199254740995"],
    ["number(besar) > 9007199254740992", true],
    ["2500000000.10 * 3", 7500000000.3],
    ["1.005 * 1000", 1005],
    ["10 / 4", 2.5],
    ["1 / 3 * 3", 1],
    ["-7 / 2", -3.5],
    ["2 ** 10", 1024],
    ["2 ** -1", 0.5],
    ["1e3 + 1", 1001],
    ["modulo(-5, 3)", 1],
    ["sqrt(2)", Math.SQRT2],
    ["sqrt(1.44)", 1.2],
    ["round half up(2.5, 0)", 3],
    ["decimal(2.5, 0)", 2],
    ["decimal(1.115, 2)", 1.12],
    ["floor(-1.5)", -2],
    ["round up(1234.5, -2)", 1300],
    ["sum([0.1, 0.2, 0.3])", 0.6],
    ["mean([1, 2])", 1.5],
    ["median([10, 9, 1])", 9],
    ["string(1.50)", "1.5"],
    ["string(1e21)", "1000000000000000000000"],
    ['number("1.000.000,50", ".", ",")', 1000000.5],
  ])("%s is %j", (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  it("of more digits than can be kept are refused when they are read", () => {
    expect(compileFeel(`${"1".repeat(35)} + 1`)).toMatchObject({
      ok: false,
      problem: { code: "syntaxError" },
    });
  });

  it("beyond the largest power of ten end the evaluation", () => {
    expect(evaluate("nilai ** 9999")).toMatchObject({ ok: false, code: "numberOutOfRange" });
  });

  it("keep their form when they pass through unchanged", () => {
    expect(value("[1.10, 3, 1e21]")).toEqual([1.1, 3, 1e21]);
  });
});

describe("what is missing or null", () => {
  it.each([
    ["hilang > 5", "unknownVariable", "hilang"],
    ["hilang = 5", "unknownVariable", "hilang"],
    ["hilang + 1", "unknownVariable", "hilang"],
    ["berkas.hilang", "unknownVariable", "berkas.hilang"],
    ["berkas.kosong.dalam", "nullValue", "berkas.kosong"],
    ["kosong + 1", "nullValue", "kosong"],
    ["kosong > 1", "nullValue", "kosong"],
    ["not(kosong)", "nullValue", "kosong"],
    ["if kosong then 1 else 2", "nullValue", "kosong"],
    ["kosong and true", "nullValue", "kosong"],
    ["lengkap and kosong", "nullValue", "kosong"],
    ["kosong between 1 and 2", "nullValue", "kosong"],
    ["kosong in [1..2]", "nullValue", "kosong"],
    ['contains(kosong, "a")', "nullValue", "kosong"],
    ["sum(kosong)", "nullValue", "kosong"],
    ["for x in kosong return x", "nullValue", "kosong"],
    ["baris[hilang > 1]", "unknownVariable", "hilang"],
    ["daftar[9]", "indexOutOfRange", "daftar"],
    ["baris.hilang", "unknownVariable", "baris.hilang"],
    ["constructor", "unknownVariable", "constructor"],
    ["berkas.toString", "unknownVariable", "berkas.toString"],
    ["berkas.__proto__", "unknownVariable", "berkas.__proto__"],
  ])("%s fails with %s and names %s", (text, code, variable) => {
    expect(evaluate(text)).toMatchObject({ ok: false, code, variable });
  });

  it.each([
    ["hilang = null", true],
    ["null = hilang", true],
    ["hilang != null", false],
    ["berkas.hilang = null", true],
    ["hilang.lagi.dalam = null", true],
    ["daftar[9] = null", true],
    ["kosong = null", true],
    ["kosong = 5", false],
    ["kosong != 5", true],
    ["is defined(hilang)", false],
    ["is defined(berkas.nilai)", true],
    ["is defined(kosong)", false],
    ["get or else(hilang, 3)", 3],
    ["get or else(berkas.hilang, 3)", 3],
    ['get value(berkas, "hilang")', null],
    ["hilang in (null, 5)", true],
    ["hilang != null and hilang > 5", false],
    ["hilang = null or hilang > 5", true],
    ["if hilang != null then hilang else 0", 0],
    ["kosong instance of number", false],
    ["min([])", null],
    ["sum([])", null],
  ])("%s is %j, for it asks", (text, expected) => {
    expect(value(text)).toEqual(expected);
  });
});

describe("types", () => {
  it.each([
    ["teks > 9", "teks"],
    ["teks = 10", "teks"],
    ["nilai = lengkap", "nilai"],
    ['nilai in ("a")', "nilai"],
    ["nilai + teks", "nilai"],
    ["nilai and lengkap", "nilai"],
    ["daftar = 1", "daftar"],
    ["tanggal < today()", "tanggal"],
    ['contains(nilai, "a")', "nilai"],
    ["upper case(nilai)", "nilai"],
    ["sum(lengkap)", "lengkap"],
    ["nilai.unit", "nilai.unit"],
  ])("%s mixes types and names %s", (text, variable) => {
    expect(evaluate(text)).toMatchObject({ ok: false, code: "typeMismatch", variable });
  });

  it('"10" > 9 is a problem when it is read', () => {
    expect(compileFeel('"10" > 9')).toMatchObject({
      ok: false,
      problem: { code: "typeMismatch", column: 1 },
    });
  });

  it("date(tanggal) turns a text into a date that compares", () => {
    expect(value("date(tanggal) < today()")).toBe(true);
  });
});

describe("time", () => {
  it.each([
    ["now()", "2027-02-01T01:00:00+07:00"],
    ["today()", "2027-02-01"],
    ['date("2027-01-31") + duration("P1M")', "2027-02-28"],
    ['date("2028-02-29") + duration("P1Y")', "2029-02-28"],
    ['date("2027-01-31") - date("2027-01-01")', "P30D"],
    ['date and time("2027-02-01T01:00:00") = now()', true],
    ['date and time("2027-01-31T18:00:00Z") = now()', true],
    ['@"2027-01-31T10:00:00+07:00".hour', 10],
    ['duration("P1Y2M") + duration("P1M")', "P1Y3M"],
    ['duration("PT90M") / 3', "PT30M"],
    ['-duration("P1D")', "-P1D"],
    ['years and months duration(date("2027-01-31"), date("2028-03-01"))', "P1Y1M"],
    ['day of week(date("2027-01-31"))', "Sunday"],
    ['week of year(date("2027-01-01"))', 53],
    ['date("2027-01-31").weekday', 7],
    ['time("10:30:00") < time("11:00:00")', true],
    ["date(now())", "2027-02-01"],
  ])("%s is %j", (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  it("now() in WIT is two hours later on the clock, and the same instant", () => {
    expect(value("now()", { zone: "WIT" })).toBe("2027-02-01T03:00:00+09:00");
  });

  it("a date that does not exist is a problem when it is read, and a failure when it comes from a variable", () => {
    expect(compileFeel('tanggal = "x" or date("2027-02-30") = today()')).toMatchObject({
      ok: false,
      problem: { code: "invalidDate", column: 18 },
    });
    const compiled = compileFeel("date(hari)");
    expect(compiled.ok && compiled.expression.evaluate({ hari: "2027-02-30" }, context)).toMatchObject({
      ok: false,
      code: "invalidDate",
      variable: "hari",
    });
  });

  it("a zone that nobody knows fails and says so", () => {
    expect(evaluate("now()", { zone: "WIBB" })).toMatchObject({ ok: false, code: "invalidArgument" });
  });
});

describe("lists, contexts and texts", () => {
  it.each<[string, Value]>([
    ["daftar[-1]", 3],
    ["daftar[item > 1]", [2, 3]],
    ["daftar[> 1]", [2, 3]],
    ["[true, false][item = false]", [false]],
    ["baris[nilai > 10].unit", ["b"]],
    ["baris[nilai > 10][1].unit", "b"],
    ['count(baris[unit = "a"])', 1],
    ["for i in 1..3 return i * i", [1, 4, 9]],
    ["for i in 1..3 return if i = 1 then 1 else partial[-1] + i", [1, 3, 6]],
    ["some x in daftar satisfies x > 2", true],
    ["every x in daftar satisfies x > 2", false],
    ["{a: 1, b: a + 1}", { a: 1, b: 2 }],
    ["berkas.nomor agenda", 12],
    ["sort(daftar, function(a, b) a > b)", [3, 2, 1]],
    ['context put(berkas, "unit", "Dinsos").unit', "Dinsos"],
    ['distinct values([1, "1", 1, null, null])', [1, "1", null]],
    ['list contains([1, "a"], "a")', true],
    ['substring("kesehatan", -5)', "hatan"],
    ['string length("😀a")', 2],
    ['replace("a1b2", "([0-9])", "<$1>")', "a<1>b<2>"],
    ['split("a;b;;c", ";")', ["a", "b", "", "c"]],
    ['"a\\n\\u00e9\\""', 'a\né"'],
    ['string([1, "a", {b: null}])', '[1, "a", {b: null}]'],
  ])("%s is %j", (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  it("an inner scope hides an outer one of the same name", () => {
    const compiled = compileFeel("nilai + luar");
    if (!compiled.ok) throw new Error(compiled.problem.message);
    const outer = [{ luar: 10 }, { nilai: 1000, luar: 1000 }];
    expect(compiled.expression.evaluate({ nilai: 1 }, { ...context, outer })).toEqual({
      ok: true,
      value: 11,
    });
  });

  it("says which variables it reads", () => {
    const names = (text: string) => {
      const compiled = compileFeel(text);
      return compiled.ok ? compiled.expression.variables : compiled.problem;
    };
    expect(names("berkas.nilai > batas and (some x in daftar satisfies x > y)")).toEqual([
      "batas",
      "berkas",
      "daftar",
      "y",
    ]);
    expect(names("baris[nilai > 10]")).toEqual(["baris"]);
    expect(names("{a: b, c: a}")).toEqual(["b"]);
    expect(names("today()")).toEqual([]);
  });

  it("a range or a function is no variable's value", () => {
    expect(evaluate("[1..5]")).toMatchObject({ ok: false, code: "notJson" });
    expect(evaluate("function(x) x")).toMatchObject({ ok: false, code: "notJson" });
  });
});

describe("an expression that cannot be read", () => {
  it.each([
    ["", "syntaxError", 1],
    ["  ", "syntaxError", 3],
    ["a >", "syntaxError", 4],
    [")(", "syntaxError", 1],
    ['a = "b', "syntaxError", 5],
    ["if a then b", "syntaxError", 12],
    ["foo(1)", "unknownFunction", 1],
    ['1 + contains("a")', "wrongArguments", 5],
    ['matches(a, "(?=b)")', "invalidPattern", 1],
    ["a = 1 / 0", "divisionByZero", 5],
    ["{constructor: 1}", "invalidArgument", 1],
    ['require("fs")', "unknownFunction", 1],
    [`${"(".repeat(65)}1${")".repeat(65)}`, "expressionTooDeep", 65],
    ["{a:".repeat(1000), "expressionTooDeep", 193],
    [`1${"+1".repeat(1000)}`, "expressionTooDeep", undefined],
    ["a".repeat(feelLimits.textLength + 1), "expressionTooLong", 1],
  ])("%j is refused with %s", (text, code, column) => {
    const compiled = compileFeel(text);
    expect(compiled).toMatchObject({ ok: false, problem: { code } });
    if (column !== undefined) expect(!compiled.ok && compiled.problem.column).toBe(column);
  });
});

describe("an evaluation that would not end", () => {
  it("of a thousand million rounds stops at its budget", () => {
    expect(evaluate("for i in 1..1000000000 return i")).toMatchObject({ ok: false, code: "stepLimit" });
    expect(evaluate("some i in 1..1000000000 satisfies i < 0")).toMatchObject({
      ok: false,
      code: "stepLimit",
    });
  });

  it("of a text that doubles itself stops when it is too long", () => {
    const text = 'for i in 1..60 return if i = 1 then "ab" else partial[-1] + partial[-1]';
    expect(evaluate(text)).toMatchObject({ ok: false, code: "sizeLimit" });
  });

  it("of a function that calls itself stops at a depth", () => {
    expect(evaluate("{f: function(g, n) g(g, n), x: f(f, 1)}.x")).toMatchObject({
      ok: false,
      code: "callDepthLimit",
    });
  });

  it("of a pattern that hangs native engines ends at once", () => {
    expect(value('matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")')).toBe(false);
  });

  it("gives the same result again, for it keeps nothing between evaluations", () => {
    const compiled = compileFeel("count(for i in 1..50000 return i)");
    if (!compiled.ok) throw new Error(compiled.problem.message);
    for (let round = 0; round < 3; round++) {
      expect(compiled.expression.evaluate({}, context)).toEqual({ ok: true, value: 50000 });
    }
  });
});

describe("a unary test", () => {
  const test = (text: string, input: Value) => {
    const compiled = compileFeel(text, { kind: "unary" });
    return compiled.ok ? compiled.expression.evaluate(variables, { ...context, input }) : compiled.problem;
  };
  it.each<[string, Value, boolean]>([
    ["> 5", 6, true],
    ['"a", "b"', "b", true],
    ['not("a", "b")', "b", false],
    ["-", null, true],
    ["[1..3], 5", 5, true],
    ["? > 5 and ? < 7", 6, true],
    ["null", null, true],
    ["null", 3, false],
    ["daftar", 3, true],
    ["lengkap", 3, true],
    ["false", false, true],
  ])("%s of %j is %j", (text, input, expected) => {
    expect(test(text, input)).toEqual({ ok: true, value: expected });
  });

  it("of another type is an error", () => {
    expect(test("> 5", "6")).toMatchObject({ ok: false, code: "typeMismatch" });
  });
});

describe("names with signs and spaces", () => {
  it("are read as names where they are said to be", () => {
    const evaluated = (text: string, names: readonly string[]) => {
      const compiled = compileFeel(text, { names });
      return compiled.ok
        ? compiled.expression.evaluate(
            { "tanggal-masuk": 3, tanggal: 10, masuk: 4, "sisa waktu": 2 },
            context,
          )
        : compiled.problem;
    };
    expect(evaluated("tanggal-masuk", ["tanggal-masuk"])).toEqual({ ok: true, value: 3 });
    expect(evaluated("tanggal-masuk", [])).toEqual({ ok: true, value: 6 });
    expect(evaluated("sisa waktu + 1", [])).toEqual({ ok: true, value: 3 });
  });
});
