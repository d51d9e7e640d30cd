// Asking a rule set. Invariant: which version answers follows from the rule set's own `effectiveBy`, and every
// answer carries the version, the hash and the facts, so that it can be explained and tried again years later.
import {
  type CompiledRuleSet,
  compileRuleSet,
  evaluate,
  type Facts,
  type Outcome,
  type RuleSet,
} from "../rules/index.ts";
import type { CaseContext, RuleSetInForce } from "./context.ts";
import { type Asks, asksOf, declaredFacts } from "./facts.ts";

export type Decided =
  | {
      readonly ok: true;
      readonly inForce: RuleSetInForce;
      readonly facts: Facts;
      readonly outcome: Outcome;
      readonly explanation: unknown;
    }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly fact: string };

/** The version that a case meets: in force at its submission or at the decision, as the one in force now says. */
export function ruleSetFor(
  context: CaseContext,
  id: string,
  submittedAtMs: number,
  atMs: number,
): RuleSetInForce | undefined {
  const now = context.ruleSets.inForce(id, atMs);
  if (!now || now.ruleSet.effectiveBy === "decision") return now;
  // A rule set that was first published after the submission is the only one there is.
  return context.ruleSets.inForce(id, submittedAtMs) ?? now;
}

/** Gathers what the rule set asks; more does no harm, it is not looked at. */
type Gather = (asks: Asks) => Facts;

export async function decideBy(
  context: CaseContext,
  id: string,
  submittedAtMs: number,
  atMs: number,
  gather: Gather,
): Promise<Decided> {
  const inForce = ruleSetFor(context, id, submittedAtMs, atMs);
  if (!inForce)
    return { ok: false, code: "ruleSetMissing", message: `No version of ${id} is in force.`, fact: "" };
  const declared = declaredFacts(inForce.ruleSet, gather(asksOf(inForce.ruleSet)));
  const evaluation = await evaluate(inForce.ruleSet, declared, inForce.shared);
  if (!evaluation.ok) {
    const { code, message, fact } = evaluation.incident;
    return { ok: false, code, message, fact };
  }
  const { outcome, explanation } = evaluation;
  return { ok: true, inForce, facts: declared, outcome, explanation };
}

/** Asks without keeping the reasons: for what is looked at often and journalled nowhere. Same meaning as `decideBy`. */
export function askQuickly(
  context: CaseContext,
  id: string,
  submittedAtMs: number,
  atMs: number,
  gather: Gather,
):
  | { readonly ok: true; readonly inForce: RuleSetInForce; readonly outcome: Outcome }
  | { readonly ok: false; readonly message: string } {
  const inForce = ruleSetFor(context, id, submittedAtMs, atMs);
  if (!inForce) return { ok: false, message: `No version of ${id} is in force.` };
  const decision = compiled(inForce).decide(gather(asksOf(inForce.ruleSet)));
  if (!decision.ok) return { ok: false, message: decision.incident.message };
  return { ok: true, inForce, outcome: decision.outcome };
}

/** A published version never changes, so it is compiled once; nothing else is remembered between calls. */
const byRuleSet = new WeakMap<RuleSet, CompiledRuleSet>();

function compiled({ ruleSet, shared }: RuleSetInForce): CompiledRuleSet {
  const known = byRuleSet.get(ruleSet);
  // With shared documents the same rule set may mean something else tomorrow.
  if (known && shared === undefined) return known;
  const made = compileRuleSet(ruleSet, shared);
  if (shared === undefined) byRuleSet.set(ruleSet, made);
  return made;
}
