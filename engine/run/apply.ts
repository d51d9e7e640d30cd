import type { EngineEvent } from "../event.ts";
import type { ExecutableProcess } from "../process.ts";
import type { Value, Variables } from "../variables.ts";
import {
  addCompleted,
  addToken,
  addWait,
  closeDraft,
  type Draft,
  type Live,
  liveOf,
  newLive,
  openDraft,
  removeToken,
  removeWait,
} from "./draft.ts";
import { moved } from "./migrated.ts";
import type { CaseState, Wait } from "./state.ts";

/** The state after one event. Never fails: an event that does not fit changes nothing. */
export function evolve(process: ExecutableProcess, state: CaseState | null, event: EngineEvent): CaseState {
  return replay(process, [event], state);
}

/**
 * The state after a whole history, which equals what deciding made it. Events up to a migration belong to the old
 * version: fold them under that one first.
 */
export function replay(
  process: ExecutableProcess,
  events: readonly EngineEvent[],
  from: CaseState | null = null,
): CaseState {
  let state = from;
  let draft: Draft | null = null;
  for (const event of events) {
    if (event.type === "CaseMigrated") {
      state = moved(draft === null ? state : closeDraft(process, draft), event);
      draft = null;
      continue;
    }
    draft ??= openDraft(process, state);
    apply(process, draft, event);
  }
  return closeDraft(process, draft ?? openDraft(process, state));
}

/** Changes a draft as one event says; nothing else changes one. The frequent events come first. */
export function apply(process: ExecutableProcess, draft: Draft, event: EngineEvent) {
  switch (event.type) {
    case "ElementEntered": {
      const scope = liveOf(draft, event.scopeId);
      if (scope === undefined) return;
      for (const flowId of event.flowIds) {
        const flow = process.flowIndex.get(flowId);
        if (flow !== undefined) removeToken(process, draft, scope, flow);
      }
      const element = process.elementIndex.get(event.elementId) ?? -1;
      const live = newLive(event.activationId, element, scope, event.instance, event.compensatorId);
      if (process.elements[element]?.kind === "complexGateway")
        live.awaits = rest(process, element, event.flowIds);
      if (event.compensates !== undefined) takeCompleted(draft, scope, live, event.compensates);
      if (event.instance !== undefined && scope.loop !== null) {
        scope.loop = { ...scope.loop, started: scope.loop.started + 1 };
      }
      draft.activations.set(live.id, live);
      scope.children++;
      draft.entered = live;
      draft.counted++;
      return;
    }
    case "ElementLeft": {
      const live = draft.activations.get(event.activationId);
      if (live === undefined) return;
      remove(draft, live);
      if (live.scope === null) return;
      rememberCompleted(process, live.scope, live);
      addTokens(process, draft, live.scope, event.flowIds);
      return;
    }
    case "VariablesSet": {
      const live = liveOf(draft, event.scopeId);
      if (live !== undefined) write(live, event.variables);
      return;
    }
    case "ElementCancelled": {
      const live = draft.activations.get(event.activationId);
      if (live !== undefined) remove(draft, live);
      return;
    }
    case "CaseStarted":
      draft.caseId = event.caseId;
      draft.processId = event.processId;
      draft.semantics = event.semantics;
      draft.depth = event.depth ?? 0;
      draft.root.variables = { ...event.variables };
      return;
    case "CaseEnded":
      draft.end = { how: event.how, reason: event.reason };
      clearTokens(draft, draft.root);
      draft.root.completed = null;
      return;
    // Changes the state before a draft of the new version is opened.
    case "CaseMigrated":
    case "ErrorThrown":
    case "EscalationRaised":
      return;
    case "MessageThrown":
    case "SignalThrown":
      draft.counted++;
      return;
    case "GatewayActivated": {
      const live = draft.activations.get(event.activationId);
      if (live === undefined || live.scope === null) return;
      addTokens(process, draft, live.scope, event.flowIds);
      return;
    }
    case "GatewayReset": {
      const scope = draft.activations.get(event.activationId)?.scope ?? null;
      if (scope === null) return;
      for (const flowId of event.taken) {
        const flow = process.flowIndex.get(flowId);
        if (flow !== undefined) removeToken(process, draft, scope, flow);
      }
      return;
    }
    case "ScopeInterrupted": {
      const scope = liveOf(draft, event.scopeId);
      if (scope !== undefined) clearTokens(draft, scope);
      return;
    }
    case "LoopStarted": {
      const live = draft.activations.get(event.activationId);
      const { count, items } = event;
      if (live !== undefined) live.loop = { count, items, started: 0, done: 0, results: [] };
      return;
    }
    case "LoopAdvanced": {
      const live = draft.activations.get(event.activationId);
      if (live === undefined || live.loop === null) return;
      const results = event.result === null ? live.loop.results : [...live.loop.results, event.result];
      live.loop = { ...live.loop, done: live.loop.done + 1, results };
      return;
    }
    case "CompensationStarted": {
      const live = draft.activations.get(event.activationId);
      if (live !== undefined) live.toCompensate = event.compensates;
      return;
    }
    default:
      applyWait(draft, event);
  }
}

