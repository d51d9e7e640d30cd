// Working time as arithmetic on one number: how many working milliseconds have passed up to an instant. Adding
// is "find the instant with that number", the time between two instants is a difference; so the two are
// inverses by construction, and both are a binary search in the calendar's table. Outside the table the plain
// week goes on, without holidays: a deadline beyond the last decree still has an instant, and is moved later.
import { type Calendar, lengthOf, type Span } from "./calendar.ts";
import {
  addDays,
  type Day,
  dayIndex,
  dayIndexOf,
  dayMs,
  dayOf,
  isoWeekday,
  minuteMs,
  startOfDay,
  zoneOffsetMinutes,
} from "./zone.ts";

/**
 * The instant at which `minutes` of working time have passed since `atMs`. Time outside working hours does not
 * count, so what arrives at night begins at the next opening. A whole day's minutes end at closing, not at the
 * next opening; with 0 minutes it is `nextOpening`.
 */
export function addWorkingMinutes(calendar: Calendar, atMs: number, minutes: number): number {
  const add = Math.round(Math.max(0, minutes) * minuteMs);
  return add === 0 ? nextOpening(calendar, atMs) : instantOf(calendar, passedBy(calendar, atMs) + add);
}

/** Working minutes from one instant to a later one (negative when it is earlier); a fraction is part of a minute. */
export function workingMinutesBetween(calendar: Calendar, fromMs: number, toMs: number): number {
  return (passedBy(calendar, toMs) - passedBy(calendar, fromMs)) / minuteMs;
}

/** The instant itself when it is working time, else the next instant that is. */
export function nextOpening(calendar: Calendar, atMs: number): number {
  return isWorkingTime(calendar, atMs) ? atMs : openingAfter(calendar, passedBy(calendar, atMs));
}

export function isWorkingTime(calendar: Calendar, atMs: number): boolean {
  const day = dayIndexOf(calendar.zone, atMs);
  const inDay = atMs - midnight(calendar, day);
  return spansOf(calendar, day).some((span) => span.fromMs <= inDay && inDay < span.toMs);
}

/** Whether the calendar knows the holidays of the instant's day. */
export function isCovered(calendar: Calendar, atMs: number): boolean {
  const day = dayIndexOf(calendar.zone, atMs) - calendar.firstDay;
  return day >= 0 && day < calendar.days.length;
}

export type DayKind =
  | { readonly kind: "work"; readonly minutes: number; readonly period: string | null }
  | { readonly kind: "weekend" }
  | { readonly kind: "libur" | "cutiBersama"; readonly name: string };

/** What kind of day it is, for screens that show the calendar. */
export function dayKind(calendar: Calendar, day: Day): DayKind {
  const holiday = calendar.document.holidays.find((each) => each.day === day);
  if (holiday) return { kind: holiday.kind, name: holiday.name };
  const minutes = lengthOf(spansOf(calendar, dayIndex(day))) / minuteMs;
  if (minutes === 0) return { kind: "weekend" };
  const period = calendar.document.periods.find((each) => each.from <= day && day <= each.to);
  return { kind: "work", minutes, period: period?.name ?? null };
}

/** Number of working days in each month of the year, January first. */
export function workingDaysPerMonth(calendar: Calendar, year: number): number[] {
  return Array.from({ length: 12 }, (_, month) => {
    const first = Date.UTC(year, month, 1) / dayMs;
    const after = Date.UTC(year, month + 1, 1) / dayMs;
    let count = 0;
    for (let day = first; day < after; day++) if (spansOf(calendar, day).length > 0) count++;
    return count;
  });
}

/**
 * A deadline in calendar days, as statutes set them: counting begins on the day after, holidays count, and the
 * last day counts to its end (23.59 local time).
 */
export function calendarDeadline(calendar: Calendar, atMs: number, days: number): number {
  const last = addDays(dayOf(calendar.zone, atMs), days);
  return startOfDay(calendar.zone, last) + dayMs - minuteMs;
}

