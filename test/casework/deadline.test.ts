import fc from "fast-check";
import { expect, test } from "vitest";
import { pauseDeadline, resumeDeadline, setDeadline, usedMinutesOf } from "../../casework/deadline.ts";
import { act, type DeadlineRow, deadlineOf, deadlineStanding } from "../../casework/index.ts";
import { nextOpening, readCalendar, workingMinutesBetween } from "../../organisation/index.ts";
import { doIt, holder, type Run, submitted, taskOf, wib } from "./case-run.ts";
import { contextOf, line, plainCalendar, processFrom, toPost, userTask } from "./small-process.ts";

const calendar = plainCalendar();
const system = { kind: "system", name: "deadlines" } as const;

function rowOf(amount: number, unit: string, at: string): DeadlineRow {
  const event = setDeadline(calendar, { amount, unit, ruleSet: null }, "dl1", null, wib(at));
  if (!event) throw new Error(`${unit} is no unit`);
  const { type: _, ...rest } = event;
  return { ...rest, passed: [], usedMinutes: 0, countedFromMs: event.anchorMs, pauses: [] };
}

test("three hari kerja submitted at night count from the next opening, with marks at half, 80 and 100 %", () => {
  const row = rowOf(3, "hariKerja", "2027-02-15 20:00");
  expect(row.anchorMs).toBe(wib("2027-02-16 07:30"));
  expect(row.minutes).toBe(1350);
  expect(row.marks).toEqual([
    { mark: 50, atMs: wib("2027-02-17 11:15") },
    { mark: 80, atMs: wib("2027-02-18 10:30") },
    { mark: 100, atMs: wib("2027-02-18 16:00") },
  ]);
});

test("60 calendar days run through weekends and do not stop", () => {
  const row = rowOf(60, "hariKalender", "2027-02-15 09:00");
  expect(row.dueAtMs).toBe(wib("2027-04-16 23:59"));
  expect(pauseDeadline(calendar, row, wib("2027-02-16 09:00"), "x")).toBeUndefined();
});

test("an unknown unit gives no deadline", () => {
  expect(setDeadline(calendar, { amount: 3, unit: "minggu", ruleSet: null }, "dl1", null, 0)).toBeUndefined();
});

test("a pause moves what is left; a mark that has passed stays where it was", () => {
  const row = { ...rowOf(2, "hariKerja", "2027-02-15 07:30"), passed: [50 as const] };
  const paused = pauseDeadline(calendar, row, wib("2027-02-16 08:30"), "menunggu");
  expect(paused?.usedMinutes).toBe(510);
  const standing = { ...row, usedMinutes: 510, countedFromMs: null };
  const resumed = resumeDeadline(calendar, standing, wib("2027-02-22 07:30"));
  expect(resumed?.dueAtMs).toBe(wib("2027-02-22 15:00"));
  expect(resumed?.marks).toEqual([
    { mark: 50, atMs: wib("2027-02-15 16:00") },
    { mark: 80, atMs: wib("2027-02-22 11:00") },
    { mark: 100, atMs: wib("2027-02-22 15:00") },
  ]);
});

test("states: calm, soon within two days, late, stopped", () => {
  const row = rowOf(3, "hariKerja", "2027-02-15 07:30");
  const state = (at: string) => deadlineStanding(calendar, row, wib(at)).state;
  expect(state("2027-02-15 08:00")).toBe("calm");
  expect(state("2027-02-16 08:00")).toBe("soon");
  expect(state("2027-02-17 16:01")).toBe("late");
  expect(deadlineStanding(calendar, { ...row, countedFromMs: null }, wib("2027-03-01 08:00")).state).toBe(
    "stopped",
  );
});

