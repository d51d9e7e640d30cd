/** Rows of the inbox: what is asked, of which post, from whom, by when and how pressing. */
import type { InboxRow } from "../../api/index.ts";
import { priorityOf } from "../../casework/index.ts";
import { elementOf } from "../../engine/index.ts";
import type { CaseRow, InboxItem, NoticeRow } from "../store/index.ts";
import type { Reader } from "./case-page.ts";
import type { CaseReading } from "./case-reading.ts";
import { deadlineInFile } from "./deadline.ts";
import { postViewOrGone } from "./post.ts";
import { taskTitle } from "./task-page.ts";
import { postName } from "./where.ts";
import { wireId } from "./wire-id.ts";
import { sayWord } from "./words.ts";

export async function inboxRow(
  item: InboxItem,
  reading: CaseReading,
  seenVersion: number,
  reader: Reader,
): Promise<InboxRow> {
  const { context, file } = reading;
  const { nowMs, language } = reader;
  const element = elementOf(context.process, item.task.elementId);
  const open = file.tasks[item.task.taskId];
  const priority = open
    ? await priorityOf(context, file, open, nowMs, language)
    : { level: "normal" as const, reason: sayWord(language, "priority.none") };
  return {
    taskId: wireId(item.case.caseId, item.task.taskId),
    caseId: item.case.caseId,
    caseNumber: item.case.number,
    title: taskTitle(element, item.case.title),
    processTitle: context.processRef.title,
    from: fromText(reading, nowMs),
    post: postViewOrGone(context.organisation, item.task.postId, nowMs),
    openedAtMs: item.task.openedAtMs,
    deadline: deadlineInFile(context.calendar, file, item.task.taskId, nowMs),
    priority: { level: priority.level, reason: priority.reason },
    unread: item.unread,
    version: seenVersion,
  };
}

/** A copy (tembusan) is for reading only: its id is the notice's, and it leads to the case. */
export function copyRow(notice: NoticeRow, row: CaseRow, reading: CaseReading, reader: Reader): InboxRow {
  const { context, file } = reading;
  return {
    taskId: wireId(row.caseId, notice.noticeId),
    caseId: row.caseId,
    caseNumber: row.number,
    title: row.title,
    processTitle: context.processRef.title,
    from: fromText(reading, reader.nowMs),
    post: postViewOrGone(context.organisation, notice.postId, reader.nowMs),
    openedAtMs: notice.atMs,
    deadline: deadlineInFile(context.calendar, file, null, reader.nowMs),
    priority: { level: "normal", reason: sayWord(reader.language, "priority.none") },
    unread: false,
    version: row.version,
  };
}

/** Who acted last; before anybody did, the unit that submitted. */
function fromText({ context, file }: CaseReading, nowMs: number): string {
  const last = file.acts.at(-1)?.by;
  if (last?.kind === "person") return postName(context.organisation, last.postId, nowMs);
  const unit = context.organisation.units.get(file.unitId);
  return unit?.name ?? file.unitId;
}
