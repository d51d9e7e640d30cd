// One act on a case: judged, executed by the engine, completed by the decisions and addresses it asks for.
// Invariant: `act` returns what happened and changes nothing; folding its events gives its file.
import type { Command, Refusal, ResolveIncident, Variables } from "../engine/index.ts";
import { dayOf } from "../organisation/index.ts";
import type { Actor } from "./actor.ts";
import { asHeld, forbiddenByRule, mayAct } from "./authority.ts";
import { begin, judgeForm } from "./begin.ts";
import type { ActOnTask, CaseCommand, Forward, HearSignal, MoveCase, SubmitCase } from "./command.ts";
import type { CaseContext } from "./context.ts";
import { moveDeadline } from "./deadline.ts";
import { undeclaredAnswer } from "./declared.ts";
import { passDeadline } from "./escalate.ts";
import type { CaseEvent } from "./event.ts";
import type { CaseFile, IncidentRow } from "./file.ts";
import { openFile } from "./fold.ts";
import type { Fault } from "./form.ts";
import { declareInterest } from "./interest.ts";
import { moveCase } from "./move.ts";
import { personName, postName } from "./named.ts";
import { answerDecisions, elementOf, execute, nextDecision, openTask, tell, type Work } from "./work.ts";

/** Why an act was not taken; nothing has changed. `faults` says what is wrong with a form, field by field. */
export interface CaseRefusal extends Refusal {
  readonly faults?: readonly Fault[];
  readonly params?: Readonly<Record<string, string | number>>;
}

export type Acted =
  | {
      readonly ok: true;
      readonly events: readonly CaseEvent[];
      readonly file: CaseFile;
      /** The exact engine commands that ran; with them history re-executes by the engine alone. */
      readonly executed: readonly Command[];
    }
  | { readonly ok: false; readonly refusal: CaseRefusal };

/**
 * `file` is null for `SubmitCase` and only then. The command's `atMs` is the only clock. `to` is the context of the
 * version to which `MoveCase` leads, and of no account elsewhere.
 */
export async function act(
  context: CaseContext,
  file: CaseFile | null,
  command: CaseCommand,
  to: CaseContext = context,
): Promise<Acted> {
  if (command.type === "SubmitCase") {
    if (file !== null)
      return refused({ code: "caseExists", message: `${file.number} is submitted already.` });
    const work = begin(context, command);
    if ("code" in work) return refused(work);
    await answerDecisions(work);
    return done(work);
  }
  if (file === null) return refused({ code: "caseNotStarted", message: "The case has not been submitted." });
  if (file.status !== "running")
    return refused({
      code: "caseEnded",
      message: `${file.number} has ended.`,
      params: { status: file.status },
    });
  if (command.type === "MoveCase") return moveCase(context, to, file, command);
  const { atMs } = command;
  const work: Work = { context, draft: openFile(file, file.engine), events: [], executed: [], atMs };
  const refusal = await judgeAndRun(work, command);
  if (refusal) return refused(refusal);
  await answerDecisions(work);
  return done(work);
}

/** Whether decisions stand open that the host should have answered by `AnswerDecisions`. */
export function hasOpenDecisions(file: CaseFile): boolean {
  return nextDecision({ draft: openFile(file, file.engine) }) !== undefined;
}

function judgeAndRun(
  work: Work,
  command: Exclude<CaseCommand, SubmitCase | MoveCase>,
): Promise<CaseRefusal | null> | CaseRefusal | null {
  switch (command.type) {
    case "ActOnTask":
      return actOnTask(work, command);
    case "DeclareInterest":
      return declareInterest(work, command);
    case "PassDeadline":
      return passDeadline(work, command);
    case "AnswerDecisions":
      return null;
    case "RecalculateDeadlines":
      for (const row of Object.values(work.draft.deadlines)) {
        const moved = moveDeadline(work.context.calendar, row);
        if (moved) tell(work, moved);
      }
      return null;
    case "HearSignal":
      return hearSignal(work, command);
    case "Forward":
      return forward(work, command);
  }
}

