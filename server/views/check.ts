/**
 * What is wrong with a document's content, of whatever kind, as one list: what breaks its format, what cannot be
 * published, and what only deserves a look.
 */
import type { DocumentKind, Located } from "../../api/index.ts";
import type { Language } from "./words.ts";

/** With `breaksFormat` it is not even kept as a draft. */
export type CheckedProblem = Located & { readonly breaksFormat: boolean };

interface RuleTestsRun {
  readonly results: {
    readonly name: string;
    readonly passed: boolean;
    readonly expected: string;
    readonly got: string;
    readonly milliseconds: number;
  }[];
}

export interface Checker {
  check(
    kind: DocumentKind,
    id: string,
    content: string,
    language: Language,
  ): Promise<readonly CheckedProblem[]>;
  testRules(
    content: string,
    language: Language,
  ): Promise<RuleTestsRun | { readonly problems: readonly CheckedProblem[] }>;
}
