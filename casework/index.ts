/**
 * The public door of casework: what a case needs beyond the diagram. Pure; the server, the simulation, the command
 * line and the audit use it alike. Start with README.md.
 */
export { type Acted, act, type CaseRefusal, hasOpenDecisions } from "./act.ts";
export type * from "./actor.ts";
export { mayAct, maySubmitAs } from "./authority.ts";
export { type CheckWith, checkCasework } from "./check.ts";
export type * from "./command.ts";
export type { CaseContext, ProcessRef, RuleSetInForce, RuleSets } from "./context.ts";
export { type DeadlineStanding, deadlineStanding } from "./deadline.ts";
export type { CaseEntry } from "./entry.ts";
export { type Executed, reExecute } from "./entry.ts";
export type * from "./event.ts";
export { factsOf } from "./facts.ts";
export type * from "./file.ts";
export { dataOf, deadlineOf } from "./file.ts";
export { evolveCase, isEngineEvent } from "./fold.ts";
export type { Fault, Form, FormDocumentSlot, FormField, Words } from "./form.ts";
export { type FormReading, readForm, validateForm } from "./form.ts";
export { type Priority, priorityOf } from "./priority.ts";
export {
  type HereLine,
  type LedgerLine,
  type OutlineLine,
  outlineOf,
  type ReasonCard,
  type Story,
  story,
  type TimelineLine,
} from "./story.ts";
export { type Language, sayReason } from "./words.ts";
