import { goOn } from "../run/activity.ts";
import type { Behaviour } from "../run/run.ts";
import { arm } from "../run/wait.ts";

/**
 * Start event, of whatever trigger: what started it has already happened. A parallel multiple one that starts a
 * case by its first definition waits in the case for the others. (BPMN 10.5.2)
 */
export const startEvent: Behaviour = {
  enter(run, element, live) {
    if (!element.parallelMultiple || element.triggers.length < 2 || element.scope !== 0) {
      return goOn(run, element, live);
    }
    for (const [n, trigger] of element.triggers.entries()) {
      if (n !== run.startTrigger && !arm(run, element, live, trigger, "enter")) return;
    }
  },
  caught: goOn,
};