/** The first flow's token is put down last, for it is the first to be taken up. */
function addTokens(process: ExecutableProcess, draft: Draft, scope: Live, flowIds: readonly string[]) {
  for (let n = flowIds.length - 1; n >= 0; n--) {
    const flow = process.flowIndex.get(flowIds[n] ?? "");
    if (flow !== undefined) addToken(process, draft, scope, flow);
  }
}

/** By which flows into a complex gateway no token was taken. */
function rest(process: ExecutableProcess, index: number, taken: readonly string[]): readonly string[] | null {
  const element = process.elements[index];
  if (element === undefined || element.incoming.length < 2 || element.activationCondition === null)
    return null;
  return element.incoming
    .flatMap((flow) => process.flows[flow]?.ids ?? [])
    .filter((id) => !taken.includes(id));
}

/** What leaves after completing is remembered where it can be undone, with all that can be undone inside it. */
function rememberCompleted(process: ExecutableProcess, scope: Live, live: Live) {
  const element = process.elements[live.element];
  if (element === undefined || live.compensatorId !== null) return;
  const inside = live.completed ?? [];
  if (element.undo < 0 && inside.length === 0) return;
  // An activity in a loop is remembered round by round; the loop itself only holds its rounds.
  if (element.loop !== null && live.instance < 0 && inside.length === 0) return;
  const variables = element.owns >= 0 ? live.variables : null;
  if (live.variables !== null) live.borrowed = true;
  addCompleted(scope, { id: live.id, elementId: element.id, scopeId: scope.id, variables, inside });
}

/** The handler of a completed activity begins: it is undone from here on, with its own variables in sight. */
function takeCompleted(draft: Draft, scope: Live, live: Live, id: string) {
  const completed = scope.completed?.find((candidate) => candidate.id === id);
  if (completed === undefined) return;
  scope.completed = scope.completed?.filter((candidate) => candidate !== completed) ?? null;
  if (completed.variables !== null) {
    live.variables = completed.variables as Record<string, Value>;
    live.borrowed = true;
  }
  for (const inner of completed.inside) addCompleted(live, { ...inner, scopeId: live.id });
  const compensator = draft.activations.get(live.compensatorId ?? "");
  if (compensator === undefined || compensator.toCompensate === null) return;
  compensator.toCompensate = compensator.toCompensate.filter((candidate) => candidate !== id);
}

function clearTokens(draft: Draft, scope: Live) {
  if (scope.moving !== null) draft.tokens -= scope.moving.length;
  if (scope.parked !== null) for (const count of scope.parked.values()) draft.tokens -= count;
  scope.moving = null;
  scope.parked = null;
  scope.arrived = null;
}

type WaitEvent = Exclude<
  EngineEvent,
  {
    readonly type:
      | "ElementEntered"
      | "ElementLeft"
      | "ElementCancelled"
      | "VariablesSet"
      | "CaseStarted"
      | "CaseEnded"
      | "CaseMigrated"
      | "ErrorThrown"
      | "EscalationRaised"
      | "MessageThrown"
      | "SignalThrown"
      | "GatewayActivated"
      | "GatewayReset"
      | "ScopeInterrupted"
      | "LoopStarted"
      | "LoopAdvanced"
      | "CompensationStarted";
  }
