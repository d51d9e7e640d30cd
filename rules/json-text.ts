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

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface ParsedJson {
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

/** Ends the reading at the first place where the text is not JSON; caught in `readJson` and nowhere else. */
class Unreadable extends Error {
  readonly code: string;
  readonly offset: number;
  readonly params: RuleProblem["params"];
  constructor(code: string, offset: number, message: string, params: RuleProblem["params"]) {
    super(message);
    this.code = code;
    this.offset = offset;
    this.params = params;
  }
}

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
export type Unreadability = keyof typeof unreadable;

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
  const reader = new Reader(text);
  try {
    const { value, node } = reader.document();
    const placeOf = (pointer: string, part: "key" | "value" = "value") => {
      let at = node;
      for (const step of pointerSteps(pointer)) {
        const child = at.children?.get(step);
        if (child === undefined) break;
        at = child;
      }
      return placeAt(text, part === "key" && at.keyStart !== null ? at.keyStart : at.start);
    };
    return { ok: true, json: { value, placeOf }, problems: reader.problems };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const place = placeAt(text, error.offset);
    return {
      ok: false,
      problems: [
        {
          code: error.code,
          pointer: reader.pointer(),
          ...place,
          message: error.message,
          params: error.params,
        },
        ...reader.problems,
      ],
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

class Reader {
  readonly problems: RuleProblem[] = [];
  private readonly text: string;
  private at = 0;
  private readonly steps: (string | number)[] = [];

  constructor(text: string) {
    this.text = text;
  }

  pointer(): string {
    return this.steps.map(pointerStep).join("");
  }

  document(): { value: Json; node: Node } {
    this.skipSpace();
    if (this.at >= this.text.length) throw this.unreadable("empty");
    const read = this.value(null);
    this.skipSpace();
    if (this.at < this.text.length) throw this.unreadable("trailing");
    return read;
  }

  private value(keyStart: number | null): { value: Json; node: Node } {
    const start = this.at;
    const plain = (value: Json) => ({ value, node: { start, keyStart, children: null } });
    const first = this.text[this.at];
    if (first === "{" || first === "[") {
      if (this.steps.length >= limits.jsonDepth) {
        throw new Unreadable("tooDeep", start, `Nested deeper than ${limits.jsonDepth} levels.`, {
          limit: limits.jsonDepth,
        });
      }
      return first === "{" ? this.object(keyStart) : this.array(keyStart);
    }
    if (first === '"') return plain(this.string());
    for (const [word, value] of [
      ["true", true],
      ["false", false],
      ["null", null],
    ] as const) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return plain(value);
      }
    }
    return plain(this.number());
  }

  private object(keyStart: number | null): { value: Json; node: Node } {
    const start = this.at;
    const value: Record<string, Json> = {};
    const children = new Map<string, Node>();
    this.at += 1;
    this.skipSpace();
    if (!this.take("}")) {
      do {
        this.skipSpace();
        const keyAt = this.at;
        if (this.text[keyAt] !== '"') {
          throw this.unreadable("key");
        }
        const key = this.string();
        this.skipSpace();
        if (!this.take(":")) throw this.unreadable("colon");
        this.skipSpace();
        this.steps.push(key);
        const member = this.value(keyAt);
        if (children.has(key)) this.report("duplicateKey", keyAt, `The key "${key}" occurs twice.`, { key });
        else if (forbiddenKeys.has(key)) {
          this.report("forbiddenKey", keyAt, `The key "${key}" is not allowed anywhere.`, { key });
        } else value[key] = member.value;
        children.set(key, member.node);
        this.steps.pop();
        this.skipSpace();
      } while (this.take(","));
      if (!this.take("}")) throw this.unreadable("brace");
    }
    return { value, node: { start, keyStart, children } };
  }

  private array(keyStart: number | null): { value: Json; node: Node } {
    const start = this.at;
    const value: Json[] = [];
    const children = new Map<string, Node>();
    this.at += 1;
    this.skipSpace();
    if (!this.take("]")) {
      do {
        this.skipSpace();
        this.steps.push(value.length);
        const item = this.value(null);
        children.set(String(value.length), item.node);
        value.push(item.value);
        this.steps.pop();
        this.skipSpace();
      } while (this.take(","));
      if (!this.take("]")) throw this.unreadable("bracket");
    }
    return { value, node: { start, keyStart, children } };
  }

  private string(): string {
    const start = this.at;
    let read = "";
    let from = this.at + 1;
    for (this.at = from; ; this.at += 1) {
      const code = this.text.charCodeAt(this.at);
      if (Number.isNaN(code)) throw this.unreadable("openText", start);
      if (code < 0x20) throw this.unreadable("control");
      if (code === 0x22) break;
      if (code === 0x5c) {
        read += this.text.slice(from, this.at) + this.escape();
        from = this.at + 1;
      }
    }
    read += this.text.slice(from, this.at);
    this.at += 1;
    if (/\p{Surrogate}|\0/u.test(read)) {
      this.report("badCharacter", start, "A NUL or half a surrogate pair inside a text.", {});
    }
    return read;
  }

  /** Leaves `at` on the last character of the escape. */
  private escape(): string {
    this.at += 1;
    const letter = this.text[this.at] ?? "";
    const plain = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
    if (plain !== undefined) return plain;
    const digits = this.text.slice(this.at + 1, this.at + 5);
    if (letter !== "u" || !/^[0-9a-fA-F]{4}$/.test(digits)) throw this.unreadable("escape");
    this.at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  private number(): number {
    const start = this.at;
    number.lastIndex = start;
    const match = number.exec(this.text);
    if (match === null) throw this.unreadable("value");
    this.at += match[0].length;
    const read = Number(match[0]);
    if (!Number.isFinite(read)) {
      this.report("numberNotFinite", start, `${match[0].slice(0, 40)} is not a finite number.`, {
        number: match[0].slice(0, 40),
      });
      return 0;
    }
    if (Math.abs(read) > Number.MAX_SAFE_INTEGER) {
      this.report(
        "numberTooLarge",
        start,
        `${match[0].slice(0, 40)} is past 2^53 and would lose digits; write it as a decimal string.`,
        { number: match[0].slice(0, 40) },
      );
    }
    return read;
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private skipSpace(): void {
    space.lastIndex = this.at;
    space.exec(this.text);
    this.at = space.lastIndex;
  }

  private unreadable(what: Unreadability, offset = this.at): Unreadable {
    return new Unreadable("badJson", offset, unreadable[what], { what });
  }

  private report(code: string, offset: number, message: string, params: RuleProblem["params"]): void {
    if (this.problems.length >= limits.problems) return;
    this.problems.push({ code, pointer: this.pointer(), ...placeAt(this.text, offset), message, params });
  }
}
