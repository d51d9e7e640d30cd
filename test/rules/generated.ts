/**
 * Rule sets and facts by chance, for tests that hold two readings of one meaning equal. Every rule set that comes out is
 * valid; its values are few and close together, so that comparisons come out either way and facts meet thresholds.
 */
import fc from "fast-check";
import { type Facts, type Json, type Shared, share } from "../../rules/index.ts";

const kinds = {
  teks: { schema: { type: "string" }, values: ["", "a", "ab", "b"] },
  pilihan: { schema: { type: "string", enum: ["satu", "dua", "tiga"] }, values: ["satu", "dua", "tiga"] },
  angka: { schema: { type: "number" }, values: [-1, 0, 0.5, 1, 2] },
  bulat: { schema: { type: "integer", minimum: 0 }, values: [0, 1, 2, 3] },
  ya: { schema: { type: "boolean" }, values: [true, false] },
  uang: {
    schema: { type: "string", format: "uang" },
    values: ["0", "100", "100.00", "100.01", "-5", "900719925474099301", "900719925474099302"],
  },
  hari: { schema: { type: "string", format: "date" }, values: ["2026-12-31", "2027-01-01", "2027-02-28"] },
  saat: {
    schema: { type: "string", format: "date-time" },
    values: ["2027-01-01T00:00:00+07:00", "2026-12-31T17:00:00Z", "2027-01-01T00:00:01+07:00"],
  },
  sisa: { schema: { type: "number", format: "hari-kerja" }, values: [0, 1, 1.5, 3] },
  daftar: {
    schema: { type: "array", items: { type: "string" } },
    values: [[], ["a"], ["a", "b"], ["c", "a"]],
  },
  jumlah: { schema: { type: "array", items: { type: "number" } }, values: [[], [1], [0, 2], [3, 3]] },
} as const satisfies Readonly<Record<string, { readonly schema: Json; readonly values: readonly Json[] }>>;

type Kind = keyof typeof kinds;
const kindNames = Object.keys(kinds) as Kind[];

interface Place {
  readonly kind: Kind;
  readonly fact: string;
  readonly path?: string;
}

/** Each kind as a fact of its own and inside two objects, one of which may be missing whole. */
const places: readonly Place[] = kindNames.flatMap((kind) => [
  { kind, fact: kind },
  { kind, fact: "laporan", path: `$.${kind}` },
  { kind, fact: "unit", path: `$.dalam.${kind}` },
]);

const inside = {
  type: "object",
  properties: Object.fromEntries(kindNames.map((kind) => [kind, kinds[kind].schema])),
};
const generatedFacts: Json = {
  type: "object",
  required: ["laporan", "ya"],
  properties: {
    ...inside.properties,
    teks: { type: ["string", "null"] },
    laporan: { ...inside, required: ["pilihan"] },
    unit: { type: "object", properties: { dalam: inside } },
  },
};

export const generatedShared: Shared = share([
  { id: "huruf", title: "Huruf", kind: "list", items: ["a", "b"] },
  { id: "angka-kecil", title: "Angka kecil", kind: "list", items: [0, 1] },
  {
    id: "kecil",
    title: "Nilai kecil",
    kind: "condition",
    condition: {
      any: [
        { fact: "laporan", path: "$.uang", operator: "uang<", value: "100" },
        { fact: "ya", operator: "equal", value: true },
      ],
    },
  },
]);

const ordersOf = (word: string) => ["=", "!=", "<", "<=", ">", ">="].map((symbol) => word + symbol);
const numeric = ["lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive"];
const same: Readonly<Record<Kind, readonly string[]>> = {
  teks: ["equal", "notEqual"],
  pilihan: ["equal", "notEqual"],
  angka: ["equal", "notEqual", ...numeric],
  bulat: ["equal", "notEqual", ...numeric],
  ya: ["equal", "notEqual"],
  uang: ordersOf("uang"),
  hari: ordersOf("tanggal"),
  saat: ordersOf("waktu"),
  sisa: ["equal", "notEqual", ...numeric],
  daftar: [],
  jumlah: [],
};
const listable: readonly Kind[] = ["teks", "pilihan", "angka", "bulat", "hari", "sisa"];

