import { Cron } from "croner";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDuration,
  checkTimer,
  durationText,
  firstDue,
  nextDue,
  parseDuration,
  parseInstant,
  shortestCycleMs,
  type TimerSpec,
  writeDateTime,
  zoneOffsetMinutes,
} from "../../../engine/time/index.ts";

const at = (text: string) => Date.parse(text);
const text = (ms: number | undefined) => (ms === undefined ? "" : new Date(ms).toISOString());
const hour = 3_600_000;

/** The instants of all firings of a cycle whose host is never late, at most `most`. */
function firings(cycle: string, anchor: string, zone = "WIB", most = 10): string[] {
  const spec: TimerSpec = { kind: "cycle", text: cycle };
  const first = firstDue(spec, at(anchor), zone);
  if (!first.ok) throw new Error(first.message);
  const found = [text(first.due.dueAtMs)];
  let due = first.due;
  while (found.length < most) {
    const next = nextDue(spec, at(anchor), zone, due.occurrence, due.dueAtMs);
    if (!next.ok) throw new Error(next.message);
    if (!next.due) break;
    due = next.due;
    found.push(text(due.dueAtMs));
  }
  return found;
}

describe("a duration", () => {
  it.each([
    ["P3D", 0, 72 * hour],
    ["PT1H30M", 0, 1.5 * hour],
    ["P2W", 0, 14 * 24 * hour],
    ["P1Y2M10DT2H30M", 14, 242.5 * hour],
    ["PT0S", 0, 0],
    ["PT0.5S", 0, 500],
    ["PT36H", 0, 36 * hour],
  ])("written %s is read", (written, months, ms) => {
    expect(parseDuration(written)).toEqual({ ok: true, duration: { months, ms } });
  });

  it.each(["-P1D", "P-1D", "PT-1H", "-PT1S"])("written %s is refused as negative", (written) => {
    expect(parseDuration(written)).toMatchObject({ ok: false, code: "negativeDuration" });
  });

  it.each(["", "P", "PT", "P1", "1D", "P1DT", "P1S", "PT1D", "P1.5D", "P1M1Y", " P1D", "P1D ", "p1d"])(
    "written %j is refused",
    (written) => {
      expect(parseDuration(written)).toMatchObject({ ok: false, code: "invalidDuration" });
    },
  );

  it("is written in its shortest form", () => {
    for (const written of ["P1Y2M10DT2H30M", "PT0.5S", "PT0S", "P14D", "P1Y"]) {
      const parsed = parseDuration(written);
      expect(parsed.ok && durationText(parsed.duration)).toBe(written);
    }
  });

  it.each([
    ["2027-01-31T10:00:00+07:00", "P1M", "2027-02-28T03:00:00.000Z"],
    ["2028-02-29T10:00:00+07:00", "P1Y", "2029-02-28T03:00:00.000Z"],
    ["2028-01-31T10:00:00+07:00", "P1M", "2028-02-29T03:00:00.000Z"],
    ["2027-11-30T10:00:00+07:00", "P3M", "2028-02-29T03:00:00.000Z"],
    // Already February in WIB though still January in UTC: the zone's calendar counts.
    ["2027-01-31T23:00:00Z", "P1M", "2027-02-28T23:00:00.000Z"],
    ["2026-12-31T20:00:00Z", "P1M1D", "2027-02-01T20:00:00.000Z"],
  ])("from %s for %s ends where the calendar has a day", (from, written, expected) => {
    const parsed = parseDuration(written);
    expect(parsed.ok && text(addDuration(at(from), parsed.duration, 7 * 60))).toBe(expected);
  });
});

