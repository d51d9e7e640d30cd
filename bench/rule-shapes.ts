/**
 * The fixed shapes that rules are measured on: made by rule from a seed, so that every run and every machine meets the
 * same documents and facts.
 */
import type { Facts, Json } from "../rules/index.ts";

/** A small linear congruential generator: chance that is the same everywhere. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const fields = Array.from({ length: 40 }, (_none, index) => `urusan-${index}`);
const senders = ["kepalaDinas", "sekretarisDprd", "inspektur", "kepalaBadan", "direktur"];

const facts: Json = {
  type: "object",
  required: ["laporan", "pengirim", "jumlah", "rahasia"],
  properties: {
    laporan: {
      type: "object",
      required: ["urusan", "nilai", "tahun"],
      properties: {
        urusan: { type: "string", enum: fields },
        nilai: { type: "string", format: "uang" },
        tahun: { type: "integer", minimum: 2020, maximum: 2030 },
      },
    },
    pengirim: { type: "string", enum: senders },
    jumlah: { type: "integer", minimum: 0, maximum: 40 },
    sisa: { type: "number", format: "hari-kerja" },
    rahasia: { type: "boolean" },
  },
};

/** Rules of three to five conditions, nested two deep; about two facts in three meet one. */
export function manyRules(count: number, seed = 7): { readonly [key: string]: Json } {
  const pick = seeded(seed);
  const urusan = (): Json => ({
    fact: "laporan",
    path: "$.urusan",
    operator: "in",
    value: [...new Set([fields[pick(40)] ?? "", fields[pick(40)] ?? ""])],
  });
  const nilai = (): Json => ({
    fact: "laporan",
    path: "$.nilai",
    operator: pick(2) === 0 ? "uang>=" : "uang<",
    value: String((1 + pick(50)) * 100_000_000),
  });
  const rest = [
    (): Json => ({ fact: "pengirim", operator: "equal", value: senders[pick(5)] ?? "" }),
    (): Json => ({ fact: "jumlah", operator: "greaterThanInclusive", value: pick(40) }),
    (): Json => ({ fact: "laporan", path: "$.tahun", operator: "notEqual", value: 2020 + pick(11) }),
    (): Json => ({ not: { all: [{ fact: "rahasia", operator: "equal", value: pick(2) === 0 }] } }),
  ];
  const rules = Array.from({ length: count }, (_none, index): Json => {
    const others = Array.from({ length: 1 + pick(3) }, () => (rest[pick(rest.length)] ?? nilai)());
    return {
      name: `aturan-${index}`,
      conditions: { all: [urusan(), nilai(), { any: others }] },
      event: { type: `HASIL-${index % 12}`, params: { alasan: `Aturan ${index}` } },
    };
  });
  return {
    id: "banyak-aturan",
    title: "Banyak aturan",
    purpose: "routing",
    facts,
    hitPolicy: "first",
    effectiveBy: "decision",
    rules,
    otherwise: { type: "MANUAL" },
    tests: [],
  };
}

export function manyFacts(count: number, seed = 11): readonly Facts[] {
  const pick = seeded(seed);
  return Array.from({ length: count }, () => ({
    laporan: {
      urusan: fields[pick(40)] ?? "",
      nilai: String(pick(6_000) * 1_000_000),
      tahun: 2020 + pick(11),
    },
    pengirim: senders[pick(5)] ?? "",
    jumlah: pick(41),
    ...(pick(4) === 0 ? {} : { sisa: pick(10) }),
    rahasia: pick(2) === 0,
  }));
}

/** A decision table of disjoint rows with some left out: what an analysis has to see through. */
export function table(count: number): { readonly [key: string]: Json } {
  const rules = Array.from({ length: count }, (_none, index): Json => {
    const band = Math.floor(index / 40);
    return {
      name: `baris-${index}`,
      conditions: {
        all: [
          { fact: "laporan", path: "$.urusan", operator: "equal", value: fields[index % 40] ?? "" },
          { fact: "laporan", path: "$.nilai", operator: "uang>=", value: String(band * 1_000_000_000) },
          { fact: "laporan", path: "$.nilai", operator: "uang<", value: String((band + 1) * 1_000_000_000) },
          ...(index % 3 === 0 ? [{ fact: "rahasia", operator: "equal", value: false }] : []),
          ...(index % 5 === 0 ? [{ fact: "jumlah", operator: "lessThan", value: 20 }] : []),
        ],
      },
      event: { type: `HASIL-${index}` },
    };
  });
  return { ...manyRules(1), id: "tabel", hitPolicy: "unique", rules };
}
