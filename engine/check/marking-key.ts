import { CASE_SCOPE, type CaseState, type Loop } from "../run/state.ts";

/**
 * A text that two states share exactly when they are the same marking: ids, data and time do not count, and neither
 * does the order in which things were opened.
 */
export function markingKey(state: CaseState, ends: Ends): string {
  if (state.status === "ended") return `ended ${state.end?.how}`;
  const parts = new Map<string, string[]>([[CASE_SCOPE, []]]);
  const into = (id: string, part: string) => {
    const list = parts.get(id);
    if (list) list.push(part);
    else parts.set(id, [part]);
  };
  const { activations, tokens, waits, completed } = state.marking;
  for (const { scopeId, flowId, count } of tokens) into(scopeId, `>${flowId}*${count}`);
  for (const wait of waits) {
    const held = wait.kind === "condition" && wait.held ? "+" : "";
    into(wait.activationId, `!${wait.kind}${held} ${wait.elementId}`);
  }
  // That something can be undone counts, not how often it was done.
  const undoable = new Set(completed.map(({ scopeId, elementId }) => `${scopeId} ${elementId}`));
  for (const each of undoable) {
    const at = each.indexOf(" ");
    into(each.slice(0, at), `<${each.slice(at + 1)}`);
  }
  for (const [scopeId, reached] of ends) for (const id of reached) into(scopeId, `.${id}`);
  // Inner activations come after those around them, so going backwards each is complete when it is put into its own.
  for (let n = activations.length - 1; n >= 0; n--) {
    const activation = activations[n];
    if (activation === undefined) continue;
    const { id, elementId, scopeId, toCompensate, awaits } = activation;
    const more = `${roundsOf(state.loops[id])}${toCompensate ? `-${toCompensate.length}` : ""}${awaits ? "~" : ""}`;
    into(scopeId, `${elementId}${more}(${sorted(parts.get(id))})`);
  }
  return sorted(parts.get(CASE_SCOPE));
}

/** By scope, the end events that were reached in it. */
export type Ends = ReadonlyMap<string, readonly string[]>;

function roundsOf(loop: Loop | undefined): string {
  return loop === undefined ? "" : `@${loop.started}/${loop.count ?? ""}`;
}

function sorted(parts: readonly string[] | undefined): string {
  if (parts === undefined) return "";
  return parts.length === 1 ? (parts[0] ?? "") : [...parts].sort().join(" ");
}
