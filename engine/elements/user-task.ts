import { activity, inputsOf } from "../run/activity.ts";
import { nextId, tell } from "../run/run.ts";

/** User task: open until the person to whom it is addressed completes it. (BPMN 10.3.4) */
export const userTask = activity({
  work(run, element, live) {
    tell(run, {
      type: "TaskOpened",
      taskId: nextId(run, "t"),
      elementId: element.id,
      activationId: live.id,
      inputs: inputsOf(element, live),
    });
  },
});
