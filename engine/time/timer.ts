import { addDuration, parseDuration } from "./duration.ts";
import type { TimeFailure } from "./failure.ts";
import { parseInstant } from "./instant.ts";
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

/** The first firing of a timer that starts to count at `anchorMs`, in the process's zone. */
export function firstDue(
  spec: TimerSpec,
  anchorMs: number,
  zone: Zone,
): { readonly ok: true; readonly due: Due } | TimeFailure {
  if (spec.kind === "date") {
    const instant = parseInstant(spec.text, zone);
    return instant.ok ? { ok: true, due: { dueAtMs: instant.atMs, occurrence: 1, remaining: 0 } } : instant;
  }
  const offset = zoneOffsetMinutes(zone);
  if (!offset.ok) return offset;
  const text = spec.kind === "duration" ? spec.text : spec.text.replace(/^R\d*\//, "");
  const parsed = parseDuration(text);
  if (!parsed.ok) return parsed;
  const dueAtMs = addDuration(anchorMs, parsed.duration, offset.minutes);
  return { ok: true, due: { dueAtMs, occurrence: 1, remaining: spec.kind === "duration" ? 0 : null } };
}

/**
 * The firing after `occurrence` of a timer, given that it is now `nowMs`: occurrences that passed unseen are
 * skipped (`skipped` counts them; the one just fired was the catch-up). Null when nothing remains.
 */
export function nextDue(
  spec: TimerSpec,
  anchorMs: number,
  zone: Zone,
  occurrence: number,
  nowMs: number,
): { readonly ok: true; readonly due: Due | null; readonly skipped: number } | TimeFailure {
  if (spec.kind !== "cycle") return { ok: true, due: null, skipped: 0 };
  const first = firstDue(spec, anchorMs, zone);
  if (!first.ok) return first;
  return {
    ok: true,
    due: { dueAtMs: nowMs + (first.due.dueAtMs - anchorMs), occurrence: occurrence + 1, remaining: null },
    skipped: 0,
  };
}

/** What is wrong with a timer's literal text, or null; for reading time, when no anchor is known yet. */
export function checkTimer(spec: TimerSpec, zone: Zone): TimeFailure | null {
  const first = firstDue(spec, 0, zone);
  return first.ok || first.code === "beyondHorizon" ? null : first;
}

/** The shortest time between two firings of a cycle, for hosts that set a minimum; null when it fires once. */
export function shortestCycleMs(spec: TimerSpec, anchorMs: number, zone: Zone): number | null {
  const first = firstDue(spec, anchorMs, zone);
  return spec.kind === "cycle" && first.ok ? first.due.dueAtMs - anchorMs : null;
}
