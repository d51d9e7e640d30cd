/** The keywords of texts and numbers. A keyword of one type lets values of another pass, as the standard says. */
import { compilePattern } from "./pattern.ts";
import { type Check, type Context, type Keyword, refuse } from "./schema-check.ts";
import { numberFormats, textFormats } from "./schema-format.ts";

type Named = readonly [string, Keyword];

/** Characters as people count them, not UTF-16 units. */
function characters(text: string): number {
  let count = 0;
  for (const _character of text) count += 1;
  return count;
}

function length(
  name: "minLength" | "maxLength",
  fits: (count: number, limit: number) => boolean,
  words: string,
): Named {
  return [
    name,
    (argument, { at, compiler }) => {
      if (typeof argument !== "number" || !Number.isInteger(argument) || argument < 0) {
        return compiler.fault(`${at}/${name}`, "badKeyword", `"${name}" is a whole number from 0.`);
      }
      return (value, where, out) =>
        typeof value !== "string" ||
        fits(characters(value), argument) ||
        refuse(out, where, name, `Must have at ${words} ${argument} characters.`, {
          limit: argument,
          got: characters(value),
        });
    },
  ];
}

function bound(name: string, fits: (value: number, limit: number) => boolean, words: string): Named {
  return [
    name,
    (argument, { at, compiler }) => {
      if (typeof argument !== "number" || !Number.isFinite(argument)) {
        return compiler.fault(`${at}/${name}`, "badKeyword", `"${name}" is a number.`);
      }
      return (value, where, out) =>
        typeof value !== "number" ||
        fits(value, argument) ||
        refuse(out, where, name, `Must be ${words} ${argument}.`, { limit: argument, got: value });
    },
  ];
}

function pattern(argument: unknown, { at, compiler }: Context): Check {
  const compiled = typeof argument === "string" ? compilePattern(argument) : null;
  if (compiled === null || !compiled.ok) {
    const why = compiled === null ? "it is not a text" : compiled.message;
    return compiler.fault(`${at}/pattern`, "badPattern", `This pattern is not usable: ${why}`);
  }
  const expected = String(argument);
  return (value, where, out) =>
    typeof value !== "string" ||
    compiled.test(value) ||
    refuse(out, where, "pattern", `Must match the pattern ${expected}.`, { pattern: expected });
}

function format(argument: unknown, { at, compiler }: Context): Check | null {
  if (typeof argument === "string" && numberFormats.has(argument)) return null;
  const test = typeof argument === "string" ? textFormats.get(argument) : undefined;
  if (test === undefined) {
    const known = [...textFormats.keys(), ...numberFormats].join(", ");
    return compiler.fault(`${at}/format`, "unknownFormat", `"format" is one of ${known}.`);
  }
  const expected = String(argument);
  return (value, where, out) =>
    typeof value !== "string" ||
    test(value) ||
    refuse(out, where, "format", `Must be written as ${expected}.`, { format: expected });
}

/** Exact on decimals: 0.3 is a multiple of 0.1 although the floats are not. */
function isMultiple(value: number, of: number): boolean {
  const [a, aScale] = decimal(value);
  const [b, bScale] = decimal(of);
  const scale = Math.max(aScale, bScale);
  return (a * 10n ** BigInt(scale - aScale)) % (b * 10n ** BigInt(scale - bScale)) === 0n;
}

/** The digits of a number and how many of them follow the point. */
function decimal(value: number): [bigint, number] {
  const [mantissa = "0", exponent = "0"] = value.toString().split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0 ? [digits, scale] : [digits * 10n ** BigInt(-scale), 0];
}

function multipleOf(argument: unknown, { at, compiler }: Context): Check {
  if (typeof argument !== "number" || !(argument > 0) || !Number.isFinite(argument)) {
    return compiler.fault(`${at}/multipleOf`, "badKeyword", '"multipleOf" is a number above 0.');
  }
  return (value, where, out) =>
    typeof value !== "number" ||
    (Number.isFinite(value) && isMultiple(value, argument)) ||
    refuse(out, where, "multipleOf", `Must be a multiple of ${argument}.`, { of: argument });
}

export const textAndNumberKeywords: readonly Named[] = [
  length("minLength", (count, limit) => count >= limit, "least"),
  length("maxLength", (count, limit) => count <= limit, "most"),
  ["pattern", pattern],
  ["format", format],
  bound("minimum", (value, limit) => value >= limit, "at least"),
  bound("maximum", (value, limit) => value <= limit, "at most"),
  bound("exclusiveMinimum", (value, limit) => value > limit, "more than"),
  bound("exclusiveMaximum", (value, limit) => value < limit, "less than"),
  ["multipleOf", multipleOf],
];
