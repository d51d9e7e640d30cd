/** Why a command was not taken; nothing has changed. A value, never thrown. */
export interface Refusal {
  /** Stable, camelCase: `taskNotOpen`, `caseEnded`, `unknownOutcome`... */
  readonly code: string;
  readonly message: string;
  /** What the message is about: a task id, a variable's path. */
  readonly at?: string;
}
