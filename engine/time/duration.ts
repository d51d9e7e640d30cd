import { addMonths, civilFromDays, daysFromCivil, msPerDay } from "./civil.ts";
import { fail, type TimeFailure } from "./failure.ts";

/**
 * A span of time as ISO 8601 writes it, reduced to what zones without summer time leave apart: months, whose
 * length depends on the calendar, and milliseconds (weeks and days are exact here).
 */
export interface Duration {
  readonly months: number;
  readonly ms: number;
}

const pattern =
  /^P(?=[\dT])(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d{1,9}))?S)?)?$/;

/** `P1Y2M10DT2H30M`, `P2W`, `PT0.5S`. Negative parts and a leading minus are refused. */
export function parseDuration(
  text: string,
): { readonly ok: true; readonly duration: Duration } | TimeFailure {
  const match = pattern.exec(text);
  if (!match) {
    if (/^[+-]?P.*-|^-P/.test(text)) {
      return fail("negativeDuration", `"${text}" is negative; a duration counts forward, such as P1D`);
    }
    return fail("invalidDuration", `"${text}" is not an ISO 8601 duration; write for example P3D or PT1H30M`);
  }
  const part = (index: number): number => Number(match[index] ?? "0");
  const fraction = Math.floor(Number(`0.${match[8] ?? "0"}`) * 1000 + 1e-6);
  const months = part(1) * 12 + part(2);
  const ms =
    (part(3) * 7 + part(4)) * msPerDay + part(5) * 3_600_000 + part(6) * 60_000 + part(7) * 1000 + fraction;
  if (!Number.isSafeInteger(months) || !Number.isSafeInteger(ms)) {
    return fail("beyondHorizon", `"${text}" is longer than any date that can be written`);
  }
  return { ok: true, duration: { months, ms } };
}

/**
 * The instant `times` durations after `fromMs`. Months are added first, in the zone's calendar and from the
 * anchor (31 January + P1M is 28 February, and the next is 31 March); then the exact part.
 */
export function addDuration(fromMs: number, duration: Duration, offsetMinutes: number, times = 1): number {
  const ms = duration.ms * times;
  const months = duration.months * times;
  if (months === 0) return fromMs + ms;
  const localMs = fromMs + offsetMinutes * 60_000;
  const days = Math.floor(localMs / msPerDay);
  const moved = addMonths(civilFromDays(days), months);
  const timeOfDay = localMs - days * msPerDay;
  return (
    daysFromCivil(moved.year, moved.month, moved.day) * msPerDay + timeOfDay - offsetMinutes * 60_000 + ms
  );
}

/** The shortest ISO 8601 text of a duration that does not go back in time: `P1Y2M3DT4H`, `PT0S` for nothing. */
export function durationText(duration: Duration): string {
  const years = Math.floor(duration.months / 12);
  const months = duration.months % 12;
  const days = Math.floor(duration.ms / msPerDay);
  const rest = duration.ms - days * msPerDay;
  const hours = Math.floor(rest / 3_600_000);
  const minutes = Math.floor((rest % 3_600_000) / 60_000);
  const thousandths = rest % 60_000;
  const date = (years ? `${years}Y` : "") + (months ? `${months}M` : "") + (days ? `${days}D` : "");
  const time =
    (hours ? `${hours}H` : "") +
    (minutes ? `${minutes}M` : "") +
    (thousandths ? `${thousandths / 1000}S` : "");
  if (!date && !time) return "PT0S";
  return `P${date}${time ? `T${time}` : ""}`;
}