/** Working milliseconds from the table's first midnight to the instant (negative before it). */
function passedBy(calendar: Calendar, atMs: number): number {
  const day = dayIndexOf(calendar.zone, atMs);
  const inDay = atMs - midnight(calendar, day);
  let passed = passedByMidnight(calendar, day);
  for (const span of spansOf(calendar, day)) {
    if (inDay <= span.fromMs) break;
    passed += Math.min(inDay, span.toMs) - span.fromMs;
  }
  return passed;
}

/** The earliest instant by which `passed` working milliseconds have passed: a closing rather than an opening. */
function instantOf(calendar: Calendar, passed: number): number {
  return instantInDay(calendar, passed, dayReaching(calendar, passed), (rest, length) => rest <= length);
}

/** The latest such instant: an opening rather than a closing. */
function openingAfter(calendar: Calendar, passed: number): number {
  return instantInDay(calendar, passed, dayReaching(calendar, passed + 1), (rest, length) => rest < length);
}

function instantInDay(
  calendar: Calendar,
  passed: number,
  day: number,
  fits: (restMs: number, lengthMs: number) => boolean,
): number {
  let rest = passed - passedByMidnight(calendar, day);
  const start = midnight(calendar, day);
  for (const span of spansOf(calendar, day)) {
    const length = span.toMs - span.fromMs;
    if (fits(rest, length)) return start + span.fromMs + rest;
    rest -= length;
  }
  return start;
}

/** The first day at whose end at least `passed` have passed. */
function dayReaching(calendar: Calendar, passed: number): number {
  const last = calendar.cumulative.length - 1;
  const total = calendar.cumulative[last] ?? 0;
  if (passed > total) return weeklyDayReaching(calendar, calendar.firstDay + last, passed - total);
  if (passed <= 0) {
    const weeks = Math.ceil(-passed / calendar.weekMs) + 1;
    const start = calendar.firstDay - 7 * weeks;
    return weeklyDayReaching(calendar, start, passed + weeks * calendar.weekMs);
  }
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((calendar.cumulative[middle] ?? 0) >= passed) high = middle;
    else low = middle;
  }
  return calendar.firstDay + high - 1;
}

/** The same on plain weeks, counted from the midnight that begins `start`; `passed` is more than 0. */
function weeklyDayReaching(calendar: Calendar, start: number, passed: number): number {
  const weeks = Math.max(0, Math.ceil(passed / calendar.weekMs) - 1);
  let rest = passed - weeks * calendar.weekMs;
  let day = start + 7 * weeks;
  for (let steps = 0; steps < 7; steps++, day++) {
    rest -= lengthOf(weekSpans(calendar, day));
    if (rest <= 0) return day;
  }
  return day;
}

/** Working milliseconds from the table's first midnight to the midnight that begins the day. */
function passedByMidnight(calendar: Calendar, day: number): number {
  const at = day - calendar.firstDay;
  const known = calendar.cumulative[at];
  if (known !== undefined) return known;
  if (at < 0) return -weeklyBetween(calendar, day, calendar.firstDay);
  const last = calendar.cumulative.length - 1;
  return (calendar.cumulative[last] ?? 0) + weeklyBetween(calendar, calendar.firstDay + last, day);
}

function weeklyBetween(calendar: Calendar, from: number, to: number): number {
  const weeks = Math.floor((to - from) / 7);
  let sum = weeks * calendar.weekMs;
  for (let day = from + weeks * 7; day < to; day++) sum += lengthOf(weekSpans(calendar, day));
  return sum;
}

function spansOf(calendar: Calendar, day: number): readonly Span[] {
  return calendar.days[day - calendar.firstDay] ?? weekSpans(calendar, day);
}

function weekSpans(calendar: Calendar, day: number): readonly Span[] {
  return calendar.week[isoWeekday(day) - 1] ?? [];
}

function midnight(calendar: Calendar, day: number): number {
  return day * dayMs - zoneOffsetMinutes(calendar.zone) * minuteMs;
}
