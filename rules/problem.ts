/** What is wrong with a document, as a value that names the place. Nothing is thrown for bad input. */
export interface RuleProblem {
  /** Stable, camelCase: `badJson`, `unknownFact`, `operatorDoesNotFit`... The list is in README, "Problems". */
  readonly code: string;
  /** JSON pointer into the document; "" is the whole. */
  readonly pointer: string;
  /** 1-based. The key's place for a key, the value's for a value. */
  readonly line: number;
  readonly column: number;
  /** English: what is wrong and what would be right. `sayProblem` says it in Indonesian. */
  readonly message: string;
  readonly params: Readonly<Record<string, string | number>>;
}
