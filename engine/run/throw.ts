import type { Element, Trigger } from "../process.ts";
import type { Variables } from "../variables.ts";
import { inputsOf } from "./activity.ts";
import { hearSignal } from "./catch.ts";
import { compensate } from "./compensation.ts";
import type { Live } from "./draft.ts";
import { escalate } from "./error.ts";
import { FAILED, textOf } from "./evaluate.ts";
import { elementAt, nextId, type Run, tell } from "./run.ts";
import { messageAddress } from "./wait.ts";

/**
 * What throw and end events throw, besides errors, cancelling and terminating, which only end events do. Says
 * whether the thrower may go on: not after an incident, not when what it threw has ended it, and not before what it
 * asked to be undone is undone.
 */
export function throwTrigger(run: Run, element: Element, live: Live, trigger: Trigger): boolean {
  switch (trigger.kind) {
    case "message":
      return throwMessage(run, element, live, trigger, inputsOf(element, live));
    case "signal": {
      const name = textOf(run, live, trigger.name, "work");
      if (name === FAILED) return false;
      const payload = inputsOf(element, live);
      tell(run, { type: "SignalThrown", signalId: nextId(run, "m"), elementId: element.id, name, payload });
      hearSignal(run, name, payload);
      return !live.gone;
    }
    case "escalation":
      escalate(run, element, live.scope ?? live, trigger.code);
      return !live.gone;
    case "compensation": {
      compensate(run, live, compensatedScope(run, live), trigger.activity);
      return !trigger.waits && !live.gone;
    }
    case "timer":
    case "conditional":
    case "error":
    case "cancel":
    case "link":
    case "terminate":
      return true;
  }
}

export function throwMessage(
  run: Run,
  element: Element,
  live: Live,
  trigger: Trigger & { readonly kind: "message" },
  payload: Variables,
): boolean {
  const addressed = messageAddress(run, live, trigger, "work");
  if (addressed === FAILED) return false;
  tell(run, {
    type: "MessageThrown",
    messageId: nextId(run, "m"),
    elementId: element.id,
    ...addressed,
    payload,
  });
  return true;
}

/** An event sub-process undoes what completed in the scope around it. */
function compensatedScope(run: Run, live: Live): Live {
  let scope = live.scope ?? live;
  while (scope.element >= 0 && scope.scope !== null) {
    if (elementAt(run, scope.element).kind !== "eventSubProcess") break;
    scope = scope.scope;
  }
  return scope;
}
