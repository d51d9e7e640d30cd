// What casework is told about the world for one act. Invariant: it is all values and pure look-ups; the instant
// is in the command. The host fills it from published documents; the simulation from drafts.
import type { ExecutableProcess } from "../engine/index.ts";
import type { Calendar, Organisation } from "../organisation/index.ts";
import type { RuleSet, Shared } from "../rules/index.ts";
import type { Form } from "./form.ts";

export interface CaseContext {
  readonly process: ExecutableProcess;
  readonly processRef: ProcessRef;
  readonly organisation: Organisation;
  /** Its `version` is recorded in every deadline that it computes. */
  readonly calendar: Calendar;
  form(id: string): Form | undefined;
  readonly ruleSets: RuleSets;
  /** How much open work a unit has; absent where the host does not count it, and then no fact says anything of it. */
  workload?(unitId: string): Workload | undefined;
}

/** The open tasks over all cases of a unit's posts, those of the units inside it included. */
export interface Workload {
  readonly openTasks: number;
  /** Of these, past their deadline. */
  readonly lateTasks: number;
}

export interface ProcessRef {
  readonly id: string;
  readonly version: number;
  readonly hash: string;
  readonly title: string;
}

export interface RuleSets {
  /** The version that is in force at the instant. Casework chooses the instant by the rule set's `effectiveBy`. */
  inForce(id: string, atMs: number): RuleSetInForce | undefined;
}

export interface RuleSetInForce {
  readonly ruleSet: RuleSet;
  readonly version: number;
  readonly hash: string;
  readonly effectiveFromMs: number;
  /** Shared lists and conditions in force with it, where it uses any. */
  readonly shared?: Shared;
}
