import { msPerDay } from "../../time/index.ts";
import { raise } from "../fault.ts";
import {
  dateFrom,
  dateOf,
  dateTimeValue,
  dateValue,
  dayOfYear,
  monthOf,
  monthsBetween,
  offsetOf,
  readDate,
  readDateTime,
  readDuration,
  readTime,
  timeOf,
  timeValue,
  weekdayOf,
  weekOfYear,
} from "../temporal.ts";
import {
  type DateValue,
  type FeelValue,
  isDate,
  isDateTime,
  isMonths,
  isSpan,
  isTime,
  type TimeValue,
} from "../value.ts";
import { define, type Given, text, whole, wrong } from "./builtin.ts";

/**
 * Functions on dates and times. `now()` and `today()` are the evaluation's instant in the process's zone; no clock
 * is read.
 */
const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

export const dates = [
  define("now()", (_args, run) => {
    const offset = offsetOf(run);
    return dateTimeValue(run.nowMs + offset * 60_000, offset);
  }),
  define("today()", (_args, run) => dateValue(Math.floor((run.nowMs + offsetOf(run) * 60_000) / msPerDay))),
  define("date(from)|date(year, month, day)", ([a, b, c], _run, signature) => {
    if (signature === 1) return dateFrom(whole(a, "year"), whole(b, "month"), whole(c, "day"));
    if (typeof a === "string") return readDate(a);
    return dateGiven(a, "from");
  }),
  define("time(from)|time(hour, minute, second, offset?)", (args, _run, signature) => {
    const [from] = args;
    if (signature === 1) return timeFrom(args);
    if (typeof from === "string") return readTime(from);
    if (from !== undefined && isTime(from)) return from;
    return from !== undefined && isDateTime(from) ? timeOf(from) : wrong(from, "from", "a time");
  }),
  define("date and time(from)|date and time(date, time)", ([a, b], _run, signature) => {
    if (signature === 0) {
      if (typeof a === "string") return readDateTime(a);
      return a !== undefined && isDateTime(a) ? a : wrong(a, "from", "a string such as 2027-01-31T10:00:00");
    }
    const time = b !== undefined && isTime(b) ? b : wrong(b, "time", "a time");
    return dateTimeValue(dateGiven(a, "date").days * msPerDay + time.clockMs, time.offsetMinutes);
  }),
  define("duration(from)", ([from]) => {
    if (from !== undefined && (isMonths(from) || isSpan(from))) return from;
    return readDuration(text(from, "from"));
  }),
  define("years and months duration(from, to)", ([from, to]) => {
    return monthsBetween(dateGiven(from, "from"), dateGiven(to, "to"));
  }),
  define("day of year(date)", ([date]) => dayOfYear(dateGiven(date, "date"))),
  define("day of week(date)", ([date]) => weekdays[weekdayOf(dateGiven(date, "date")) - 1] ?? null),
  define("month of year(date)", ([date]) => {
    const day = dateGiven(date, "date");
    return months[monthOf(day) - 1] ?? null;
  }),
  define("week of year(date)", ([date]) => weekOfYear(dateGiven(date, "date"))),
];

function dateGiven(given: FeelValue | undefined, parameter: string): DateValue {
  if (given !== undefined && (isDate(given) || isDateTime(given))) return dateOf(given);
  return wrong(given, parameter, "a date");
}

function timeFrom([hour, minute, second, offset]: Given): TimeValue {
  const [h, m, s] = [whole(hour, "hour"), whole(minute, "minute"), whole(second, "second")];
  if (h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 59) {
    raise("invalidDate", `${h}:${m}:${s} is a time that does not exist`);
  }
  const clockMs = (h * 3600 + m * 60 + s) * 1000;
  if (offset === undefined || offset === null) return timeValue(clockMs, null);
  const minutes = isSpan(offset)
    ? offset.ms / 60_000
    : wrong(offset, "offset", "a duration of hours and minutes");
  if (!Number.isInteger(minutes) || Math.abs(minutes) > 18 * 60) {
    raise("invalidDate", "an offset is at most 18 hours and has no seconds");
  }
  return timeValue(clockMs, minutes);
}
