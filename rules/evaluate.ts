/**
 * Decides: the compiled rule set, made once for each version. A generated test holds it to json-rules-engine in outcome,
 * hits and explanation, so one meaning decides live, in bulk and in the analyst's page.
 */
import { type CompiledRuleSet, compileRuleSet } from "./compile.ts";
import type { Evaluation } from "./outcome.ts";
import { type Facts, nothingShared, type RuleSet, type Shared } from "./rule-set.ts";

/**
 * Facts that the rule set does not declare are not looked at; nothing that is passed in is changed. What is compiled is
 * kept by the identity of `ruleSet` and `shared`: pass the same objects again and it is made once.
 */
export async function evaluate(
  ruleSet: RuleSet,
  facts: Facts,
  shared: Shared = nothingShared,
): Promise<Evaluation> {
  try {
    return compiledFor(ruleSet, shared).explain(facts);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, incident: { code: "evaluationFailed", fact: "", message } };
  }
}

const kept = new WeakMap<RuleSet, { readonly shared: Shared; readonly compiled: CompiledRuleSet }>();

function compiledFor(ruleSet: RuleSet, shared: Shared): CompiledRuleSet {
  const known = kept.get(ruleSet);
  if (known?.shared === shared) return known.compiled;
  const compiled = compileRuleSet(ruleSet, shared);
  kept.set(ruleSet, { shared, compiled });
  return compiled;
}
