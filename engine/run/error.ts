import type { Element } from "../process.ts";
import { fireBoundary, fireEventSubProcess } from "./catch.ts";
import type { Live } from "./draft.ts";
import { elementAt, type Run, tell } from "./run.ts";

/**
 * Errors and escalations travel outward: first to the boundary events of the activity that threw, then scope by
 * scope to the event sub-processes inside and the boundary events of the sub-process around. What an event
 * sub-process throws is not caught beside it. A catcher that names the code goes before one that catches every code.
 */

/** Says whether anything caught it. */
export function throwError(run: Run, thrower: Element, from: Live, errorCode: string | null): boolean {
  const found = findCatcher(run, from, "error", errorCode);
  const caughtBy = found?.catcher.id ?? null;
  tell(run, { type: "ErrorThrown", elementId: thrower.id, errorCode, caughtBy });
  if (found === null) return false;
  fire(run, found);
  return true;
}

/** An escalation that nobody catches is told, and that is all. */
export function escalate(run: Run, thrower: Element, from: Live, escalationCode: string | null) {
  const found = findCatcher(run, from, "escalation", escalationCode);
  const caughtBy = found?.catcher.id ?? null;
  tell(run, { type: "EscalationRaised", elementId: thrower.id, escalationCode, caughtBy });
  if (found !== null) fire(run, found);
}

interface Found {
  readonly catcher: Element;
  readonly at: Live;
}

function fire(run: Run, { catcher, at }: Found) {
  if (catcher.kind === "boundaryEvent") fireBoundary(run, catcher, at, null);
  else fireEventSubProcess(run, catcher, at, null);
}

function findCatcher(run: Run, from: Live, kind: "error" | "escalation", code: string | null): Found | null {
  let fromInside = false;
  for (let live: Live | null = from; live !== null; live = live.scope) {
    const element = live.element < 0 ? null : elementAt(run, live.element);
    const owned = element === null ? 0 : element.owns;
    if (owned >= 0 && !fromInside) {
      const starts = run.process.scopes[owned]?.eventStarts ?? [];
      const catcher = catcherAmong(run, starts, kind, code);
      if (catcher !== null) return { catcher, at: live };
    }
    // Boundary events of a loop belong to the whole of it, not to one round.
    if (element !== null && live.instance < 0) {
      const catcher = catcherAmong(run, element.boundary, kind, code);
      if (catcher !== null) return { catcher, at: live };
    }
    fromInside = element?.kind === "eventSubProcess";
  }
  return null;
}

function catcherAmong(
  run: Run,
  candidates: readonly number[],
  kind: "error" | "escalation",
  code: string | null,
): Element | null {
  let any: Element | null = null;
  for (const index of candidates) {
    const element = elementAt(run, index);
    for (const trigger of element.triggers) {
      if (trigger.kind !== kind) continue;
      if (trigger.code === null) any ??= element;
      else if (trigger.code === code) return element;
    }
  }
  return any;
}
