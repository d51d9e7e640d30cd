import {
  addMonths,
  civilFromDays,
  daysFromCivil,
  daysInMonth,
  durationText,
  msPerDay,
  parseDateTime,
  parseDuration,
  parseTime,
  type TimeFailure,
  weekday,
  writeDate,
  writeTime,
  zoneOffsetMinutes,
  zoneText,
} from "../time/index.ts";
import { raise } from "./fault.ts";
import {
  type DateTimeValue,
  type DateValue,
  type FeelValue,
  isDate,
  isDateTime,
  isMonths,
  isSpan,
  isTime,
  type MonthsValue,
  type Run,
  type SpanValue,
  type Temporal,
  type TimeValue,
  tag,
} from "./value.ts";

/**
 * Dates, times and durations. Offsets are fixed, and what is written without a zone is meant in the process's zone,
 * so every date and time is one instant and all of them compare.
 */
export const dateValue = (days: number): DateValue => ({
  [tag]: "date",
  days: inRange(days * msPerDay) / msPerDay,
});
export const timeValue = (clockMs: number, offsetMinutes: number | null): TimeValue => ({
  [tag]: "time",
  clockMs: ((clockMs % msPerDay) + msPerDay) % msPerDay,
  offsetMinutes,
});
export const dateTimeValue = (clockMs: number, offsetMinutes: number | null): DateTimeValue => ({
  [tag]: "date and time",
  clockMs: inRange(clockMs),
  offsetMinutes,
});
export const monthsValue = (months: number): MonthsValue => ({
  [tag]: "years and months duration",
  months: countable(months),
});
export const spanValue = (ms: number): SpanValue => ({ [tag]: "days and time duration", ms: countable(ms) });

/** Minutes east of the process's zone. */
export function offsetOf(run: Run): number {
  if (run.offsetMinutes === null) {
    const offset = zoneOffsetMinutes(run.zone);
    run.offsetMinutes = offset.ok ? offset.minutes : refuse(offset);
  }
  return run.offsetMinutes;
}

export function readDate(text: string): DateValue {
  const parsed = parseDateTime(text);
  if (!parsed.ok) return refuse(parsed);
  const { date, timeMs } = parsed.dateTime;
  if (timeMs !== null) raise("invalidDate", `"${text}" is a date and time, where a date is asked for`);
  return dateValue(daysFromCivil(date.year, date.month, date.day));
}

export function readTime(text: string): TimeValue {
  const parsed = parseTime(text);
  return parsed.ok ? timeValue(parsed.timeMs, parsed.offsetMinutes) : refuse(parsed);
}

/** A date alone means its midnight. */
export function readDateTime(text: string): DateTimeValue {
  const parsed = parseDateTime(text);
  if (!parsed.ok) return refuse(parsed);
  const { date, timeMs, offsetMinutes } = parsed.dateTime;
  return dateTimeValue(
    daysFromCivil(date.year, date.month, date.day) * msPerDay + (timeMs ?? 0),
    offsetMinutes,
  );
}

/** A duration of years and months, or of days and time; FEEL knows none of both. A leading minus is allowed. */
export function readDuration(text: string): MonthsValue | SpanValue {
  const negative = text.startsWith("-");
  const parsed = parseDuration(negative ? text.slice(1) : text);
  if (!parsed.ok) return refuse(parsed);
  const { months, ms } = parsed.duration;
  const monthly = /^-?P[\dYM]*[YM]/.test(text);
  if (monthly && (ms !== 0 || /[WDT]/.test(text))) {
    raise(
      "invalidDate",
      `"${text}" mixes months with days; FEEL keeps durations of months and of days apart`,
    );
  }
  return monthly ? monthsValue(negative ? 0 - months : months) : spanValue(negative ? 0 - ms : ms);
}

/** What stands behind `@`: the most specific of duration, time, date and time, date. */
export function readAt(text: string): Temporal {
  if (/^-?P/.test(text)) return readDuration(text);
  if (/^\d{2}:/.test(text)) return readTime(text);
  return text.includes("T") ? readDateTime(text) : readDate(text);
}

export function dateOf(value: DateValue | DateTimeValue): DateValue {
  return isDate(value) ? value : dateValue(Math.floor(value.clockMs / msPerDay));
}