test("however often a clock is stopped, the minutes used are those between", () => {
  const instants = fc.array(fc.integer({ min: 0, max: 60 * 24 * 30 }), { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(instants, (minutes) => {
      const start = wib("2027-02-15 09:00");
      const times = [...new Set(minutes)].sort((a, b) => a - b).map((minute) => start + minute * 60_000);
      let row = rowOf(12, "hariKerja", "2027-02-15 09:00");
      let counted = 0;
      let from = row.anchorMs;
      for (const [index, atMs] of times.entries()) {
        if (index % 2 === 0) {
          counted += Math.max(0, workingMinutesBetween(calendar, from, atMs));
          const paused = pauseDeadline(calendar, row, atMs, "x");
          row = { ...row, usedMinutes: paused?.usedMinutes ?? -1, countedFromMs: null };
        } else {
          from = atMs;
          const resumed = resumeDeadline(calendar, row, atMs);
          row = { ...row, countedFromMs: atMs, dueAtMs: resumed?.dueAtMs ?? 0 };
          const left = row.minutes - row.usedMinutes;
          if (left > 0)
            expect(workingMinutesBetween(calendar, nextOpening(calendar, atMs), row.dueAtMs)).toBe(left);
        }
      }
      if (row.countedFromMs === null) expect(usedMinutesOf(calendar, row, times.at(-1) ?? 0)).toBe(counted);
    }),
  );
});

async function waiting(): Promise<Run> {
  const task = userTask(
    "kerja",
    `${toPost("pemeriksa", "biroPembina")}<poros:deadline amount="2" unit="hariKerja" />`,
  );
  const context = contextOf(
    await processFrom(line(task), { extensions: '<poros:deadline amount="5" unit="hariKerja" />' }),
  );
  const run = await submitted({ ...context, form: () => undefined }, "op-dinkes", "2027-02-15 07:30", {});
  return run;
}

test("a mark that is not reached, one that has passed and a deadline that is closed are refused", async () => {
  const run = await waiting();
  const row = deadlineOf(run.file, taskOf(run, "kerja").taskId);
  const pass = (at: string, deadlineId = row?.deadlineId ?? "") =>
    ({ type: "PassDeadline", atMs: wib(at), actor: system, deadlineId, mark: 50 }) as const;
  const code = async (command: ReturnType<typeof pass>) => {
    const acted = await act(run.context, run.file, command);
    return acted.ok ? "taken" : acted.refusal.code;
  };
  expect(await code(pass("2027-02-15 15:00"))).toBe("markNotReached");
  await doIt(run, pass("2027-02-15 16:00"));
  expect(await code(pass("2027-02-15 16:01"))).toBe("markPassed");
  expect(await code(pass("2027-02-15 16:01", "dl9"))).toBe("deadlineNotOpen");
});

test("without an escalation rule set a mark still reminds and warns", async () => {
  const run = await waiting();
  const row = deadlineOf(run.file, taskOf(run, "kerja").taskId);
  for (const { mark, atMs } of row?.marks ?? [])
    await doIt(run, { type: "PassDeadline", atMs, actor: system, deadlineId: row?.deadlineId ?? "", mark });
  const kinds = run.entries.flatMap((entry) =>
    entry.events.flatMap((event) => (event.type === "NoticeGiven" ? [event.kind] : [])),
  );
  expect(kinds).toEqual(["reminder", "warning", "warning"]);
});

test("every deadline that opens closes when the case ends, also when it is cancelled", async () => {
  const run = await waiting();
  expect(Object.keys(run.file.deadlines)).toEqual(["dl1", "dl2"]);
  await doIt(run, {
    type: "Forward",
    atMs: wib("2027-02-15 10:00"),
    actor: holder(run.context, "op-dinkes", wib("2027-02-15 10:00")),
    command: { type: "CancelCase", atMs: wib("2027-02-15 10:00"), reason: "Salah kirim" },
  });
  expect(run.file.deadlines).toEqual({});
  expect(run.file.tasks).toEqual({});
  expect(run.file.status).toBe("cancelled");
});

test("a case that has ended takes no further act", async () => {
  const run = await waiting();
  const cancel = { type: "CancelCase", atMs: wib("2027-02-15 10:00"), reason: "Salah kirim" } as const;
  await doIt(run, { type: "Forward", atMs: cancel.atMs, actor: system, command: cancel });
  const acted = await act(run.context, run.file, {
    type: "Forward",
    atMs: cancel.atMs,
    actor: system,
    command: cancel,
  });
  expect(acted.ok ? "taken" : acted.refusal.code).toBe("caseEnded");
});

test("a holiday decreed later moves open deadlines; marks that have passed and the history stay", async () => {
  const run = await waiting();
  const before = deadlineOf(run.file, taskOf(run, "kerja").taskId);
  await doIt(run, {
    type: "PassDeadline",
    atMs: wib("2027-02-15 16:00"),
    actor: system,
    deadlineId: before?.deadlineId ?? "",
    mark: 50,
  });
  const holiday = { day: "2027-02-16", name: "Pemilihan", kind: "libur" };
  const reading = readCalendar({ ...calendar.document, holidays: [holiday] }, "4");
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const later: Run = { ...run, context: { ...run.context, calendar: reading.calendar } };
  await doIt(later, { type: "RecalculateDeadlines", atMs: wib("2027-02-15 16:30"), actor: system });
  const after = deadlineOf(later.file, taskOf(later, "kerja").taskId);
  expect(after?.dueAtMs).toBe(wib("2027-02-17 16:00"));
  expect(after?.calendar).toBe("4");
  expect(after?.marks[0]).toEqual(before?.marks[0]);
  const again = await act(later.context, later.file, {
    type: "RecalculateDeadlines",
    atMs: wib("2027-02-15 16:31"),
    actor: system,
  });
  expect(again.ok && again.events).toEqual([]);
});
