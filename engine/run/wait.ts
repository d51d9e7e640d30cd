import type { Phase } from "../event.ts";
import type { Trigger } from "../process.ts";
import { firstDue, nextDue } from "../time/index.ts";
import type { Draft, Live } from "./draft.ts";
import { computed, FAILED, type Failed, textOf } from "./evaluate.ts";
import { raiseIncident } from "./incident.ts";
import { nextId, type Run, tell } from "./run.ts";
import type { Wait, WaitKind } from "./state.ts";

/**
 * Waits for what happens outside. Whatever opens here has an event that closes it, whether it happens or not.
 */

/** Begins to wait for one event definition of `elementId` on behalf of an activation; false after an incident. */
export function arm(run: Run, elementId: string, live: Live, trigger: Trigger, phase: Phase): boolean {
  switch (trigger.kind) {
    case "timer":
      return armTimer(run, elementId, live, trigger, phase);
    case "message":
      return awaitMessage(run, elementId, live, trigger, phase);
    case "error":
    case "terminate":
      return true;
  }
}

function armTimer(
  run: Run,
  elementId: string,
  live: Live,
  trigger: Trigger & { readonly kind: "timer" },
  phase: Phase,
): boolean {
  const text = textOf(run, live, trigger.text, phase);
  if (text === FAILED) return false;
  const spec = { kind: trigger.timer, text };
  const first = firstDue(spec, run.atMs, run.process.zone);
  if (!first.ok) {
    raiseIncident(run, live, phase, "invalidTimer", first.message, {
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
export function armAgain(run: Run, wait: Wait & { readonly kind: "timer" }) {
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
  phase: Phase,
): boolean {
  const addressed = messageAddress(run, live, trigger, phase);
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
  phase: Phase,
): { readonly name: string; readonly correlationKey: string | null } | Failed {
  const name = textOf(run, live, trigger.name, phase);
  if (name === FAILED) return FAILED;
  if (trigger.correlationKey === null) return { name, correlationKey: null };
  const key = computed(run, live, trigger.correlationKey, phase);
  if (key === FAILED) return FAILED;
  if (typeof key === "string" || typeof key === "number") return { name, correlationKey: String(key) };
  raiseIncident(run, live, phase, "invalidCorrelationKey", `${trigger.correlationKey.text} gives no key`, {
    expression: trigger.correlationKey.text,
  });
  return FAILED;
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
