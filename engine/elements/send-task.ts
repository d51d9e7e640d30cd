import { activity, complete, inputsOf } from "../run/activity.ts";
import { FAILED } from "../run/evaluate.ts";
import { nextId, tell } from "../run/run.ts";
import { messageAddress } from "../run/wait.ts";
import { serviceTask } from "./service-task.ts";

/** Send task: throws its message and goes on; one that names work has it done like a service task. (BPMN 10.3.3) */
export const sendTask = activity({
  work(run, element, live) {
    const trigger = element.triggers[0];
    if (element.work !== null || trigger?.kind !== "message") return serviceTask.work?.(run, element, live);
    const addressed = messageAddress(run, live, trigger, "work");
    if (addressed === FAILED) return;
    tell(run, {
      type: "MessageThrown",
      messageId: nextId(run, "m"),
      elementId: element.id,
      ...addressed,
      payload: inputsOf(element, live),
    });
    complete(run, element, live);
  },
});
