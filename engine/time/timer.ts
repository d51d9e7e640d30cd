import { type Cron, nextCronMs, parseCron } from "./cron.ts";
import { addDuration, type Duration, parseDuration } from "./duration.ts";
import { fail, type TimeFailure } from "./failure.ts";
import { parseInstant } from "./instant.ts";
import { timeLimits } from "./limits.ts";
import { type Zone, zoneOffsetMinutes } from "./zone.ts";

/** An evaluated BPMN timer (timeDate, timeDuration, timeCycle). A cycle is ISO 8601 (`R3/PT10H`) or cron. */
export interface TimerSpec {
  readonly kind: "date" | "duration" | "cycle";
  readonly text: string;
}

/** One firing of a timer. A due instant may lie in the past: then it is due at once. */
export interface Due {
  readonly dueAtMs: number;
  /** From 1. */
  readonly occurrence: number;
  /** Firings after this one; null means without end. */
  readonly remaining: number | null;
}

/**
 * The first firing of a timer that starts to count at `anchorMs`, in the process's zone. A repeat with a written
 * start fires at that start; what of it lies before the anchor counts as fired, but for a cycle that is wholly
 * past, whose last firing is due at once.
 */
export function firstDue(
  spec: TimerSpec,
  anchorMs: number,
  zone: Zone,
): { readonly ok: true; readonly due: Due } | TimeFailure {
  const read = readTimer(spec, anchorMs, zone);
  if (!read.ok) return read;
  const { schedule } = read;
  if (schedule.type === "once") return once(spec, schedule.atMs, anchorMs);
  if (schedule.type === "cron") {
    const dueAtMs = nextCronMs(schedule.cron, anchorMs, horizonOf(anchorMs), schedule.offsetMinutes);
    if (dueAtMs === null) return fail("beyondHorizon", `"${spec.text}" never fires within 100 years`);
    return { ok: true, due: { dueAtMs, occurrence: 1, remaining: null } };
  }
  const index = firstIndexFrom(schedule, anchorMs);
  return within(spec, dueOf(schedule, index), anchorMs);
}

/**
 * The firing after `occurrence` of a timer, given that it is now `nowMs`: occurrences that passed unseen are
 * skipped (`skipped` counts them, but those of cron, which have no number; the one just fired was the catch-up).
 * Null when nothing remains.
 */
export function nextDue(
  spec: TimerSpec,
  anchorMs: number,
  zone: Zone,
  occurrence: number,
  nowMs: number,
): { readonly ok: true; readonly due: Due | null; readonly skipped: number } | TimeFailure {
  const read = readTimer(spec, anchorMs, zone);
  if (!read.ok) return read;
  const { schedule } = read;
  if (schedule.type === "once") return { ok: true, due: null, skipped: 0 };
  if (schedule.type === "cron") return nextCron(schedule, occurrence, nowMs);
  let index = occurrence;
  if (schedule.count !== null && index >= schedule.count) return { ok: true, due: null, skipped: 0 };
  // Without a period nothing passes unseen: the firings are due one after the other, at once.
  if (!isNothing(schedule.period)) index = Math.max(index, firstIndexAfter(schedule, nowMs));
  const skipped = index - occurrence;
  if (schedule.count !== null && index >= schedule.count) {
    return { ok: true, due: null, skipped: schedule.count - occurrence };
  }
  const due = within(spec, dueOf(schedule, index), Math.max(anchorMs, nowMs));
  return due.ok ? { ok: true, due: due.due, skipped } : due;
}

/** What is wrong with a timer's literal text, or null; for reading time, when no anchor is known yet. */
export function checkTimer(spec: TimerSpec, zone: Zone): TimeFailure | null {
  const read = readTimer(spec, 0, zone);
  if (!read.ok) return read;
  const { schedule } = read;
  // A date is judged when it is met; a period has to fit within the horizon wherever it starts.
  if (schedule.type === "once" && spec.kind === "date") {
    return schedule.atMs <= timeLimits.lastInstantMs
      ? null
      : fail("beyondHorizon", `"${spec.text}" lies after the year 9999`);
  }
  const first = firstDue(spec, schedule.type === "repeat" ? instantOf(schedule, 0) : 0, zone);
  return first.ok ? null : first;
}

