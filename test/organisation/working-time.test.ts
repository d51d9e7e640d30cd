import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addWorkingMinutes,
  type Calendar,
  calendarDeadline,
  dayKind,
  isCovered,
  isWorkingTime,
  localTime,
  nextOpening,
  readCalendar,
  workingDaysPerMonth,
  workingMinutesBetween,
  type Zone,
} from "../../organisation/index.ts";

const document: Record<string, unknown> = JSON.parse(
  readFileSync(new URL("../../library/calendars/kalender-kerja.json", import.meta.url), "utf8"),
);

function calendarIn(zone: Zone, change: Record<string, unknown> = {}): Calendar {
  const reading = readCalendar({ ...document, zone, ...change }, "7");
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.calendar;
}

const wib = calendarIn("WIB");
const at = (text: string, zone = "+07:00") => Date.parse(`${text}:00${zone}`);
const local = (atMs: number) => new Date(atMs + 7 * 3_600_000).toISOString().slice(0, 16);

test("2026 and 2027 have the working days of the joint decrees, month by month", () => {
  expect(workingDaysPerMonth(wib, 2026)).toEqual([20, 18, 17, 21, 16, 20, 23, 19, 22, 22, 21, 21]);
  expect(workingDaysPerMonth(wib, 2027)).toEqual([19, 19, 15, 22, 16, 21, 22, 21, 22, 21, 22, 22]);
});

test("three hari kerja from Monday 09.00 end on Thursday 09.00", () => {
  expect(local(addWorkingMinutes(wib, at("2026-11-23T09:00"), 3 * 450))).toBe("2026-11-26T09:00");
});

test("what is submitted on Friday night begins on Monday at the opening", () => {
  expect(local(nextOpening(wib, at("2026-11-20T20:00")))).toBe("2026-11-23T07:30");
  expect(local(addWorkingMinutes(wib, at("2026-11-20T20:00"), 60))).toBe("2026-11-23T08:30");
});

test("one hari kerja from the opening ends at closing, not at the next opening", () => {
  expect(local(addWorkingMinutes(wib, at("2026-11-23T07:30"), 450))).toBe("2026-11-23T16:00");
  expect(local(addWorkingMinutes(wib, at("2026-11-20T07:30"), 450))).toBe("2026-11-20T16:30");
});

test("in Ramadan two hari kerja take more than two days: Wednesday 11.10 to Friday 14.10", () => {
  expect(local(addWorkingMinutes(wib, at("2027-02-24T11:10"), 2 * 450))).toBe("2027-02-26T14:10");
});

test("the midday break is not working time", () => {
  expect(isWorkingTime(wib, at("2026-11-23T12:30"))).toBe(false);
  expect(isWorkingTime(wib, at("2026-11-23T13:00"))).toBe(true);
  expect(local(nextOpening(wib, at("2026-11-23T12:00")))).toBe("2026-11-23T13:00");
});

test("holidays and cuti bersama are named", () => {
  expect(dayKind(wib, "2027-03-09")).toEqual({
    kind: "cutiBersama",
    name: "Cuti bersama Idulfitri 1448 Hijriah",
  });
  expect(dayKind(wib, "2027-02-24")).toEqual({ kind: "work", minutes: 390, period: "Ramadan 1448 Hijriah" });
  expect(dayKind(wib, "2026-11-22")).toEqual({ kind: "weekend" });
});

test("60 calendar days do not stop for holidays and end with the last day", () => {
  expect(local(calendarDeadline(wib, at("2027-02-10T09:00"), 60))).toBe("2027-04-11T23:59");
});

test("beyond the last decree the plain week goes on, and the calendar says that it does not know", () => {
  expect(isCovered(wib, at("2027-12-31T09:00"))).toBe(true);
  expect(isCovered(wib, at("2028-01-03T09:00"))).toBe(false);
  expect(local(addWorkingMinutes(wib, at("2027-12-31T16:00"), 450))).toBe("2028-01-03T15:30");
  expect(local(addWorkingMinutes(wib, at("2025-12-31T07:30"), 450))).toBe("2025-12-31T16:00");
});

test("the same local moment gives the same local deadline in WIB, WITA and WIT", () => {
  for (const [zone, offset] of [
    ["WIB", "+07:00"],
    ["WITA", "+08:00"],
    ["WIT", "+09:00"],
  ] as const) {
    const due = addWorkingMinutes(calendarIn(zone), at("2027-02-24T11:10", offset), 900);
    expect(localTime(zone, due)).toEqual({ year: 2027, month: 2, day: 26, weekday: 5, hour: 14, minute: 10 });
  }
});

const instants = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2031, 0, 1) });
const minutes = fc.integer({ min: 1, max: 450 * 400 });

test("the working time between an instant and its deadline is what was added", () => {
  fc.assert(
    fc.property(instants, minutes, (atMs, add) => {
      const due = addWorkingMinutes(wib, atMs, add);
      expect(workingMinutesBetween(wib, atMs, due)).toBe(add);
      expect(due).toBeGreaterThan(atMs);
    }),
  );
});

test("adding in two steps is adding at once", () => {
  fc.assert(
    fc.property(instants, minutes, minutes, (atMs, first, second) => {
      expect(addWorkingMinutes(wib, addWorkingMinutes(wib, atMs, first), second)).toBe(
        addWorkingMinutes(wib, atMs, first + second),
      );
    }),
  );
});

test("a zone further east reaches every deadline an hour earlier", () => {
  const wita = calendarIn("WITA");
  fc.assert(
    fc.property(instants, minutes, (atMs, add) => {
      expect(addWorkingMinutes(wita, atMs - 3_600_000, add)).toBe(
        addWorkingMinutes(wib, atMs, add) - 3_600_000,
      );
    }),
  );
});

test("an opening is working time, and no working time is skipped before it", () => {
  fc.assert(
    fc.property(instants, (atMs) => {
      const opening = nextOpening(wib, atMs);
      expect(isWorkingTime(wib, opening)).toBe(true);
      expect(workingMinutesBetween(wib, atMs, opening)).toBe(0);
    }),
  );
});

test("a new holiday moves a deadline that crosses it by one day", () => {
  const holidays = [
    ...(Array.isArray(document.holidays) ? document.holidays : []),
    { day: "2026-11-25", name: "Pemilihan kepala daerah", kind: "libur" },
  ];
  const later = calendarIn("WIB", { holidays });
  expect(local(addWorkingMinutes(later, at("2026-11-23T09:00"), 3 * 450))).toBe("2026-11-27T09:00");
});

test("hours that overlap, a day that does not exist and a holiday outside the calendar are located", () => {
  const reading = readCalendar({
    ...document,
    hours: {
      ...(document.hours as object),
      senin: [
        ["07.30", "12.00"],
        ["11.00", "16.00"],
      ],
    },
    holidays: [{ day: "2026-02-30", name: "?", kind: "libur" }],
  });
  expect(reading.ok ? [] : reading.problems.map(({ code, pointer }) => [code, pointer])).toEqual([
    ["wrongHours", "/hours/senin/1"],
    ["noSuchDay", "/holidays/0/day"],
  ]);
  const outside = readCalendar({ ...document, holidays: [{ day: "2028-01-01", name: "?", kind: "libur" }] });
  expect(outside.ok ? [] : outside.problems.map(({ code }) => code)).toEqual(["outsideCalendar"]);
});
