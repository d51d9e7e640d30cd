import { CASE_SCOPE, type CaseState } from "../run/state.ts";
import type { Cluster } from "./cluster.ts";
import type { Model } from "./model.ts";

/**
 * Partial-order reduction: which clusters of a state are enough to look at.
 *
 * Tokens of different branches do not hinder one another, so the order in which they move matters only
 *
 * - where they meet without being synchronised: an element with several incoming flows that is no join, or a flow
 *   out of a split to which another branch leads back. What a token does before it comes to such a place can be done
 *   at any time, so it goes on alone; a token that stands at such a place goes on alone only when no other token can
 *   come there as long as it stands;
 * - where one ends the others' work: a terminate or error end goes last, for what the others did does not outlive it;
 * - at an inclusive join, which looks at all other tokens: by the engine's rule it goes on only when nothing moves;
 * - for boundary events and event sub-processes, which can happen at any moment of what is inside: they are looked at
 *   together with whatever goes on inside.
 *
 * Two tokens on one flow, the last thing to be seen, cannot be missed this way: the first of the two could as well
 * have stood still before the meeting place from which both came, and there it is looked for.
 */
export function enoughOf(
  model: Model,
  state: CaseState,
  clusters: readonly Cluster[],
): { readonly chosen: Cluster; readonly around: readonly Cluster[] } | null {
  const own = clusters.filter((cluster) => !cluster.watches);
  if (own.length === 0) return null;
  // The same branch goes on as long as it can, so that ways which part in it come together again before the next one.
  // A join that can go on does so before anything is answered, as it does when the case runs.
  const rank = ({ kind, element }: Cluster) => {
    return kind === "settle" ? Number.POSITIVE_INFINITY : (model.order[element.index] ?? 0);
  };
  own.sort((a, b) => (rank(a) < rank(b) ? 1 : rank(a) > rank(b) ? -1 : 0));
  const chosen = own.find((cluster) => {
    if (model.stops[cluster.element.index]) return false;
    return !isMeeting(model, cluster) || meetsNobody(model, state, cluster);
  });
  return chosen ? { chosen, around: around(state, clusters, chosen) } : null;
}

function isMeeting(model: Model, cluster: Cluster): boolean {
  if (cluster.kind !== "move") return false;
  return model.merges[cluster.element.index] === true || model.recurs[cluster.flow] === true;
}

/** What the scopes around a cluster watch for. */
function around(state: CaseState, clusters: readonly Cluster[], inner: Cluster): readonly Cluster[] {
  const scopes = scopesAround(state, inner.scopeId);
  return clusters.filter(
    ({ watches, activationId }) => watches && activationId !== null && scopes.has(activationId),
  );
}

/** A scope and those around it, as activation ids. */
function scopesAround(state: CaseState, scopeId: string): ReadonlySet<string> {
  const scopes = new Set([scopeId, CASE_SCOPE]);
  let inner = scopeId;
  for (let n = state.marking.activations.length - 1; n >= 0; n--) {
    const activation = state.marking.activations[n];
    if (activation?.id !== inner) continue;
    inner = activation.scopeId;
    scopes.add(inner);
  }
  return scopes;
}

/**
 * Whether no other token can come to the element as long as this one stands before it. Followed are all flows that
 * the others might reach; a parallel join lets them through only where all its flows are reached, so a join that
 * needs this token keeps them back.
 */
function meetsNobody(model: Model, state: CaseState, standing: Cluster): boolean {
  const { process } = model;
  const isMerge = model.merges[standing.element.index] === true;
  const reached = new Set<number>();
  const entered = new Set<number>();
  const open: number[] = [];
  const reachFlow = (flow: number) => {
    if (reached.has(flow)) return;
    reached.add(flow);
    const target = process.elements[process.flows[flow]?.target ?? -1];
    if (target === undefined) return;
    const isParallelJoin = target.joins && target.kind === "parallelGateway";
    if (!isParallelJoin || target.incoming.every((incoming) => reached.has(incoming)))
      open.push(target.index);
  };
  const ancestors = scopesAround(state, standing.scopeId);
  open.push(...(process.scopes[0]?.eventStarts ?? []));
  for (const { scopeId, flowId, count } of state.marking.tokens) {
    const flow = process.flowIndex.get(flowId) ?? -1;
    const isOwn = scopeId === standing.scopeId && flow === standing.flow;
    if (!isOwn || count > 1) reachFlow(flow);
  }
  for (const { id, elementId } of state.marking.activations) {
    const index = process.elementIndex.get(elementId) ?? -1;
    // What is around the token is not done while the token is inside; only what it watches for can happen.
    const element = process.elements[index];
    if (!ancestors.has(id)) open.push(index);
    else open.push(...(element?.boundary ?? []), ...(process.scopes[element?.owns ?? -1]?.eventStarts ?? []));
  }
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (entered.has(index)) continue;
    entered.add(index);
    if (index === standing.element.index && isMerge) return false;
    const element = process.elements[index];
    if (element === undefined) continue;
    for (const flow of element.outgoing) reachFlow(flow);
    for (const boundary of element.boundary) open.push(boundary);
    const inside = process.scopes[element.owns];
    if (inside) open.push(...inside.entries, ...inside.eventStarts);
  }
  return (
    !reached.has(standing.flow) && !(isMerge && standing.element.incoming.some((flow) => reached.has(flow)))
  );
}
