import { task } from "./task.ts";

/**
 * Manual task: done outside, and by the specification not watched; one that names who acts is a task that this
 * person ticks off. (BPMN 10.3.4)
 */
export const manualTask = task;
