import type { Element } from "../process.ts";
import type { Live } from "./draft.ts";
import { cancel, enter } from "./move.ts";
import { elementAt, NO_FLOWS, type Run, tell } from "./run.ts";

/**
 * BPMN errors travel outward: first to the boundary events of the activity that threw, then scope by scope to the
 * event sub-processes inside and the boundary events of the sub-process around. A catcher that names the code goes
 * before one that catches every error.
 */
export function throwError(run: Run, thrower: Element, from: Live, errorCode: string | null): boolean {
  for (let live: Live = from; live.scope !== null; live = live.scope) {
    const owner = elementAt(run, live.element);
    const boundary = catcher(run, owner.boundary, errorCode);
    if (boundary !== null) {
      const { scope } = live;
      tell(run, { type: "ErrorThrown", elementId: thrower.id, errorCode, caughtBy: boundary.id });
      cancel(run, live);
      enter(run, boundary, scope, NO_FLOWS);
      return true;
    }
  }
  tell(run, { type: "ErrorThrown", elementId: thrower.id, errorCode, caughtBy: null });
  return false;
}

function catcher(run: Run, candidates: readonly number[], errorCode: string | null): Element | null {
  let any: Element | null = null;
  for (const index of candidates) {
    const element = elementAt(run, index);
    for (const trigger of element.triggers) {
      if (trigger.kind !== "error") continue;
      if (trigger.code === errorCode) return element;
      if (trigger.code === null) any ??= element;
    }
  }
  return any;
}
