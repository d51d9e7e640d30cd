/**
 * What is wrong with a text that should say when something happens. A value, never thrown.
 */
export interface TimeFailure {
  readonly ok: false;
  readonly code: TimeFailureCode;
  /** English: what was wrong, and what would be right. */
  readonly message: string;
}

/**
 * - `invalidDuration`, `negativeDuration`: not PnYnMnDTnHnMnS or PnW; or below zero.
 * - `invalidDate`, `invalidTime`: not ISO 8601, or a day, hour or minute that does not exist (2027-02-30).
 * - `invalidCycle`, `invalidCron`: neither a repeat such as R3/PT10H nor five or six cron fields.
 * - `cycleWithoutPeriod`: repeats without end with a period of nothing.
 * - `beyondHorizon`: due more than 100 years after the anchor, or after the year 9999.
 * - `unknownZone`: neither WIB, WITA, WIT, UTC, one of their long names, nor an offset such as +07:00.
 */
export type TimeFailureCode =
  | "invalidDuration"
  | "negativeDuration"
  | "invalidDate"
  | "invalidTime"
  | "invalidCycle"
  | "invalidCron"
  | "cycleWithoutPeriod"
  | "beyondHorizon"
  | "unknownZone";

export function fail(code: TimeFailureCode, message: string): TimeFailure {
  return { ok: false, code, message };
}