function actOnTask(work: Work, command: ActOnTask): CaseRefusal | null {
  const { context, draft } = work;
  const { taskId, actor, atMs, outcome, values, comment, attachments } = command;
  const task = draft.tasks[taskId];
  if (!task) return { code: "taskNotOpen", message: `No task ${taskId} is open.`, at: taskId };
  const refusal = mayAct(context, task, actor, atMs);
  if (refusal) return refusal;
  const element = elementOf(work, task.elementId);
  const faults = judgeForm(context, element, values, attachments);
  if (faults) return faults;
  const by = asHeld(context, actor, atMs);
  const forbidden = forbiddenByRule(context, draft, task, by, atMs);
  if (forbidden) return forbidden;
  tell(work, { type: "TaskActed", taskId, elementId: task.elementId, by, outcome, comment, attachments });
  return execute(work, {
    type: "CompleteTask",
    atMs,
    taskId,
    ...(outcome === null ? {} : { outcome }),
    variables: { ...values, tindakan: actVariable(context, task.elementId, by, command) },
  });
}

/** The act itself as the variable `tindakan`, so that a diagram can keep who said what. */
function actVariable(
  context: CaseContext,
  langkah: string,
  by: Actor,
  { outcome, comment, atMs }: ActOnTask,
): Variables {
  const person = by.kind === "person" ? by : null;
  return {
    langkah,
    hasil: outcome,
    nama: person ? personName(context, person.personId) : by.kind,
    jabatan: person ? postName(context, person.postId, atMs, true) : "",
    tanggal: dayOf(context.organisation.zone, atMs),
    catatan: comment,
  };
}

/** Everything that waits for it now hears it, once; what begins to wait again because of it does not. */
function hearSignal(work: Work, { name, payload, atMs }: HearSignal): CaseRefusal | null {
  const waiting = Object.values(work.draft.subscriptions).filter((row) => row.signal && row.name === name);
  if (waiting.length === 0)
    return { code: "signalNotOpen", message: `Nothing waits for the signal ${name}.` };
  for (const { subscriptionId } of waiting) {
    if (!(subscriptionId in work.draft.subscriptions)) continue;
    const refusal = execute(work, { type: "DeliverSignal", atMs, subscriptionId, payload });
    if (refusal) return refusal;
  }
  return null;
}

function forward(work: Work, { command, actor }: Forward): CaseRefusal | null {
  if (command.type === "CompleteService" && actor.kind === "machine") {
    const refusal = undeclaredAnswer(work, command);
    if (refusal) return refusal;
  }
  if (command.type === "RetryIncident" || command.type === "ResolveIncident") {
    const incident = work.draft.incidents[command.incidentId];
    if (incident?.about) {
      return command.type === "RetryIncident" ? retry(work, incident) : resolve(work, incident, command);
    }
  }
  return execute(work, command);
}

function retry(work: Work, { incidentId, elementId, about }: IncidentRow): null {
  tell(work, { type: "IncidentSettled", incidentId, elementId, by: "retry" });
  // A decision is asked again by `answerDecisions`, which no longer finds anything wrong with it.
  if (about?.kind === "address") openTask(work, about.id);
  return null;
}

/** By hand: `{ type, ...params }` is the outcome of a decision, `{ postId }` the post of a task. */
function resolve(work: Work, incident: IncidentRow, command: ResolveIncident): CaseRefusal | null {
  const { incidentId, elementId, about } = incident;
  tell(work, { type: "IncidentSettled", incidentId, elementId, by: "resolve" });
  if (about?.kind === "decision") {
    const { type, ...params } = command.variables;
    if (typeof type !== "string")
      return { code: "outcomeMissing", message: "Give the outcome as `type`.", at: incidentId };
    const ruleSet = work.draft.decisions[about.id]?.ruleSet ?? "";
    return execute(work, {
      type: "RecordDecision",
      atMs: work.atMs,
      requestId: about.id,
      outcome: { type, params },
      facts: {},
      explanation: { byHand: true, incident: incident.code },
      ruleSet,
      hash: "",
    });
  }
  if (about?.kind === "address") {
    const { postId } = command.variables;
    const post = typeof postId === "string" ? work.context.organisation.posts.get(postId) : undefined;
    if (!post) return { code: "unknownPost", message: "Give the post as `postId`.", at: incidentId };
    const reason = { key: "address.byHand", params: { post: post.title } };
    tell(work, {
      type: "TaskAddressed",
      taskId: about.id,
      elementId,
      postId: post.id,
      unitId: post.unitId,
      reason,
    });
  }
  return null;
}

function done(work: Work): Acted {
  return { ok: true, events: work.events, file: work.draft, executed: work.executed };
}

function refused(refusal: CaseRefusal): Acted {
  return { ok: false, refusal };
}
