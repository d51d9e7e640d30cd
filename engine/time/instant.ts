import { type CivilDate, civilFromDays, daysFromCivil, daysInMonth, msPerDay } from "./civil.ts";
import { fail, type TimeFailure } from "./failure.ts";
import { type Zone, zoneOffsetMinutes, zoneText } from "./zone.ts";

/** A written date and time, taken apart; nothing is guessed, so `offsetMinutes` is null where none was written. */
export interface DateTime {
  readonly date: CivilDate;
  /** Milliseconds since midnight; null where only a date was written. */
  readonly timeMs: number | null;
  readonly offsetMinutes: number | null;
}

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$|^(\d{4})(\d{2})(\d{2})$/;
const timePattern = /^(\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?)?$/;
const zonePattern = /(?:Z|[+-]\d{2}(?::?\d{2})?|@[A-Za-z/_]+|\[[A-Za-z/_]+\])$/;

/** `2027-01-31`, `2027-01-31T10:00`, `2027-01-31T10:00:00.5+07:00`; a day that does not exist is refused. */
export function parseDateTime(
  text: string,
): { readonly ok: true; readonly dateTime: DateTime } | TimeFailure {
  const [dateText = "", timeText, ...more] = text.split("T");
  const dateMatch = datePattern.exec(dateText);
  if (!dateMatch || more.length > 0) {
    return fail("invalidDate", `"${text}" is not an ISO 8601 date; write for example 2027-01-31T10:00:00`);
  }
  const year = Number(dateMatch[1] ?? dateMatch[4]);
  const month = Number(dateMatch[2] ?? dateMatch[5]);
  const day = Number(dateMatch[3] ?? dateMatch[6]);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) {
    return fail("invalidDate", `"${text}" names a day that does not exist`);
  }
  const date = { year, month, day };
  if (timeText === undefined) return { ok: true, dateTime: { date, timeMs: null, offsetMinutes: null } };
  const time = parseTime(timeText);
  if (!time.ok) return time;
  return { ok: true, dateTime: { date, timeMs: time.timeMs, offsetMinutes: time.offsetMinutes } };
}

/** `10:00`, `10:00:00.25Z`, `10:00+07:00`; milliseconds since midnight. */
export function parseTime(
  text: string,
): { readonly ok: true; readonly timeMs: number; readonly offsetMinutes: number | null } | TimeFailure {
  const zoneMatch = zonePattern.exec(text);
  const clock = zoneMatch ? text.slice(0, zoneMatch.index) : text;
  const match = timePattern.exec(clock);
  if (!match)
    return fail("invalidTime", `"${text}" is not an ISO 8601 time; write for example 10:00:00+07:00`);
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2] ?? "0"), Number(match[3] ?? "0")];
  const fraction = Math.floor(Number(`0.${match[4] ?? "0"}`) * 1000 + 1e-6);
  const timeMs = hours * 3_600_000 + minutes * 60_000 + seconds * 1000 + fraction;
  if (hours > 24 || minutes > 59 || seconds > 59 || timeMs > msPerDay) {
    return fail("invalidTime", `"${text}" is a time that does not exist`);
  }
  if (!zoneMatch) return { ok: true, timeMs, offsetMinutes: null };
  const offset = zoneOffsetMinutes(zoneMatch[0].replace(/^@|[[\]]/g, ""));
  if (!offset.ok) return offset;
  return { ok: true, timeMs, offsetMinutes: offset.minutes };
}

/** The instant that a date (its midnight) or a date and time means; without a written zone, in `zone`. */
export function parseInstant(
  text: string,
  zone: Zone,
): { readonly ok: true; readonly atMs: number } | TimeFailure {
  const parsed = parseDateTime(text);
  if (!parsed.ok) return parsed;
  const { date, timeMs, offsetMinutes } = parsed.dateTime;
  let minutes = offsetMinutes;
  if (minutes === null) {
    const offset = zoneOffsetMinutes(zone);
    if (!offset.ok) return offset;
    minutes = offset.minutes;
  }
  const days = daysFromCivil(date.year, date.month, date.day);
  return { ok: true, atMs: days * msPerDay + (timeMs ?? 0) - minutes * 60_000 };
}

/** `2027-01-31T10:00:00+07:00`, with thousandths only where there are any. */
export function writeDateTime(atMs: number, offsetMinutes: number): string {
  const localMs = atMs + offsetMinutes * 60_000;
  const days = Math.floor(localMs / msPerDay);
  return `${writeDate(civilFromDays(days))}T${writeTime(localMs - days * msPerDay)}${zoneText(offsetMinutes)}`;
}

export function writeDate(date: CivilDate): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${String(date.year).padStart(4, "0")}-${two(date.month)}-${two(date.day)}`;
}

export function writeTime(timeMs: number): string {
  const two = (part: number) => String(part).padStart(2, "0");
  const thousandths = timeMs % 1000;
  const seconds = Math.floor(timeMs / 1000);
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return thousandths === 0 ? text : `${text}.${String(thousandths).padStart(3, "0").replace(/0+$/, "")}`;
}
