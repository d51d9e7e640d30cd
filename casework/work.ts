// One act in the making: the engine runs a command, and casework does what its events ask (addresses, deadlines,
// copies, decisions). Invariant: every event is folded the moment it is told, so that the next question sees a true
// file; a refusal leaves nothing behind, because all of this is private to one call.
import {
  type Command,
  decide,
  type Element,
  type EngineEvent,
  type Refusal,
  type Variables,
} from "../engine/index.ts";
import { headOf, type Post } from "../organisation/index.ts";
import { type Addressed, addressTask } from "./addressing.ts";
import type { CaseContext } from "./context.ts";
import { pauseDeadline, resumeDeadline, setDeadline } from "./deadline.ts";
import { decideBy } from "./decision.ts";
import { discretionOf } from "./discretion.ts";
import type { CaseEvent, CaseworkEvent } from "./event.ts";
import { factsOf } from "./facts.ts";
import { type DecisionRow, deadlineOf, type Reason, type TaskRow } from "./file.ts";
import { type FileDraft, fold } from "./fold.ts";
import { reassigned, substituteFor } from "./substitute.ts";

export interface Work {
  readonly context: CaseContext;
  readonly draft: FileDraft;
  readonly events: CaseEvent[];
  readonly executed: Command[];
  readonly atMs: number;
}

/** Decisions that one act may cause; what is left stands open until `AnswerDecisions`. */
const decisionsPerAct = 20;

export function tell(work: Work, event: CaseEvent): void {
  work.events.push(event);
  fold(work.context.process, work.draft, event, work.atMs);
}

/** Runs an engine command and does what its events ask. The refusal is the engine's. */
export function execute(work: Work, command: Command): Refusal | null {
  const decision = decide(work.context.process, work.draft.engine, command);
  if (!decision.ok) return decision.refusal;
  work.executed.push(command);
  work.draft.engine = decision.state;
  follow(work, decision.events);
  return null;
}

/** Tells the engine's events and does what they ask. */
export function follow(work: Work, events: readonly EngineEvent[]): void {
  for (const event of events) {
    tell(work, event);
    if (event.type === "DecisionRecorded") giveCopies(work, event.outcome.params);
  }
  for (const event of events) {
    if (event.type === "TaskOpened" && work.draft.tasks[event.taskId]) openTask(work, event.taskId);
    else if (event.type === "TaskCompleted" || event.type === "TaskCancelled") closeTask(work, event.taskId);
    else if (event.type === "DecisionCancelled") settleAbout(work, event.requestId, "cancel");
    else if (event.type === "CaseEnded") closeAll(work);
  }
  if (work.draft.status === "running") syncCaseClock(work);
}

/** Answers open decisions, one after another, up to the cap. A decision that cannot be made is an incident. */
export async function answerDecisions(work: Work): Promise<void> {
  for (let count = 0; count < decisionsPerAct; count++) {
    const row = nextDecision(work);
    if (!row) return;
    await answer(work, row);
  }
}

/** An open decision that nothing is known to be wrong with. */
export function nextDecision(work: Pick<Work, "draft">): DecisionRow | undefined {
  const { decisions, incidents } = work.draft;
  const stuck = new Set(Object.values(incidents).map((incident) => incident.about?.id));
  return Object.values(decisions).find((row) => !stuck.has(row.requestId));
}

async function answer(work: Work, row: DecisionRow): Promise<void> {
  const { context, draft, atMs } = work;
  const decided = await decideBy(context, row.ruleSet, draft.submittedAtMs, atMs, (asks) => ({
    ...factsOf(context, draft, atMs, asks),
    ...row.inputs,
  }));
  const about = { kind: "decision", id: row.requestId } as const;
  if (!decided.ok) {
    const details = { ruleSet: row.ruleSet, fact: decided.fact };
    return noteIncident(work, row.elementId, about, decided.code, decided.message, details);
  }
  const refusal = execute(work, {
    type: "RecordDecision",
    atMs,
    requestId: row.requestId,
    outcome: decided.outcome,
    facts: decided.facts,
    explanation: decided.explanation,
    ruleSet: row.ruleSet,
    hash: decided.inForce.hash,
  });
  if (refusal)
    noteIncident(work, row.elementId, about, refusal.code, refusal.message, {
      ruleSet: row.ruleSet,
      outcome: decided.outcome.type,
    });
}

/** Addresses a task, and starts its clock. */
export function openTask(work: Work, taskId: string): void {
  const { context, draft, atMs } = work;
  const task = draft.tasks[taskId];
  const element = task && elementOf(work, task.elementId);
  if (!task || !element) return;
  const addressed = addressTask(context, draft, task, element, atMs);
  if (addressed.ok) {
    const { elementId } = task;
    const { post, reason } = entitled(work, task, addressed);
    tell(work, { type: "TaskAddressed", taskId, elementId, postId: post.id, unitId: post.unitId, reason });
  } else {
    const about = { kind: "address", id: taskId } as const;
    noteIncident(work, task.elementId, about, addressed.code, addressed.message, { task: taskId });
  }
  if (element.deadline) beginDeadline(work, element.deadline, taskId);
}

