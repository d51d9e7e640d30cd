/**
 * The task page: what is asked, by when, on what, and for each outcome what will follow. What follows is found by
 * letting casework act on the very file in memory and looking at the events; nothing is kept.
 */
import type { TaskPage } from "../../api/index.ts";
import {
  act,
  type CaseEntry,
  type CaseEvent,
  type CaseFile,
  dataOf,
  mayAct,
  type TaskRow as OpenTask,
  sayReason,
  story,
} from "../../casework/index.ts";
import { type Element, elementOf, type Outcome, type Variables } from "../../engine/index.ts";
import { actorAs } from "../policy/index.ts";
import type { Draft, TaskRow } from "../store/index.ts";
import { attachmentViews } from "./attachment.ts";
import { caseSummary, type Reader, timelineEntries } from "./case-page.ts";
import type { CaseReading } from "./case-reading.ts";
import { deadlineInFile } from "./deadline.ts";
import { postViewOrGone } from "./post.ts";
import { instantText } from "./value-text.ts";
import { postName } from "./where.ts";
import { wireId } from "./wire-id.ts";
import { type Language, sayWord } from "./words.ts";

export interface TaskReading extends CaseReading {
  readonly task: TaskRow;
  /** What the act must name: the version of task and file that this page shows. */
  readonly seenVersion: number;
  readonly entries: readonly CaseEntry[];
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
    outcomes: mine && open && element ? await outcomesOf(reading, element, open, values, reader) : [],
    attachments: attachmentViews(context, file.attachments, language),
    before: timelineEntries(story(context, file, reading.entries, { nowMs, language })),
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

export function propertiesOf(schema: Variables): Variables {
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
  values: TaskPage["values"],
  reader: Reader,
): Promise<TaskPage["outcomes"]> {
  const { context, file } = reading;
  const actor = actorAs(reader.person, reading.task.postId);
  if (!actor) return [];
  const refusal = mayAct(context, open, actor, reader.nowMs);
  const offered: readonly (Outcome | null)[] = element.outcomes.length > 0 ? element.outcomes : [null];
  const views: TaskPage["outcomes"] = [];
  for (const [index, outcome] of offered.entries()) {
    const tried = refusal
      ? null
      : await act(context, file, {
          type: "ActOnTask",
          atMs: reader.nowMs,
          actor,
          taskId: open.taskId,
          outcome: outcome?.value ?? null,
          values: writable(values, reading, element),
          comment: "-",
          attachments: [],
        });
    const refusedAct =
      refusal ?? (tried && !tried.ok && isForbidding(tried.refusal.code) ? tried.refusal : null);
    views.push({
      value: outcome?.value ?? "",
      label: {
        id: outcome?.label ?? outcome?.value ?? sayWord("id", "outcome.done"),
        en: outcome?.labelEn ?? outcome?.label ?? outcome?.value ?? sayWord("en", "outcome.done"),
      },
      style: styleOf(outcome?.style ?? null, index),
      consequence: tried?.ok ? consequenceOf(tried.events, reading, reader) : null,
      blocked: refusedAct && { key: refusedAct.code, text: refusedAct.message },
    });
  }
  return views;
}

/** What no filling in of the form would change. */
function isForbidding(code: string): boolean {
  return code === "forbiddenByRule" || code === "authorityUnknown" || code === "rankTooLow";
}

/** Of what the file holds, only what this form lets be written. */
function writable(values: TaskPage["values"], reading: TaskReading, element: Element): Variables {
  const form = element.form ? reading.context.form(element.form) : undefined;
  const properties = form ? propertiesOf(form.schema) : {};
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => {
      const property = properties[name];
      return !(
        typeof property === "object" &&
        property !== null &&
        "readOnly" in property &&
        property.readOnly
      );
    }),
  );
}

function styleOf(style: string | null, index: number): TaskPage["outcomes"][number]["style"] {
  if (style === "primary" || style === "return" || style === "reject" || style === "plain") return style;
  return index === 0 ? "primary" : "plain";
}

function consequenceOf(
  events: readonly CaseEvent[],
  reading: TaskReading,
  reader: Reader,
): TaskPage["outcomes"][number]["consequence"] {
  const { language, nowMs } = reader;
  const { organisation } = reading.context;
  const ended = events.find((event) => event.type === "CaseEnded");
  if (ended) return { key: ended.how, text: sayWord(language, `consequence.${ended.how}`) };
  const addressed = events.filter((event) => event.type === "TaskAddressed");
  if (addressed.length === 0) return { key: "working", text: sayWord(language, "consequence.working") };
  const posts = [...new Set(addressed.map((event) => postName(organisation, event.postId, nowMs)))].join(
    ", ",
  );
  const due = events.find(
    (event) => event.type === "DeadlineSet" && addressed.some(({ taskId }) => taskId === event.taskId),
  );
  if (due?.type !== "DeadlineSet") return { key: "to", text: sayWord(language, "consequence.to", { posts }) };
  const instant = instantText(due.dueAtMs, organisation.zone, language);
  return { key: "toBy", text: sayWord(language, "consequence.toBy", { posts, due: instant }) };
}
