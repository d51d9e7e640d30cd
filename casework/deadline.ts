// Deadlines and their clocks. Invariant: a deadline counts only the minutes of its own clock; a pause moves what is
// left and nothing else; every instant is computed here and journalled, so that a calendar may change later.
import type { DeadlineSpec } from "../engine/index.ts";
import {
  addWorkingMinutes,
  type Calendar,
  calendarDeadline,
  nextOpening,
  workingMinutesBetween,
} from "../organisation/index.ts";
import type { CaseworkEvent } from "./event.ts";
import type { DeadlineMark, DeadlineRow } from "./file.ts";

/** A deadline as it stands at an instant, in minutes of its own clock. */
export interface DeadlineStanding {
  readonly deadlineId: string;
  readonly state: "calm" | "soon" | "late" | "stopped";
  readonly clock: "working" | "calendar";
  readonly anchorMs: number;
  readonly dueAtMs: number;
  readonly totalMinutes: number;
  readonly usedMinutes: number;
  /** Negative when late. */
  readonly leftMinutes: number;
  readonly dayMinutes: number;
  readonly marks: readonly DeadlineMark[];
  readonly pauses: readonly {
    readonly fromMs: number;
    readonly toMs: number | null;
    readonly reason: string;
  }[];
}

/** Units in which a diagram may give a deadline. */
export const deadlineUnits = ["hariKerja", "jamKerja", "hariKalender"] as const;
export type DeadlineUnit = (typeof deadlineUnits)[number];

const markPercents = [50, 80, 100] as const;

const minuteMs = 60_000;
/** Below two days left a deadline is `soon`. */
const soonDays = 2;

export function deadlineStanding(calendar: Calendar, row: DeadlineRow, nowMs: number): DeadlineStanding {
  const usedMinutes = usedMinutesOf(calendar, row, nowMs);
  const leftMinutes = row.minutes - usedMinutes;
  const dayMinutes = row.clock === "working" ? calendar.normalDayMinutes : 1440;
  const { deadlineId, clock, anchorMs, dueAtMs, marks, pauses } = row;
  return {
    deadlineId,
    state: stateOf(row, leftMinutes, dayMinutes, nowMs),
    clock,
    anchorMs,
    dueAtMs,
    totalMinutes: row.minutes,
    usedMinutes,
    leftMinutes,
    dayMinutes,
    marks,
    pauses,
  };
}

function stateOf(
  row: DeadlineRow,
  leftMinutes: number,
  dayMinutes: number,
  nowMs: number,
): DeadlineStanding["state"] {
  if (row.countedFromMs === null) return "stopped";
  if (leftMinutes < 0 || nowMs > row.dueAtMs) return "late";
  return leftMinutes < soonDays * dayMinutes ? "soon" : "calm";
}

/** Minutes of the deadline's own clock that have been used by the instant, pauses left out. */
export function usedMinutesOf(calendar: Calendar, row: DeadlineRow, nowMs: number): number {
  if (row.countedFromMs === null || nowMs <= row.countedFromMs) return row.usedMinutes;
  return row.usedMinutes + minutesBetween(calendar, row.clock, row.countedFromMs, nowMs);
}

/** `DeadlineSet` for a spec of the diagram, counted from the next opening; undefined for an unknown unit. */
export function setDeadline(
  calendar: Calendar,
  spec: DeadlineSpec,
  deadlineId: string,
  taskId: string | null,
  atMs: number,
): Extract<CaseworkEvent, { type: "DeadlineSet" }> | undefined {
  const unit = deadlineUnits.find((each) => each === spec.unit);
  if (unit === undefined) return undefined;
  const base = { type: "DeadlineSet", deadlineId, taskId, calendar: calendar.version } as const;
  if (unit === "hariKalender") {
    const dueAtMs = calendarDeadline(calendar, atMs, spec.amount);
    const minutes = (dueAtMs - atMs) / minuteMs;
    const marks = marksFrom(calendar, "calendar", atMs, minutes, 0, []);
    return { ...base, anchorMs: atMs, dueAtMs, minutes, clock: "calendar", marks };
  }
  const minutes = spec.amount * (unit === "hariKerja" ? calendar.normalDayMinutes : 60);
  const anchorMs = nextOpening(calendar, atMs);
  const marks = marksFrom(calendar, "working", anchorMs, minutes, 0, []);
  return {
    ...base,
    anchorMs,
    dueAtMs: addWorkingMinutes(calendar, anchorMs, minutes),
    minutes,
    clock: "working",
    marks,
  };
}

