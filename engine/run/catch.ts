import type { Element } from "../process.ts";
import { normaliseNames, type Variables } from "../variables.ts";
import { assign } from "./assign.ts";
import { handlerLeft } from "./compensation.ts";
import { type Live, liveOf } from "./draft.ts";
import { raiseIncident } from "./incident.ts";
import { cancel, cancelInside, enter, enterEventSubProcess } from "./move.ts";
import { elementAt, NO_FLOWS, type Run, tell } from "./run.ts";
import type { Wait } from "./state.ts";
import { arm, closeWait, waitAgain } from "./wait.ts";

/** What becomes of a wait that has happened: whoever waited goes on, whoever watched takes over or joins in. */

/** Hands what happened to the element that waited for it, or that watched. The event that closes the wait is told. */
export function happened(run: Run, wait: Wait, variables: Variables) {
  const live = activationOf(run, wait);
  const element = waitingElement(run, wait);
  const payload = normaliseNames(variables);
  if (element.kind === "boundaryEvent" && live.scope !== null) {
    assign(run, live.scope, payload);
    if (allCaught(element, live)) fireBoundary(run, element, live, wait);
    return;
  }
  assign(run, live, payload);
  if (element.kind === "startEvent" && element.index !== live.element) {
    if (allCaught(element, live)) fireEventSubProcess(run, element, live, wait);
    return;
  }
  const owner = elementAt(run, live.element);
  if (owner.index !== element.index || allCaught(element, live)) {
    run.behaviours[owner.kind].caught?.(run, owner, live, wait);
  }
}

/** A parallel multiple event has happened when all of its definitions have; any other with the first. */
function allCaught(element: Element, live: Live): boolean {
  if (!element.parallelMultiple) return true;
  return live.waits?.some(({ elementId, kind }) => elementId === element.id && kind !== "incident") !== true;
}

export function fireBoundary(run: Run, boundary: Element, host: Live, wait: Wait | null) {
  const { scope } = host;
  if (scope === null) return;
  if (boundary.interrupting) cancel(run, host);
  else if (wait !== null) keepWatching(run, boundary, host, wait);
  enter(run, boundary, scope, NO_FLOWS);
  // A handler that was interrupted undoes no more; whoever asked for it need not wait.
  if (host.gone && host.compensatorId !== null) handlerLeft(run, host.compensatorId);
}

/** Starts an event sub-process in the scope that it watches; one that interrupts ends everything else in there. */
export function fireEventSubProcess(run: Run, start: Element, scope: Live, wait: Wait | null) {
  if (start.interrupting) {
    cancelInside(run, scope);
    for (const open of [...(scope.waits ?? [])]) {
      if (waitingElement(run, open).kind === "startEvent") closeWait(run, open);
    }
    tell(run, { type: "ScopeInterrupted", scopeId: scope.id, elementId: start.id });
  } else if (wait !== null) keepWatching(run, start, scope, wait);
  enterEventSubProcess(run, start, scope);
}

/** What does not interrupt goes on watching: for the same again, or for all of it where it needs all. */
function keepWatching(run: Run, watcher: Element, live: Live, wait: Wait) {
  if (!watcher.parallelMultiple) return waitAgain(run, wait);
  for (const trigger of watcher.triggers) arm(run, watcher, live, trigger, { watch: watcher.id });
}

/** Looks at every awaited condition until none has become true; what became false again can become true again. */
export function checkConditions(run: Run) {
  while (run.variablesChanged && run.draft.conditions > 0 && run.draft.end === null) {
    run.variablesChanged = false;
    for (const wait of [...run.draft.waits.values()]) {
      if (wait.kind === "condition" && run.draft.waits.has(wait.id)) checkCondition(run, wait);
    }
  }
  run.variablesChanged = false;
}

function checkCondition(run: Run, wait: Wait & { readonly kind: "condition" }) {
  const element = waitingElement(run, wait);
  const trigger = element.triggers[wait.trigger];
  if (trigger?.kind !== "conditional") return;
  const live = activationOf(run, wait);
  const result = run.seam.condition(run, live, trigger.condition, -1, null);
  // A variable that is not there yet is what such an event waits for; anything else that fails is for someone to see.
  if (!result.ok && result.code !== "unknownVariable") {
    closeWait(run, wait);
    const message = `${trigger.condition.text}: ${result.message}`;
    const details = { expression: trigger.condition.text, reason: result.code };
    return raiseIncident(run, live, { watch: element.id }, "expressionFailed", message, details);
  }
  const met = result.ok && result.value === true;
  if (met === wait.held) return;
  const { id: subscriptionId, elementId, activationId } = wait;
  if (met) {
    tell(run, { type: "ConditionMet", subscriptionId, elementId });
    happened(run, wait, {});
  } else {
    const looked = { subscriptionId, elementId, activationId, trigger: wait.trigger, held: false };
    tell(run, { type: "ConditionAwaited", ...looked });
  }
}

/** A signal is heard by everything in the case that waits for it now; the host carries it further. */
export function hearSignal(run: Run, name: string, payload: Variables) {
  for (const wait of [...run.draft.waits.values()]) {
    if (wait.kind !== "signal" || wait.name !== name || !run.draft.waits.has(wait.id)) continue;
    const { id: subscriptionId, elementId } = wait;
    tell(run, { type: "SignalReceived", subscriptionId, elementId, payload });
    happened(run, wait, payload);
  }
}

export function activationOf(run: Run, wait: Wait): Live {
  const live = liveOf(run.draft, wait.activationId);
  if (live === undefined) throw new Error(`assertion failed: wait ${wait.id} belongs to no activation`);
  return live;
}

/** The element whose event or work is waited for. */
export function waitingElement(run: Run, wait: Wait): Element {
  return elementAt(run, run.process.elementIndex.get(wait.elementId) ?? -1);
}
