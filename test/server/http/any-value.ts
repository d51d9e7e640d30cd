/**
 * Values for every place of the wire: what the schema of a body takes, at its worst. What is refused for any body
 * (NUL, halves of surrogate pairs, keys of prototypes) is rare, or nothing else would be looked at.
 */
import fc from "fast-check";

const words = [
  "",
  " ",
  "a",
  "../../etc/passwd",
  "\u202etxt.exe",
  "cafe\u0301",
  "{{7*7}}",
  "=1+1",
  "<img src=x onerror=alert(1)>",
  "'; drop table cases --",
  "%",
  "_",
  "\\",
  "\r\nX: y",
  "1e400",
  "-1",
  "n".repeat(300),
  "dinkes-operator",
  "verifikasi-laporan",
  "lengkap",
  "laporan",
  "suratPengantar",
  "<definitions/>",
  "{}",
  "[]",
  '{"rules":[1]}',
  "null",
];
const numbers = [
  0,
  -1,
  1,
  1.5,
  -0.5,
  2 ** 31,
  2 ** 53 - 1,
  2 ** 53,
  8.64e15,
  8.64e15 + 2,
  -8.64e15,
  1e300,
  -1e300,
  5e-324,
];
/** What no body may hold at all; rarely, or nothing else would be looked at. */
const forbidden = fc.constantFrom("\u0000", "\ud800", "__proto__", "constructor");
export const text = fc.oneof(
  { arbitrary: fc.constantFrom(...words), weight: 30 },
  { arbitrary: fc.string({ unit: "grapheme" }), weight: 10 },
  { arbitrary: forbidden, weight: 1 },
);
const number = fc.oneof(
  { arbitrary: fc.constantFrom(...numbers), weight: 3 },
  { arbitrary: fc.double({ noNaN: true }), weight: 1 },
);
const anything = fc.oneof(text, number, fc.array(fc.dictionary(text, number)), fc.constantFrom(null, true));

export interface Shape {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Shape[];
  readonly items?: Shape;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What the schema takes, at its worst; `known` are values that mean something to the server. */
export function filling(shape: Shape, known: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> {
  if (shape.$ref !== undefined) return anything;
  if (shape.enum) return fc.constantFrom(...shape.enum);
  if (shape.const !== undefined) return fc.constant(shape.const);
  if (shape.anyOf) return fc.oneof(...shape.anyOf.map((one) => filling(one, known)));
  switch (shape.type) {
    case "string": {
      const long = "x".repeat(Math.max(1, Math.min(shape.minLength ?? 1, 300)));
      const fits = fc.oneof(text, fc.constant(long));
      if (shape.pattern !== undefined) return fc.stringMatching(new RegExp(shape.pattern));
      return fits.map((one) =>
        (one.length < (shape.minLength ?? 0) ? one + long : one).slice(0, shape.maxLength ?? 5_000),
      );
    }
    case "number":
      return number;
    case "integer": {
      const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = shape;
      const edges = [minimum, maximum, ...[0, 1, -1].filter((one) => one >= minimum && one <= maximum)];
      return fc.oneof(
        fc.constantFrom(...edges),
        fc.integer({ min: Math.max(minimum, -(2 ** 31)), max: Math.min(maximum, 2 ** 31 - 1) }),
      );
    }
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(filling(shape.items ?? {}, known), { minLength: shape.minItems ?? 0, maxLength: 3 });
    case "object": {
      if (!shape.properties) return fc.dictionary(text, anything, { maxKeys: 4 });
      const members = Object.entries(shape.properties).map(([name, member]) => {
        const arbitrary = filling(member, known);
        const value = Object.hasOwn(known, name)
          ? fc.oneof(fc.constant(known[name]), fc.constant(known[name]), arbitrary)
          : arbitrary;
        return [name, value] as const;
      });
      return fc.record(Object.fromEntries(members), { requiredKeys: [...(shape.required ?? [])] });
    }
    default:
      return anything;
  }
}

/** A page token of ours, as somebody would forge one. */
export const forged = fc
  .array(fc.oneof(text, fc.integer(), number), { minLength: 1, maxLength: 3 })
  .map((key) => Buffer.from(JSON.stringify(key)).toString("base64url"));
