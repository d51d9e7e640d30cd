/**
 * The public door of the rules: read a document, ask it, explain, test, compare, analyse.
 *
 * Everything here is pure: no clock, no I/O, nothing that is passed in is changed, and the same input gives the same
 * answer on every machine. Start with README.md.
 */
export type { Fault } from "./fault.ts";
export { limits } from "./limits.ts";
export type * from "./outcome.ts";
export type * from "./problem.ts";
export {
  type AllOf,
  type AnyOf,
  type Comparison,
  type Facts,
  type HitPolicy,
  hitPolicies,
  type Json,
  type JsonSchema,
  type NamedCondition,
  type NotThis,
  nothingShared,
  type Purpose,
  purposes,
  type Rule,
  type RuleEvent,
  type RuleSet,
  type RuleTest,
  type Shared,
  type SharedCondition,
  type SharedDocument,
  type SharedList,
  share,
} from "./rule-set.ts";

import type { Fault } from "./fault.ts";
import type { Evaluation, Explanation, Incident, Outcome } from "./outcome.ts";
import type { RuleProblem } from "./problem.ts";
import type { Facts, Json, JsonSchema, RuleSet, Shared, SharedDocument } from "./rule-set.ts";

// ---- Contract in force from the first commit; each moves to its own file as it is built. ----

/** JSON schema (2020-12) of the rule-set document: published, and used by the editor's completion. */
export const ruleSetSchema: { readonly [keyword: string]: Json } = {};

/** Reads and checks a rule-set document. Every problem is located; a document with one is not a rule set. */
export type ReadRuleSet = (
  text: string,
  shared?: Shared,
) =>
  | { readonly ok: true; readonly ruleSet: RuleSet }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

/** Reads and checks a shared list or condition. */
export type ReadShared = (
  text: string,
) =>
  | { readonly ok: true; readonly document: SharedDocument }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

/** Decides, by json-rules-engine. Facts that the rule set does not declare are not looked at. */
export type Evaluate = (ruleSet: RuleSet, facts: Facts, shared?: Shared) => Promise<Evaluation>;

/** A rule set as closures: outcome at once, the explanation only when asked for. Same meaning as `evaluate`. */
export interface CompiledRuleSet {
  readonly ruleSet: RuleSet;
  readonly decide: (
    facts: Facts,
  ) => { readonly ok: true; readonly outcome: Outcome } | { readonly ok: false; readonly incident: Incident };
  /** What `evaluate` gives, whole. */
  readonly explain: (facts: Facts) => Evaluation;
}
export type CompileRuleSet = (ruleSet: RuleSet, shared?: Shared) => CompiledRuleSet;

export type Language = "id" | "en";
export interface SaidExplanation {
  /** One sentence: where to, and why. */
  readonly answer: string;
  /** What made it so, a line each. */
  readonly met: readonly string[];
  /** What nearly applied, with the fact that was missing or short. */
  readonly nearly: readonly string[];
  /** Rule n of m; null when `otherwise` answered. */
  readonly rule: { readonly name: string; readonly index: number; readonly of: number } | null;
  readonly legalBasis: readonly string[];
}
export type SayExplanation = (
  explanation: Explanation,
  ruleSet: RuleSet,
  language: Language,
  shared?: Shared,
) => SaidExplanation;

export interface TestResult {
  readonly name: string;
  readonly passed: boolean;
  /** In short words of the document: `KESRA`, `incident missingFact laporan.nilai`. */
  readonly expected: string;
  readonly got: string;
}
export type RunTests = (ruleSet: RuleSet, shared?: Shared) => Promise<readonly TestResult[]>;

/** A past or open case as the comparison needs it. */
export interface ComparedCase {
  readonly id: string;
  readonly facts: Facts;
}
export interface Comparison_ {
  readonly total: number;
  /** Cases that would go elsewhere. */
  readonly moved: number;
  /** Largest first; `from` and `to` are outcome types, or `incident:code`. */
  readonly groups: readonly {
    readonly from: string;
    readonly to: string;
    readonly count: number;
    readonly cases: readonly string[];
  }[];
}
export type CompareRuleSets = (
  old: RuleSet,
  draft: RuleSet,
  cases: Iterable<ComparedCase>,
  shared?: Shared,
) => Comparison_;

/** Validates a value against a JSON schema (2020-12); patterns run on a linear-time engine. No faults: it fits. */
export type ValidateJson = (schema: JsonSchema, value: unknown) => readonly Fault[];
