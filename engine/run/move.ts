import { limits } from "../limits.ts";
import type { Element } from "../process.ts";
import { checkConditions } from "./catch.ts";
import { handlerLeft } from "./compensation.ts";
import type { Live } from "./draft.ts";
import { raiseIncident } from "./incident.ts";
import { elementAt, flowIdsOf, NO_FLOWS, nextId, type Run, tell } from "./run.ts";
import { arm, closeWaits } from "./wait.ts";

/**
 * How tokens move. A token on a flow either moves into the element it leads to or waits there for others at a
 * join; when nothing moves and nothing is inside a scope, the scope is done.
 */

/** Moves tokens until all is quiet, or until the command has taken more steps than a process without a loop could. */
export function moveUntilQuiet(run: Run) {
  do {
    moveAll(run, run.readyFlows, run.readyScopes);
  } while (run.draft.end === null && (moveLater(run) || settle(run)));
}

function moveAll(run: Run, flows: number[], scopes: Live[]) {
  for (let flow = flows.pop(); flow !== undefined; flow = flows.pop()) {
    const scope = scopes.pop();
    if (scope === undefined || scope.gone || run.draft.end !== null || !holdsToken(scope, flow)) continue;
    const element = elementAt(run, run.process.flows[flow]?.target ?? -1);
    if (element.throwsLast) {
      run.laterFlows.push(flow);
      run.laterScopes.push(scope);
      continue;
    }
    run.trace?.push({ scope, flow, join: -1 });
    moveToken(run, scope, flow);
  }
}

/** The first token that was put off moves, now that everyone else is where they can hear it. */
function moveLater(run: Run): boolean {
  const flow = run.laterFlows.shift();
  const scope = run.laterScopes.shift();
  if (flow === undefined || scope === undefined) return false;
  if (scope.gone || !holdsToken(scope, flow)) return true;
  run.trace?.push({ scope, flow, join: -1 });
  moveToken(run, scope, flow);
  return true;
}

/** Whether the token is still there: an event may have taken over its scope meanwhile. */
export function holdsToken(scope: Live, flow: number): boolean {
  return scope.parked?.has(flow) === true || (scope.moving?.lastIndexOf(flow) ?? -1) >= 0;
}

/** One micro-step: the token on `flow` reaches what the flow leads to. */
export function moveToken(run: Run, scope: Live, flow: number) {
  run.steps++;
  const element = elementAt(run, run.process.flows[flow]?.target ?? -1);
  const behaviour = run.behaviours[element.kind];
  if (element.joins && behaviour.arrive) behaviour.arrive(run, element, scope);
  else enter(run, element, scope, flowIdsOf(run, flow));
  if (run.variablesChanged) checkConditions(run);
}

/** Lets joins that wait for whatever can still come look again, now that nothing else moves. */
function settle(run: Run): boolean {
  if (settleScope(run, run.draft.root)) return true;
  for (const live of run.draft.activations.values()) {
    if (settleScope(run, live)) return true;
    if (live.awaits !== null && live.scope !== null && settleJoin(run, live.scope, live.element)) {
      run.trace?.push({ scope: live.scope, flow: -1, join: live.element });
      return true;
    }
  }
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
  const went = run.behaviours[element.kind].settle?.(run, element, scope) ?? false;
  if (run.variablesChanged) checkConditions(run);
  return went;
}

/** Enters an element, taking one token from each of `flowIds`. */
export function enter(
  run: Run,
  element: Element,
  scope: Live,
  flowIds: readonly string[],
  compensation: { readonly compensates: string; readonly compensatorId: string } | null = null,
) {
  const { id: elementId } = element;
  const activationId = nextId(run, "a");
  const { id: scopeId } = scope;
  if (compensation === null) tell(run, { type: "ElementEntered", elementId, activationId, scopeId, flowIds });
  else tell(run, { type: "ElementEntered", elementId, activationId, scopeId, flowIds, ...compensation });
  const live = run.draft.entered;
  if (run.steps > limits.stepsPerCommand) return exceeded(run, live, "stepLimit", limits.stepsPerCommand);
  if (run.draft.activations.size + run.draft.tokens > limits.tokens) {
    return exceeded(run, live, "tokenLimit", limits.tokens);
  }
  run.behaviours[element.kind].enter(run, element, live);
}

