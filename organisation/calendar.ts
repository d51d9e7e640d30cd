// The working calendar: hours of each weekday, periods with other hours (Ramadan), holidays and cuti bersama.
// A document that people write, and the table made of it once, in which thousands of deadlines are computed.
// Invariant: `cumulative[i]` is the working milliseconds from the first day's midnight to the i-th day's.
import {
  type DocumentProblem,
  items,
  member,
  oneOf,
  onlyMembers,
  type Place,
  report,
  text,
  wholeNumber,
} from "./reading.ts";
import { type Day, dayIndex, isDay, isoWeekday, minuteMs, type Zone } from "./zone.ts";

const weekdays = ["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"] as const;
type Weekday = (typeof weekdays)[number];

/** Working hours of a day, as `["07.30", "12.00"]` from-to pairs in local time. Empty: no working day. */
type Hours = readonly (readonly [string, string])[];
type Week = Readonly<Record<Weekday, Hours>>;

export interface Holiday {
  readonly day: Day;
  readonly name: string;
  readonly kind: "libur" | "cutiBersama";
}

/** A time of other hours, Ramadan above all. The first day and the last. */
interface Period {
  readonly name: string;
  readonly from: Day;
  readonly to: Day;
  readonly hours: Week;
}

export interface CalendarDocument {
  readonly id: string;
  readonly title: string;
  readonly zone: Zone;
  /** First and last day for which the holidays are known; outside, only the week counts. */
  readonly from: Day;
  readonly to: Day;
  /** Minutes of one hari kerja; "3 hari kerja" is three times this. */
  readonly normalDayMinutes: number;
  readonly hours: Week;
  readonly periods: readonly Period[];
  readonly holidays: readonly Holiday[];
}

/** A span of working time inside a day, in milliseconds from local midnight. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The document with its table, made once by `readCalendar`; never changed. */
export interface Calendar {
  readonly document: CalendarDocument;
  /** Number of the published version, or `draft`; it is recorded in every deadline that it computed. */
  readonly version: string;
  readonly zone: Zone;
  readonly normalDayMinutes: number;
  /** Day index (since 1970) of the table's first day. */
  readonly firstDay: number;
  /** Working spans by day of the table. */
  readonly days: readonly (readonly Span[])[];
  readonly cumulative: readonly number[];
  /** Spans of a plain week, Monday first, for days outside the table. */
  readonly week: readonly (readonly Span[])[];
  readonly weekMs: number;
}

export type CalendarReading =
  | { readonly ok: true; readonly calendar: Calendar }
  | { readonly ok: false; readonly problems: readonly DocumentProblem[] };

/** Most years that one calendar may span: the table is made in memory. */
const maxDays = 40 * 366;

/** Reads a parsed JSON document. All problems at once, in the order of the document. */
export function readCalendar(json: unknown, version = "draft"): CalendarReading {
  const problems: DocumentProblem[] = [];
  const root: Place = { value: json, pointer: "", problems };
  onlyMembers(root, [
    "id",
    "title",
    "zone",
    "from",
    "to",
    "normalDayMinutes",
    "hours",
    "periods",
    "holidays",
  ]);
  if (problems.some((problem) => problem.pointer === "")) return { ok: false, problems };
  const document: CalendarDocument = {
    id: text(member(root, "id")),
    title: text(member(root, "title")),
    zone: oneOf(member(root, "zone"), ["WIB", "WITA", "WIT"]),
    from: readDay(member(root, "from")),
    to: readDay(member(root, "to")),
    normalDayMinutes: wholeNumber(member(root, "normalDayMinutes"), 1, 1440),
    hours: readWeek(member(root, "hours")),
    periods: items(member(root, "periods")).map(readPeriod),
    holidays: items(member(root, "holidays")).map(readHoliday),
  };
  if (problems.length === 0) checkDays(document, root);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, calendar: tabled(document, version) };
}