describe("a date", () => {
  it.each([
    ["2027-01-31T10:00:00", "WIB", "2027-01-31T03:00:00.000Z"],
    ["2027-01-31T10:00:00", "WITA", "2027-01-31T02:00:00.000Z"],
    ["2027-01-31T10:00:00", "WIT", "2027-01-31T01:00:00.000Z"],
    ["2027-01-31T10:00:00", "Asia/Pontianak", "2027-01-31T03:00:00.000Z"],
    ["2027-01-31T10:00:00Z", "WIB", "2027-01-31T10:00:00.000Z"],
    ["2027-01-31T10:00:00.250+05:30", "WIB", "2027-01-31T04:30:00.250Z"],
    ["2027-01-31T10:00", "WIB", "2027-01-31T03:00:00.000Z"],
    ["2027-01-31", "WIB", "2027-01-30T17:00:00.000Z"],
    ["20270131T100000Z", "WIB", "2027-01-31T10:00:00.000Z"],
    ["2027-01-31T24:00:00", "WIB", "2027-01-31T17:00:00.000Z"],
  ])("written %s in %s is one instant", (written, zone, expected) => {
    const instant = parseInstant(written, zone);
    expect(instant.ok && text(instant.atMs)).toBe(expected);
  });

  it.each([
    "2027-02-30",
    "2027-02-29",
    "2027-13-01",
    "2027-00-10",
    "2027-04-31T10:00:00",
    "2027-1-1",
    "besok",
    "",
  ])("written %j is refused", (written) => {
    expect(parseInstant(written, "WIB")).toMatchObject({ ok: false, code: "invalidDate" });
  });

  it.each([
    "2027-01-01T25:00:00",
    "2027-01-01T10:60:00",
    "2027-01-01T10:00:61",
    "2027-01-01T24:00:01",
    "2027-01-01T",
  ])("with the time of %s is refused", (written) => {
    expect(parseInstant(written, "WIB")).toMatchObject({ ok: false, code: "invalidTime" });
  });

  it("in a zone that nobody knows is refused", () => {
    expect(parseInstant("2027-01-01T10:00:00", "WIBB")).toMatchObject({ ok: false, code: "unknownZone" });
    expect(zoneOffsetMinutes("+19:00")).toMatchObject({ ok: false, code: "unknownZone" });
  });

  it("is read and written as the platform's own calendar does, for any day of the years 1000 to 9999", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at("1000-01-01T00:00:00Z"), max: at("9999-12-31T23:59:59.999Z") }),
        (ms) => {
          const written = writeDateTime(ms, 0);
          expect(parseInstant(new Date(ms).toISOString(), "WIB")).toEqual({ ok: true, atMs: ms });
          expect(Date.parse(written)).toBe(ms);
        },
      ),
    );
  });
});

describe("a timer", () => {
  it("with a date that is past is due at once, once", () => {
    const spec: TimerSpec = { kind: "date", text: "2020-01-01" };
    const first = firstDue(spec, at("2027-01-01T00:00:00Z"), "WIB");
    expect(first).toMatchObject({ ok: true, due: { occurrence: 1, remaining: 0 } });
    expect(nextDue(spec, at("2027-01-01T00:00:00Z"), "WIB", 1, at("2027-01-01T00:00:00Z"))).toMatchObject({
      ok: true,
      due: null,
    });
  });

  it("of 60 days is due after 60 days", () => {
    const first = firstDue({ kind: "duration", text: "P60D" }, at("2027-01-01T00:00:00Z"), "WIB");
    expect(first.ok && text(first.due.dueAtMs)).toBe("2027-03-02T00:00:00.000Z");
  });

  it("of PT0S is due at its anchor", () => {
    expect(firstDue({ kind: "duration", text: "PT0S" }, 5000, "WIB")).toMatchObject({
      ok: true,
      due: { dueAtMs: 5000 },
    });
  });

  it.each<TimerSpec>([
    { kind: "date", text: "9999-12-31" },
    { kind: "duration", text: "P8000Y" },
    { kind: "duration", text: "P101Y" },
    { kind: "cycle", text: "R/P8000Y" },
    { kind: "cycle", text: "R3/9999-01-01/P1D" },
    { kind: "duration", text: "P99999999999999999999D" },
  ])("of $kind $text lies beyond the horizon", (spec) => {
    expect(firstDue(spec, at("2027-01-01T00:00:00Z"), "WIB")).toMatchObject({
      ok: false,
      code: "beyondHorizon",
    });
  });

  it("of 100 years lies within the horizon", () => {
    expect(firstDue({ kind: "duration", text: "P100Y" }, at("2027-01-01T00:00:00Z"), "WIB").ok).toBe(true);
  });

  it.each<[TimerSpec["kind"], string, string]>([
    ["date", "2027-02-30", "invalidDate"],
    ["duration", "-P1D", "negativeDuration"],
    ["duration", "P-1D", "negativeDuration"],
    ["duration", "P8000Y", "beyondHorizon"],
    ["cycle", "R/P-1D", "negativeDuration"],
    ["cycle", "R3", "invalidCycle"],
    ["cycle", "R-1/PT1H", "invalidCycle"],
    ["cycle", "R3/PT1H/PT1H/PT1H", "invalidCycle"],
    ["cycle", "R0/PT1H", "invalidCycle"],
    ["cycle", "R/PT0S", "cycleWithoutPeriod"],
    ["cycle", "R2/2027-01-02/2027-01-01", "invalidCycle"],
    ["cycle", "61 * * * *", "invalidCron"],
    ["cycle", "* * *", "invalidCron"],
    ["cycle", "0 0 31 2 *", "beyondHorizon"],
    ["cycle", "0 8 * * FUN", "invalidCron"],
  ])("of %s %s is refused when it is read", (kind, written, code) => {
    expect(checkTimer({ kind, text: written }, "WIB")).toMatchObject({ ok: false, code });
  });

  it.each<[TimerSpec["kind"], string]>([
    ["date", "2027-02-28T08:00:00"],
    ["date", "1999-01-01"],
    ["duration", "P3D"],
    ["cycle", "R3/PT10H"],
    ["cycle", "R/2030-01-01T00:00:00Z/P1M"],
    ["cycle", "0 8 * * MON-FRI"],
  ])("of %s %s is accepted when it is read", (kind, written) => {
    expect(checkTimer({ kind, text: written }, "WIB")).toBeNull();
  });
});

