import type { EngineEvent } from "../event.ts";
import type { ExecutableProcess } from "../process.ts";
import type { Variables } from "../variables.ts";
import {
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
import type { CaseState, Wait } from "./state.ts";

/** The state after one event. Never fails: an event that does not fit changes nothing. */
export function evolve(process: ExecutableProcess, state: CaseState | null, event: EngineEvent): CaseState {
  return replay(process, [event], state);
}

/** The state after a whole history, which equals what deciding made it. */
export function replay(
  process: ExecutableProcess,
  events: readonly EngineEvent[],
  from: CaseState | null = null,
): CaseState {
  const draft = openDraft(process, from);
  for (const event of events) apply(process, draft, event);
  return closeDraft(process, draft);
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
      const live = newLive(event.activationId, process.elementIndex.get(event.elementId) ?? -1, scope);
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
      for (const flowId of event.flowIds) {
        const flow = process.flowIndex.get(flowId);
        if (flow !== undefined) addToken(process, draft, live.scope, flow);
      }
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
      draft.root.variables = { ...event.variables };
      return;
    case "CaseEnded":
      draft.end = { how: event.how, reason: event.reason };
      draft.root.moving = null;
      draft.root.parked = null;
      draft.root.arrived = null;
      return;
    case "ErrorThrown":
      return;
    case "MessageThrown":
      draft.counted++;
      return;
    default:
      applyWait(draft, event);
  }
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
      | "ErrorThrown"
      | "MessageThrown";
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
      return removeWait(draft, event.subscriptionId);
    case "ServiceCompleted":
    case "ServiceFailed":
    case "ServiceCancelled":
    case "ScriptCompleted":
    case "ScriptCancelled":
    case "DecisionRecorded":
    case "DecisionCancelled":
      return removeWait(draft, event.requestId);
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
  if (live.moving !== null) draft.tokens -= live.moving.length;
  if (live.parked !== null) for (const count of live.parked.values()) draft.tokens -= count;
  if (live.waits !== null) for (const wait of live.waits) draft.waits.delete(wait.id);
}
