/**
 * JSON text to a value that knows its places.
 *
 * `JSON.parse` keeps the last of two equal keys, turns 1e400 into Infinity, makes `__proto__` a property to trip over,
 * overflows on depth, and tells no line. Here each of these is a problem with line and column, and what comes out holds
 * own properties of plain objects only.
 */
import { limits } from "./limits.ts";
import type { RuleProblem } from "./problem.ts";
import type { Json } from "./rule-set.ts";

interface Place {
  readonly line: number;
  readonly column: number;
}

interface ParsedJson {
  readonly value: Json;
  /** Place of what a pointer names; of its nearest ancestor that exists, where it does not. */
  readonly placeOf: (pointer: string, part?: "key" | "value") => Place;
}

export type ReadJson =
  | { readonly ok: true; readonly json: ParsedJson; readonly problems: readonly RuleProblem[] }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

interface Node {
  readonly start: number;
  readonly keyStart: number | null;
  readonly children: Map<string, Node> | null;
}

const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Thrown by `halt` at the first place where the text is not JSON; caught in `readJson` and nowhere else. */
const halted = new Error("The text is not JSON.");

/** What keeps a text from being JSON; `params.what` of a `badJson`. */
const unreadable = {
  empty: "The document is empty.",
  trailing: "Something follows the end of the document.",
  key: "A key in double quotes is expected here (no comma after the last member).",
  colon: "A colon is expected after the key.",
  brace: "A comma or a closing brace is expected here.",
  bracket: "A comma or a closing bracket is expected here.",
  value: "A value is expected here.",
  openText: "This text is not closed by a double quote.",
  control: "A line break or control character inside a text.",
  escape: "An unknown escape.",
} as const;
type Unreadability = keyof typeof unreadable;

export function readJson(text: string): ReadJson {
  if (text.length > limits.documentCharacters) {
    return {
      ok: false,
      problems: [
        {
          code: "documentTooLarge",
          pointer: "",
          line: 1,
          column: 1,
          message: `The document has ${text.length} characters; at most ${limits.documentCharacters} are read.`,
          params: { characters: text.length, limit: limits.documentCharacters },
        },
      ],
    };
  }
  const reading: Reading = { text, problems: [], at: 0, steps: [], failure: null };
  try {
    const { value, node } = readDocument(reading);
    const placeOf = (pointer: string, part: "key" | "value" = "value") => {
      let at = node;
      for (const step of pointerSteps(pointer)) {
        const child = at.children?.get(step);
        if (child === undefined) break;
        at = child;
      }
      return placeAt(text, part === "key" && at.keyStart !== null ? at.keyStart : at.start);
    };
    return { ok: true, json: { value, placeOf }, problems: reading.problems };
  } catch (error) {
    const { failure } = reading;
    if (error !== halted || failure === null) throw error;
    const { offset, ...problem } = failure;
    const place = placeAt(text, offset);
    return {
      ok: false,
      problems: [{ ...problem, pointer: pointerOf(reading), ...place }, ...reading.problems],
    };
  }
}

