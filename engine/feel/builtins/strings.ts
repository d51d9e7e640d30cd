import { raise } from "../fault.ts";
import { parseNumber } from "../number.ts";
import { spend } from "../part.ts";
import { compilePattern, matchesPattern, type Pattern, replacePattern, splitPattern } from "../pattern.ts";
import { bounded, textOf } from "../text.ts";
import { type FeelValue, isNumber, type Run } from "../value.ts";
import { type BuiltinCall, define, type Given, list, text, whole, wrong } from "./builtin.ts";

/** Functions on strings. Positions count characters (code points) from 1; patterns run in linear time. */
export const strings = [
  define("string(from)", ([from]) => {
    return from === null || from === undefined ? wrong(from, "from", "a value") : bounded(textOf(from));
  }),
  define("number(from)|number(from, grouping separator, decimal separator)", toNumber),
  define("string length(string)", ([string], run) => characters(text(string, "string"), run).length),
  define("substring(string, start position, length?)", ([string, start, length], run) => {
    const all = characters(text(string, "string"), run);
    const from = whole(start, "start position");
    if (from === 0) raise("invalidArgument", "positions in a string count from 1, or from -1 at its end");
    const first = from > 0 ? from - 1 : Math.max(0, all.length + from);
    if (length === undefined) return all.slice(first).join("");
    return all.slice(first, first + Math.max(0, whole(length, "length"))).join("");
  }),
  define("upper case(string)", ([string]) => bounded(text(string, "string").toUpperCase())),
  define("lower case(string)", ([string]) => bounded(text(string, "string").toLowerCase())),
  define("trim(string)", ([string]) => text(string, "string").trim()),
  define("substring before(string, match)", ([string, match]) => {
    const whole = text(string, "string");
    const index = whole.indexOf(text(match, "match"));
    return index < 0 ? "" : whole.slice(0, index);
  }),
  define("substring after(string, match)", ([string, match]) => {
    const whole = text(string, "string");
    const wanted = text(match, "match");
    const index = whole.indexOf(wanted);
    return index < 0 ? "" : whole.slice(index + wanted.length);
  }),
  define("contains(string, match)", ([a, b]) => text(a, "string").includes(text(b, "match"))),
  define("starts with(string, match)", ([a, b]) => text(a, "string").startsWith(text(b, "match"))),
  define("ends with(string, match)", ([a, b]) => text(a, "string").endsWith(text(b, "match"))),
  define("string join(list, delimiter?)", ([items, delimiter], run) => {
    const parts = list(items, "list");
    spend(run, parts.length);
    const between = delimiter === undefined || delimiter === null ? "" : text(delimiter, "delimiter");
    const texts = parts.filter((part) => part !== null).map((part) => text(part, "list"));
    const length = texts.reduce((sum, part) => sum + part.length + between.length, 0);
    return length > 2_000_000 ? bounded("x".repeat(2_000_000)) : bounded(texts.join(between));
  }),
  define(
    "matches(input, pattern, flags?)",
    (args, run) => withPattern(args, 1, 2, run, matches),
    (constants) => prepared(constants, 1, 2, matches),
  ),
  define(
    "replace(input, pattern, replacement, flags?)",
    (args, run) => withPattern(args, 1, 3, run, replace),
    (constants) => prepared(constants, 1, 3, replace),
  ),
  define(
    "split(string, delimiter)",
    (args, run) => withPattern(args, 1, null, run, split),
    (constants) => prepared(constants, 1, null, split),
  ),
];

type PatternCall = (pattern: Pattern, args: Given, run: Run) => FeelValue;

const matches: PatternCall = (pattern, [input]) => matchesPattern(pattern, text(input, "input"));

const replace: PatternCall = (pattern, [input, , replacement]) =>
  replacePattern(pattern, text(input, "input"), text(replacement, "replacement"));

const split: PatternCall = (pattern, [string], run) => {
  const parts = splitPattern(pattern, text(string, "string"));
  spend(run, parts.length);
  return parts;
};

function withPattern(
  args: Given,
  patternAt: number,
  flagsAt: number | null,
  run: Run,
  call: PatternCall,
): FeelValue {
  const flags = flagsAt === null ? undefined : args[flagsAt];
  const pattern = compilePattern(
    text(args[patternAt], "pattern"),
    flags === undefined ? "" : text(flags, "flags"),
  );
  return call(pattern, args, run);
}

/** Compiles a pattern that stands in the text, so that it is judged when the expression is read. */
function prepared(
  constants: Given,
  patternAt: number,
  flagsAt: number | null,
  call: PatternCall,
): BuiltinCall | undefined {
  const source = constants[patternAt];
  const flags = flagsAt === null ? undefined : constants[flagsAt];
  const flagsGiven = flagsAt !== null && constants.length > flagsAt;
  if (typeof source !== "string" || (flagsGiven && typeof flags !== "string")) return undefined;
  const pattern = compilePattern(source, typeof flags === "string" ? flags : "");
  return (args, run) => call(pattern, args, run);
}

function characters(string: string, run: Run): string[] {
  spend(run, Math.ceil(string.length / 100));
  return Array.from(string);
}

function toNumber([from, grouping, decimal]: Given): FeelValue {
  if (from !== undefined && isNumber(from)) return from;
  let digits = text(from, "from");
  if (grouping !== undefined && grouping !== null) {
    const separator = text(grouping, "grouping separator");
    if (![" ", ",", "."].includes(separator)) wrong(grouping, "grouping separator", 'a space, "," or "."');
    digits = digits.split(separator).join("");
  }
  if (decimal !== undefined && decimal !== null) {
    const separator = text(decimal, "decimal separator");
    if (separator !== "." && separator !== ",") wrong(decimal, "decimal separator", '"," or "."');
    if (separator === ",") digits = digits.includes(".") ? "" : digits.replace(",", ".");
  }
  return parseNumber(digits) ?? raise("invalidArgument", `"${text(from, "from")}" is not a number`);
}
