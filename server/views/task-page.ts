/**
 * The task page: what is asked, by when, on what, and for each outcome what will follow, as casework finds it on the
 * very file.
 */
import type { TaskPage } from "../../api/index.ts";
import {
  type Actor,
  type CaseFile,
  consequenceOf,
  consequenceOfInterest,
  dataOf,
  forbiddenByRule,
  mayAct,
  type TaskRow as OpenTask,
  sayReason,
  sayRefusal,
  story,
} from "../../casework/index.ts";
import { type Element, elementOf, type Outcome, type Variables } from "../../engine/index.ts";
import { actorAs } from "../policy/index.ts";
import type { Draft, TaskRow } from "../store/index.ts";
import { attachmentViews } from "./attachment.ts";
import { caseSummary, type Reader, timelineEntries } from "./case-page.ts";
import type { CaseHistory, CaseReading } from "./case-reading.ts";
import { deadlineInFile } from "./deadline.ts";
import { postViewOrGone } from "./post.ts";
import { wireId } from "./wire-id.ts";
import { type Language, sayWord } from "./words.ts";

export interface TaskReading extends CaseReading, CaseHistory {
  readonly task: TaskRow;
  /** What the act must name: the version of task and file that this page shows. */
  readonly seenVersion: number;
  readonly draft: Draft | null;
  readonly position: TaskPage["position"];
}

export async function taskPage(reading: TaskReading, reader: Reader): Promise<TaskPage> {
  const { row, file, context, task } = reading;
  const { language, nowMs } = reader;
  const element = elementOf(context.process, task.elementId);
  const form = element?.form ? context.form(element.form) : undefined;
  const open = file.tasks[task.taskId];
  const actor = actorAs(reader.person, task.postId);
  const values = form ? valuesFor(Object.keys(propertiesOf(form.schema)), file, open) : {};
  const mine = task.state === "open" && actor !== null;
  return {
    taskId: wireId(row.caseId, task.taskId),
    caseId: row.caseId,
    caseNumber: row.number,
    caseTitle: row.title,
    title: taskTitle(element, row.title),
    version: reading.seenVersion,
    state: task.state,
    mine,
    post: postViewOrGone(context.organisation, task.postId, nowMs),
    reason: reasonOf(reading, open, language),
    deadline: deadlineInFile(context.calendar, file, task.taskId, nowMs),
    summary: caseSummary(reading, language),
    form: form ? wireForm(form) : null,
    values,
    draft: reading.draft && {
      values: { ...reading.draft.values },
      comment: reading.draft.comment,
      savedAtMs: reading.draft.savedAtMs,
    },
    outcomes: mine && open && element ? await outcomesOf(reading, element, open, reader) : [],
    interest: mine && open ? interestOf(reading, open, actor, reader) : null,
    attachments: attachmentViews(context, file.attachments, language),
    before: timelineEntries(
      story(context, file, reading.entries, { nowMs, language, versions: reading.versions }),
    ),
    position: reading.position,
  };
}

/** "Paraf LKjIP 2026 Dinas Kesehatan": the step, then what it is about. */
export function taskTitle(element: Element | null, caseTitle: string): string {
  return element?.name ? `${element.name}: ${caseTitle}` : caseTitle;
}

type CaseworkForm = NonNullable<ReturnType<CaseReading["context"]["form"]>>;

export function wireForm(form: CaseworkForm): NonNullable<TaskPage["form"]> {
  return structuredClone(form) as NonNullable<TaskPage["form"]>;
}

function propertiesOf(schema: Variables): Variables {
  const properties = schema.properties;
  return typeof properties === "object" && properties !== null && !Array.isArray(properties)
    ? (properties as Variables)
    : {};
}

/** What the form's fields hold already: the task's own inputs before the file's variables. */
function valuesFor(
  fields: readonly string[],
  file: CaseFile,
  open: OpenTask | undefined,
): TaskPage["values"] {
  const values: TaskPage["values"] = {};
  const data = dataOf(file);
  for (const field of fields) {
    const source = open && Object.hasOwn(open.inputs, field) ? open.inputs : data;
    const value = Object.hasOwn(source, field) ? source[field] : undefined;
    if (value !== undefined) values[field] = value;
  }
  return values;
}

function reasonOf(reading: TaskReading, open: OpenTask | undefined, language: Language): TaskPage["reason"] {
  const addressed = reading.entries
    .flatMap((entry) => entry.events)
    .filter((event) => event.type === "TaskAddressed" || event.type === "TaskHandedOver")
    .filter((event) => event.taskId === reading.task.taskId)
    .at(-1);
  const reason = open?.reason ?? (addressed && "reason" in addressed ? addressed.reason : null);
  return reason ? { key: reason.key, text: sayReason(reason, language) } : { key: "", text: "" };
}

async function outcomesOf(
  reading: TaskReading,
  element: Element,
  open: OpenTask,
  reader: Reader,
): Promise<TaskPage["outcomes"]> {
  const { context, file } = reading;
  const { language, nowMs } = reader;
  const actor = actorAs(reader.person, reading.task.postId);
  if (!actor) return [];
  const refusal = mayAct(context, open, actor, nowMs) ?? forbiddenByRule(context, file, open, actor, nowMs);
  const blocked = refusal && { key: refusal.code, text: sayRefusal(refusal, language) };
  const offered: readonly (Outcome | null)[] = element.outcomes.length > 0 ? element.outcomes : [null];
  const views: TaskPage["outcomes"] = [];
  for (const [index, outcome] of offered.entries()) {
    const value = outcome?.value ?? null;
    const next = blocked ? null : await consequenceOf(context, file, open.taskId, value, nowMs, language);
    views.push({
      value: value ?? "",
      label: {
        id: outcome?.label ?? value ?? sayWord("id", "outcome.done"),
        en: outcome?.labelEn ?? outcome?.label ?? value ?? sayWord("en", "outcome.done"),
      },
      style: styleOf(outcome?.style ?? null, index),
      consequence: next && { key: next.key, text: next.text },
      blocked,
    });
  }
  return views;
}

/** Declaring an interest is offered to whoever has not yet done so in this case. */
function interestOf(
  { context, file }: TaskReading,
  open: OpenTask,
  actor: Extract<Actor, { kind: "person" }>,
  { language, nowMs }: Reader,
): TaskPage["interest"] {
  if (file.interests?.some(({ personId }) => personId === actor.personId)) return null;
  const found = consequenceOfInterest(context, file, open.taskId, actor, nowMs, language);
  return found && { key: found.key, text: found.text };
}

function styleOf(style: string | null, index: number): TaskPage["outcomes"][number]["style"] {
  if (style === "primary" || style === "return" || style === "reject" || style === "plain") return style;
  return index === 0 ? "primary" : "plain";
}
