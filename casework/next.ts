// What an act would lead to, before it is done: to whom, by when. Invariant: it is the act itself, run on a private
// copy and thrown away; nothing is guessed, and what cannot be known before is null.
import { addWorkingMinutes, calendarDeadline, localTime } from "../organisation/index.ts";
import { isolated } from "../rules/index.ts";
import type { Actor } from "./actor.ts";
import type { CaseContext } from "./context.ts";
import { deadlineUnits } from "./deadline.ts";
import { type CaseFile, deadlineOf } from "./file.ts";
import { openFile } from "./fold.ts";
import { declareInterest } from "./interest.ts";
import { postName, stepName } from "./named.ts";
import { readingOrder } from "./outline.ts";
import { type Language, say, sayAmount, sayDay } from "./words.ts";
import { answerDecisions, execute, type Work } from "./work.ts";

export interface Consequence {
  readonly key: "next.to" | "next.ends" | "next.system" | "next.waits" | "next.stays";
  /** "Ke Asisten Pemkesra, tenggat 2 hari kerja". */
  readonly text: string;
  readonly postIds: readonly string[];
}

/** What the outcome of an open task leads to; null where the form's values decide or the way is not clear. */
export async function consequenceOf(
  context: CaseContext,
  file: CaseFile,
  taskId: string,
  outcome: string | null,
  atMs: number,
  language: Language,
): Promise<Consequence | null> {
  const work: Work = { context, draft: openFile(file, file.engine), events: [], executed: [], atMs };
  const refusal = execute(work, {
    type: "CompleteTask",
    atMs,
    taskId,
    ...(outcome === null ? {} : { outcome }),
    variables: {},
  });
  if (refusal) return null;
  await answerDecisions(work);
  const { draft } = work;
  if (Object.keys(draft.incidents).some((id) => !Object.hasOwn(file.incidents, id))) return null;
  if (draft.status !== "running") return { key: "next.ends", text: say("next.ends", language), postIds: [] };
  const opened = Object.values(draft.tasks).filter((task) => !Object.hasOwn(file.tasks, task.taskId));
  const postIds = opened.flatMap((task) => task.postId ?? []);
  if (postIds.length === 0) {
    const service = Object.values(draft.services).find((row) => !Object.hasOwn(file.services, row.requestId));
    if (!service) return waitingFor(draft, language);
    const step = stepName(context.process, service.elementId);
    return { key: "next.system", text: say("next.system", language, { step }), postIds: [] };
  }
  const posts = postIds.map((id) => isolated(whom(context, id, atMs))).join(", ");
  let text = say("next.to", language, { posts });
  for (const remark of remarksOf(work, language)) text = `${text}, ${remark}`;
  text = withDeadline(context, draft, opened[0]?.taskId ?? "", text, language);
  const stops = opened.some((task) => elementStops(context, task.elementId));
  if (stops) text = say("next.stops", language, { text });
  return { key: "next.to", text, postIds };
}

/** What becomes of an open task when its holder declares an interest; null where he may not act on it anyway. */
export function consequenceOfInterest(
  context: CaseContext,
  file: CaseFile,
  taskId: string,
  actor: Actor,
  atMs: number,
  language: Language,
): Consequence | null {
  const work: Work = { context, draft: openFile(file, file.engine), events: [], executed: [], atMs };
  const refusal = declareInterest(work, { type: "DeclareInterest", atMs, actor, taskId, reason: "-" });
  if (refusal) return null;
  const handed = work.events.find((event) => event.type === "TaskHandedOver");
  if (!handed) return { key: "next.stays", text: say("next.stays", language), postIds: [] };
  const to = say("next.to", language, { posts: postName(context, handed.toPostId, atMs, true) });
  const text = withDeadline(context, work.draft, taskId, to, language);
  return { key: "next.to", text, postIds: [handed.toPostId] };
}

/** The sentence with how long the task has, in days of its own clock. */
function withDeadline(
  { calendar }: CaseContext,
  draft: CaseFile,
  taskId: string,
  text: string,
  language: Language,
): string {
  const row = deadlineOf(draft, taskId);
  if (!row) return text;
  const days = row.minutes / (row.clock === "working" ? calendar.normalDayMinutes : 1440);
  const unit = row.clock === "working" ? "hariKerja" : "hariKalender";
  return say("next.deadline", language, { text, amount: sayAmount(Math.round(days), unit, language) });
}

/** Nothing new opens: others have been asked as well, and the case goes on when they have answered. */
function waitingFor(draft: CaseFile, language: Language): Consequence | null {
  const open = Object.values(draft.tasks);
  if (open.length === 0) return null;
  const text = say(open.length === 1 ? "next.waitsOne" : "next.waits", language, { count: open.length });
  return { key: "next.waits", text, postIds: open.flatMap((task) => task.postId ?? []) };
}

/** A unit's operator stands for the unit: "Dinas Kesehatan". */
function whom(context: CaseContext, postId: string, atMs: number): string {
  const post = context.organisation.posts.get(postId);
  const unit = post?.role === "operator" ? context.organisation.units.get(post.unitId) : undefined;
  return unit?.name ?? postName(context, postId, atMs, true);
}

/** What the decisions on the way say of it: the param `keterangan` ("putaran terakhir"). */
function remarksOf(work: Work, language: Language): string[] {
  return work.events.flatMap((event) => {
    if (event.type !== "DecisionRecorded") return [];
    const { keterangan, keteranganEn } = event.outcome.params;
    const remark = language === "en" ? (keteranganEn ?? keterangan) : keterangan;
    return typeof remark === "string" ? [remark] : [];
  });
}

/** The steps of persons on the main way, each with its deadline counted from an instant, one after another. */
export function expectedSteps(
  context: CaseContext,
  atMs: number,
  language: Language,
): { readonly elementId: string; readonly text: string; readonly detail: string }[] {
  const { calendar } = context;
  let until = atMs;
  return mainWay(context).flatMap((element) => {
    if (!element.opensTask) return [];
    const text = element.name ?? element.id;
    const unit = deadlineUnits.find((each) => each === element.deadline?.unit);
    if (!element.deadline || !unit) {
      return [{ elementId: element.id, text, detail: say("next.noDeadline", language) }];
    }
    const { amount } = element.deadline;
    const minutes = amount * (unit === "hariKerja" ? calendar.normalDayMinutes : 60);
    until =
      unit === "hariKalender"
        ? calendarDeadline(calendar, until, amount)
        : addWorkingMinutes(calendar, until, minutes);
    const day = sayDay(localTime(calendar.zone, until), language);
    const detail = say("next.until", language, { amount: sayAmount(amount, unit, language), day });
    return [{ elementId: element.id, text, detail }];
  });
}

/** From the start along the first flow of each element, until an end or a step that was passed already. */
function mainWay(context: CaseContext) {
  const { process } = context;
  const first = readingOrder(process)[0]?.element;
  const way = [];
  const seen = new Set<string>();
  for (let element = first; element && !seen.has(element.id); ) {
    seen.add(element.id);
    way.push(element);
    const flow = process.flows[element.outgoing[0] ?? -1];
    element = flow && process.elements[flow.target];
  }
  return way;
}

function elementStops(context: CaseContext, elementId: string): boolean {
  const { process } = context;
  return Boolean(process.elements[process.elementIndex.get(elementId) ?? -1]?.stopsClock);
}
