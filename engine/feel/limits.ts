/** What one expression may be and may use; passing a limit is a problem or a failure that names it. */
export const feelLimits = {
  /** UTF-16 units of an expression's text. */
  textLength: 4_000,
  /** Brackets of any kind within one another. */
  brackets: 64,
  /** How deep its parts may be nested; a sum of n terms is n deep. */
  depth: 200,
  /** Iterations, invocations and list elements handled in one evaluation. */
  steps: 100_000,
  /** Invocations of functions within one another. */
  callDepth: 64,
  /** UTF-16 units of a text that an expression makes. */
  stringLength: 1_000_000,
  /** UTF-16 units of a pattern. */
  patternLength: 1000,
  /** Significant digits of a number, as in IEEE 754 decimal128. */
  digits: 34,
  /** Powers of ten that a number may reach, as in decimal128. */
  exponent: 6144,
} as const;