/** The addressee, or who acts instead of a holder whom the rules bar. */
function entitled(
  { context, draft, atMs }: Work,
  task: TaskRow,
  { post, unit, reason }: Extract<Addressed, { ok: true }>,
): { readonly post: Post; readonly reason: Reason } {
  const asked = { ...task, postId: post.id, unitId: unit.id };
  const substitute = substituteFor(context, draft, asked, atMs);
  if (!substitute) return { post, reason };
  const params = reassigned(context, post.id, substitute.post, substitute.outcome);
  return { post: substitute.post, reason: { key: "address.reassigned", params } };
}

export function beginDeadline(
  work: Work,
  spec: NonNullable<Element["deadline"]>,
  taskId: string | null,
): void {
  const id = `dl${work.draft.counters.deadline + 1}`;
  const event = setDeadline(work.context.calendar, spec, id, taskId, work.atMs);
  if (event) tell(work, event);
}

export function closeDeadlineOf(work: Work, taskId: string): void {
  const deadline = deadlineOf(work.draft, taskId);
  if (deadline) tell(work, { type: "DeadlineClosed", deadlineId: deadline.deadlineId });
}

function closeTask(work: Work, taskId: string): void {
  closeDeadlineOf(work, taskId);
  settleAbout(work, taskId, "cancel");
}

function closeAll(work: Work): void {
  for (const deadlineId of Object.keys(work.draft.deadlines))
    tell(work, { type: "DeadlineClosed", deadlineId });
  for (const { incidentId, elementId, about } of Object.values(work.draft.incidents)) {
    if (about) tell(work, { type: "IncidentSettled", incidentId, elementId, by: "cancel" });
  }
}

/** The case's own clock stands while a task that stops it is open, and goes on after the last one. */
export function syncCaseClock(work: Work): void {
  const { context, draft, atMs } = work;
  const row = deadlineOf(draft, null);
  if (!row) return;
  const stopping = Object.values(draft.tasks)
    .map((task) => elementOf(work, task.elementId))
    .find((element) => element?.stopsClock);
  if (stopping && row.countedFromMs !== null) {
    const reason = stopping.stopsClock?.reason ?? stopping.name ?? stopping.id;
    const event = pauseDeadline(context.calendar, row, atMs, reason);
    if (event) tell(work, event);
  } else if (!stopping && row.countedFromMs === null) {
    const event = resumeDeadline(context.calendar, row, atMs);
    if (event) tell(work, event);
  }
}

/** Copies (tembusan) that an outcome names by unit: for knowledge, never a task. */
export function giveCopies(work: Work, params: Variables): void {
  const { tembusan } = params;
  if (!Array.isArray(tembusan)) return;
  for (const unitId of tembusan) {
    const head = typeof unitId === "string" ? headOf(work.context.organisation, unitId) : undefined;
    if (head) giveNotice(work, head.id, "copy", null);
  }
}

export function giveNotice(
  work: Work,
  postId: string,
  kind: Extract<CaseworkEvent, { type: "NoticeGiven" }>["kind"],
  taskId: string | null,
): void {
  const discretion = discretionOf(work.context, work.draft, postId, kind, work.atMs);
  if (discretion === "withhold") return;
  const noticeId = `n${work.draft.counters.notice + 1}`;
  const notice = { type: "NoticeGiven", noticeId, postId, kind, taskId } as const;
  tell(work, discretion === "withoutContent" ? { ...notice, withoutContent: true } : notice);
}

export function noteIncident(
  work: Work,
  elementId: string,
  about: Extract<CaseworkEvent, { type: "IncidentNoted" }>["about"],
  code: string,
  message: string,
  details: Variables,
): void {
  const incidentId = `k${work.draft.counters.incident + 1}`;
  tell(work, { type: "IncidentNoted", incidentId, elementId, about, code, message, details });
}

/** Closes casework's incidents about a decision, task or deadline. */
function settleAbout(work: Work, id: string, by: "retry" | "resolve" | "cancel"): void {
  for (const { incidentId, elementId, about } of Object.values(work.draft.incidents)) {
    if (about?.id === id) tell(work, { type: "IncidentSettled", incidentId, elementId, by });
  }
}

export function elementOf(work: Pick<Work, "context">, elementId: string): Element | undefined {
  const { process } = work.context;
  return process.elements[process.elementIndex.get(elementId) ?? -1];
}