export function pointerStep(step: string | number): string {
  return `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

function pointerSteps(pointer: string): string[] {
  return pointer === ""
    ? []
    : pointer
        .slice(1)
        .split("/")
        .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function placeAt(text: string, offset: number): Place {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1 };
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const space = /[ \t\n\r]*/y;
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

interface Reading {
  readonly text: string;
  readonly problems: RuleProblem[];
  /** Of the next character. */
  at: number;
  /** Of the value that is being read. */
  readonly steps: (string | number)[];
  /** What made the reading end early. */
  failure: (Pick<RuleProblem, "code" | "message" | "params"> & { readonly offset: number }) | null;
}

function pointerOf(reading: Reading): string {
  return reading.steps.map(pointerStep).join("");
}

function readDocument(reading: Reading): { value: Json; node: Node } {
  skipSpace(reading);
  if (reading.at >= reading.text.length) throw unreadableAt(reading, "empty");
  const read = readValue(reading, null);
  skipSpace(reading);
  if (reading.at < reading.text.length) throw unreadableAt(reading, "trailing");
  return read;
}

function readValue(reading: Reading, keyStart: number | null): { value: Json; node: Node } {
  const start = reading.at;
  const plain = (value: Json) => ({ value, node: { start, keyStart, children: null } });
  const first = reading.text[reading.at];
  if (first === "{" || first === "[") {
    if (reading.steps.length >= limits.jsonDepth) {
      throw halt(reading, "tooDeep", start, `Nested deeper than ${limits.jsonDepth} levels.`, {
        limit: limits.jsonDepth,
      });
    }
    return first === "{" ? readObject(reading, keyStart) : readArray(reading, keyStart);
  }
  if (first === '"') return plain(readText(reading));
  for (const [word, value] of [
    ["true", true],
    ["false", false],
    ["null", null],
  ] as const) {
    if (reading.text.startsWith(word, reading.at)) {
      reading.at += word.length;
      return plain(value);
    }
  }
  return plain(readNumber(reading));
}

function readObject(reading: Reading, keyStart: number | null): { value: Json; node: Node } {
  const start = reading.at;
  const value: Record<string, Json> = {};
  const children = new Map<string, Node>();
  reading.at += 1;
  skipSpace(reading);
  if (!take(reading, "}")) {
    do {
      skipSpace(reading);
      const keyAt = reading.at;
      if (reading.text[keyAt] !== '"') {
        throw unreadableAt(reading, "key");
      }
      const key = readText(reading);
      skipSpace(reading);
      if (!take(reading, ":")) throw unreadableAt(reading, "colon");
      skipSpace(reading);
      reading.steps.push(key);
      const member = readValue(reading, keyAt);
      if (children.has(key))
        report(reading, "duplicateKey", keyAt, `The key "${key}" occurs twice.`, { key });
      else if (forbiddenKeys.has(key)) {
        report(reading, "forbiddenKey", keyAt, `The key "${key}" is not allowed anywhere.`, { key });
      } else value[key] = member.value;
      children.set(key, member.node);
      reading.steps.pop();
      skipSpace(reading);
    } while (take(reading, ","));
    if (!take(reading, "}")) throw unreadableAt(reading, "brace");
  }
  return { value, node: { start, keyStart, children } };
}

function readArray(reading: Reading, keyStart: number | null): { value: Json; node: Node } {
  const start = reading.at;
  const value: Json[] = [];
  const children = new Map<string, Node>();
  reading.at += 1;
  skipSpace(reading);
  if (!take(reading, "]")) {
    do {
      skipSpace(reading);
      reading.steps.push(value.length);
      const item = readValue(reading, null);
      children.set(String(value.length), item.node);
      value.push(item.value);
      reading.steps.pop();
      skipSpace(reading);
    } while (take(reading, ","));
    if (!take(reading, "]")) throw unreadableAt(reading, "bracket");
  }
  return { value, node: { start, keyStart, children } };
}

function readText(reading: Reading): string {
  const start = reading.at;
  let read = "";
  let from = reading.at + 1;
  for (reading.at = from; ; reading.at += 1) {
    const code = reading.text.charCodeAt(reading.at);
    if (Number.isNaN(code)) throw unreadableAt(reading, "openText", start);
    if (code < 0x20) throw unreadableAt(reading, "control");
    if (code === 0x22) break;
    if (code === 0x5c) {
      read += reading.text.slice(from, reading.at) + readEscape(reading);
      from = reading.at + 1;
    }
  }
  read += reading.text.slice(from, reading.at);
  reading.at += 1;
  if (/\p{Surrogate}|\0/u.test(read)) {
    report(reading, "badCharacter", start, "A NUL or half a surrogate pair inside a text.", {});
  }
  return read;
}

/** Leaves `at` on the last character of the escape. */
function readEscape(reading: Reading): string {
  reading.at += 1;
  const letter = reading.text[reading.at] ?? "";
  const plain = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
  if (plain !== undefined) return plain;
  const digits = reading.text.slice(reading.at + 1, reading.at + 5);
  if (letter !== "u" || !/^[0-9a-fA-F]{4}$/.test(digits)) throw unreadableAt(reading, "escape");
  reading.at += 4;
  return String.fromCharCode(Number.parseInt(digits, 16));
}

function readNumber(reading: Reading): number {
  const start = reading.at;
  number.lastIndex = start;
  const match = number.exec(reading.text);
  if (match === null) throw unreadableAt(reading, "value");
  reading.at += match[0].length;
  const read = Number(match[0]);
  if (!Number.isFinite(read)) {
    report(reading, "numberNotFinite", start, `${match[0].slice(0, 40)} is not a finite number.`, {
      number: match[0].slice(0, 40),
    });
    return 0;
  }
  if (Math.abs(read) > Number.MAX_SAFE_INTEGER) {
    report(
      reading,
      "numberTooLarge",
      start,
      `${match[0].slice(0, 40)} is past 2^53 and would lose digits; write it as a decimal string.`,
      { number: match[0].slice(0, 40) },
    );
  }
  return read;
}

function take(reading: Reading, character: string): boolean {
  if (reading.text[reading.at] !== character) return false;
  reading.at += 1;
  return true;
}

function skipSpace(reading: Reading): void {
  space.lastIndex = reading.at;
  space.exec(reading.text);
  reading.at = space.lastIndex;
}

function unreadableAt(reading: Reading, what: Unreadability, offset = reading.at): Error {
  return halt(reading, "badJson", offset, unreadable[what], { what });
}

/** To be thrown: nothing can be read after this place. */
function halt(
  reading: Reading,
  code: string,
  offset: number,
  message: string,
  params: RuleProblem["params"],
): Error {
  reading.failure = { code, offset, message, params };
  return halted;
}

function report(
  reading: Reading,
  code: string,
  offset: number,
  message: string,
  params: RuleProblem["params"],
): void {
  if (reading.problems.length >= limits.problems) return;
  reading.problems.push({
    code,
    pointer: pointerOf(reading),
    ...placeAt(reading.text, offset),
    message,
    params,
  });
}
