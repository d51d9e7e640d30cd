// One act on a case: judged, executed by the engine, completed by the decisions and addresses it asks for.
// Invariant: `act` returns what happened and changes nothing; folding its events gives its file.
import {
  type Command,
  decide,
  type Element,
  type Refusal,
  type ResolveIncident,
  type Variables,
} from "../engine/index.ts";
import { dayOf } from "../organisation/index.ts";
import type { Actor } from "./actor.ts";
import { asHeld, forbiddenByRule, mayAct, mayHold, maySubmitAs } from "./authority.ts";
import type { ActOnTask, Attachment, CaseCommand, Forward, MoveCase, SubmitCase } from "./command.ts";
import type { CaseContext } from "./context.ts";
import { moveDeadline } from "./deadline.ts";
import { undeclaredAnswer } from "./declared.ts";
import { passDeadline } from "./escalate.ts";
import type { CaseEvent } from "./event.ts";
import type { CaseFile, IncidentRow } from "./file.ts";
import { openFile, startOf } from "./fold.ts";
import { type Fault, validateForm } from "./form.ts";
import { declareInterest } from "./interest.ts";
import { moveCase } from "./move.ts";
import { personName, postName } from "./named.ts";
import {
  answerDecisions,
  beginDeadline,
  elementOf,
  execute,
  follow,
  nextDecision,
  openTask,
  tell,
  type Work,
} from "./work.ts";

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
    const work = submit(context, command);
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
    case "Forward":
      return forward(work, command);
  }
}

function submit(context: CaseContext, command: SubmitCase): Work | CaseRefusal {
  const { actor, atMs, caseId, number, attachments, values } = command;
  const { process, processRef } = context;
  const begun = command.startEventId === undefined ? byPerson(context, command) : byMessage(context, command);
  if ("code" in begun) return begun;
  const { start, unitId } = begun;
  const variables = withBerkas(context, command, unitId);
  const { berkas, title } = variables;
  const started = decide(process, null, {
    type: "StartCase",
    atMs,
    caseId,
    ...(start ? { startEventId: start.id } : {}),
    variables: { ...values, berkas },
  });
  if (!started.ok) return started.refusal;
  const work: Work = { context, draft: openFile(null, started.state), events: [], executed: [], atMs };
  work.executed.push({
    type: "StartCase",
    atMs,
    caseId,
    ...(start ? { startEventId: start.id } : {}),
    variables: { ...values, berkas },
  });
  const { id, version, hash } = processRef;
  const submittedBy = asHeld(context, actor, atMs);
  const submitted = {
    caseId,
    number,
    title,
    process: { id, version, hash },
    submittedBy,
    unitId,
    attachments,
    ...claimedAccess(values),
  };
  tell(work, { type: "CaseSubmitted", ...submitted });
  if (process.deadline) beginDeadline(work, process.deadline, null);
  follow(work, started.events);
  return work;
}

/** A submission may claim to be confidential by its field `sifat`; a rule may still change it. */
function claimedAccess({ sifat }: Variables): { readonly access?: string } {
  return typeof sifat === "string" && ["Terbatas", "Rahasia", "Sangat Rahasia"].includes(sifat)
    ? { access: sifat }
    : {};
}

/** Where a case begins, and the unit that it belongs to. */
interface Beginning {
  readonly start: Element | undefined;
  readonly unitId: string;
}

function byPerson(context: CaseContext, command: SubmitCase): Beginning | CaseRefusal {
  const { actor, atMs, attachments, values } = command;
  const { process, processRef, organisation } = context;
  if (actor.kind !== "person")
    return { code: "personNeeded", message: "A case is submitted by a person, as the holder of a post." };
  const refusal = mayHold(context, actor, atMs);
  if (refusal) return refusal;
  if (!maySubmitAs(context, actor.personId, atMs).includes(actor.postId))
    return {
      code: "mayNotSubmit",
      message: `${organisation.posts.get(actor.postId)?.title ?? actor.postId} may not submit ${processRef.title}.`,
      at: actor.postId,
    };
  const start = startOf(process);
  const faults = judgeForm(context, start, values, attachments);
  return faults ?? { start, unitId: organisation.posts.get(actor.postId)?.unitId ?? "" };
}

/** A message has no form: what it carries are the case's variables. */
function byMessage({ process, organisation }: CaseContext, command: SubmitCase): Beginning | CaseRefusal {
  const { startEventId, values } = command;
  const start = process.elements.find(
    (element) =>
      element.id === startEventId && element.triggers.some((trigger) => trigger.kind === "message"),
  );
  if (start?.scope !== 0)
    return {
      code: "unknownStart",
      message: `${process.id} has no message start event ${startEventId}.`,
      at: "startEventId",
    };
  const { unit } = values;
  return { start, unitId: typeof unit === "string" && organisation.units.has(unit) ? unit : "" };
}

/** What Poros itself says of the case in its variables, as `berkas`, and the case's title. */
function withBerkas(
  context: CaseContext,
  { atMs, number, values, attachments }: SubmitCase,
  unitId: string,
): { readonly title: string; readonly berkas: Variables } {
  const { process, processRef, organisation } = context;
  const unit = organisation.units.get(unitId);
  const known = {
    nomor: number,
    unit: unitId,
    namaUnit: unit?.name ?? unitId,
    diajukanPada: dayOf(organisation.zone, atMs),
    ...documentCounts(context, attachments),
  };
  const said = process.submission?.title?.evaluate(
    { ...values, berkas: known },
    { nowMs: atMs, zone: process.zone },
  );
  const title =
    said?.ok && typeof said.value === "string" && said.value !== "" ? said.value : processRef.title;
  return { title, berkas: { ...known, judul: title } };
}

/** How many documents came with the form, and how many it asks for (an optional one counts once it is there). */
function documentCounts(context: CaseContext, attachments: readonly Attachment[]): Variables {
  const form = startOf(context.process)?.form ?? null;
  const slots = form === null ? [] : (context.form(form)?.documents ?? []);
  const sent = new Set(attachments.map((attachment) => attachment.slot));
  return {
    dokumenAda: slots.filter(({ slot }) => sent.has(slot)).length,
    dokumenDiminta: slots.filter(({ slot, required }) => required || sent.has(slot)).length,
  };
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

/** Null when what was sent fits the element's form (or, without a form, when no values were sent). */
function judgeForm(
  context: CaseContext,
  element: Element | undefined,
  values: Variables,
  attachments: readonly Attachment[],
): CaseRefusal | null {
  const id = element?.form ?? null;
  if (id === null) {
    const faults = Object.keys(values).map((name) => ({
      at: `/values/${name}`,
      code: "undeclared",
      message: "There is no form here, so no field may be sent.",
    }));
    return faults.length > 0 ? { code: "invalidForm", message: "No form is asked for here.", faults } : null;
  }
  const form = context.form(id);
  if (!form) return { code: "formMissing", message: `The form ${id} is not published.`, at: id };
  const faults = validateForm(form, values, attachments);
  return faults.length > 0
    ? { code: "invalidForm", message: `${faults.length} faults in ${form.title.id}.`, at: id, faults }
    : null;
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
