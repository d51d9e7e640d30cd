import { begin } from "../run/activity.ts";
import { throwError } from "../run/error.ts";
import { cancelInside, endCase, leave } from "../run/move.ts";
import { type Behaviour, elementAt, NO_FLOWS, tell } from "../run/run.ts";

/**
 * End event. None: its token is gone. Terminate: its whole scope is done at once, everything else in it cancelled.
 * Error: thrown from the scope around; one that nobody catches ends the case. (BPMN 10.5.3)
 */
export const endEvent: Behaviour = {
  enter(run, element, live) {
    if (!begin(run, element, live)) return;
    const { scope } = live;
    const trigger = element.triggers[0];
    if (trigger === undefined || scope === null) return leave(run, element, live, NO_FLOWS);
    if (trigger.kind === "terminate") {
      cancelInside(run, scope, live);
      tell(run, {
        type: "ElementLeft",
        elementId: element.id,
        activationId: live.id,
        flowIds: NO_FLOWS,
      });
      if (scope.scope === null) return endCase(run, "terminated", null);
      const owner = elementAt(run, scope.element);
      return run.behaviours[owner.kind].emptied?.(run, owner, scope);
    }
    if (trigger.kind === "error") {
      const left = { elementId: element.id, activationId: live.id, flowIds: NO_FLOWS };
      tell(run, { type: "ElementLeft", ...left });
      if (!throwError(run, element, scope, trigger.code)) endCase(run, "error", trigger.code);
    }
  },
};
