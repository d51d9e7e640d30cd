import { activity, complete } from "../run/activity.ts";
import { enterScope } from "../run/move.ts";

/** Embedded sub-process: a scope of its own, done when nothing inside is left. (BPMN 10.3.5) */
export const subProcess = activity({
  work(run, element, live) {
    enterScope(run, element.owns, live);
  },
  emptied: complete,
});
