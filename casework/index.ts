/**
 * The public door of casework: what a case needs beyond the diagram. Pure; the server, the simulation, the command
 * line and the audit use it alike. Start with README.md.
 */
export { type Acted, act, type CaseRefusal, hasOpenDecisions } from "./act.ts";
export type * from "./actor.ts";
export { authorityRuleSet, forbiddenByRule, mayAct, maySubmitAs } from "./authority.ts";
export { type CheckWith, checkCasework } from "./check.ts";
export type * from "./command.ts";
export type { CaseContext, ProcessRef, RuleSetInForce, RuleSets, Workload } from "./context.ts";
export { type DeadlineStanding, type DeadlineUnit, deadlineStanding, deadlineUnits } from "./deadline.ts";
export {
  abridged,
  type CaseEntry,
  type Executed,
  type ExecutedCommand,
  reExecute,
  type Versions,
  versionsIn,
} from "./entry.ts";
export type * from "./event.ts";
export { factsOf, taskFacts } from "./facts.ts";
export type * from "./file.ts";
export { dataOf, deadlineOf } from "./file.ts";
export { evolveCase, isEngineEvent } from "./fold.ts";
export type { Fault, Form, FormDocumentSlot, FormField, FormReading, Words } from "./form.ts";
export { otherSlot, readForm, validateForm } from "./form.ts";
export {
  type Instruction,
  type Precedence,
  precedenceOf,
  type Relation,
} from "./instruction.ts";
export { bindsAll } from "./involved.ts";
export type { LedgerLine } from "./ledger.ts";
export { outcomeLabel, personName, postName, slotTitle, stepName } from "./named.ts";
export { type Consequence, consequenceOf, consequenceOfInterest, expectedSteps } from "./next.ts";
export { type OutlineLine, outlineOf } from "./outline.ts";
export type { CasePath } from "./path.ts";
export { type Priority, priorityOf, priorityRuleSet } from "./priority.ts";
export type { ReasonCard } from "./reasons.ts";
export { type HereLine, hereOf, type Story, type StoryOptions, story } from "./story.ts";
export type { TimelineLine } from "./timeline.ts";
export { type Language, sayIncident, sayReason, sayRefusal } from "./words.ts";
export { asksWorkload } from "./workload.ts";
