import { evaluate as feelin } from "feelin";
import { describe, expect, it } from "vitest";
import { compileFeel } from "../../../engine/feel/index.ts";

/** The table of docs/feel.md, both sides of it: what feelin gives, and what we give instead. */
const variables = { baris: [{ lengkap: true }, { lengkap: false }], tiga: [1, 2, 3] };
const context = { nowMs: Date.UTC(2027, 0, 31), zone: "WIB" };

function ours(text: string): unknown {
  const compiled = compileFeel(text);
  if (!compiled.ok) return compiled.problem.code;
  const result = compiled.expression.evaluate(variables, context);
  return result.ok ? { value: result.value } : result.code;
}

function theirs(text: string): unknown {
  const { value } = feelin(text, variables);
  return JSON.parse(JSON.stringify(value ?? null));
}

describe("on purpose", () => {
  it.each<[string, unknown, unknown]>([
    ['"10" > 9', true, "typeMismatch"],
    ['"10" = 10', null, "typeMismatch"],
    ["[1] = 1", true, "typeMismatch"],
    ["0.1 + 0.2 = 0.3", false, { value: true }],
    ["9007199254740993 = 9007199254740992", true, { value: false }],
    ["string(1e21)", "1", { value: "1000000000000000000000" }],
    ["1e5", 1, { value: 100000 }],
    ['split("a1b", "([0-9])")', ["a", "1", "b"], { value: ["a", "b"] }],
    ["missing > 5 and false", false, "unknownVariable"],
    ["false and missing > 5", false, { value: false }],
    ["if null then 1 else 2", 2, "nullValue"],
    ["some x in [1] satisfies x", true, "typeMismatch"],
    ["[true, false][item = false]", [], { value: [false] }],
    ['["a", "b"]["a"]', ["a"], "typeMismatch"],
    ["baris[lengkap]", [], { value: [{ lengkap: true }] }],
    ["tiga[9]", null, "indexOutOfRange"],
    ["remove(tiga, 9)", [1, 2, 3], "indexOutOfRange"],
    ['substring("abc", 0)', "c", "invalidArgument"],
    ["5 in [10..1]", true, "invalidArgument"],
    ['date("2027-01-31T10:00:00")', "2027-01-31", "invalidDate"],
    ['duration("P1M2D")', "P1M2D", "invalidDate"],
    ['duration("PT90M") / 3', null, { value: "PT30M" }],
    ['date("2027-01-31") + duration("PT1H")', "2027-01-31T01:00:00Z", { value: "2027-01-31T01:00:00" }],
    ['date and time("2027-01-31T07:00:00") = date and time("2027-01-31T00:00:00Z")', false, { value: true }],
    ['date("2027-01-31").hour', null, "typeMismatch"],
    ['list contains([date("2027-01-31")], date("2027-01-31"))', false, { value: true }],
  ])("%s is %j in feelin and %j here", (text, expected, instead) => {
    expect(theirs(text)).toEqual(expected);
    expect(ours(text)).toEqual(instead);
  });

  it("a zone with summer time is refused", () => {
    expect(ours('@"2027-01-31T10:00:00@Europe/Paris"')).toBe("invalidArgument");
    expect(ours('@"2027-01-31T10:00:00@Asia/Jakarta"')).toEqual({ value: "2027-01-31T10:00:00+07:00" });
  });

  it("date and time() is the function in long expressions, too", () => {
    const long =
      'day of week(date and time((if (some x in append(tiga, 4) satisfies x = tiga[1]) then @"2026-12-31" else date("2027-01-31")), time(0, 0, 0)))';
    expect(ours(long)).toEqual({ value: "Thursday" });
  });
});
