/**
 * The public door of the rules: read a document, ask it, explain, test, compare, analyse.
 *
 * Everything here is pure: no clock, no I/O, nothing that is passed in is changed, and the same input gives the same
 * answer on every machine. Start with README.md.
 */

export {
  type Analysis,
  analyse,
  type DeadRule,
  type Extent,
  type Gap,
  type Overlap,
  type Restriction,
  type RuleName,
} from "./analyse.ts";
export { type SaidAnalysis, type SaidFinding, sayAnalysis, sayFacts } from "./analysis-words.ts";
export {
  beginComparison,
  type ComparedCase,
  type Comparing,
  compareRuleSets,
  type MovedGroup,
  type RuleSetComparison,
  sameOutcome,
} from "./compare.ts";
export { type CompiledRuleSet, compileRuleSet, type Decision } from "./compile.ts";
export type { Inexactness } from "./dimensions.ts";
export { ruleSetSchema, sharedSchema } from "./document-schema.ts";
export { evaluateByEngine } from "./engine-evaluate.ts";
export { evaluate } from "./evaluate.ts";
export { declaredFacts, type FactKind, type FactType, factType } from "./fact-type.ts";
export type { Fault } from "./fault.ts";
export { conditionsFor } from "./gap-conditions.ts";
export { outcomesOf } from "./hit-policy.ts";
export { isolated } from "./isolate.ts";
export { limits } from "./limits.ts";
export { operatorsFor } from "./operators.ts";
export type * from "./outcome.ts";
export type * from "./problem.ts";
export { sayFault, sayProblem } from "./problem-words.ts";
export { type ReadRuleSet, type ReadShared, readRuleSet, readShared } from "./read.ts";
export { sharedUsed } from "./references.ts";
export {
  type AllOf,
  type AnyOf,
  type Comparison,
  type Condition,
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
export { runTests, type TestResult } from "./rule-tests.ts";
export {
  factLabel,
  legalBasisOf,
  operatorSign,
  outcomeName,
  type SaidComparison,
  type SaidExplanation,
  type SaidRule,
  sayComparison,
  sayExplanation,
  sayRule,
} from "./say.ts";
export { type CompiledSchema, compileSchema, schemaFaults, validateJson } from "./schema.ts";
export type { Language } from "./spelling.ts";
