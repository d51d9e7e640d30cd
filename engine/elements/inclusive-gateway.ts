import type { Element, ExecutableProcess } from "../process.ts";
import { conditionalFlows, goOn } from "../run/activity.ts";
import type { Live } from "../run/draft.ts";
import { FAILED } from "../run/evaluate.ts";
import { enter, leave } from "../run/move.ts";
import { type Behaviour, flowIdsOf, type Run } from "../run/run.ts";

/**
 * Inclusive gateway. Out: every flow whose condition holds, else the default. In: it waits as long as any other
 * token in its scope can still reach it, without having to pass it first; then it takes one token from each flow
 * that has one. (BPMN 10.6.3, 13.4.3)
 */
export const inclusiveGateway: Behaviour = {
  enter(run, element, live) {
    if (element.outgoing.length < 2 && !element.conditional) return goOn(run, element, live);
    const taken = conditionalFlows(run, element, live, "enter");
    if (taken !== FAILED) leave(run, element, live, taken);
  },
  arrive(run, element, scope) {
    // With a token on every flow there is nothing to wait for.
    if (scope.arrived?.get(element.index) === element.incoming.length) join(run, element, scope);
  },
  settle(run, element, scope) {
    if (othersCanReach(run, element, scope)) return false;
    join(run, element, scope);
    return true;
  },
};

function join(run: Run, element: Element, scope: Live) {
  const waiting = element.incoming.filter((flow) => scope.parked?.has(flow));
  enter(
    run,
    element,
    scope,
    waiting.flatMap((flow) => flowIdsOf(run, flow)),
  );
}

export function othersCanReach(run: Run, join: Element, scope: Live): boolean {
  for (const flow of scope.parked?.keys() ?? []) {
    const target = run.process.flows[flow]?.target ?? -1;
    if (target !== join.index && parkedBlocks(run, join, scope, target)) return true;
  }
  const reach = reachOf(run.process, join, join.incoming);
  for (const flow of scope.moving ?? []) {
    if (reach[run.process.flows[flow]?.target ?? -1] === 1) return true;
  }
  for (const live of run.draft.activations.values()) {
    if (live.scope === scope && reach[live.element] === 1 && givesTokens(run, live)) return true;
  }
  return false;
}

/**
 * A token that waits at another join may wait for this one in turn, in a loop around both. So it is waited for only
 * if it can come to a flow that has no token yet, and to none that has. (BPMN 13.4.3)
 */
function parkedBlocks(run: Run, join: Element, scope: Live, at: number): boolean {
  if (reachOf(run.process, join, join.incoming)[at] !== 1) return false;
  let toEmpty = false;
  for (const flow of join.incoming) {
    if (reachOf(run.process, join, [flow])[at] !== 1) continue;
    if (scope.parked?.has(flow)) return false;
    toEmpty = true;
  }
  return toEmpty;
}

/** All activations do, but for a complex gateway that only waits to be reset and lets nothing go on then. */
function givesTokens(run: Run, live: Live): boolean {
  if (live.awaits === null || (live.waits !== null && live.waits.length > 0)) return true;
  return run.process.elements[live.element]?.conditional === true;
}

/** From which elements a token can come to some flows into the join without passing it. */
function reachOf(process: ExecutableProcess, join: Element, flows: readonly number[]): Uint8Array {
  const key = flows.length === 1 ? (flows[0] ?? -1) : -1 - join.index;
  const known = process.reach.get(key);
  if (known !== undefined) return known;
  const reach = new Uint8Array(process.elements.length);
  const open = [...flows];
  for (let flow = open.pop(); flow !== undefined; flow = open.pop()) {
    const source = process.elements[process.flows[flow]?.source ?? -1];
    if (source === undefined || source.index === join.index || reach[source.index] === 1) continue;
    reach[source.index] = 1;
    open.push(...source.incoming);
    const host = process.elements[source.attachedTo];
    if (host !== undefined && reach[host.index] !== 1) {
      reach[host.index] = 1;
      open.push(...host.incoming);
    }
  }
  process.reach.set(key, reach);
  return reach;
}