describe("a cycle", () => {
  it("R3/PT10H fires three times, ten hours apart", () => {
    expect(firings("R3/PT10H", "2027-01-01T00:00:00Z")).toEqual([
      "2027-01-01T10:00:00.000Z",
      "2027-01-01T20:00:00.000Z",
      "2027-01-02T06:00:00.000Z",
    ]);
  });

  it("R4/P1M from 31 January keeps the day wherever a month has one", () => {
    expect(firings("R4/P1M", "2027-01-31T03:00:00Z")).toEqual([
      "2027-02-28T03:00:00.000Z",
      "2027-03-31T03:00:00.000Z",
      "2027-04-30T03:00:00.000Z",
      "2027-05-31T03:00:00.000Z",
    ]);
  });

  it("R3/start/PT1H fires first at its start", () => {
    expect(firings("R3/2027-01-01T08:00:00/PT1H", "2026-12-31T00:00:00Z")).toEqual([
      "2027-01-01T01:00:00.000Z",
      "2027-01-01T02:00:00.000Z",
      "2027-01-01T03:00:00.000Z",
    ]);
  });

  it("R3/start/PT1H whose start is past fires what is left of it", () => {
    expect(firings("R3/2027-01-01T00:00:00Z/PT1H", "2027-01-01T00:30:00Z")).toEqual([
      "2027-01-01T01:00:00.000Z",
      "2027-01-01T02:00:00.000Z",
    ]);
  });

  it("R3/start/PT1H that is wholly past fires once, at once", () => {
    expect(firings("R3/2020-01-01T00:00:00Z/PT1H", "2027-01-01T00:30:00Z")).toEqual([
      "2020-01-01T02:00:00.000Z",
    ]);
  });

  it("R/PT1H/end fires every hour up to its end", () => {
    expect(firings("R/PT1H/2027-01-01T03:00:00Z", "2027-01-01T00:30:00Z")).toEqual([
      "2027-01-01T01:00:00.000Z",
      "2027-01-01T02:00:00.000Z",
      "2027-01-01T03:00:00.000Z",
    ]);
  });

  it("R2/P1M/end counts back from its end", () => {
    expect(firings("R2/P1M/2027-03-31T00:00:00Z", "2027-01-01T00:00:00Z")).toEqual([
      "2027-02-28T00:00:00.000Z",
      "2027-03-31T00:00:00.000Z",
    ]);
  });

  it("R3/start/end takes what lies between as its period", () => {
    expect(firings("R3/2027-01-01T00:00:00Z/2027-01-01T06:00:00Z", "2026-01-01T00:00:00Z")).toEqual([
      "2027-01-01T00:00:00.000Z",
      "2027-01-01T06:00:00.000Z",
      "2027-01-01T12:00:00.000Z",
    ]);
  });

  it("that missed three firings catches up once and says how many it skipped", () => {
    const spec: TimerSpec = { kind: "cycle", text: "R10/PT1H" };
    const next = nextDue(spec, 0, "WIB", 1, 4.5 * hour);
    expect(next).toEqual({ ok: true, due: { dueAtMs: 5 * hour, occurrence: 5, remaining: 5 }, skipped: 3 });
  });

  it("that missed all that was left ends", () => {
    expect(nextDue({ kind: "cycle", text: "R3/PT1H" }, 0, "WIB", 1, 100 * hour)).toEqual({
      ok: true,
      due: null,
      skipped: 2,
    });
  });

  it("R3/PT0S fires three times at once", () => {
    expect(firings("R3/PT0S", "2027-01-01T00:00:00Z")).toEqual(Array(3).fill("2027-01-01T00:00:00.000Z"));
  });

  it("says how long its shortest period is", () => {
    const shortest = (cycle: string) => shortestCycleMs({ kind: "cycle", text: cycle }, 0, "WIB");
    expect(shortest("R/PT30S")).toBe(30_000);
    expect(shortest("R999999999/PT0S")).toBe(0);
    expect(shortest("* * * * * *")).toBe(1000);
    expect(shortest("0 8,20 * * *")).toBe(12 * hour);
    expect(shortest("R1/PT1S")).toBeNull();
  });
});

