import { activity } from "../run/activity.ts";
import { arm } from "../run/wait.ts";

/** Intermediate catch event: the token waits until its trigger happens. (BPMN 10.5.4) */
export const intermediateCatchEvent = activity({
  work(run, element, live) {
    for (const trigger of element.triggers) if (!arm(run, element.id, live, trigger, "work")) return;
  },
});
