import type { Element } from "../process.ts";
import type { Live } from "../run/draft.ts";
import { type Behaviour, elementAt, flowIdsOf, nextId, type Run, tell } from "../run/run.ts";
import type { Wait } from "../run/state.ts";
import { arm, closeWaits } from "../run/wait.ts";

/**
 * Event-based gateway: waits for all events behind it and goes on with the one that happens first; the others are
 * no longer awaited. One that starts cases goes on in `startAtEvent`. (BPMN 10.6.6)
 */
export const eventBasedGateway: Behaviour = {
  enter(run, element, live) {
    for (const index of element.outgoing) {
      const target = elementAt(run, run.process.flows[index]?.target ?? -1);
      for (const trigger of target.triggers) if (!arm(run, target, live, trigger, "enter")) return;
    }
  },
  caught(run, element, live, wait) {
    const flow = flowTo(run, element, wait);
    const { scope } = live;
    if (flow < 0 || scope === null) return;
    closeWaits(run, live);
    const flowIds = flowIdsOf(run, flow);
    tell(run, { type: "ElementLeft", elementId: element.id, activationId: live.id, flowIds });
    enterCaught(run, elementAt(run, run.process.flows[flow]?.target ?? -1), scope, flowIds, wait);
  },
};

function flowTo(run: Run, element: Element, wait: Wait): number {
  const target = run.process.elementIndex.get(wait.elementId) ?? -1;
  return element.outgoing.find((flow) => run.process.flows[flow]?.target === target) ?? -1;
}

/** Enters an event that has already happened, and goes on from it. */
export function enterCaught(
  run: Run,
  element: Element,
  scope: Live,
  flowIds: readonly string[],
  wait: Wait | null,
) {
  tell(run, {
    type: "ElementEntered",
    elementId: element.id,
    activationId: nextId(run, "a"),
    scopeId: scope.id,
    flowIds,
  });
  const live = run.draft.entered;
  const answered = wait ?? { kind: "signal", id: "", elementId: element.id, activationId: live.id, name: "" };
  run.behaviours[element.kind].caught?.(run, element, live, answered);
}

/** A case begins with one of the events behind a gateway that starts cases; a parallel one waits for the rest too. */
export function startAtEvent(run: Run, gateway: Element, event: Element, scope: Live) {
  tell(run, {
    type: "ElementEntered",
    elementId: gateway.id,
    activationId: nextId(run, "a"),
    scopeId: scope.id,
    flowIds: [],
  });
  const live = run.draft.entered;
  const flow = gateway.outgoing.find((index) => run.process.flows[index]?.target === event.index) ?? -1;
  const taken = gateway.instantiates === "parallel" ? gateway.outgoing : [flow];
  const flowIds = taken.flatMap((index) => flowIdsOf(run, index));
  tell(run, { type: "ElementLeft", elementId: gateway.id, activationId: live.id, flowIds });
  for (const index of taken.toReversed()) {
    if (index === flow) continue;
    run.readyFlows.push(index);
    run.readyScopes.push(scope);
  }
  enterCaught(run, event, scope, flowIdsOf(run, flow), null);
}
