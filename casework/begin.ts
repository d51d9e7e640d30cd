// How a case begins: submitted by a person, or begun by a timer, a message, a signal or the call of another case.
// Invariant: only a person's submission is judged by post and form; what begins by itself belongs to a unit all the
// same, and is never less confidential than the case that caused it.
import { decide, type Element, type Variables } from "../engine/index.ts";
import { dayOf } from "../organisation/index.ts";
import type { CaseRefusal } from "./act.ts";
import type { Actor } from "./actor.ts";
import { asHeld, mayHold, maySubmitAs } from "./authority.ts";
import type { Attachment, Begun, SubmitCase } from "./command.ts";
import type { CaseContext } from "./context.ts";
import type { Origin } from "./event.ts";
import { openFile, startOf } from "./fold.ts";
import { validateForm } from "./form.ts";
import { beginDeadline, follow, tell, type Work } from "./work.ts";

export function begin(context: CaseContext, command: SubmitCase): Work | CaseRefusal {
  const { atMs, caseId, number, attachments, values } = command;
  const { process, processRef } = context;
  const beginning = beginningOf(context, command);
  if ("code" in beginning) return beginning;
  const { unitId, submittedBy, start, origin } = beginning;
  const { title, berkas } = berkasOf(context, command, unitId);
  const starting = { type: "StartCase", atMs, caseId, ...start, variables: { ...values, berkas } } as const;
  const started = decide(process, null, starting);
  if (!started.ok) return started.refusal;
  const work: Work = {
    context,
    draft: openFile(null, started.state),
    events: [],
    executed: [starting],
    atMs,
  };
  const { id, version, hash } = processRef;
  const access = accessOf(values, command.begun);
  tell(work, {
    type: "CaseSubmitted",
    caseId,
    number,
    title,
    process: { id, version, hash },
    submittedBy: asHeld(context, submittedBy, atMs),
    unitId,
    attachments,
    ...(access === "Biasa" ? {} : { access }),
    ...(origin ? { origin } : {}),
  });
  if (process.deadline) beginDeadline(work, process.deadline, null);
  follow(work, started.events);
  return work;
}

/** Where a case begins, the unit that it belongs to, and who answers for it. */
interface Beginning {
  readonly start: { readonly startEventId?: string; readonly startTrigger?: number; readonly depth?: number };
  readonly unitId: string;
  readonly submittedBy: Actor;
  readonly origin?: Origin;
}

function beginningOf(context: CaseContext, command: SubmitCase): Beginning | CaseRefusal {
  const { begun, actor } = command;
  if (begun === undefined) return byPerson(context, command);
  const { kind, from } = begun;
  const cause = from && { caseId: from.caseId, number: from.number };
  const chain = from?.chain ?? 0;
  if (begun.kind === "call") {
    const { depth, submittedBy, callId } = begun;
    const origin: Origin = { kind, from: cause, callId, chain };
    return { start: { depth }, unitId: begun.from.unitId, submittedBy, origin };
  }
  const { process } = context;
  const { elementId, trigger } = begun;
  const start = process.elements[process.elementIndex.get(elementId) ?? -1];
  if (start?.scope !== 0 || start.triggers[trigger]?.kind !== kind)
    return {
      code: "unknownStart",
      message: `${process.id} does not start at ${elementId} by a ${kind}.`,
      at: elementId,
    };
  return {
    start: { startEventId: elementId, startTrigger: trigger },
    unitId: unitOf(context, command, from?.unitId),
    submittedBy: actor,
    origin: { kind, from: cause, callId: null, chain },
  };
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
  if (faults) return faults;
  return {
    start: start ? { startEventId: start.id } : {},
    unitId: organisation.posts.get(actor.postId)?.unitId ?? "",
    submittedBy: actor,
  };
}

/** What a message says in `unit`, what the process names, or the unit of the case that threw. */
function unitOf(
  { process, organisation }: CaseContext,
  { begun, values }: SubmitCase,
  causeUnitId: string | undefined,
): string {
  const said = begun?.kind === "message" ? values.unit : null;
  const post = organisation.posts.get(process.submission?.post ?? "");
  const known = [said, process.submission?.unit, causeUnitId, post?.unitId].find(
    (unit) => typeof unit === "string" && organisation.units.has(unit),
  );
  return typeof known === "string" ? known : "";
}

const confidential = ["Terbatas", "Rahasia", "Sangat Rahasia"];

/** What its field `sifat` claims, and at least what its cause has; a rule may still change it. */
function accessOf({ sifat }: Variables, begun: Begun | undefined): string {
  const claimed = typeof sifat === "string" && confidential.includes(sifat) ? sifat : "Biasa";
  const caused = begun?.from?.access ?? "Biasa";
  return confidential.indexOf(claimed) > confidential.indexOf(caused) ? claimed : caused;
}

/** What Poros itself says of the case in its variables, as `berkas`, and the case's title. */
function berkasOf(
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

/** Null when what was sent fits the element's form (or, without a form, when no values were sent). */
export function judgeForm(
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
