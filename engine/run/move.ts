import { limits } from "../limits.ts";
import type { Element } from "../process.ts";
import type { Live } from "./draft.ts";
import { raiseIncident } from "./incident.ts";
import { elementAt, flowIdsOf, NO_FLOWS, nextId, type Run, tell } from "./run.ts";
import { closeWaits } from "./wait.ts";

/**
 * How tokens move. A token on a flow either moves into the element it leads to or waits there for others at a
 * join; when nothing moves and nothing is inside a scope, the scope is done.
 */

/** Moves tokens until all is quiet, or until the command has taken more steps than a process without a loop could. */
export function moveUntilQuiet(run: Run) {
  do {
    for (let flow = run.readyFlows.pop(); flow !== undefined; flow = run.readyFlows.pop()) {
      const scope = run.readyScopes.pop();
      if (scope === undefined || scope.gone || run.draft.end !== null) continue;
      run.trace?.push({ scope, flow, join: -1 });
      moveToken(run, scope, flow);
    }
  } while (run.draft.end === null && settle(run));
}

/** One micro-step: the token on `flow` reaches what the flow leads to. */
export function moveToken(run: Run, scope: Live, flow: number) {
  run.steps++;
  const element = elementAt(run, run.process.flows[flow]?.target ?? -1);
  const behaviour = run.behaviours[element.kind];
  if (element.joins && behaviour.arrive) behaviour.arrive(run, element, scope);
  else enter(run, element, scope, flowIdsOf(run, flow));
}

/** Lets joins that wait for whatever can still come look again, now that nothing else moves. */
function settle(run: Run): boolean {
  if (settleScope(run, run.draft.root)) return true;
  for (const live of run.draft.activations.values()) if (settleScope(run, live)) return true;
  return false;
}

function settleScope(run: Run, scope: Live): boolean {
  if (scope.arrived === null) return false;
  for (const index of scope.arrived.keys()) {
    if (!settleJoin(run, scope, index)) continue;
    run.trace?.push({ scope, flow: -1, join: index });
    return true;
  }
  return false;
}

/** Lets one join look whether it can go on with what has come; says whether it did. */
export function settleJoin(run: Run, scope: Live, index: number): boolean {
  const element = elementAt(run, index);
  return run.behaviours[element.kind].settle?.(run, element, scope) ?? false;
}

/** Enters an element, taking one token from each of `flowIds`. */
export function enter(run: Run, element: Element, scope: Live, flowIds: readonly string[]) {
  tell(run, {
    type: "ElementEntered",
    elementId: element.id,
    activationId: nextId(run, "a"),
    scopeId: scope.id,
    flowIds,
  });
  const live = run.draft.entered;
  if (run.steps > limits.stepsPerCommand) return exceeded(run, live, "stepLimit", limits.stepsPerCommand);
  if (run.draft.activations.size + run.draft.tokens > limits.tokens) {
    return exceeded(run, live, "tokenLimit", limits.tokens);
  }
  run.behaviours[element.kind].enter(run, element, live);
}

function exceeded(run: Run, live: Live, code: "stepLimit" | "tokenLimit", limit: number) {
  const message =
    code === "stepLimit"
      ? `One command caused more than ${limit} steps: is there a loop without a wait?`
      : `The case has more than ${limit} tokens: does a loop split them without end?`;
  raiseIncident(run, live, "enter", code, message, { limit });
}

/** Leaves an element; a token goes along each of `flowIds`. Closes what it still waits for. */
export function leave(run: Run, element: Element, live: Live, flowIds: readonly string[]) {
  const { scope } = live;
  if (live.waits !== null) closeWaits(run, live);
  tell(run, { type: "ElementLeft", elementId: element.id, activationId: live.id, flowIds });
  if (scope === null) return;
  for (let n = flowIds.length - 1; n >= 0; n--) {
    run.readyFlows.push(run.process.flowIndex.get(flowIds[n] ?? "") ?? -1);
    run.readyScopes.push(scope);
  }
  if (flowIds.length === 0) finishIfEmpty(run, scope);
}

export function finishIfEmpty(run: Run, scope: Live) {
  if (scope.children > 0 || scope.gone || scope === run.opening || run.draft.end !== null) return;
  if (scope.moving !== null && scope.moving.length > 0) return;
  if (scope.parked !== null && scope.parked.size > 0) return;
  if (scope.scope === null) return endCase(run, "completed", null);
  const element = elementAt(run, scope.element);
  run.behaviours[element.kind].emptied?.(run, element, scope);
}

/** Ends an activation from outside, and first everything inside it, innermost first. */
export function cancel(run: Run, live: Live) {
  cancelInside(run, live);
  if (live.waits !== null) closeWaits(run, live);
  tell(run, {
    type: "ElementCancelled",
    elementId: elementAt(run, live.element).id,
    activationId: live.id,
  });
}

/** Cancels every activation directly inside a scope; tokens on its flows go with the scope itself. */
export function cancelInside(run: Run, scope: Live, except: Live | null = null) {
  if (scope.children === 0) return;
  for (const inner of [...run.draft.activations.values()]) {
    if (inner.scope === scope && inner !== except && !inner.gone) cancel(run, inner);
  }
}

export function endCase(
  run: Run,
  how: "completed" | "terminated" | "error" | "cancelled",
  reason: string | null,
) {
  cancelInside(run, run.draft.root);
  closeWaits(run, run.draft.root);
  tell(run, { type: "CaseEnded", how, reason });
}

/** Starts a scope's tokens where it begins: its start events without a trigger, or what no flow leads to. */
export function enterScope(run: Run, scopeIndex: number, scope: Live) {
  const entries = run.process.scopes[scopeIndex]?.entries ?? [];
  const around = run.opening;
  run.opening = scope;
  for (const index of entries) {
    if (scope.gone || run.draft.end !== null) break;
    enter(run, elementAt(run, index), scope, NO_FLOWS);
  }
  run.opening = around;
  finishIfEmpty(run, scope);
}