function checkDays(document: CalendarDocument, root: Place): void {
  const length = dayIndex(document.to) - dayIndex(document.from) + 1;
  if (length < 1 || length > maxDays)
    report(member(root, "to"), "wrongPeriod", `The calendar ends after it begins, within ${maxDays} days.`);
  if (weekdays.every((name) => document.hours[name].length === 0))
    report(member(root, "hours"), "noWorkingTime", "A week without working time has no deadlines.");
  const seen = new Set<Day>();
  items(member(root, "holidays")).forEach((place, index) => {
    const day = document.holidays[index]?.day ?? "";
    if (seen.has(day)) report(member(place, "day"), "duplicateDay", `${day} is already in the list.`);
    if (day < document.from || day > document.to)
      report(
        member(place, "day"),
        "outsideCalendar",
        `${day} is outside ${document.from} to ${document.to}.`,
      );
    seen.add(day);
  });
  items(member(root, "periods")).forEach((place, index) => {
    const period = document.periods[index];
    if (!period) return;
    if (period.to < period.from)
      report(member(place, "to"), "wrongPeriod", "A period ends on or after its first day.");
    if (
      document.periods.some((other, at) => at < index && other.from <= period.to && period.from <= other.to)
    )
      report(place, "overlap", `${period.name} overlaps another period.`);
  });
}

function readWeek(place: Place): Week {
  onlyMembers(place, weekdays);
  const read = (name: Weekday): Hours => readHours(member(place, name));
  return {
    senin: read("senin"),
    selasa: read("selasa"),
    rabu: read("rabu"),
    kamis: read("kamis"),
    jumat: read("jumat"),
    sabtu: read("sabtu"),
    minggu: read("minggu"),
  };
}

function readHours(place: Place): Hours {
  let last = 0;
  return items(place).map((pair) => {
    const [from, to, ...more] = items(pair);
    if (!from || !to || more.length > 0) {
      report(pair, "wrongHours", 'A from-to pair is expected, as ["07.30", "12.00"].');
      return ["00.00", "00.00"] as const;
    }
    const span = [text(from), text(to)] as const;
    const begin = minuteOf(span[0]);
    const end = minuteOf(span[1]);
    if (begin === null || end === null || begin < last || end <= begin)
      report(pair, "wrongHours", "Hours are HH.MM, in order, without overlap.");
    last = end ?? last;
    return span;
  });
}

function readPeriod(place: Place): Period {
  onlyMembers(place, ["name", "from", "to", "hours"]);
  return {
    name: text(member(place, "name")),
    from: readDay(member(place, "from")),
    to: readDay(member(place, "to")),
    hours: readWeek(member(place, "hours")),
  };
}

function readHoliday(place: Place): Holiday {
  onlyMembers(place, ["day", "name", "kind"]);
  return {
    day: readDay(member(place, "day")),
    name: text(member(place, "name")),
    kind: oneOf(member(place, "kind"), ["libur", "cutiBersama"]),
  };
}

function readDay(place: Place): Day {
  const value = text(place);
  if (value !== "" && !isDay(value)) report(place, "noSuchDay", "A day that exists is expected, YYYY-MM-DD.");
  return value;
}

/** Minutes from midnight of `HH.MM` (or `HH:MM`); `24.00` ends a day. */
function minuteOf(clock: string): number | null {
  const match = /^([0-9]{2})[.:]([0-9]{2})$/.exec(clock);
  if (!match) return null;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return Number(match[2]) < 60 && minutes <= 1440 ? minutes : null;
}

function tabled(document: CalendarDocument, version: string): Calendar {
  const firstDay = dayIndex(document.from);
  const length = dayIndex(document.to) - firstDay + 1;
  const week = spansOfWeek(document.hours);
  const periods = document.periods.map((period) => ({
    first: dayIndex(period.from),
    last: dayIndex(period.to),
    week: spansOfWeek(period.hours),
  }));
  const holidays = new Set(document.holidays.map((holiday) => dayIndex(holiday.day)));
  const days: (readonly Span[])[] = [];
  const cumulative: number[] = [0];
  let total = 0;
  for (let index = firstDay; index < firstDay + length; index++) {
    const period = periods.find((each) => each.first <= index && index <= each.last);
    const spans = holidays.has(index) ? [] : ((period?.week ?? week)[isoWeekday(index) - 1] ?? []);
    days.push(spans);
    total += lengthOf(spans);
    cumulative.push(total);
  }
  return {
    document,
    version,
    zone: document.zone,
    normalDayMinutes: document.normalDayMinutes,
    firstDay,
    days,
    cumulative,
    week,
    weekMs: week.reduce((sum, spans) => sum + lengthOf(spans), 0),
  };
}

function spansOfWeek(hours: Week): Span[][] {
  return weekdays.map((name) =>
    hours[name].map(([from, to]) => ({
      fromMs: (minuteOf(from) ?? 0) * minuteMs,
      toMs: (minuteOf(to) ?? 0) * minuteMs,
    })),
  );
}

export function lengthOf(spans: readonly Span[]): number {
  let sum = 0;
  for (const span of spans) sum += span.toMs - span.fromMs;
  return sum;
}