/** The shortest time between two firings of a cycle, for hosts that set a minimum; null when it fires once. */
export function shortestCycleMs(spec: TimerSpec, anchorMs: number, zone: Zone): number | null {
  const read = readTimer(spec, anchorMs, zone);
  if (!read.ok || read.schedule.type === "once") return null;
  const { schedule } = read;
  if (schedule.type === "repeat") {
    if (schedule.count === 1) return null;
    return instantOf(schedule, 1) - instantOf(schedule, 0);
  }
  const { timesOfDay } = schedule.cron;
  let shortest = 86_400 - (timesOfDay.at(-1) ?? 0) + (timesOfDay[0] ?? 0);
  for (let i = 1; i < timesOfDay.length; i += 1) {
    shortest = Math.min(shortest, (timesOfDay[i] ?? 0) - (timesOfDay[i - 1] ?? 0));
  }
  return shortest * 1000;
}

interface Repeat {
  readonly type: "repeat";
  /**
   * The instant from which all firings are counted, so that months keep the origin's day (31 January, 28 February,
   * 31 March); the firing with index i is due `i + shift` periods after it.
   */
  readonly originMs: number;
  readonly shift: number;
  readonly period: Duration;
  /** Firings in all; null means without end. */
  readonly count: number | null;
  readonly offsetMinutes: number;
}

interface CronSchedule {
  readonly type: "cron";
  readonly cron: Cron;
  readonly offsetMinutes: number;
}

type Schedule = { readonly type: "once"; readonly atMs: number } | Repeat | CronSchedule;
type Read = { readonly ok: true; readonly schedule: Schedule } | TimeFailure;

function readTimer(spec: TimerSpec, anchorMs: number, zone: Zone): Read {
  const text = spec.text.trim();
  if (spec.kind === "date") {
    const instant = parseInstant(text, zone);
    return instant.ok ? { ok: true, schedule: { type: "once", atMs: instant.atMs } } : instant;
  }
  const offset = zoneOffsetMinutes(zone);
  if (!offset.ok) return offset;
  if (spec.kind === "duration") {
    const parsed = parseDuration(text);
    if (!parsed.ok) return parsed;
    const atMs = addDuration(anchorMs, parsed.duration, offset.minutes);
    return { ok: true, schedule: { type: "once", atMs } };
  }
  if (/^R/.test(text)) return readRepeat(text, anchorMs, zone, offset.minutes);
  if (/^[+-]?P/.test(text)) {
    // A bare duration as a cycle repeats without end, as the specification's examples use it.
    return readRepeat(`R/${text}`, anchorMs, zone, offset.minutes);
  }
  const cron = parseCron(text);
  return cron.ok
    ? { ok: true, schedule: { type: "cron", cron: cron.cron, offsetMinutes: offset.minutes } }
    : cron;
}

/** `R3/PT10H`, `R/start/PT10H`, `R3/PT10H/end`, `R3/start/end` (the period is what lies between). */
function readRepeat(text: string, anchorMs: number, zone: Zone, offsetMinutes: number): Read {
  const [head = "", first = "", second, ...more] = text.split("/");
  const countMatch = /^R(\d{0,9})$/.exec(head);
  if (!countMatch || first === "" || second === "" || more.length > 0) {
    return fail("invalidCycle", `"${text}" is not an ISO 8601 repeat; write for example R3/PT10H or R/P1D`);
  }
  const count = countMatch[1] === "" ? null : Number(countMatch[1]);
  if (count === 0)
    return fail("invalidCycle", `"${text}" repeats no times; leave the timer out, or write R1`);
  if (second === undefined) {
    if (!isDuration(first)) {
      return fail("invalidCycle", `"${text}" has no period; write for example ${head}/PT10H`);
    }
    const period = parseDuration(first);
    if (!period.ok) return period;
    return repeat(text, { originMs: anchorMs, shift: 1, period: period.duration, count, offsetMinutes });
  }
  if (isDuration(first)) return repeatUntil(text, first, second, count, anchorMs, zone, offsetMinutes);
  const start = parseInstant(first, zone);
  if (!start.ok) return start;
  if (isDuration(second)) {
    const period = parseDuration(second);
    if (!period.ok) return period;
    return repeat(text, { originMs: start.atMs, shift: 0, period: period.duration, count, offsetMinutes });
  }
  const end = parseInstant(second, zone);
  if (!end.ok) return end;
  if (end.atMs <= start.atMs) return fail("invalidCycle", `"${text}" ends before it starts`);
  const period = { months: 0, ms: end.atMs - start.atMs };
  return repeat(text, { originMs: start.atMs, shift: 0, period, count, offsetMinutes });
}

