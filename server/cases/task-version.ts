import type { CaseRow, TaskRow } from "../store/index.ts";

/**
 * What a person has seen who saw this task of this case: the version at which the task or the content of the file
 * last changed. Reminders and other bookkeeping in between do not count.
 */
export function taskVersion(task: Pick<TaskRow, "version">, row: Pick<CaseRow, "contentVersion">): number {
  return Math.max(task.version, row.contentVersion);
}
