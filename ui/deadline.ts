/**
 * What a deadline says. Working time comes in minutes of its own clock; remaining and lateness are rounded
 * down, so that a promise is never longer than what is left.
 */
import type { DeadlineView } from "../api/index.ts";
import { clockTime, dayInstant, dayNumber, number, type Place } from "./format.ts";
import { uiWords } from "./words.ts";

const calendarDay = 1_440;

/** `Sisa 1 hari kerja`, `Lewat 2 hari kerja`, `Hari ini, pukul 15.00`, `Waktu berhenti`. */
export function deadlinePhrase(deadline: DeadlineView, now: number, place: Place): string {
  const words = uiWords();
  switch (deadline.state) {
    case "stopped":
      return words.stopped;
    case "done":
      return deadline.leftMinutes < 0 ? words.doneLate : words.doneInTime;
    case "late":
      return latePhrase(deadline, place);
    case "calm":
    case "soon":
      return leftPhrase(deadline, now, place);
  }
}

function latePhrase(deadline: DeadlineView, { language }: Place): string {
  const words = uiWords();
  const late = Math.abs(Math.min(deadline.leftMinutes, 0));
  const say = (n: number) => number(Math.floor(n), language, 0);
  if (deadline.clock === "calendar")
    return late >= calendarDay
      ? words.lateCalendarDays(say(late / calendarDay))
      : words.lateCalendarHours(say(late / 60));
  if (late >= deadline.dayMinutes) return words.lateDays(say(late / deadline.dayMinutes));
  return late >= 60 ? words.lateHours(say(late / 60)) : words.lateMinutes(say(late));
}

function leftPhrase(deadline: DeadlineView, now: number, place: Place): string {
  const words = uiWords();
  const left = Math.max(deadline.leftMinutes, 0);
  const say = (n: number) => number(Math.floor(n), place.language, 0);
  const day = deadline.clock === "calendar" ? calendarDay : deadline.dayMinutes;
  if (left < day && dayNumber(deadline.dueAtMs, place.zone) === dayNumber(now, place.zone))
    return words.today(clockTime(deadline.dueAtMs, place));
  if (deadline.clock === "calendar")
    return left >= day ? words.leftCalendarDays(say(left / day)) : words.leftCalendarHours(say(left / 60));
  if (left >= day) return words.leftDays(say(left / day));
  return left >= 60 ? words.leftHours(say(left / 60)) : words.leftMinutes(say(left));
}

/** The second line: the instant, which day of how many, or for whom the clock waits. */
export function deadlineDetail(deadline: DeadlineView, place: Place): string {
  const words = uiWords();
  if (deadline.state === "stopped") return deadline.pauses.at(-1)?.reason ?? words.stopped;
  if (deadline.clock === "calendar") {
    const day = Math.floor(deadline.usedMinutes / calendarDay) + 1;
    const of = Math.round(deadline.totalMinutes / calendarDay);
    return words.calendarDayOf(number(day, place.language, 0), number(of, place.language, 0));
  }
  return dayInstant(deadline.dueAtMs, place);
}

/** `2 hari kerja`, `4 jam kerja`, `60 hari kalender`: the whole length. */
export function lengthPhrase(deadline: DeadlineView, { language }: Place): string {
  const words = uiWords();
  const total = deadline.totalMinutes;
  if (deadline.clock === "calendar") return words.calendarDays(number(total / calendarDay, language));
  return total < deadline.dayMinutes
    ? words.workingHours(number(total / 60, language))
    : words.workingDays(number(total / deadline.dayMinutes, language));
}

export const usedShare = (deadline: DeadlineView): number =>
  deadline.totalMinutes <= 0 ? 1 : Math.max(0, deadline.usedMinutes / deadline.totalMinutes);

export type DueGroup = "late" | "near" | "week" | "later" | "none";

/** In which part of the inbox a deadline belongs. A stopped clock presses nobody. */
export function dueGroup(deadline: DeadlineView | null, now: number, { zone }: Place): DueGroup {
  if (deadline === null) return "none";
  if (deadline.state === "late") return "late";
  if (deadline.state === "stopped" || deadline.state === "done") return "later";
  const today = dayNumber(now, zone);
  const due = dayNumber(deadline.dueAtMs, zone);
  if (due <= today + 1) return "near";
  // Day 0 of the count was a Thursday; weeks begin on Monday.
  const weekOf = (day: number) => Math.floor((day + 3) / 7);
  return weekOf(due) === weekOf(today) ? "week" : "later";
}
