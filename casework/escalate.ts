// A mark of a deadline is reached: a rule set says what it means. Invariant: a mark passes once, its answer is
// journalled like every decision, and escalation moves a task up the line, never sideways or down.
import { dayKind, dayOf, type Post, superiorsOfPost } from "../organisation/index.ts";
import type { Facts, Outcome } from "../rules/index.ts";
import type { CaseRefusal } from "./act.ts";
import type { PassDeadline } from "./command.ts";
import { decideBy } from "./decision.ts";
import { type Asks, factsOf, taskFacts } from "./facts.ts";
import type { DeadlineRow, TaskRow } from "./file.ts";
import { substituteFor } from "./substitute.ts";
import { beginDeadline, elementOf, giveCopies, giveNotice, noteIncident, tell, type Work } from "./work.ts";

export async function passDeadline(work: Work, command: PassDeadline): Promise<CaseRefusal | null> {
  const row = work.draft.deadlines[command.deadlineId];
  const refusal = judge(row, command);
  if (refusal || !row) return refusal;
  const { deadlineId, taskId } = row;
  tell(work, { type: "DeadlinePassed", deadlineId, taskId, mark: command.mark });
  const task = taskId === null ? null : (work.draft.tasks[taskId] ?? null);
  const outcome = await ask(work, row, task, command.mark);
  if (outcome) obey(work, outcome, task);
  return null;
}

function judge(row: DeadlineRow | undefined, { deadlineId, mark, atMs }: PassDeadline): CaseRefusal | null {
  if (!row) return { code: "deadlineNotOpen", message: `No deadline ${deadlineId} is open.`, at: deadlineId };
  if (row.countedFromMs === null)
    return { code: "deadlineStopped", message: `The clock of ${deadlineId} stands.`, at: deadlineId };
  if (row.passed.includes(mark))
    return { code: "markPassed", message: `${mark} % of ${deadlineId} has passed already.`, at: deadlineId };
  const due = row.marks.find((each) => each.mark === mark)?.atMs ?? row.dueAtMs;
  if (atMs < due)
    return {
      code: "markNotReached",
      message: `${mark} % of ${deadlineId} is reached at ${due}.`,
      at: deadlineId,
    };
  return null;
}

/** The rule set's answer; without a rule set a reminder, a warning, a notice to the superior. */
async function ask(
  work: Work,
  row: DeadlineRow,
  task: TaskRow | null,
  mark: 50 | 80 | 100,
): Promise<Outcome | null> {
  const { context, draft, atMs } = work;
  const { calendar } = context;
  const element = task && elementOf(work, task.elementId);
  const ruleSet = (task ? element?.deadline : context.process.deadline)?.ruleSet ?? null;
  if (ruleSet === null) return { type: mark === 50 ? "ingatkan" : "peringatkan", params: {} };
  const gather = (asks: Asks): Facts => ({
    ...factsOf(context, draft, atMs, asks),
    ...(task ? taskFacts(context, draft, task, atMs, asks) : {}),
    tenggat: {
      untuk: task ? "tugas" : "berkas",
      tanda: mark,
      jam: row.clock,
      jatuhPadaLibur: dayKind(calendar, dayOf(calendar.zone, row.dueAtMs)).kind !== "work",
    },
  });
  const decided = await decideBy(context, ruleSet, draft.submittedAtMs, atMs, gather);
  if (!decided.ok) {
    const about = { kind: "deadline", id: row.deadlineId } as const;
    const { code, message, fact } = decided;
    noteIncident(work, task?.elementId ?? context.process.id, about, code, message, { ruleSet, fact });
    return null;
  }
  tell(work, {
    type: "CaseworkDecided",
    purpose: decided.inForce.ruleSet.purpose,
    about: row.deadlineId,
    ruleSet,
    version: decided.inForce.version,
    hash: decided.inForce.hash,
    facts: decided.facts,
    outcome: decided.outcome,
    explanation: decided.explanation,
  });
  return decided.outcome;
}

/** `ingatkan`, `peringatkan`, `naikkan`; any other outcome is recorded and does nothing. */
function obey(work: Work, outcome: Outcome, task: TaskRow | null): void {
  giveCopies(work, outcome.params);
  const tasks = task ? [task] : Object.values(work.draft.tasks);
  for (const each of tasks) {
    if (each.postId === null) continue;
    const superior = superiorFor(work, each.postId, outcome.params.ke);
    if (outcome.type === "ingatkan") giveNotice(work, each.postId, "reminder", each.taskId);
    else if (outcome.type === "peringatkan") {
      giveNotice(work, each.postId, "warning", each.taskId);
      if (superior && outcome.params.ke !== undefined) giveNotice(work, superior.id, "warning", each.taskId);
    } else if (outcome.type === "naikkan" && superior) {
      if (task) handOver(work, each, each.postId, entitledAbove(work, each, superior), outcome.params);
      else giveNotice(work, superior.id, "escalation", each.taskId);
    }
  }
}

/** The superior, or the next above him whom the rules do not bar: a task does not go up to where nobody may act. */
function entitledAbove({ context, draft, atMs }: Work, task: TaskRow, superior: Post): Post {
  const there = { ...task, postId: superior.id, unitId: superior.unitId };
  return substituteFor(context, draft, there, atMs)?.post ?? superior;
}

/** The case's deadline hands nothing over; a task's gives the task to the superior and, where asked, a new deadline. */
function handOver(work: Work, task: TaskRow, from: string, to: Post, params: Facts): void {
  const { taskId } = task;
  const title = (id: string) => work.context.organisation.posts.get(id)?.title ?? id;
  tell(work, {
    type: "TaskHandedOver",
    taskId,
    fromPostId: from,
    toPostId: to.id,
    toUnitId: to.unitId,
    reason: { key: "address.escalated", params: { from: title(from), to: to.title } },
  });
  giveNotice(work, from, "escalation", taskId);
  const { hariKerja } = params;
  if (typeof hariKerja !== "number" || hariKerja <= 0) return;
  const ruleSet = elementOf(work, task.elementId)?.deadline?.ruleSet ?? null;
  const old = Object.values(work.draft.deadlines).find((row) => row.taskId === taskId);
  if (old) tell(work, { type: "DeadlineClosed", deadlineId: old.deadlineId });
  beginDeadline(work, { amount: hariKerja, unit: "hariKerja", ruleSet }, taskId);
}

/** `ke`: `atasan` (the next in the line, also when absent), `asisten`, `sekda`, `gubernur`, or a post id above. */
function superiorFor(work: Work, postId: string, to: unknown): Post | undefined {
  const { organisation } = work.context;
  const line = superiorsOfPost(organisation, postId);
  if (to === undefined || to === "atasan") return line[0];
  const kinds: Readonly<Record<string, string>> = {
    asisten: "asisten",
    sekda: "setda",
    gubernur: "kepalaDaerah",
  };
  const wanted = line.find(
    (post) => post.id === to || organisation.units.get(post.unitId)?.kind === kinds[String(to)],
  );
  // Whoever is asked for may not stand above this post (the asisten's own task): then the next in the line.
  return wanted ?? line[0];
}