function comparison(place: Place): fc.Arbitrary<Json> {
  const { kind, ...operand } = place;
  const values: readonly Json[] = kinds[kind].values;
  const literal = fc.constantFrom(...values);
  const make = (operators: readonly string[], value: fc.Arbitrary<Json>) =>
    fc.record({ operator: fc.constantFrom(...operators), value }).map((rest) => ({ ...operand, ...rest }));
  const ways: fc.Arbitrary<Json>[] = [make(["ada"], fc.boolean())];
  if (same[kind].length > 0) {
    ways.push(make(same[kind], literal), make(same[kind], literal));
    const others = places.filter((other) => other.kind === kind).map(({ kind: _kind, ...other }) => other);
    ways.push(make(same[kind], fc.constantFrom(...others)));
  }
  if (listable.includes(kind)) {
    ways.push(make(["in", "notIn"], fc.array(literal, { minLength: 1, maxLength: 3 })));
  }
  if (kind === "teks") {
    ways.push(make(["cocokPola"], fc.constantFrom("^a", "b$", "^$", "(a|b)+")));
    ways.push(make(["in", "notIn"], fc.constant({ list: "huruf" })));
    ways.push(make(["in", "notIn"], fc.constant({ fact: "daftar" })));
  }
  if (kind === "daftar") {
    const item = fc.constantFrom<Json[]>("a", "b", "x", { fact: "teks" });
    ways.push(make(["contains", "doesNotContain", "someFact:equal", "everyFact:equal"], item));
    ways.push(make(["someFact:in", "everyFact:notIn"], fc.constant({ list: "huruf" })));
    ways.push(make(["someFact:cocokPola"], fc.constant("^a")));
  }
  if (kind === "jumlah") {
    ways.push(make(["contains", "someFact:greaterThan", "everyFact:lessThan"], fc.constantFrom(0, 1, 2)));
    ways.push(make(["everyFact:in"], fc.constant({ list: "angka-kecil" })));
  }
  return fc.oneof(...ways);
}

function condition(depth: number, names: readonly string[]): fc.Arbitrary<Json> {
  const leaf = fc.constantFrom(...places).chain(comparison);
  const reference = fc.constantFrom(...names, "kecil").map((name) => ({ condition: name }));
  if (depth === 0) return fc.oneof({ weight: 6, arbitrary: leaf }, { weight: 1, arbitrary: reference });
  return fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 2, arbitrary: combination(depth, names) });
}

function combination(depth: number, names: readonly string[]): fc.Arbitrary<Json> {
  const part = condition(depth - 1, names);
  const parts = fc.array(part, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    parts.map((all) => ({ all })),
    parts.map((any) => ({ any })),
    part.map((not) => ({ not })),
    fc.constantFrom(...names, "kecil").map((name) => ({ condition: name })),
  );
}

const policies = ["first", "all", "unique", "highestPriority", "collect", "score"] as const;

/** A valid document. A rule refers only to rules before it, so that there are no circles. */
export const generatedRuleSet: fc.Arbitrary<Json> = fc
  .tuple(fc.constantFrom(...policies), fc.integer({ min: 1, max: 5 }))
  .chain(([hitPolicy, count]) => {
    const oneType = hitPolicy === "collect" || hitPolicy === "score";
    const rules = Array.from({ length: count }, (_none, index) => {
      const names = Array.from({ length: index }, (_empty, before) => `r${before}`);
      return fc.record({
        name: fc.constant(`r${index}`),
        conditions: combination(2, names),
        event: fc.record({
          type: oneType ? fc.constant("T") : fc.constantFrom("T", "U", "V"),
          params: fc.record({
            skor: fc.integer({ min: -3, max: 3 }),
            isi: fc.constantFrom<Json[]>("x", "y", ["x"]),
          }),
        }),
        ...(hitPolicy === "highestPriority" ? { priority: fc.integer({ min: 1, max: 3 }) } : {}),
      });
    });
    return fc.tuple(...rules).map((made) => ({
      id: "dibuat",
      title: "Dibuat",
      purpose: "routing",
      facts: generatedFacts,
      hitPolicy,
      effectiveBy: "decision",
      rules: made as Json[],
      otherwise: { type: "LAIN" },
      tests: [],
    }));
  });

const some: fc.Arbitrary<Facts> = fc
  .record(
    Object.fromEntries(
      kindNames.map((kind) => [kind, fc.option(fc.constantFrom<Json[]>(...kinds[kind].values))]),
    ),
  )
  .map((made) => Object.fromEntries(Object.entries(made).filter(([, value]) => value !== null)));

/** Mostly fitting; now and then a required fact is missing or a value does not fit. */
export const generatedCase: fc.Arbitrary<Facts> = fc
  .record({
    top: some,
    ya: fc.boolean(),
    laporan: some,
    pilihan: fc.constantFrom("satu", "dua", "tiga"),
    unit: fc.option(fc.option(some)),
    spoil: fc.constantFrom("", "", "", "", "", "", "", "ya", "pilihan", "kind", "null"),
  })
  .map(({ top, ya, laporan, pilihan, unit, spoil }) => ({
    ...top,
    ...(spoil === "ya" ? { ya: "ya" } : { ya }),
    ...(spoil === "kind" ? { angka: "10" } : {}),
    ...(spoil === "null" ? { teks: null } : {}),
    laporan: { ...laporan, ...(spoil === "pilihan" ? { pilihan: "empat" } : { pilihan }) },
    ...(unit === null ? {} : { unit: unit === undefined || unit === null ? {} : { dalam: unit } }),
  }));
