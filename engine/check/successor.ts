import type { EngineEvent } from "../event.ts";
import { CASE_SCOPE, type CaseState } from "../run/state.ts";
import type { Choice } from "../run/step.ts";
import { outcomesOf } from "./advance.ts";
import { type Ends, markingKey } from "./marking-key.ts";
import type { Model } from "./model.ts";

/**
 * One step further: every marking that some choices lead to. Beside the engine's state goes what the check alone
 * remembers: which end events were reached in which scope.
 */
export interface Place {
  readonly state: CaseState;
  readonly ends: Ends;
  readonly key: string;
}

export interface Successor extends Place {
  readonly choice: Choice;
  readonly conditions: readonly boolean[];
  readonly events: readonly EngineEvent[];
  /** The element that the step is about. */
  readonly elementId: string;
  /** An end event that is reached though it was reached before in the same scope. */
  readonly endsAgain: string | null;
}

export function successorsOf(
  model: Model,
  from: Place | null,
  choices: readonly Choice[],
): { readonly successors: readonly Successor[]; readonly cut: boolean } {
  const successors: Successor[] = [];
  let anyCut = false;
  const before = from?.state ?? null;
  for (const choice of choices) {
    const { outcomes, cut } = outcomesOf(model, before, choice);
    if (cut) anyCut = true;
    for (const { conditions, events, state: after } of outcomes) {
      // A choice that is not open changes nothing: a join that has to wait for more.
      if (events.length === 0) continue;
      const state = withoutRepeats(model, after, events);
      const { ends, endsAgain } = endsAfter(model, from?.ends ?? noEnds, events, state);
      const key = markingKey(state, ends);
      // Nor does one that leads back to where it began: a condition looked at in vain.
      if (key === from?.key && endsAgain === null) continue;
      const elementId = elementOf(model, choice, events);
      successors.push({
        state,
        ends,
        key,
        choice,
        conditions,
        events,
        elementId,
        endsAgain,
      });
    }
  }
  return { successors, cut: anyCut };
}

const noEnds: Ends = new Map();

/** End events are remembered by scope, for as long as the scope lasts. */
function endsAfter(
  model: Model,
  ends: Ends,
  events: readonly EngineEvent[],
  state: CaseState,
): { readonly ends: Ends; readonly endsAgain: string | null } {
  let after: Map<string, readonly string[]> | null = null;
  let endsAgain: string | null = null;
  for (const event of events) {
    if (event.type !== "ElementEntered") continue;
    const element = model.process.elements[model.process.elementIndex.get(event.elementId) ?? -1];
    if (element?.kind !== "endEvent" || model.asideEnds.has(element.id)) continue;
    const reached = (after ?? ends).get(event.scopeId) ?? [];
    if (reached.includes(element.id)) {
      endsAgain ??= element.id;
      continue;
    }
    after ??= new Map(ends);
    after.set(event.scopeId, [...reached, element.id]);
  }
  const known = after ?? ends;
  if (known.size === 0) return { ends: known, endsAgain };
  const alive = new Set([CASE_SCOPE, ...state.marking.activations.map(({ id }) => id)]);
  if ([...known.keys()].every((id) => alive.has(id))) return { ends: known, endsAgain };
  return { ends: new Map([...known].filter(([id]) => alive.has(id))), endsAgain };
}

/**
 * A boundary event or event sub-process that does not interrupt and can happen again (a reminder every day) is looked
 * at once for each time that its activity runs, and then only when what it started before is done: nothing is wrong
 * with a second reminder.
 */
function withoutRepeats({ process }: Model, state: CaseState, events: readonly EngineEvent[]): CaseState {
  let repeated: string[] | null = null;
  for (const event of events) {
    if (event.type !== "ElementEntered") continue;
    const element = process.elements[process.elementIndex.get(event.elementId) ?? -1];
    if (element === undefined || element.interrupting) continue;
    const { kind, id } = element;
    if (kind === "boundaryEvent" || kind === "startEvent") repeated = [...(repeated ?? []), id];
  }
  if (repeated === null || state.status === "ended") return state;
  const waits = state.marking.waits.filter(({ elementId }) => !repeated.includes(elementId));
  return { ...state, marking: { ...state.marking, waits } };
}

function elementOf({ process }: Model, choice: Choice, events: readonly EngineEvent[]): string {
  if (choice.kind === "settle") return choice.elementId;
  if (choice.kind === "move") {
    const flow = process.flows[process.flowIndex.get(choice.flowId) ?? -1];
    return process.elements[flow?.target ?? -1]?.id ?? "";
  }
  const [first] = events;
  return first && "elementId" in first ? first.elementId : "";
}
