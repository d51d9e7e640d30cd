import { activity, complete } from "../run/activity.ts";

/** Intermediate throw event; without a trigger it only marks that the case came by. (BPMN 10.5.4) */
export const intermediateThrowEvent = activity({
  work(run, element, live) {
    complete(run, element, live);
  },
});
