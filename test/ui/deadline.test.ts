import { describe, expect, test } from "vitest";
import type { DeadlineView } from "../../api/index.ts";
import { deadlineDetail, deadlinePhrase, dueGroup, lengthPhrase, usedShare } from "../../ui/index.ts";

const place = { language: "id", zone: "WIB" } as const;
const at = (text: string) => Date.parse(text);
/** Thursday 25 February 2027, 10.15 WIB. */
const now = at("2027-02-25T03:15:00Z");

const deadline = (given: Partial<DeadlineView>): DeadlineView => ({
  deadlineId: "d",
  state: "calm",
  clock: "working",
  anchorMs: at("2027-02-24T04:10:00Z"),
  dueAtMs: at("2027-02-26T07:10:00Z"),
  totalMinutes: 900,
  usedMinutes: 333,
  leftMinutes: 567,
  dayMinutes: 450,
  marks: [],
  pauses: [],
  ...given,
});

describe("time left", () => {
  test("is rounded down to whole working days", () => {
    expect(deadlinePhrase(deadline({}), now, place)).toBe("Sisa 1 hari kerja");
    expect(deadlinePhrase(deadline({ leftMinutes: 899 }), now, place)).toBe("Sisa 1 hari kerja");
    expect(deadlinePhrase(deadline({ leftMinutes: 900 }), now, place)).toBe("Sisa 2 hari kerja");
  });
  test("below one working day says hours", () => {
    expect(deadlinePhrase(deadline({ leftMinutes: 449 }), now, place)).toBe("Sisa 7 jam kerja");
  });
  test("due today names the hour", () => {
    const today = deadline({ state: "soon", leftMinutes: 200, dueAtMs: at("2027-02-25T08:00:00Z") });
    expect(deadlinePhrase(today, now, place)).toBe("Hari ini, pukul 15.00");
  });
  test("below an hour, due tomorrow morning, says minutes", () => {
    expect(deadlinePhrase(deadline({ leftMinutes: 59.9 }), now, place)).toBe("Sisa 59 menit kerja");
  });
});

describe("lateness", () => {
  test("is rounded down too", () => {
    const late = (leftMinutes: number) =>
      deadlinePhrase(deadline({ state: "late", leftMinutes }), now, place);
    expect(late(-1349)).toBe("Lewat 2 hari kerja");
    expect(late(-200)).toBe("Lewat 3 jam kerja");
    expect(late(-20)).toBe("Lewat 20 menit kerja");
  });
});

describe("other states", () => {
  test("a stopped clock says so, and for what it waits", () => {
    const stopped = deadline({
      state: "stopped",
      pauses: [{ fromMs: now, toMs: null, reason: "Menunggu Dinas Pendidikan" }],
    });
    expect(deadlinePhrase(stopped, now, place)).toBe("Waktu berhenti");
    expect(deadlineDetail(stopped, place)).toBe("Menunggu Dinas Pendidikan");
  });
  test("done in time and done late differ", () => {
    expect(deadlinePhrase(deadline({ state: "done" }), now, place)).toBe("Selesai tepat");
    expect(deadlinePhrase(deadline({ state: "done", leftMinutes: -5 }), now, place)).toBe(
      "Selesai terlambat",
    );
  });
  test("a calendar limit counts calendar days", () => {
    const law = deadline({
      clock: "calendar",
      totalMinutes: 60 * 1440,
      usedMinutes: 44.5 * 1440,
      leftMinutes: 15.5 * 1440,
    });
    expect(deadlinePhrase(law, now, place)).toBe("Sisa 15 hari kalender");
    expect(deadlineDetail(law, place)).toBe("Hari kalender ke-45 dari 60");
    expect(lengthPhrase(law, place)).toBe("60 hari kalender");
  });
  test("the whole length", () => {
    expect(lengthPhrase(deadline({}), place)).toBe("2 hari kerja");
    expect(lengthPhrase(deadline({ totalMinutes: 240 }), place)).toBe("4 jam kerja");
    expect(usedShare(deadline({}))).toBeCloseTo(0.37, 2);
    expect(usedShare(deadline({ totalMinutes: 0 }))).toBe(1);
  });
});

describe("groups of the inbox", () => {
  const due = (text: string) => dueGroup(deadline({ dueAtMs: at(text) }), now, place);
  test("today and tomorrow by the calendar of the zone", () => {
    expect(due("2027-02-25T08:00:00Z")).toBe("near");
    expect(due("2027-02-26T16:59:00Z")).toBe("near");
  });
  test("from Monday it is next week", () => {
    expect(due("2027-03-01T01:00:00Z")).toBe("later");
  });
  test("later in the same week has its own place", () => {
    const monday = at("2027-02-22T02:00:00Z");
    expect(dueGroup(deadline({ dueAtMs: at("2027-02-25T03:00:00Z") }), monday, place)).toBe("week");
    expect(dueGroup(deadline({ dueAtMs: at("2027-02-28T10:00:00Z") }), monday, place)).toBe("week");
  });
  test("late, stopped and none", () => {
    expect(dueGroup(deadline({ state: "late" }), now, place)).toBe("late");
    expect(dueGroup(deadline({ state: "stopped" }), now, place)).toBe("later");
    expect(dueGroup(null, now, place)).toBe("none");
  });
});