export function timeOf(value: DateTimeValue): TimeValue {
  return timeValue(value.clockMs, value.offsetMinutes);
}

export function dateFrom(year: number, month: number, day: number): DateValue {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) {
    raise("invalidDate", `${year}-${month}-${day} is a day that does not exist`);
  }
  return dateValue(daysFromCivil(year, month, day));
}

export function temporalText(value: Temporal): string {
  switch (value[tag]) {
    case "date":
      return writeDate(civilFromDays(value.days));
    case "time":
      return writeTime(value.clockMs) + zoneSuffix(value.offsetMinutes);
    case "date and time": {
      const days = Math.floor(value.clockMs / msPerDay);
      const time = writeTime(value.clockMs - days * msPerDay);
      return `${writeDate(civilFromDays(days))}T${time}${zoneSuffix(value.offsetMinutes)}`;
    }
    case "years and months duration": {
      const size = Math.abs(value.months);
      if (size === 0) return "P0M";
      return (value.months < 0 ? "-" : "") + durationText({ months: size, ms: 0 });
    }
    case "days and time duration":
      return (value.ms < 0 ? "-" : "") + durationText({ months: 0, ms: Math.abs(value.ms) });
  }
}

/** The value of a property such as `.year`; undefined where the type has none of that name. */
export function temporalProperty(value: Temporal, name: string): FeelValue | undefined {
  switch (value[tag]) {
    case "date":
      return dateProperty(value.days, name);
    case "time":
      return timeProperty(value.clockMs, value.offsetMinutes, name);
    case "date and time": {
      const days = Math.floor(value.clockMs / msPerDay);
      return (
        dateProperty(days, name) ?? timeProperty(value.clockMs - days * msPerDay, value.offsetMinutes, name)
      );
    }
    case "years and months duration":
      if (name === "years") return Math.trunc(value.months / 12) + 0;
      return name === "months" ? (value.months % 12) + 0 : undefined;
    case "days and time duration":
      if (name === "days") return Math.trunc(value.ms / msPerDay) + 0;
      if (name === "hours") return Math.trunc((value.ms % msPerDay) / 3_600_000) + 0;
      if (name === "minutes") return Math.trunc((value.ms % 3_600_000) / 60_000) + 0;
      return name === "seconds" ? Math.trunc((value.ms % 60_000) / 1000) + 0 : undefined;
  }
}

/** Below zero, zero or above zero; both values must be of one type. */
export function compareTemporal(a: Temporal, b: Temporal, run: Run): number | null {
  if (isDate(a) && isDate(b)) return a.days - b.days;
  if (isDateTime(a) && isDateTime(b)) return instantMs(a, run) - instantMs(b, run);
  if (isTime(a) && isTime(b)) return instantMs(a, run) - instantMs(b, run);
  if (isMonths(a) && isMonths(b)) return a.months - b.months;
  if (isSpan(a) && isSpan(b)) return a.ms - b.ms;
  return null;
}

/** a + b, or null where the two cannot be added. */
export function addTemporal(a: Temporal, b: Temporal): Temporal | null {
  if (isMonths(a) && isMonths(b)) return monthsValue(a.months + b.months);
  if (isSpan(a) && isSpan(b)) return spanValue(a.ms + b.ms);
  if (isMonths(b)) return moveMonths(a, b.months);
  if (isSpan(b)) return moveSpan(a, b.ms);
  if (isMonths(a)) return moveMonths(b, a.months);
  return isSpan(a) ? moveSpan(b, a.ms) : null;
}

/** a - b, or null where b cannot be taken from a. */
export function subtractTemporal(a: Temporal, b: Temporal, run: Run): Temporal | null {
  if (isMonths(a) && isMonths(b)) return monthsValue(a.months - b.months);
  if (isSpan(a) && isSpan(b)) return spanValue(a.ms - b.ms);
  if (isMonths(b)) return isSpan(a) ? null : moveMonths(a, 0 - b.months);
  if (isSpan(b)) return isMonths(a) ? null : moveSpan(a, 0 - b.ms);
  if (isDate(a) && isDate(b)) return spanValue((a.days - b.days) * msPerDay);
  const bothTimes = isTime(a) && isTime(b);
  const bothDateTimes = isDateTime(a) && isDateTime(b);
  if (bothTimes || bothDateTimes) return spanValue(instantMs(a, run) - instantMs(b, run));
  return null;
}

