import { activity, complete } from "../run/activity.ts";
import { arm } from "../run/wait.ts";

/**
 * Intermediate catch event: the token waits until one of its definitions happens, or all of them where it is
 * parallel. A link catch event is where a jump arrives, and waits for nothing. (BPMN 10.5.4)
 */
export const intermediateCatchEvent = activity({
  work(run, element, live) {
    if (element.triggers.some(({ kind }) => kind === "link")) return complete(run, element, live);
    for (const trigger of element.triggers) if (!arm(run, element, live, trigger, "work")) return;
  },
});
