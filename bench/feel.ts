/**
 * What one evaluation of an expression costs, ours compiled once beside feelin evaluating the text, in microseconds.
 * Medians of warmed rounds in one run; both evaluate the same expressions over the same variables.
 */
import { evaluate as feelin } from "feelin";
import { compileFeel } from "../engine/index.ts";

/** Cases that differ, so that no result can be kept from the last round. */
const cases = Array.from({ length: 64 }, (_, index) => ({
  nilai: 2_400_000_000 + index * 7_000_000,
  urusan: "kesehatan",
  berkas: { lengkap: index % 5 !== 0, putaran: index % 4 },
  baris: Array.from({ length: 20 }, (_, row) => ({ nilai: row * 1000 + index, unit: row % 2 ? "a" : "b" })),
}));
type Case = (typeof cases)[number];
const context = { nowMs: Date.UTC(2027, 0, 31), zone: "WIB" };

const expressions = {
  comparison: "nilai >= 2500000000",
  condition: 'urusan = "kesehatan" and berkas.lengkap and berkas.putaran < 3',
  arithmetic: "nilai * 0.11 + 1000",
  filter: 'sum(baris[unit = "a"].nilai) > 10000',
} as const;

export async function run(): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const [name, text] of Object.entries(expressions)) {
    const compiled = compileFeel(text);
    if (!compiled.ok) throw new Error(compiled.problem.message);
    const { expression } = compiled;
    const own = microseconds(20_000, (variables) => {
      const result = expression.evaluate(variables, context);
      if (!result.ok) throw new Error(result.message);
    });
    const theirs = microseconds(200, (variables) => {
      if (feelin(text, variables).value === null) throw new Error(`feelin finds nothing for ${text}`);
    });
    const prefix = name === "comparison" ? "engine.feel" : `engine.feel.${name}`;
    figures[`${prefix}.microseconds`] = own;
    figures[`${prefix}.feelinMicroseconds`] = theirs;
  }
  figures["engine.feel.compileMicroseconds"] = microseconds(200, () => {
    compileFeel(expressions.condition);
  });
  return figures;
}

/** The median of rounds after as many to warm up. */
function microseconds(times: number, act: (variables: Case) => void): number {
  const rounds = 11;
  const measured: number[] = [];
  for (let round = 0; round < rounds * 2; round++) {
    const start = performance.now();
    for (let i = 0; i < times; i++) act(cases[i % cases.length] as Case);
    if (round >= rounds) measured.push(((performance.now() - start) * 1000) / times);
  }
  measured.sort((a, b) => a - b);
  return Number((measured[Math.floor(rounds / 2)] ?? 0).toPrecision(4));
}