/** `R3/PT10H/end`: the last firing is at the end, the others a period apart before it. */
function repeatUntil(
  text: string,
  durationText: string,
  endText: string,
  count: number | null,
  anchorMs: number,
  zone: Zone,
  offsetMinutes: number,
): Read {
  const parsed = parseDuration(durationText);
  if (!parsed.ok) return parsed;
  const end = parseInstant(endText, zone);
  if (!end.ok) return end;
  const period = parsed.duration;
  const origin = { originMs: end.atMs, period, offsetMinutes };
  if (count !== null) return repeat(text, { ...origin, shift: 1 - count, count });
  if (isNothing(period)) return repeat(text, { ...origin, shift: 0, count });
  const back = (times: number) => addDuration(end.atMs, period, offsetMinutes, -times);
  const times = Math.max(0, countSteps((steps) => back(steps) > anchorMs) - 1);
  return repeat(text, { ...origin, shift: -times, count: times + 1 });
}

function repeat(text: string, schedule: Omit<Repeat, "type">): Read {
  if (schedule.count === null && isNothing(schedule.period)) {
    return fail("cycleWithoutPeriod", `"${text}" repeats without end and without time between`);
  }
  return { ok: true, schedule: { type: "repeat", ...schedule } };
}

function isNothing(period: Duration): boolean {
  return period.months === 0 && period.ms === 0;
}

function isDuration(text: string): boolean {
  return /^[+-]?P/.test(text);
}

function instantOf(schedule: Repeat, index: number): number {
  return addDuration(schedule.originMs, schedule.period, schedule.offsetMinutes, index + schedule.shift);
}

function dueOf(schedule: Repeat, index: number): Due {
  const remaining = schedule.count === null ? null : schedule.count - index - 1;
  return { dueAtMs: instantOf(schedule, index), occurrence: index + 1, remaining };
}

/** The index of the first firing at or after the anchor, or of the last there is. */
function firstIndexFrom(schedule: Repeat, anchorMs: number): number {
  if (instantOf(schedule, 0) >= anchorMs || isNothing(schedule.period)) return 0;
  const index = countSteps((steps) => instantOf(schedule, steps) < anchorMs);
  return schedule.count === null ? index : Math.min(index, schedule.count - 1);
}

function firstIndexAfter(schedule: Repeat, nowMs: number): number {
  return countSteps((steps) => instantOf(schedule, steps) <= nowMs);
}

/** The smallest number from 0 for which `holds` does not hold; `holds` must hold up to some number and not after. */
function countSteps(holds: (steps: number) => boolean): number {
  let high = 1;
  while (holds(high)) high *= 2;
  let low = Math.floor(high / 2);
  if (low === 0 && !holds(0)) return 0;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return high;
}

function nextCron(
  schedule: CronSchedule,
  occurrence: number,
  nowMs: number,
): { readonly ok: true; readonly due: Due | null; readonly skipped: number } {
  const dueAtMs = nextCronMs(schedule.cron, nowMs, horizonOf(nowMs), schedule.offsetMinutes);
  if (dueAtMs === null) return { ok: true, due: null, skipped: 0 };
  return { ok: true, due: { dueAtMs, occurrence: occurrence + 1, remaining: null }, skipped: 0 };
}

function once(
  spec: TimerSpec,
  atMs: number,
  anchorMs: number,
): { readonly ok: true; readonly due: Due } | TimeFailure {
  return within(spec, { dueAtMs: atMs, occurrence: 1, remaining: 0 }, anchorMs);
}

function within(
  spec: TimerSpec,
  due: Due,
  anchorMs: number,
): { readonly ok: true; readonly due: Due } | TimeFailure {
  if (due.dueAtMs <= horizonOf(anchorMs)) return { ok: true, due };
  return fail("beyondHorizon", `"${spec.text}" is due more than 100 years from its anchor`);
}

function horizonOf(anchorMs: number): number {
  return Math.min(anchorMs + timeLimits.horizonMs, timeLimits.lastInstantMs);
}
