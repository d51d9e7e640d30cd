import { activity, complete } from "../run/activity.ts";
import { throwTrigger } from "../run/throw.ts";

/**
 * Intermediate throw event: throws what it says and goes on; without a trigger it only marks that the case came by.
 * A link jumps to its catch event, by a flow that is not drawn. (BPMN 10.5.4)
 */
export const intermediateThrowEvent = activity({
  work(run, element, live) {
    let done = true;
    for (const trigger of element.triggers) {
      done = throwTrigger(run, element, live, trigger) && done;
      if (live.gone) return;
    }
    if (done) complete(run, element, live);
  },
  undone: complete,
});
