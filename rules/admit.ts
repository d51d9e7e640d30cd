/**
 * Facts at the door: they fit their declaration, or an incident names the first that does not.
 *
 * Behind this door both evaluators meet values of the declared kinds only, so no comparison can go wrong at run time.
 * Facts that the rule set does not declare are not looked at.
 */
import type { Fault } from "./fault.ts";
import type { Incident } from "./outcome.ts";
import type { Facts, JsonSchema, RuleSet } from "./rule-set.ts";
import { compileSchema } from "./schema.ts";

/** Null when the facts may be used. */
export type Admit = (facts: Facts) => Incident | null;

export function admission(ruleSet: RuleSet): Admit {
  const { additionalProperties: _others, ...declared } = ruleSet.facts;
  const compiled = compileSchema(declared as JsonSchema);
  if (!compiled.ok) throw new Error(`The facts schema of "${ruleSet.id}" was not read by readRuleSet.`);
  const { fits, faults } = compiled.schema;
  return (facts) => (fits(facts) ? null : incidentOf(faults(facts)));
}

function incidentOf(faults: readonly Fault[]): Incident {
  const fault = faults.find(({ code }) => code === "required") ?? faults[0];
  const fact = factAt(fault?.pointer ?? "");
  return fault?.code === "required"
    ? { code: "missingFact", fact, message: `The fact ${fact} is required and has no value.` }
    : { code: "invalidFact", fact, message: `The fact ${fact} does not fit: ${fault?.message ?? ""}` };
}

/** `/laporan/berkas/0` to `laporan.berkas[0]`. */
function factAt(pointer: string): string {
  return pointer
    .slice(1)
    .split("/")
    .map((step) =>
      /^\d+$/.test(step) ? `[${step}]` : `.${step.replaceAll("~1", "/").replaceAll("~0", "~")}`,
    )
    .join("")
    .slice(1);
}