/** The clock stands from now on. Statutory deadlines in calendar days do not stop: undefined. */
export function pauseDeadline(
  calendar: Calendar,
  row: DeadlineRow,
  atMs: number,
  reason: string,
): Extract<CaseworkEvent, { type: "DeadlinePaused" }> | undefined {
  if (row.clock === "calendar" || row.countedFromMs === null) return undefined;
  const usedMinutes = usedMinutesOf(calendar, row, atMs);
  return { type: "DeadlinePaused", deadlineId: row.deadlineId, usedMinutes, reason };
}

/** The clock goes on: what is left, and the marks that were not passed, count from now. */
export function resumeDeadline(
  calendar: Calendar,
  row: DeadlineRow,
  atMs: number,
): Extract<CaseworkEvent, { type: "DeadlineResumed" }> | undefined {
  if (row.countedFromMs !== null) return undefined;
  const left = Math.max(0, row.minutes - row.usedMinutes);
  return {
    type: "DeadlineResumed",
    deadlineId: row.deadlineId,
    dueAtMs: left === 0 ? atMs : addWorkingMinutes(calendar, atMs, left),
    marks: marksFrom(calendar, row.clock, atMs, row.minutes, row.usedMinutes, row.marks, row.passed),
    calendar: calendar.version,
  };
}

/** What the calendar now says of a running deadline; undefined where it says the same, or where the clock stands. */
export function moveDeadline(
  calendar: Calendar,
  row: DeadlineRow,
): Extract<CaseworkEvent, { type: "DeadlineMoved" }> | undefined {
  const { countedFromMs, minutes, usedMinutes, clock, passed, deadlineId } = row;
  if (clock === "calendar" || countedFromMs === null) return undefined;
  const left = Math.max(0, minutes - usedMinutes);
  const dueAtMs = left === 0 ? row.dueAtMs : addWorkingMinutes(calendar, countedFromMs, left);
  const marks = marksFrom(calendar, clock, countedFromMs, minutes, usedMinutes, row.marks, passed);
  const same = row.marks.every((old) =>
    marks.some((each) => each.mark === old.mark && each.atMs === old.atMs),
  );
  if (same && dueAtMs === row.dueAtMs) return undefined;
  return { type: "DeadlineMoved", deadlineId, dueAtMs, marks, calendar: calendar.version };
}

/** Marks not passed, at the instants when their part of the minutes will have been used; passed ones stay. */
function marksFrom(
  calendar: Calendar,
  clock: "working" | "calendar",
  fromMs: number,
  minutes: number,
  usedMinutes: number,
  old: readonly DeadlineMark[],
  passed: readonly number[] = [],
): DeadlineMark[] {
  return markPercents.map((mark) => {
    const before = old.find((each) => each.mark === mark);
    if (before && passed.includes(mark)) return before;
    const rest = Math.max(0, (minutes * mark) / 100 - usedMinutes);
    if (rest === 0) return { mark, atMs: fromMs };
    return {
      mark,
      atMs:
        clock === "working"
          ? addWorkingMinutes(calendar, fromMs, rest)
          : fromMs + Math.round(rest * minuteMs),
    };
  });
}

function minutesBetween(
  calendar: Calendar,
  clock: "working" | "calendar",
  fromMs: number,
  toMs: number,
): number {
  return clock === "working" ? workingMinutesBetween(calendar, fromMs, toMs) : (toMs - fromMs) / minuteMs;
}