/** Whole months from one date to another, as `years and months duration(from, to)` counts them. */
export function monthsBetween(from: DateValue, to: DateValue): MonthsValue {
  const a = civilFromDays(from.days);
  const b = civilFromDays(to.days);
  let months = (b.year - a.year) * 12 + b.month - a.month;
  const reached = daysFromMonths(from.days, months);
  if (months > 0 && reached > to.days) months -= 1;
  if (months < 0 && reached < to.days) months += 1;
  return monthsValue(months);
}

/** 1 is January. */
export function monthOf(value: DateValue): number {
  return civilFromDays(value.days).month;
}

/** 1 is Monday. */
export function weekdayOf(value: DateValue): number {
  return weekday(value.days);
}

export function dayOfYear(value: DateValue): number {
  return value.days - daysFromCivil(civilFromDays(value.days).year, 1, 1) + 1;
}

/** The week of ISO 8601: that of the year which holds the week's Thursday. */
export function weekOfYear(value: DateValue): number {
  const thursday = dateValue(value.days + 4 - weekdayOf(value));
  return Math.ceil(dayOfYear(thursday) / 7);
}

function dateProperty(days: number, name: string): FeelValue | undefined {
  if (name === "weekday") return weekday(days);
  if (name !== "year" && name !== "month" && name !== "day") return undefined;
  return civilFromDays(days)[name];
}

function timeProperty(clockMs: number, offsetMinutes: number | null, name: string): FeelValue | undefined {
  if (name === "hour") return Math.floor(clockMs / 3_600_000);
  if (name === "minute") return Math.floor(clockMs / 60_000) % 60;
  if (name === "second") return Math.floor(clockMs / 1000) % 60;
  if (name === "timezone") return offsetMinutes === null ? null : zoneText(offsetMinutes);
  if (name !== "time offset") return undefined;
  return offsetMinutes === null ? null : spanValue(offsetMinutes * 60_000);
}

function instantMs(value: TimeValue | DateTimeValue, run: Run): number {
  return value.clockMs - (value.offsetMinutes ?? offsetOf(run)) * 60_000;
}

function moveMonths(value: Temporal, months: number): Temporal | null {
  if (isDate(value)) return dateValue(daysFromMonths(value.days, months));
  if (!isDateTime(value)) return null;
  const days = Math.floor(value.clockMs / msPerDay);
  const clock = value.clockMs - days * msPerDay;
  return dateTimeValue(daysFromMonths(days, months) * msPerDay + clock, value.offsetMinutes);
}

function daysFromMonths(days: number, months: number): number {
  const moved = addMonths(civilFromDays(days), months);
  return daysFromCivil(moved.year, moved.month, moved.day);
}

/** A date moved by whole days stays a date; by hours and minutes it becomes a date and time. */
function moveSpan(value: Temporal, ms: number): Temporal | null {
  if (isDate(value)) {
    return ms % msPerDay === 0
      ? dateValue(value.days + ms / msPerDay)
      : dateTimeValue(value.days * msPerDay + ms, null);
  }
  if (isTime(value)) return timeValue(value.clockMs + ms, value.offsetMinutes);
  return isDateTime(value) ? dateTimeValue(value.clockMs + ms, value.offsetMinutes) : null;
}

function zoneSuffix(offsetMinutes: number | null): string {
  return offsetMinutes === null ? "" : zoneText(offsetMinutes);
}

const firstMs = daysFromCivil(0, 1, 1) * msPerDay;
const lastMs = daysFromCivil(10_000, 1, 1) * msPerDay - 1;

function inRange(clockMs: number): number {
  if (clockMs >= firstMs && clockMs <= lastMs) return clockMs;
  return raise("invalidDate", "a date lies outside the years 0 to 9999");
}

function countable(amount: number): number {
  if (Number.isSafeInteger(amount)) return amount + 0;
  return raise("invalidDate", "a duration is too long to be counted in milliseconds");
}

function refuse(failure: TimeFailure): never {
  return raise(failure.code === "unknownZone" ? "invalidArgument" : "invalidDate", failure.message);
}
