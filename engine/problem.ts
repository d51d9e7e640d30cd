/**
 * What is wrong with a diagram, as a value. Reading and checking return lists of these; nothing is thrown
 * for bad input. Either kind forbids publishing.
 */
export interface Problem {
  /** Stable and machine-readable, camelCase: `danglingReference`, `unsupportedElement`, `entityDeclared`. */
  readonly code: string;
  /** `invalid` breaks the BPMN specification; `notExecutable` is valid but not to be run here. */
  readonly kind: "invalid" | "notExecutable";
  /** The element's id, where the problem has one. */
  readonly elementId?: string;
  /** 1-based line in the XML, where the problem is one of text rather than of an element. */
  readonly line?: number;
  /** English: what is wrong, where, and what would be right. Screens translate by `code` and `params`. */
  readonly message: string;
  /** Values a translated message needs, by name. */
  readonly params?: Readonly<Record<string, string | number>>;
}
