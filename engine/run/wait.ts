import type { Element, Trigger } from "../process.ts";
import { firstDue, nextDue } from "../time/index.ts";
import type { Draft, Live } from "./draft.ts";
import { computed, FAILED, type Failed, textOf } from "./evaluate.ts";
import { raiseIncident, type Stage } from "./incident.ts";
import { nextId, type Run, tell } from "./run.ts";
import type { Wait, WaitKind } from "./state.ts";

/**
 * Waits for what happens outside, or for a condition. Whatever opens here has an event that closes it, whether it happens or not.
 */

/**
 * Begins to wait for one event definition of an element on behalf of an activation; false after an incident. A
 * condition that already holds is met at once: then `run.met` says which wait it was.
 */
export function arm(run: Run, element: Element, live: Live, trigger: Trigger, stage: Stage): boolean {
  switch (trigger.kind) {
    case "timer":
      return armTimer(run, element.id, live, trigger, stage);
    case "message":
      return awaitMessage(run, element.id, live, trigger, stage);
    case "signal":
      return awaitSignal(run, element.id, live, trigger, stage);
    case "conditional":
      tell(run, {
        type: "ConditionAwaited",
        subscriptionId: nextId(run, "n"),
        elementId: element.id,
        activationId: live.id,
        trigger: element.triggers.indexOf(trigger),
        held: false,
      });
      run.variablesChanged = true;
      return true;
    // Thrown from inside, or jumped to: nothing to wait for.
    case "error":
    case "escalation":
    case "compensation":
    case "cancel":
    case "link":
    case "terminate":
      return true;
  }
}

function awaitSignal(
  run: Run,
  elementId: string,
  live: Live,
  trigger: Trigger & { readonly kind: "signal" },
  stage: Stage,
): boolean {
  const name = textOf(run, live, trigger.name, stage);
  if (name === FAILED) return false;
  tell(run, {
    type: "SignalAwaited",
    subscriptionId: nextId(run, "m"),
    elementId,
    activationId: live.id,
    name,
  });
  return true;
}

function armTimer(
  run: Run,
  elementId: string,
  live: Live,
  trigger: Trigger & { readonly kind: "timer" },
  stage: Stage,
): boolean {
  const text = textOf(run, live, trigger.text, stage);
  if (text === FAILED) return false;
  const spec = { kind: trigger.timer, text };
  const first = firstDue(spec, run.atMs, run.process.zone);
  if (!first.ok) {
    raiseIncident(run, live, stage, "invalidTimer", first.message, {
      expression: text,
      reason: first.code,
      element: elementId,
    });
    return false;
  }
  tell(run, {
    type: "TimerArmed",
    timerId: nextId(run, "c"),
    elementId,
    activationId: live.id,
    spec,
    anchorMs: run.atMs,
    ...first.due,
  });
  return true;
}

/** Arms the next repetition of a timer that has just fired and whose owner still stands. */
function armAgain(run: Run, wait: Wait & { readonly kind: "timer" }) {
  if (wait.remaining === 0) return;
  const next = nextDue(wait.spec, wait.anchorMs, run.process.zone, wait.occurrence, run.atMs);
  if (!next.ok || next.due === null) return;
  tell(run, {
    type: "TimerArmed",
    timerId: wait.id,
    elementId: wait.elementId,
    activationId: wait.activationId,
    spec: wait.spec,
    anchorMs: wait.anchorMs,
    ...next.due,
  });
}

function awaitMessage(
  run: Run,
  elementId: string,
  live: Live,
  trigger: Trigger & { readonly kind: "message" },
  stage: Stage,
): boolean {
  const addressed = messageAddress(run, live, trigger, stage);
  if (addressed === FAILED) return false;
  tell(run, {
    type: "MessageAwaited",
    subscriptionId: nextId(run, "m"),
    elementId,
    activationId: live.id,
    ...addressed,
  });
  return true;
}

/** Name and correlation key of a message that is awaited or thrown. */
export function messageAddress(
  run: Run,
  live: Live,
  trigger: Trigger & { readonly kind: "message" },
  stage: Stage,
): { readonly name: string; readonly correlationKey: string | null } | Failed {
  const name = textOf(run, live, trigger.name, stage);
  if (name === FAILED) return FAILED;
  if (trigger.correlationKey === null) return { name, correlationKey: null };
  const key = computed(run, live, trigger.correlationKey, stage);
  if (key === FAILED) return FAILED;
  if (typeof key === "string" || typeof key === "number") return { name, correlationKey: String(key) };
  raiseIncident(run, live, stage, "invalidCorrelationKey", `${trigger.correlationKey.text} gives no key`, {
    expression: trigger.correlationKey.text,
  });
  return FAILED;
}

/** Waits again for what has just happened, on behalf of an owner that goes on: boundary events that do not interrupt. */
export function waitAgain(run: Run, wait: Wait) {
  const { elementId, activationId } = wait;
  if (wait.kind === "timer") armAgain(run, wait);
  else if (wait.kind === "message") {
    const { name, correlationKey } = wait;
    const subscriptionId = nextId(run, "m");
    tell(run, { type: "MessageAwaited", subscriptionId, elementId, activationId, name, correlationKey });
  } else if (wait.kind === "signal") {
    const { name } = wait;
    tell(run, { type: "SignalAwaited", subscriptionId: nextId(run, "m"), elementId, activationId, name });
  } else if (wait.kind === "condition") {
    const { trigger } = wait;
    const subscriptionId = nextId(run, "n");
    tell(run, { type: "ConditionAwaited", subscriptionId, elementId, activationId, trigger, held: true });
  }
}

/** Closes all that an activation waits for, or what it awaits for `only` one element, each with its own event. */
export function closeWaits(run: Run, live: Live, only: string | null = null) {
  if (live.waits === null) return;
  for (const wait of [...live.waits]) if (only === null || wait.elementId === only) closeWait(run, wait);
}

export function closeWait(run: Run, wait: Wait) {
  const { id, elementId } = wait;
  switch (wait.kind) {
    case "task":
      return tell(run, { type: "TaskCancelled", taskId: id, elementId });
    case "timer":
      return tell(run, { type: "TimerCancelled", timerId: id, elementId });
    case "message":
      return tell(run, { type: "MessageAwaitCancelled", subscriptionId: id, elementId });
    case "signal":
      return tell(run, { type: "SignalAwaitCancelled", subscriptionId: id, elementId });
    case "condition":
      return tell(run, { type: "ConditionAwaitCancelled", subscriptionId: id, elementId });
    case "call":
      return tell(run, { type: "CallCancelled", callId: id, elementId });
    case "service":
      return tell(run, { type: "ServiceCancelled", requestId: id, elementId });
    case "script":
      return tell(run, { type: "ScriptCancelled", requestId: id, elementId });
    case "decision":
      return tell(run, { type: "DecisionCancelled", requestId: id, elementId });
    case "incident":
      return tell(run, { type: "IncidentClosed", incidentId: id, elementId, by: "cancel" });
  }
}

/** The open wait of that kind and id, if it is open. */
export function waitOf<K extends WaitKind>(
  draft: Draft,
  id: string,
  kind: K,
): Extract<Wait, { readonly kind: K }> | null {
  const wait = draft.waits.get(id);
  return wait !== undefined && isKind(wait, kind) ? wait : null;
}

function isKind<K extends WaitKind>(wait: Wait, kind: K): wait is Extract<Wait, { readonly kind: K }> {
  return wait.kind === kind;
}
