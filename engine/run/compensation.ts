import type { Element } from "../process.ts";
import type { Live } from "./draft.ts";
import { enter, enterEventSubProcess, leave } from "./move.ts";
import { elementAt, NO_FLOWS, nextId, type Run, tell } from "./run.ts";
import type { Completed } from "./state.ts";

/**
 * Undoing what has completed. Handlers start in the reverse order of completion, and all at once, so that people
 * are not kept waiting for each other; whoever asked goes on when the last is done. A sub-process without a handler
 * of its own is undone by undoing what completed inside it, with its variables as they were. (BPMN 10.7)
 */

/** Begins to undo in `scope` what `activity` says (-1: everything) on behalf of `asker`. */
export function compensate(run: Run, asker: Live, scope: Live, activity: number) {
  const targets = (scope.completed ?? [])
    .filter(({ elementId }) => activity < 0 || run.process.elementIndex.get(elementId) === activity)
    .toReversed();
  tell(run, {
    type: "CompensationStarted",
    elementId: elementAt(run, asker.element).id,
    activationId: asker.id,
    compensates: targets.map(({ id }) => id),
  });
  for (const completed of targets) if (!scope.gone) undo(run, asker, scope, completed);
  if (!asker.gone && isUndone(run, asker)) undone(run, asker);
}

function undo(run: Run, asker: Live, scope: Live, completed: Completed) {
  const element = elementAt(run, run.process.elementIndex.get(completed.elementId) ?? -1);
  const handler = element.undo < 0 ? null : elementAt(run, element.undo);
  const asked = { compensates: completed.id, compensatorId: asker.id };
  // Rounds of a loop are remembered inside it, each to be undone by the handler of the activity.
  const wholeLoop =
    element.loop !== null && completed.inside.some(({ elementId }) => elementId === element.id);
  if (handler !== null && handler.kind !== "startEvent" && !wholeLoop) {
    return enter(run, handler, scope, NO_FLOWS, asked);
  }
  tell(run, {
    type: "ElementEntered",
    elementId: element.id,
    activationId: nextId(run, "a"),
    scopeId: scope.id,
    flowIds: NO_FLOWS,
    ...asked,
  });
  const revived = run.draft.entered;
  if (handler?.kind === "startEvent" && !wholeLoop) return enterEventSubProcess(run, handler, revived);
  compensate(run, revived, revived, -1);
}

/** A handler has left: is that the last of what its asker had to undo? */
export function handlerLeft(run: Run, compensatorId: string) {
  const asker = run.draft.activations.get(compensatorId);
  if (asker !== undefined && isUndone(run, asker)) undone(run, asker);
}

function isUndone(run: Run, asker: Live): boolean {
  if (asker.toCompensate === null || asker.toCompensate.length > 0) return false;
  for (const live of run.draft.activations.values()) if (live.compensatorId === asker.id) return false;
  return true;
}

function undone(run: Run, asker: Live) {
  const element = elementAt(run, asker.element);
  if (isRevived(element, asker)) return leave(run, element, asker, NO_FLOWS);
  run.behaviours[element.kind].undone?.(run, element, asker);
}

/** Whether an activation is a completed sub-process that stands again only to be undone. */
export function isRevived(element: Element, live: Live): boolean {
  return live.compensatorId !== null && !element.forCompensation;
}
