/**
 * What is kept of a decision's reasons: which comparisons made it, which rule nearly answered and what it lacked.
 * Both evaluators give traces; this is the one place where a trace becomes an explanation.
 */
import { type Choice, combine, hitOf } from "./hit-policy.ts";
import { limits } from "./limits.ts";
import type { Evaluation, Finding, Incident, RuleReason } from "./outcome.ts";
import { factName } from "./path.ts";
import type { RuleSet } from "./rule-set.ts";
import { opposition, support, type Trace } from "./verdict.ts";

export function conclude(
  ruleSet: RuleSet,
  order: readonly number[],
  choice: Choice,
  traceOf: (index: number) => Trace,
): Evaluation {
  if (choice.kind === "several") {
    return { ok: false, incident: severalHits(ruleSet, choice.rules) };
  }
  const chosen = choice.kind === "hits" ? choice.rules : [];
  const hits = ruleSet.rules.flatMap((rule, index) => (chosen.includes(index) ? [hitOf(rule, index)] : []));
  const outcome = combine(ruleSet, hits);
  const reasons = (index: number, because: readonly Finding[]): RuleReason[] => {
    const rule = ruleSet.rules[index];
    return rule === undefined ? [] : [{ ...hitOf(rule, index), because }];
  };
  const traces = new Map(order.map((index) => [index, traceOf(index)]));
  const opposed = order.flatMap((index) => {
    const trace = traces.get(index);
    return trace === undefined || trace.verdict === true
      ? []
      : [{ index, trace, against: opposition(trace) }];
  });
  const before =
    ruleSet.hitPolicy === "first" || ruleSet.hitPolicy === "highestPriority" ? chosen[0] : undefined;
  const looked = new Set(before === undefined ? order : order.slice(0, order.indexOf(before)));
  const missing =
    choice.kind === "otherwise" ? choice.unknown.flatMap((index) => absent(traces.get(index))) : [];
  return {
    ok: true,
    outcome,
    hits,
    explanation: {
      format: 1,
      hitPolicy: ruleSet.hitPolicy,
      of: ruleSet.rules.length,
      outcome,
      answered: chosen.flatMap((index) => {
        const trace = traces.get(index);
        return trace === undefined ? [] : reasons(index, support(trace));
      }),
      missing: [...new Set(missing)],
      nearly: opposed
        .filter(({ trace, against }) => isNear(trace, against))
        .slice(0, limits.nearly)
        .flatMap(({ index, against }) => reasons(index, against)),
      passedOver: opposed
        .filter(({ index }) => looked.has(index))
        .slice(0, limits.passedOver)
        .flatMap(({ index, against }) => reasons(index, against)),
    },
  };
}

/** The incident of a `unique` rule set in which more than one rule hits. */
export function severalHits(ruleSet: RuleSet, rules: readonly number[]): Incident {
  const names = rules.map((index) => ruleSet.rules[index]?.name ?? "").join(", ");
  return { code: "severalHits", fact: "", message: `Only one rule may hit, and several did: ${names}.` };
}

/** Facts without a value that keep a condition from being known. */
function absent(trace: Trace | undefined): readonly string[] {
  if (trace === undefined || trace.verdict !== null) return [];
  if (trace.kind === "not") return absent(trace.part);
  if (trace.kind !== "comparison") return trace.parts.flatMap(absent);
  const { fact, path, actual, value } = trace.finding;
  const other = typeof value === "object" && value !== null && "fact" in value ? value : null;
  const names = actual === undefined ? [factName(fact, path)] : [];
  if (other !== null && trace.finding.compared === undefined) {
    const { fact: otherFact, path: otherPath } = other;
    names.push(factName(String(otherFact), typeof otherPath === "string" ? otherPath : undefined));
  }
  return names;
}

/**
 * One comparison short. A rule with nothing but an equality is not near to every other value; it is near when something
 * else of it held, when a number fell short, or when the fact was missing.
 */
function isNear(trace: Trace, against: readonly Finding[]): boolean {
  const [only] = against;
  if (only === undefined || against.length !== 1) return false;
  return only.result === null || isOrder(only.operator) || held(trace) > 0;
}

function isOrder(operator: string): boolean {
  return /[<>]|Than/.test(operator);
}

/** How many comparisons came out true. */
function held(trace: Trace): number {
  if (trace.kind === "comparison") return trace.verdict === true ? 1 : 0;
  if (trace.kind === "not") return trace.verdict === true ? 1 : 0;
  return trace.parts.reduce((sum, part) => sum + held(part), 0);
}
