import type { Element, Evaluation } from "../process.ts";
import { conditionalFlows } from "../run/activity.ts";
import type { Live } from "../run/draft.ts";
import { FAILED, holds } from "../run/evaluate.ts";
import { raiseIncident } from "../run/incident.ts";
import { enter, leave, queue } from "../run/move.ts";
import { type Behaviour, flowIdsOf, nextId, type Run, tell } from "../run/run.ts";
import { othersCanReach } from "./inclusive-gateway.ts";

/**
 * Complex gateway. It waits until its activation condition holds, which may ask for `activationCount`, the number
 * of tokens that have come; then it takes one from each flow and goes on by its conditions. From then on it waits
 * for whatever can still come, lets those tokens go on where conditions hold with `waitingForStart` false, and
 * starts anew. Without a condition it waits like an inclusive gateway. (BPMN 10.6.5, 13.4.5)
 */
export const complexGateway: Behaviour = {
  enter(run, element, live) {
    const first = element.incoming.length > 1 ? { waitingForStart: true } : null;
    const flowIds = conditionalFlows(run, element, live, "enter", first);
    if (flowIds === FAILED) return;
    const { scope } = live;
    const { awaits } = live;
    if (scope === null || awaits === null || awaits.length === 0) return leave(run, element, live, flowIds);
    tell(run, { type: "GatewayActivated", elementId: element.id, activationId: live.id, flowIds });
    queue(run, scope, flowIds);
  },
  arrive: goOnIfWanted,
  settle(run, element, scope) {
    if (goOnIfWanted(run, element, scope)) return true;
    const activation = activationIn(run, element, scope);
    if (activation === null) {
      if (othersCanReach(run, element, scope)) return false;
      return element.activationCondition === null
        ? take(run, element, scope)
        : failIfBroken(run, element, scope);
    }
    if (!isActivated(activation) || othersCanReach(run, element, scope)) return false;
    return reset(run, element, activation);
  },
};

/** Goes on with the tokens that have come, if they are enough, or resets if nothing is missing any more. */
function goOnIfWanted(run: Run, element: Element, scope: Live): boolean {
  const activation = activationIn(run, element, scope);
  if (activation === null) {
    if (!isWanted(run, element, scope)) return false;
    return take(run, element, scope);
  }
  const missing = (activation.awaits ?? []).some((id) => !isParked(run, scope, id));
  if (missing || !isActivated(activation) || !reset(run, element, activation)) return false;
  // Tokens of the next round may have come already.
  if (!scope.gone) goOnIfWanted(run, element, scope);
  return true;
}

/** Whether it has let tokens go, and is not held up by an incident. */
function isActivated(activation: Live): boolean {
  return activation.awaits !== null && (activation.waits === null || activation.waits.length === 0);
}

function isParked(run: Run, scope: Live, flowId: string): boolean {
  return scope.parked?.has(run.process.flowIndex.get(flowId) ?? -1) === true;
}

/** The gateway while it waits to be reset. */
function activationIn(run: Run, element: Element, scope: Live): Live | null {
  for (const live of run.draft.activations.values()) {
    if (live.element === element.index && live.scope === scope) return live;
  }
  return null;
}

/** Whether the tokens that have come are enough. A condition that cannot be evaluated yet is not fulfilled yet. */
function isWanted(run: Run, element: Element, scope: Live): boolean {
  const result = evaluateActivation(run, element, scope);
  if (result === null) return scope.arrived?.get(element.index) === element.incoming.length;
  return result.ok && result.value === true;
}

function evaluateActivation(run: Run, element: Element, scope: Live): Evaluation | null {
  const { activationCondition } = element;
  if (activationCondition === null) return null;
  const activationCount = element.incoming.reduce((sum, flow) => sum + (scope.parked?.get(flow) ?? 0), 0);
  return run.seam.condition(run, scope, activationCondition, -1, { activationCount });
}

/**
 * With nothing left to come, a condition that cannot be evaluated is an incident at the gateway, which holds what has
 * come; once it is closed the gateway goes on with that.
 */
function failIfBroken(run: Run, element: Element, scope: Live): boolean {
  const result = evaluateActivation(run, element, scope);
  if (result === null || result.ok) return false;
  tell(run, {
    type: "ElementEntered",
    elementId: element.id,
    activationId: nextId(run, "a"),
    scopeId: scope.id,
    flowIds: waitingIds(run, element, scope),
  });
  const expression = element.activationCondition?.text ?? "";
  raiseIncident(run, run.draft.entered, "enter", "expressionFailed", `${expression}: ${result.message}`, {
    expression,
    reason: result.code,
  });
  return true;
}

function take(run: Run, element: Element, scope: Live): true {
  enter(run, element, scope, waitingIds(run, element, scope));
  return true;
}

function waitingIds(run: Run, element: Element, scope: Live): readonly string[] {
  return element.incoming.filter((flow) => scope.parked?.has(flow)).flatMap((flow) => flowIdsOf(run, flow));
}

/** Takes what has come since, lets it go on where a condition says so, and starts anew; false after an incident. */
function reset(run: Run, element: Element, live: Live): boolean {
  const { scope } = live;
  const came = scope === null ? [] : (live.awaits ?? []).filter((id) => isParked(run, scope, id));
  const flowIds: string[] = [];
  for (const index of came.length === 0 ? [] : element.outgoing) {
    const flow = run.process.flows[index];
    if (flow === undefined || flow.condition === null) continue;
    const held = holds(run, live, flow.condition, index, "complete", { waitingForStart: false });
    if (held === FAILED) return false;
    if (held) flowIds.push(flow.id);
  }
  tell(run, { type: "GatewayReset", elementId: element.id, activationId: live.id, taken: came });
  leave(run, element, live, flowIds);
  return true;
}
