// How pressing an open task is, by the rule set `prioritas-kotak-masuk`; asked when an inbox is shown.
import type { CaseContext } from "./context.ts";
import type { CaseFile, TaskRow } from "./file.ts";
import type { Language } from "./words.ts";

export interface Priority {
  readonly level: "high" | "middle" | "normal";
  /** One line, in the language asked for. */
  readonly reason: string;
}

export async function priorityOf(
  context: CaseContext,
  file: CaseFile,
  task: TaskRow,
  nowMs: number,
  language: Language,
): Promise<Priority> {
  throw new Error(
    `not built yet: ${context.processRef.id} ${file.caseId} ${task.taskId} ${nowMs} ${language}`,
  );
}
