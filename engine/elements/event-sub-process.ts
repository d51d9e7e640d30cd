import { activity } from "../run/activity.ts";
import { leave, openScope } from "../run/move.ts";
import { NO_FLOWS } from "../run/run.ts";

/**
 * Event sub-process: watches the scope that it stands in and starts when its start event happens, instead of all
 * else in there or beside it. No flow leads to it or from it. (BPMN 10.3.5)
 */
export const eventSubProcess = activity({
  work(run, element, live) {
    openScope(run, element.owns, live, null);
  },
  emptied(run, element, live) {
    if (live.toCompensate === null) leave(run, element, live, NO_FLOWS);
  },
});
