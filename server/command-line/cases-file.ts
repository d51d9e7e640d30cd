/**
 * Cases for a comparison: a JSON list or one JSON object a line, each `{ id, facts, outcome? }`; or an export of the
 * journal, of which every decision of the rule set is taken with the facts and the outcome of its day.
 */
import { z } from "zod";
import type { ComparedCase, Facts, Json } from "../../rules/index.ts";

export type ReadCases =
  | { readonly ok: true; readonly cases: readonly ComparedCase[] }
  | { readonly ok: false; readonly message: string };

const facts = z.record(z.string(), z.json());
const outcome = z.object({ type: z.string(), params: facts.default({}) });
const written = z.object({ id: z.coerce.string(), facts, outcome: outcome.optional() });
const entry = z.object({
  entry: z.object({
    stream: z.string(),
    seq: z.number(),
    events: z.array(z.looseObject({ type: z.string() })),
  }),
});
const decided = z.object({ ruleSet: z.string(), facts, outcome });

export function readCases(text: string, ruleSet: string): ReadCases {
  const read = valuesIn(text);
  if (!read.ok) return read;
  const cases: ComparedCase[] = [];
  for (const { value, line } of read.values) {
    const exported = entry.safeParse(value);
    if (exported.success) {
      cases.push(...decisionsOf(exported.data.entry, ruleSet));
      continue;
    }
    if (isExportFrame(value)) continue;
    const one = written.safeParse(value);
    if (!one.success) return { ok: false, message: `line ${line}: not { id, facts, outcome? }` };
    const { id, facts: given, outcome: then } = one.data;
    cases.push({ id, facts: plain(given), ...(then === undefined ? {} : { outcome: asOutcome(then) }) });
  }
  return { ok: true, cases };
}

function decisionsOf(
  { stream, seq, events }: z.infer<typeof entry>["entry"],
  ruleSet: string,
): ComparedCase[] {
  return events.flatMap((event) => {
    if (event.type !== "DecisionRecorded" && event.type !== "CaseworkDecided") return [];
    const decision = decided.safeParse(event);
    if (!decision.success || decision.data.ruleSet !== ruleSet) return [];
    const { facts: given, outcome: then } = decision.data;
    return [{ id: `${stream}#${seq}`, facts: plain(given), outcome: asOutcome(then) }];
  });
}

const asOutcome = ({ type, params }: z.infer<typeof outcome>) => ({ type, params: plain(params) });

/** zod's JSON is ours: parsed text holds nothing else. */
const plain = (value: Readonly<Record<string, unknown>>): Facts => value as { readonly [name: string]: Json };

/** First and last line of an export. */
function isExportFrame(value: unknown): boolean {
  return typeof value === "object" && value !== null && ("format" in value || "end" in value);
}

type Values =
  | { readonly ok: true; readonly values: readonly { readonly value: unknown; readonly line: number }[] }
  | { readonly ok: false; readonly message: string };

function valuesIn(text: string): Values {
  if (text.trimStart().startsWith("[")) {
    try {
      const list = JSON.parse(text) as readonly unknown[];
      return { ok: true, values: list.map((value) => ({ value, line: 1 })) };
    } catch (error) {
      return { ok: false, message: error instanceof Error ? error.message : "not JSON" };
    }
  }
  const values = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    try {
      values.push({ value: JSON.parse(line) as unknown, line: index + 1 });
    } catch {
      return { ok: false, message: `line ${index + 1}: not JSON` };
    }
  }
  return { ok: true, values };
}
