// Deadlines and their clocks. Invariant: a deadline counts only the minutes of its own clock; a pause moves what
// is left and nothing else.
import type { Calendar } from "../organisation/index.ts";
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

export function deadlineStanding(calendar: Calendar, row: DeadlineRow, nowMs: number): DeadlineStanding {
  throw new Error(`not built yet: ${calendar.version} ${row.deadlineId} ${nowMs}`);
}