>;

function applyWait(draft: Draft, event: WaitEvent) {
  switch (event.type) {
    case "TaskOpened": {
      const { taskId: id, elementId, activationId, inputs } = event;
      return open(draft, { kind: "task", id, elementId, activationId, inputs });
    }
    case "TimerArmed": {
      const { timerId: id, elementId, activationId, spec, anchorMs, dueAtMs, occurrence, remaining } = event;
      // Every repetition of a timer keeps the id that its first one was given.
      if (occurrence === 1) draft.counted++;
      const times = { spec, anchorMs, dueAtMs, occurrence, remaining };
      return addWait(draft, { kind: "timer", id, elementId, activationId, ...times });
    }
    case "MessageAwaited": {
      const { subscriptionId: id, elementId, activationId, name, correlationKey } = event;
      return open(draft, { kind: "message", id, elementId, activationId, name, correlationKey });
    }
    case "SignalAwaited": {
      const { subscriptionId: id, elementId, activationId, name } = event;
      return open(draft, { kind: "signal", id, elementId, activationId, name });
    }
    case "ConditionAwaited": {
      const { subscriptionId: id, elementId, activationId, trigger, held } = event;
      // Looked at again without being met: the same wait, only with what was seen.
      const again = draft.waits.has(id);
      if (!again) draft.counted++;
      return addWait(draft, { kind: "condition", id, elementId, activationId, trigger, held });
    }
    case "CallRequested": {
      const { callId: id, elementId, activationId, processId, binding, inputs, depth } = event;
      return open(draft, { kind: "call", id, elementId, activationId, processId, binding, inputs, depth });
    }
    case "ServiceRequested": {
      const { requestId: id, elementId, activationId, work, inputs } = event;
      return open(draft, { kind: "service", id, elementId, activationId, work, inputs });
    }
    case "ScriptRequested": {
      const { requestId: id, elementId, activationId, format, text } = event;
      return open(draft, { kind: "script", id, elementId, activationId, format, text });
    }
    case "DecisionRequested": {
      const { requestId: id, elementId, activationId, ruleSet, inputs } = event;
      return open(draft, { kind: "decision", id, elementId, activationId, ruleSet, inputs });
    }
    case "IncidentRaised": {
      const { incidentId: id, elementId, activationId, phase, code, message, details } = event;
      return open(draft, { kind: "incident", id, elementId, activationId, phase, code, message, details });
    }
    case "TaskCompleted":
    case "TaskCancelled":
      return removeWait(draft, event.taskId);
    case "TimerFired":
    case "TimerCancelled":
      return removeWait(draft, event.timerId);
    case "MessageReceived":
    case "MessageAwaitCancelled":
    case "SignalReceived":
    case "SignalAwaitCancelled":
    case "ConditionMet":
    case "ConditionAwaitCancelled":
      return removeWait(draft, event.subscriptionId);
    case "ServiceCompleted":
    case "ServiceFailed":
    case "ServiceCancelled":
    case "ScriptCompleted":
    case "ScriptCancelled":
    case "DecisionRecorded":
    case "DecisionCancelled":
      return removeWait(draft, event.requestId);
    case "CallCompleted":
    case "CallFailed":
    case "CallCancelled":
      return removeWait(draft, event.callId);
    case "IncidentClosed":
      return removeWait(draft, event.incidentId);
  }
}

function open(draft: Draft, wait: Wait) {
  draft.counted++;
  addWait(draft, wait);
}

function write(live: Live, variables: Variables) {
  if (live.variables === null) {
    live.variables = { ...variables };
    return;
  }
  if (live.borrowed) {
    live.variables = { ...live.variables };
    live.borrowed = false;
  }
  Object.assign(live.variables, variables);
}

function remove(draft: Draft, live: Live) {
  live.gone = true;
  draft.activations.delete(live.id);
  if (live.scope !== null) live.scope.children--;
  if (live.moving !== null || live.parked !== null) clearTokens(draft, live);
  if (live.waits !== null) for (const wait of [...live.waits]) removeWait(draft, wait.id);
}
