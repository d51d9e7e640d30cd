import { activity, complete, inputsOf } from "../run/activity.ts";
import { throwMessage } from "../run/throw.ts";
import { serviceTask } from "./service-task.ts";

/** Send task: throws its message and goes on; one that names work has it done like a service task. (BPMN 10.3.3) */
export const sendTask = activity({
  work(run, element, live) {
    const trigger = element.triggers[0];
    if (element.work !== null || trigger?.kind !== "message") return serviceTask.work?.(run, element, live);
    if (throwMessage(run, element, live, trigger, inputsOf(element, live))) complete(run, element, live);
  },
});
