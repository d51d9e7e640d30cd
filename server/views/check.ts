/**
 * What is wrong with a document's content, of whatever kind, as one list: what breaks its format, what cannot be
 * published, and what only deserves a look.
 */
import type { DocumentKind, Located } from "../../api/index.ts";
import type { Language } from "./words.ts";

export type CheckedProblem = Located & {
  /** Not even kept as a draft. */
  readonly refusesSave: boolean;
  /** May be proposed all the same, by somebody who says why: what the soundness check found. */
  readonly overridable: boolean;
};

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
  /** What keeps the content from being saved as a draft. */
  checkDraft(
    kind: DocumentKind,
    id: string,
    content: string,
    language: Language,
  ): Promise<readonly CheckedProblem[]>;
  /** Everything, as before publishing. */
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
