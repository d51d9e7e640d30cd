// Who may act. Invariant: a person acts only as today's holder of the post that is asked, and a post only within
// its rank and its holder's mandate.

import type { CaseRefusal } from "./act.ts";
import type { Actor } from "./actor.ts";
import type { CaseContext } from "./context.ts";
import type { CaseFile, TaskRow } from "./file.ts";

/** Null when the actor may act on the task at the instant, else why not: `notAddressed`, `notHolder`, `rankTooLow`... */
export function mayAct(
  context: CaseContext,
  file: CaseFile,
  task: TaskRow,
  actor: Actor,
  atMs: number,
): CaseRefusal | null {
  throw new Error(
    `not built yet: ${context.processRef.id} ${file.caseId} ${task.taskId} ${actor.kind} ${atMs}`,
  );
}

/** Posts as which the person may submit a case of this process on the day of the instant. */
export function maySubmitAs(context: CaseContext, personId: string, atMs: number): readonly string[] {
  throw new Error(`not built yet: ${context.processRef.id} ${personId} ${atMs}`);
}
