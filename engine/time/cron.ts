import { civilFromDays, daysFromCivil, daysInMonth, msPerDay, weekday } from "./civil.ts";
import { fail, type TimeFailure } from "./failure.ts";

/**
 * Cron in five fields (minute hour day month weekday) or six (a second before them), calculated from a given
 * instant and offset; no clock is read. As in crontab(5), a day matches when its day of the month *or* its weekday
 * does, where both are restricted.
 */
export interface Cron {
  /** Seconds of the day at which it fires, ascending. */
  readonly timesOfDay: readonly number[];
  readonly daysOfMonth: ReadonlySet<number>;
  readonly lastDayOfMonth: boolean;
  readonly months: ReadonlySet<number>;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekdays: ReadonlySet<number>;
  readonly anyDayOfMonth: boolean;
  readonly anyWeekday: boolean;
}

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
}

const second: Field = { name: "second", from: 0, to: 59 };
const minute: Field = { name: "minute", from: 0, to: 59 };
const hour: Field = { name: "hour", from: 0, to: 23 };
const dayOfMonth: Field = { name: "day of the month", from: 1, to: 31 };
const month: Field = {
  name: "month",
  from: 1,
  to: 12,
  names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
};
// Sunday is both 0 and 7, so the names start at 0.
const dayOfWeek: Field = {
  name: "weekday",
  from: 0,
  to: 7,
  names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
};

const msPerSecond = 1000;

export function parseCron(text: string): { readonly ok: true; readonly cron: Cron } | TimeFailure {
  const parts = text.trim().split(/\s+/);
  const [seconds, minutes, hours, days, months, weekdays] = parts.length === 5 ? ["0", ...parts] : parts;
  if (
    (parts.length !== 5 && parts.length !== 6) ||
    seconds === undefined ||
    minutes === undefined ||
    hours === undefined ||
    days === undefined ||
    months === undefined ||
    weekdays === undefined
  ) {
    return fail(
      "invalidCron",
      `"${text}" has ${parts.length} cron fields; write five, such as "0 8 * * MON-FRI", or six with the second first`,
    );
  }
  const lastDayOfMonth = days.toUpperCase() === "L";
  const anyDayOfMonth = days === "*" || days === "?";
  const anyWeekday = weekdays === "*" || weekdays === "?";
  const read = [
    readField(seconds, second),
    readField(minutes, minute),
    readField(hours, hour),
    lastDayOfMonth ? new Set<number>() : readField(anyDayOfMonth ? "*" : days, dayOfMonth),
    readField(months, month),
    readField(anyWeekday ? "*" : weekdays, dayOfWeek),
  ] as const;
  const problem = read.find((field) => typeof field === "string");
  if (typeof problem === "string") return fail("invalidCron", `"${text}": ${problem}`);
  const [s, m, h, d, mo, w] = read.map((field) => (typeof field === "string" ? new Set<number>() : field));
  const sorted = (set: ReadonlySet<number> | undefined) => [...(set ?? [])].sort((a, b) => a - b);
  const timesOfDay = sorted(h).flatMap((hh) =>
    sorted(m).flatMap((mm) => sorted(s).map((ss) => hh * 3600 + mm * 60 + ss)),
  );
  const isoWeekdays = new Set(sorted(w).map((day) => (day === 0 ? 7 : day)));
  return {
    ok: true,
    cron: {
      timesOfDay,
      daysOfMonth: d ?? new Set(),
      lastDayOfMonth,
      months: mo ?? new Set(),
      weekdays: isoWeekdays,
      anyDayOfMonth,
      anyWeekday,
    },
  };
}

/** The first firing strictly after `afterMs` and not after `untilMs`; null where there is none. */
export function nextCronMs(
  cron: Cron,
  afterMs: number,
  untilMs: number,
  offsetMinutes: number,
): number | null {
  const offsetMs = offsetMinutes * 60_000;
  const localMs = afterMs + offsetMs;
  let day = Math.floor(localMs / msPerDay);
  const lastDay = Math.floor((untilMs + offsetMs) / msPerDay);
  const secondOfDay = Math.floor((localMs - day * msPerDay) / msPerSecond);
  let time = cron.timesOfDay.find((at) => at > secondOfDay);
  if (time === undefined) {
    day += 1;
    time = cron.timesOfDay[0];
  }
  for (; day <= lastDay; day += 1) {
    const date = civilFromDays(day);
    if (!cron.months.has(date.month)) {
      day = daysFromCivil(date.year, date.month, daysInMonth(date.year, date.month));
      time = cron.timesOfDay[0];
      continue;
    }
    if (time !== undefined && matchesDay(cron, date.year, date.month, date.day, day)) {
      const atMs = day * msPerDay + time * msPerSecond - offsetMs;
      return atMs <= untilMs ? atMs : null;
    }
    time = cron.timesOfDay[0];
  }
  return null;
}

function matchesDay(cron: Cron, year: number, monthOfYear: number, day: number, days: number): boolean {
  const byDate = cron.lastDayOfMonth ? day === daysInMonth(year, monthOfYear) : cron.daysOfMonth.has(day);
  const byWeekday = cron.weekdays.has(weekday(days));
  if (cron.anyDayOfMonth) return byWeekday;
  if (cron.anyWeekday) return byDate;
  return byDate || byWeekday;
}

/** The numbers of one field, or what is wrong with it. */
function readField(text: string, field: Field): ReadonlySet<number> | string {
  const numbers = new Set<number>();
  for (const item of text.split(",")) {
    const [range = "", step, ...more] = item.split("/");
    const [first = "", last, ...others] = range.split("-");
    const stepBy = step === undefined ? 1 : /^\d{1,2}$/.test(step) ? Number(step) : 0;
    const whole = range === "*";
    const from = whole ? field.from : readNumber(first, field);
    // A single number with a step counts on to the field's end, as in Quartz.
    const end =
      whole || (last === undefined && step !== undefined) ? field.to : readNumber(last ?? first, field);
    // Sunday as the end of a range is the week's last day.
    const to = field === dayOfWeek && end === 0 && from !== 0 ? 7 : end;
    const bad =
      more.length > 0 || others.length > 0 || stepBy < 1 || from === null || to === null || from > to;
    if (bad)
      return `"${item}" is not a ${field.name} (${field.from} to ${field.to}, *, lists, ranges, steps)`;
    for (let number = from; number <= to; number += stepBy) numbers.add(number);
  }
  return numbers;
}

function readNumber(text: string, field: Field): number | null {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1;
  if (named >= 0) return named + (field === month ? 1 : 0);
  if (!/^\d{1,2}$/.test(text)) return null;
  const number = Number(text);
  return number >= field.from && number <= field.to ? number : null;
}