export function exceeded(run: Run, live: Live, code: "stepLimit" | "tokenLimit", limit: number) {
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
  queue(run, scope, flowIds);
  if (live.compensatorId !== null) handlerLeft(run, live.compensatorId);
  if (flowIds.length === 0) insideDone(run, scope);
}

/** Tokens that were just put on flows are to move, the first one first. */
export function queue(run: Run, scope: Live, flowIds: readonly string[]) {
  for (let n = flowIds.length - 1; n >= 0; n--) {
    run.readyFlows.push(run.process.flowIndex.get(flowIds[n] ?? "") ?? -1);
    run.readyScopes.push(scope);
  }
}

/** One way through a scope has come to its end; perhaps that was the last. */
function insideDone(run: Run, scope: Live) {
  if (scope.gone || run.draft.end !== null) return;
  if (scope.element >= 0) {
    const owner = elementAt(run, scope.element);
    if (owner.adHoc !== null && scope !== run.opening)
      return run.behaviours[owner.kind].insideDone?.(run, owner, scope);
  }
  finishIfEmpty(run, scope);
}

function finishIfEmpty(run: Run, scope: Live) {
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

/**
 * Opens a scope: its data exists, its event sub-processes watch, its tokens start: at `start`, or where the scope
 * begins. An event sub-process that interrupts may take over before they do.
 */
export function openScope(run: Run, scopeIndex: number, scope: Live, start: Element | null) {
  if (scope.scope !== null) declareData(run, scopeIndex, scope);
  const watchers = run.process.scopes[scopeIndex]?.eventStarts ?? [];
  for (const index of watchers) {
    const watcher = elementAt(run, index);
    for (const trigger of watcher.triggers)
      if (!arm(run, watcher, scope, trigger, { watch: watcher.id })) break;
  }
  if (watchers.length > 0 && run.variablesChanged) {
    checkConditions(run);
    if (scope.gone || run.draft.end !== null || interrupted(run, watchers, scope)) return;
  }
  if (start !== null) enter(run, start, scope, NO_FLOWS);
  else startTokens(run, scopeIndex, scope);
}

/** Whether an interrupting event sub-process has taken over the scope: then none of its starts is watched any more. */
function interrupted(run: Run, starts: readonly number[], scope: Live): boolean {
  for (const live of run.draft.activations.values()) {
    if (live.scope !== scope || run.process.elements[live.element]?.kind !== "eventSubProcess") continue;
    const owned = run.process.elements[live.element]?.owns ?? -1;
    if (starts.some((index) => elementAt(run, index).scope === owned && elementAt(run, index).interrupting))
      return true;
  }
  return false;
}

/** Enters an event sub-process at its start event, which has just happened. */
export function enterEventSubProcess(run: Run, start: Element, scope: Live) {
  const owner = elementAt(run, run.process.scopes[start.scope]?.element ?? -1);
  tell(run, {
    type: "ElementEntered",
    elementId: owner.id,
    activationId: nextId(run, "a"),
    scopeId: scope.id,
    flowIds: NO_FLOWS,
  });
  openScope(run, start.scope, run.draft.entered, start);
}

/** Data objects and properties exist from the moment their scope does. */
function declareData(run: Run, scopeIndex: number, scope: Live) {
  const names = run.process.scopes[scopeIndex]?.declares ?? [];
  if (names.length === 0) return;
  const variables = Object.fromEntries(names.map((name) => [name, null]));
  tell(run, { type: "VariablesSet", scopeId: scope.id, variables });
}

function startTokens(run: Run, scopeIndex: number, scope: Live) {
  const around = run.opening;
  run.opening = scope;
  for (const index of run.process.scopes[scopeIndex]?.entries ?? []) {
    if (scope.gone || run.draft.end !== null) break;
    enter(run, elementAt(run, index), scope, NO_FLOWS);
  }
  run.opening = around;
  insideDone(run, scope);
}
