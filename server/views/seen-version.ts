/** What a person saw: the later of the task's last change and the last change of what the file says. */
import type { CaseRow, TaskRow } from "../store/index.ts";

export function taskVersion(task: TaskRow, row: CaseRow): number {
  return Math.max(task.version, row.contentVersion);
}
