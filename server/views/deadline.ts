/** Deadlines as screens show them, counted to the instant by casework. */
import type { DeadlineView } from "../../api/index.ts";
import { type CaseFile, type DeadlineStanding, deadlineStanding } from "../../casework/index.ts";
import type { Calendar } from "../../organisation/index.ts";
import type { DeadlineRow } from "../store/index.ts";

export function deadlineView(standing: DeadlineStanding): DeadlineView {
  return {
    deadlineId: standing.deadlineId,
    state: standing.state,
    clock: standing.clock,
    anchorMs: standing.anchorMs,
    dueAtMs: standing.dueAtMs,
    totalMinutes: standing.totalMinutes,
    usedMinutes: standing.usedMinutes,
    leftMinutes: standing.leftMinutes,
    dayMinutes: standing.dayMinutes,
    marks: standing.marks.map(({ mark, atMs }) => ({ mark, atMs })),
    pauses: standing.pauses.map(({ fromMs, toMs, reason }) => ({ fromMs, toMs, reason })),
  };
}

/** The open deadline of a task (null: of the case), from its file. */
export function deadlineInFile(
  calendar: Calendar,
  file: CaseFile,
  taskId: string | null,
  nowMs: number,
): DeadlineView | null {
  const row = Object.values(file.deadlines).find((each) => each.taskId === taskId);
  return row ? deadlineView(deadlineStanding(calendar, row, nowMs)) : null;
}

/** A row of the store, for lists that do not open the file. */
export function deadlineInList(calendar: Calendar, row: DeadlineRow, nowMs: number): DeadlineView {
  const lastPause = row.pauses.at(-1);
  const countedFromMs = row.state === "running" ? (lastPause?.toMs ?? row.anchorMs) : null;
  const view = deadlineView(
    deadlineStanding(
      calendar,
      {
        ...row,
        calendar: calendar.version,
        countedFromMs,
        passed: row.marks.filter(({ atMs }) => atMs <= nowMs).map(({ mark }) => mark),
      },
      nowMs,
    ),
  );
  return row.state === "closed" ? { ...view, state: "done" } : view;
}
