import type { Element } from "../process.ts";
import { activity } from "../run/activity.ts";
import { compensate } from "../run/compensation.ts";
import type { Live } from "../run/draft.ts";
import { throwError } from "../run/error.ts";
import { cancelInside, endCase, leave } from "../run/move.ts";
import { elementAt, NO_FLOWS, type Run, tell } from "../run/run.ts";
import { throwTrigger } from "../run/throw.ts";

/**
 * End event. None: its token is gone. Terminate: its whole scope is done at once, everything else in it cancelled.
 * Error: thrown from the scope around; one that nobody catches ends the case. Cancel: its transaction is undone.
 * All others throw as they end. (BPMN 10.5.3)
 */
export const endEvent = activity({
  work(run, element, live) {
    let done = true;
    for (const trigger of element.triggers) {
      done = throwTrigger(run, element, live, trigger) && done;
      if (live.gone) return;
    }
    if (done) end(run, element, live);
  },
  caught: end,
  undone: end,
});

function end(run: Run, element: Element, live: Live) {
  const { scope } = live;
  const last = element.triggers.find(
    ({ kind }) => kind === "terminate" || kind === "error" || kind === "cancel",
  );
  if (last === undefined || scope === null) return leave(run, element, live, NO_FLOWS);
  if (last.kind === "terminate") return terminate(run, element, live, scope);
  tell(run, { type: "ElementLeft", elementId: element.id, activationId: live.id, flowIds: NO_FLOWS });
  if (last.kind === "cancel") return cancelTransaction(run, scope);
  const code = last.kind === "error" ? last.code : null;
  if (!throwError(run, element, scope, code)) endCase(run, "error", code);
}

function terminate(run: Run, element: Element, live: Live, scope: Live) {
  cancelInside(run, scope, live);
  tell(run, { type: "ElementLeft", elementId: element.id, activationId: live.id, flowIds: NO_FLOWS });
  if (scope.scope === null) return endCase(run, "terminated", null);
  const owner = elementAt(run, scope.element);
  run.behaviours[owner.kind].emptied?.(run, owner, scope);
}

/** Ends everything in the transaction, undoes what had completed in it; then its cancel boundary event goes on. */
function cancelTransaction(run: Run, from: Live) {
  let scope = from;
  while (scope.scope !== null && elementAt(run, scope.element).kind !== "transaction") scope = scope.scope;
  if (scope.scope === null) return endCase(run, "error", null);
  cancelInside(run, scope);
  tell(run, { type: "ScopeInterrupted", scopeId: scope.id, elementId: elementAt(run, scope.element).id });
  compensate(run, scope, scope, -1);
}
