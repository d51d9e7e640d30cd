/**
 * ISO 8601 time for the engine: pure integer calendar arithmetic, epoch milliseconds in and out. Nothing here
 * reads a clock or the machine's zone; the same text, anchor and zone give the same instant everywhere, for ever.
 */
export {
  addMonths,
  type CivilDate,
  civilFromDays,
  daysFromCivil,
  daysInMonth,
  msPerDay,
  weekday,
} from "./civil.ts";
export { addDuration, type Duration, durationText, parseDuration } from "./duration.ts";
export type { TimeFailure, TimeFailureCode } from "./failure.ts";
export {
  type DateTime,
  parseDateTime,
  parseInstant,
  parseTime,
  writeDate,
  writeDateTime,
  writeTime,
} from "./instant.ts";
export { timeLimits } from "./limits.ts";
export { checkTimer, type Due, firstDue, nextDue, shortestCycleMs, type TimerSpec } from "./timer.ts";
export { type Zone, zoneOffsetMinutes, zoneText } from "./zone.ts";
