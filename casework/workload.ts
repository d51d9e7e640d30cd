// Whether the open work of units is asked for: counting it costs the host a query. Invariant: it looks at the very
// versions of the rule sets that the case would meet, so what is not counted is not asked either.
import type { ExecutableProcess } from "../engine/index.ts";
import { authorityRuleSet } from "./authority.ts";
import type { CaseContext } from "./context.ts";
import { ruleSetFor } from "./decision.ts";
import { discretionRuleSet } from "./discretion.ts";
import { asksOf } from "./facts.ts";
import { priorityRuleSet } from "./priority.ts";

/** `shown` for a look at the case, which asks how pressing a task is as well; `done` for an act on it. */
export function asksWorkload(
  context: CaseContext,
  submittedAtMs: number,
  atMs: number,
  purpose: "shown" | "done",
): boolean {
  const ids =
    purpose === "shown" ? [...ruleSetsOf(context.process), priorityRuleSet] : ruleSetsOf(context.process);
  return ids.some((id) => {
    const inForce = ruleSetFor(context, id, submittedAtMs, atMs);
    if (!inForce) return false;
    const asks = asksOf(inForce.ruleSet);
    return asks("beban") || asks("tugas.bebanUnit");
  });
}

const named = new WeakMap<ExecutableProcess, readonly string[]>();

/** Rule sets that an act on a case of the process may ask. */
function ruleSetsOf(process: ExecutableProcess): readonly string[] {
  const known = named.get(process);
  if (known) return known;
  const ofElements = process.elements.flatMap(({ ruleSet, deadline }) => [ruleSet, deadline?.ruleSet]);
  const all = [authorityRuleSet, discretionRuleSet, process.deadline?.ruleSet, ...ofElements];
  const ids = [...new Set(all.filter((id) => typeof id === "string"))];
  named.set(process, ids);
  return ids;
}
