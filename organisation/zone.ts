// Days and clock times in Indonesia's three zones. None has daylight saving, so a zone is a fixed offset and
// local time is plain arithmetic on epoch milliseconds. Invariant: no host clock and no host zone is read.

/** WIB is UTC+7, WITA UTC+8, WIT UTC+9. */
export type Zone = "WIB" | "WITA" | "WIT";

/** A day of the Gregorian calendar in local time, `YYYY-MM-DD`. Days compare as texts. */
export type Day = string;

export const dayMs = 86_400_000;
export const minuteMs = 60_000;

const offsets: Readonly<Record<Zone, number>> = { WIB: 420, WITA: 480, WIT: 540 };

/** Minutes that local time is ahead of UTC. */
export function zoneOffsetMinutes(zone: Zone): number {
  return offsets[zone];
}

/** The local day on which an instant falls. */
export function dayOf(zone: Zone, atMs: number): Day {
  return dayOfIndex(dayIndexOf(zone, atMs));
}

/** The instant at which a local day begins. */
export function startOfDay(zone: Zone, day: Day): number {
  return dayIndex(day) * dayMs - offsets[zone] * minuteMs;
}

/** The local day `count` days after (before, when negative). */
export function addDays(day: Day, count: number): Day {
  return dayOfIndex(dayIndex(day) + count);
}

/** Local date and clock time of an instant. */
export function localTime(zone: Zone, atMs: number): LocalTime {
  const local = new Date(atMs + offsets[zone] * minuteMs);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    weekday: isoWeekday(dayIndexOf(zone, atMs)),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
  };
}

export interface LocalTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

/** Whether a text is a day that exists: 2027-02-30 does not. */
export function isDay(text: string): boolean {
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) && dayOfIndex(dayIndex(text)) === text;
}

/** Days since 1970-01-01, of a local day. */
export function dayIndex(day: Day): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))) / dayMs;
}

/** The same few days are asked for again and again. */
const days = new Map<number, Day>();
const keptDays = 1_000;

function dayOfIndex(index: number): Day {
  const known = days.get(index);
  if (known !== undefined) return known;
  if (days.size >= keptDays) days.clear();
  const day = writtenDay(index);
  days.set(index, day);
  return day;
}

function writtenDay(index: number): Day {
  const date = new Date(index * dayMs);
  const year = String(date.getUTCFullYear()).padStart(4, "0");
  const month = String(date.getUTCMonth() + 1).padStart(2, "0");
  return `${year}-${month}-${String(date.getUTCDate()).padStart(2, "0")}`;
}

export function dayIndexOf(zone: Zone, atMs: number): number {
  return Math.floor((atMs + offsets[zone] * minuteMs) / dayMs);
}

/** 1 Monday to 7 Sunday; day 0 was a Thursday. */
export function isoWeekday(index: number): number {
  return ((((index + 3) % 7) + 7) % 7) + 1;
}
