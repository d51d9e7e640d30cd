// Folding what happens to deadlines. Invariant: a deadline that is set stands in the file until it is closed, and its
// row alone says how much of it is used and where its marks lie.
import type { CaseworkEvent } from "./event.ts";
import type { FileDraft } from "./fold.ts";

type DeadlineEvent = Extract<CaseworkEvent, { readonly deadlineId: string }>;

/** One event of a deadline; one that names no open deadline changes nothing. */
export function foldDeadline(draft: FileDraft, event: DeadlineEvent, atMs: number): void {
  if (event.type === "DeadlineSet") {
    const { deadlineId, taskId, anchorMs, dueAtMs, minutes, clock, calendar, marks } = event;
    draft.deadlines[deadlineId] = {
      deadlineId,
      taskId,
      anchorMs,
      dueAtMs,
      minutes,
      clock,
      calendar,
      marks,
      passed: [],
      usedMinutes: 0,
      countedFromMs: anchorMs,
      pauses: [],
    };
    draft.counters = { ...draft.counters, deadline: draft.counters.deadline + 1 };
    return;
  }
  const row = draft.deadlines[event.deadlineId];
  if (!row) return;
  switch (event.type) {
    case "DeadlinePaused":
      draft.deadlines[row.deadlineId] = {
        ...row,
        usedMinutes: event.usedMinutes,
        countedFromMs: null,
        pauses: [...row.pauses, { fromMs: atMs, toMs: null, reason: event.reason }],
      };
      return;
    case "DeadlineResumed":
      draft.deadlines[row.deadlineId] = {
        ...row,
        dueAtMs: event.dueAtMs,
        marks: event.marks,
        calendar: event.calendar,
        countedFromMs: atMs,
        pauses: row.pauses.map((pause) => (pause.toMs === null ? { ...pause, toMs: atMs } : pause)),
      };
      return;
    case "DeadlineMoved": {
      const { dueAtMs, marks, calendar } = event;
      draft.deadlines[row.deadlineId] = { ...row, dueAtMs, marks, calendar };
      return;
    }
    case "DeadlinePassed":
      draft.deadlines[row.deadlineId] = { ...row, passed: [...row.passed, event.mark] };
      if (event.mark === 100) noteOverdue(draft, event.taskId);
      return;
    case "DeadlineClosed":
      delete draft.deadlines[row.deadlineId];
      return;
  }
}

function noteOverdue(draft: FileDraft, taskId: string | null): void {
  const elementId = taskId === null ? undefined : draft.tasks[taskId]?.elementId;
  const before = draft.overdue ?? [];
  if (elementId !== undefined && !before.includes(elementId)) draft.overdue = [...before, elementId];
}
