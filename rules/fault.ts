/** One way in which a value does not fit a JSON schema: where, which keyword, and what would be right. */
export interface Fault {
  /** JSON pointer into the value; for `required` it names the absent member. */
  readonly pointer: string;
  /**
   * The keyword that refused it: `required`, `type`, `enum`, `const`, `pattern`, `format`, `minLength`, `maximum`,
   * `additionalProperties`, `readOnly`...; also `tooDeep`, `tooManyFaults`.
   */
  readonly code: string;
  /** English; screens translate by `code` and `params`. */
  readonly message: string;
  readonly params: Readonly<Record<string, string | number>>;
}