describe("cron", () => {
  it("0 8 * * MON-FRI fires at eight in the process's zone, not at the weekend", () => {
    expect(firings("0 8 * * MON-FRI", "2027-01-07T00:00:00Z", "WIB", 3)).toEqual([
      "2027-01-07T01:00:00.000Z",
      "2027-01-08T01:00:00.000Z",
      "2027-01-11T01:00:00.000Z",
    ]);
    expect(firings("0 8 * * MON-FRI", "2027-01-07T00:00:00Z", "WIT", 1)).toEqual([
      "2027-01-07T23:00:00.000Z",
    ]);
  });

  it("0 0 L * * fires on the last day of each month", () => {
    expect(firings("0 0 L * *", "2028-01-31T17:00:00Z", "WIB", 2)).toEqual([
      "2028-02-28T17:00:00.000Z",
      "2028-03-30T17:00:00.000Z",
    ]);
  });

  it("0 0 * * FRI-SUN counts Sunday as the week's last day", () => {
    expect(firings("0 0 * * FRI-SUN", "2027-01-06T00:00:00Z", "UTC", 4)).toEqual([
      "2027-01-08T00:00:00.000Z",
      "2027-01-09T00:00:00.000Z",
      "2027-01-10T00:00:00.000Z",
      "2027-01-15T00:00:00.000Z",
    ]);
  });

  it("0 0 * * SUN-SUN is Sunday alone", () => {
    expect(firings("0 0 * * SUN-SUN", "2027-01-06T00:00:00Z", "UTC", 2)).toEqual([
      "2027-01-10T00:00:00.000Z",
      "2027-01-17T00:00:00.000Z",
    ]);
  });

  it("fires when another cron library says, for generated patterns and instants", () => {
    const field = (from: number, to: number) => {
      const number = fc.integer({ min: from, max: to });
      return fc.oneof(
        fc.constant("*"),
        number.map(String),
        fc.tuple(number, number).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
        fc.uniqueArray(number, { minLength: 2, maxLength: 3 }).map((numbers) => numbers.join(",")),
        fc.integer({ min: 2, max: Math.min(to, 20) }).map((step) => `*/${step}`),
      );
    };
    const pattern = fc
      .tuple(field(0, 59), field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6))
      .map((fields) => fields.join(" "));
    const instant = fc.integer({ min: at("2024-01-01T00:00:00Z"), max: at("2040-01-01T00:00:00Z") });
    fc.assert(
      fc.property(pattern, instant, (cycle, anchorMs) => {
        const oracle = new Cron(cycle, { utcOffset: 420, paused: true }).nextRun(new Date(anchorMs));
        const due = firstDue({ kind: "cycle", text: cycle }, anchorMs, "WIB");
        expect(due.ok && due.due.dueAtMs).toBe(oracle?.getTime() ?? false);
      }),
      { numRuns: 300 },
    );
  });
});
