import { activity, complete } from "../run/activity.ts";
import { isRevived } from "../run/compensation.ts";
import { leave, openScope } from "../run/move.ts";
import { NO_FLOWS } from "../run/run.ts";

/** Embedded sub-process: a scope of its own, done when nothing inside is left. (BPMN 10.3.5) */
export const subProcess = activity({
  work(run, element, live) {
    openScope(run, element.owns, live, null);
  },
  emptied(run, element, live) {
    // Still being undone: whoever undoes it says when that is done.
    if (live.toCompensate !== null) return;
    if (isRevived(element, live)) leave(run, element, live, NO_FLOWS);
    else complete(run, element, live);
  },
});
