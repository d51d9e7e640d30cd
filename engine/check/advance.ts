import type { EngineEvent } from "../event.ts";
import type { Seam } from "../run/run.ts";
import type { CaseState } from "../run/state.ts";
import { type Choice, stepInto } from "../run/step.ts";
import { checkedAtMs, checkLimits } from "./limits.ts";
import type { Model } from "./model.ts";

/**
 * The engine's own micro-step, with conditions answered from a list instead of from variables. Doing a step again
 * with every list that there can be gives every way in which it can turn out.
 */
export interface Outcome {
  readonly conditions: readonly boolean[];
  readonly events: readonly EngineEvent[];
  readonly state: CaseState;
}

/** Every way in which a choice can turn out; `cut` where there are more than are looked at. */
export function outcomesOf(
  model: Model,
  state: CaseState | null,
  choice: Choice,
): { readonly outcomes: readonly Outcome[]; readonly cut: boolean } {
  const outcomes: Outcome[] = [];
  const open: (readonly boolean[])[] = [[]];
  let ways = 0;
  for (let given = open.pop(); given !== undefined; given = open.pop()) {
    if (++ways > checkLimits.waysPerStep) return { outcomes, cut: true };
    const outcome = advance(model, state, choice, given);
    // Beyond what was given every condition held; each of those may also not have held.
    for (let at = outcome.conditions.length - 1; at >= given.length; at--) {
      open.push([...outcome.conditions.slice(0, at), false]);
    }
    if (!choosesNothing(outcome.events)) outcomes.push(outcome);
  }
  return { outcomes, cut: false };
}

/**
 * One micro-step; conditions beyond those given hold. One that needs nothing but what the element counts, such as
 * how many tokens have come, is not free but has its value.
 */
export function advance(
  model: Model,
  state: CaseState | null,
  choice: Choice,
  given: readonly boolean[],
): Outcome {
  const conditions: boolean[] = [];
  const { zone } = model.process;
  const seam: Seam = {
    condition: (_run, _live, expression, _flow, extra) => {
      const known = extra === null ? null : expression.evaluate(extra, { nowMs: checkedAtMs, zone });
      if (known?.ok && typeof known.value === "boolean") return known;
      const held = given[conditions.length] ?? true;
      conditions.push(held);
      return { ok: true, value: held };
    },
    value: (_run, _live, expression) => ({ ok: true, value: model.standIns.get(expression) ?? "value" }),
  };
  return { conditions, ...stepInto(model.process, state, choice, seam) };
}

/** No condition held and there is no default: the author promises that this does not happen. */
function choosesNothing(events: readonly EngineEvent[]): boolean {
  return events.some((event) => event.type === "IncidentRaised" && event.code === "noFlowTrue");
}
