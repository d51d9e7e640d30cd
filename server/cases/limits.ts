/** Limits of what cases start of each other. */
export const chainLimits = {
  /** Cases that begin one another in one go: more is taken for processes that start each other without end. */
  cases: 50,
  /** A case that starts another within this time after its own beginning goes on with the same chain. */
  withinMs: 3_600_000,
} as const;
