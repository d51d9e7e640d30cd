import { activity, complete } from "../run/activity.ts";
import { userTask } from "./user-task.ts";

/**
 * Plain task: done as soon as it is reached, for nothing says what it does. One that names who acts is a task for
 * that person. (BPMN 10.3.3)
 */
export const task = activity({
  work(run, element, live) {
    if (element.opensTask) return userTask.work?.(run, element, live);
    complete(run, element, live);
  },
});
