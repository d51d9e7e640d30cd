// A person says that he has an interest in a case (konflik kepentingan). Invariant: from then on the rules judge him by
// it, in this case and no other; the task in his hands goes to whom they name, or stays and cannot be acted on by him.
import type { CaseRefusal } from "./act.ts";
import { mayAct } from "./authority.ts";
import type { DeclareInterest } from "./command.ts";
import type { TaskRow } from "./file.ts";
import { reassigned, type Substitute, substituteFor } from "./substitute.ts";
import { beginDeadline, closeDeadlineOf, elementOf, tell, type Work } from "./work.ts";

/** Records the interest; where the rules then bar the holder, the task goes to whom they name, with a new deadline. */
export function declareInterest(work: Work, command: DeclareInterest): CaseRefusal | null {
  const { context, draft, atMs } = work;
  const { taskId, actor, reason } = command;
  const task = draft.tasks[taskId];
  if (!task) return { code: "taskNotOpen", message: `No task ${taskId} is open.`, at: taskId };
  const refusal = mayAct(context, task, actor, atMs);
  if (refusal) return refusal;
  if (actor.kind !== "person") return null;
  if (reason.trim() === "")
    return { code: "reasonMissing", message: "Say what the interest is.", at: taskId };
  const { elementId } = task;
  tell(work, { type: "InterestDeclared", taskId, elementId, personId: actor.personId, reason });
  const substitute = substituteFor(context, draft, task, atMs);
  if (substitute) handTo(work, task, substitute);
  return null;
}

function handTo(work: Work, task: TaskRow, { post, outcome }: Substitute): void {
  const { taskId, postId } = task;
  const from = postId ?? "";
  const params = reassigned(work.context, from, post, outcome);
  tell(work, {
    type: "TaskHandedOver",
    taskId,
    fromPostId: from,
    toPostId: post.id,
    toUnitId: post.unitId,
    reason: { key: "address.reassigned", params },
  });
  const { hariKerja } = outcome.params;
  if (typeof hariKerja !== "number" || hariKerja <= 0) return;
  closeDeadlineOf(work, taskId);
  const ruleSet = elementOf(work, task.elementId)?.deadline?.ruleSet ?? null;
  beginDeadline(work, { amount: hariKerja, unit: "hariKerja", ruleSet }, taskId);
}
