import type { CaseMigrated } from "../event.ts";
import type { CaseState, Completed } from "./state.ts";

/**
 * What a migration makes of a state: everything stands where it stood, under the ids of the new version. Done on the
 * state and not on a draft, because a draft knows elements by their place in one version only.
 */
export function moved(state: CaseState | null, event: CaseMigrated): CaseState | null {
  if (state === null) return null;
  const { marking } = state;
  const placed = <T extends { readonly elementId: string }>(item: T): T => ({
    ...item,
    elementId: renamed(event.elements, item.elementId),
  });
  const remembered = (record: Completed): Completed => ({
    ...placed(record),
    inside: record.inside.map(remembered),
  });
  return {
    ...state,
    processId: event.processId,
    marking: {
      activations: marking.activations.map((activation) => {
        const awaits = Object.hasOwn(event.awaits, activation.id) ? event.awaits[activation.id] : undefined;
        return awaits === undefined ? placed(activation) : { ...placed(activation), awaits };
      }),
      tokens: marking.tokens.map((token) => ({ ...token, flowId: renamed(event.flows, token.flowId) })),
      waits: marking.waits.map(placed),
      completed: marking.completed.map(remembered),
    },
  };
}

function renamed(names: { readonly [id: string]: string }, id: string): string {
  return Object.hasOwn(names, id) ? (names[id] ?? id) : id;
}
