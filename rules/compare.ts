/**
 * What a draft would have decided otherwise: both rule sets over the same facts, grouped by where cases go.
 *
 * Words (`alasan`, `tujuan`, `dasarHukum`) do not count: a rule that only gives another reason moves nobody. The work is
 * fed case by case, so that a host can show progress and stop.
 */
import { compileRuleSet, type Decision } from "./compile.ts";
import type { Outcome } from "./outcome.ts";
import { type Facts, type Json, nothingShared, type RuleSet, type Shared } from "./rule-set.ts";
import { isObject, sameJson } from "./schema-check.ts";

/** A past or open decision as the comparison needs it. */
export interface ComparedCase {
  readonly id: string;
  readonly facts: Facts;
  /** What was decided then; absent means what the old rule set decides on these facts. */
  readonly outcome?: Outcome;
}

export interface RuleSetComparison {
  readonly total: number;
  /** Cases that would go elsewhere. */
  readonly moved: number;
  /** Largest first, then by name. `from` and `to` are outcome types, or `incident:missingFact`. */
  readonly groups: readonly MovedGroup[];
  /** How many cases the draft sends to each outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** How many cases each rule of the draft answers, in document order; then how many `otherwise` does. */
  readonly answered: { readonly rules: readonly number[]; readonly otherwise: number };
}

export interface MovedGroup {
  readonly from: string;
  readonly to: string;
  /** One outcome of each side, for its name; null for an incident. Types that go by several names are several groups. */
  readonly fromOutcome: Outcome | null;
  readonly toOutcome: Outcome | null;
  readonly count: number;
  /** Ids of the cases, in the order in which they were given. */
  readonly cases: readonly string[];
}

export interface Comparing {
  readonly add: (compared: ComparedCase) => void;
  readonly result: () => RuleSetComparison;
}

/** Where a decision sends a case, comparable as a text. */
function placeOf(decision: Decision): string {
  return decision.ok ? decision.outcome.type : `incident:${decision.incident.code}`;
}

/** A type may lead to many places (`BIRO`) that only their names tell apart. */
function namedPlace(decision: Decision): string {
  const name = decision.ok ? decision.outcome.params.tujuan : undefined;
  return typeof name === "string" ? `${placeOf(decision)}\n${name}` : placeOf(decision);
}

const outcomeIn = (decision: Decision): Outcome | null => (decision.ok ? decision.outcome : null);

const wordParams: ReadonlySet<string> = new Set(["alasan", "alasanEn", "tujuan", "tujuanEn", "dasarHukum"]);

/** Whether two outcomes send a case to the same place with the same content; words about the rule do not count. */
export function sameOutcome(a: Outcome, b: Outcome): boolean {
  if (a === b) return true;
  return a.type === b.type && (a.params === b.params || sameJson(content(a.params), content(b.params)));
}

function content(params: Facts): Facts {
  const kept = Object.entries(params).filter(([name]) => !wordParams.has(name));
  const several = kept.map(([name, value]) =>
    name === "semua" && Array.isArray(value)
      ? [
          name,
          value.map((one) =>
            isObject(one) && isObject(one.params) ? { ...one, params: content(one.params as Facts) } : one,
          ),
        ]
      : [name, value],
  );
  return Object.fromEntries(several);
}

export function beginComparison(old: RuleSet, draft: RuleSet, shared: Shared = nothingShared): Comparing {
  const before = compileRuleSet(old, shared);
  const after = compileRuleSet(draft, shared);
  const groups = new Map<string, Omit<MovedGroup, "count" | "cases"> & { readonly cases: string[] }>();
  const outcomes: Record<string, number> = {};
  const rules = draft.rules.map(() => 0);
  let otherwise = 0;
  let total = 0;
  let moved = 0;
  /** Outcomes of a compiled rule set are the same objects again and again. */
  const keys = new WeakMap<Outcome, string>();
  const keyOf = (outcome: Outcome): string => {
    let key = keys.get(outcome);
    if (key === undefined) {
      key = outcome.type + canonical(content(outcome.params));
      keys.set(outcome, key);
    }
    return key;
  };
  return {
    add: ({ id, facts, outcome }) => {
      total += 1;
      const was: Decision = outcome === undefined ? before.decide(facts) : { ok: true, outcome, rules: [] };
      const becomes = after.decide(facts);
      const to = placeOf(becomes);
      outcomes[to] = (outcomes[to] ?? 0) + 1;
      if (becomes.ok) {
        for (const index of becomes.rules) rules[index - 1] = (rules[index - 1] ?? 0) + 1;
        if (becomes.rules.length === 0) otherwise += 1;
      }
      const same = was.ok && becomes.ok ? keyOf(was.outcome) === keyOf(becomes.outcome) : placeOf(was) === to;
      if (same) return;
      moved += 1;
      const from = placeOf(was);
      const key = `${namedPlace(was)}\n\n${namedPlace(becomes)}`;
      const group = groups.get(key);
      if (group !== undefined) group.cases.push(id);
      else {
        const [fromOutcome, toOutcome] = [outcomeIn(was), outcomeIn(becomes)];
        groups.set(key, { from, to, fromOutcome, toOutcome, cases: [id] });
      }
    },
    result: () => ({
      total,
      moved,
      groups: [...groups.values()]
        .map((group) => ({ ...group, count: group.cases.length, cases: [...group.cases] }))
        .toSorted((a, b) => b.count - a.count || compareText(a.from, b.from) || compareText(a.to, b.to)),
      outcomes: { ...outcomes },
      answered: { rules: [...rules], otherwise },
    }),
  };
}

/** JSON with the members of objects in one order. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonical(item)).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).toSorted(compareText);
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name] as Json)}`).join(",")}}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Which of the cases would go elsewhere under the draft, grouped. */
export function compareRuleSets(
  old: RuleSet,
  draft: RuleSet,
  cases: Iterable<ComparedCase>,
  shared: Shared = nothingShared,
): RuleSetComparison {
  const comparing = beginComparison(old, draft, shared);
  for (const compared of cases) comparing.add(compared);
  return comparing.result();
}
