/** Limits of what a time may mean. */
export const timeLimits = {
  /** A timer may be due at most this long after its anchor: 100 years of 366 days. */
  horizonMs: 100 * 366 * 86_400_000,
  /** The last instant that can be written with a year of four digits: 9999-12-31T23:59:59.999Z. */
  lastInstantMs: 253_402_300_799_999,
} as const;
