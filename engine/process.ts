import type { CallBinding } from "./event.ts";
import type { FeelContext } from "./feel/index.ts";
import type { Value, Variables } from "./variables.ts";

/**
 * An executable process: one BPMN process compiled once into indexed arrays. Elements, flows and scopes are
 * named by their index in these arrays wherever the engine runs; ids are looked up only where a command or an
 * event names one. A process never changes after it was compiled.
 */
export interface ExecutableProcess {
  readonly id: string;
  readonly name: string | null;
  readonly documentation: string | null;
  /** The zone in which dates without an offset and `today()` are read. */
  readonly zone: string;
  /** In document order; a scope's elements follow the sub-process that owns them. */
  readonly elements: readonly Element[];
  readonly flows: readonly Flow[];
  /** Scope 0 is the process; each sub-process owns one more. */
  readonly scopes: readonly Scope[];
  readonly elementIndex: ReadonlyMap<string, number>;
  readonly flowIndex: ReadonlyMap<string, number>;
  readonly lanes: readonly Lane[];
  /** What casework needs of the process as a whole. */
  readonly submission: Submission | null;
  readonly deadline: DeadlineSpec | null;
  readonly legalBasis: readonly string[];
  /** Which elements lead to a flow into a join, or (below zero) to any flow into it; filled when a join first asks. */
  readonly reach: Map<number, Uint8Array>;
}

export type ElementKind =
  | "startEvent"
  | "endEvent"
  | "intermediateCatchEvent"
  | "intermediateThrowEvent"
  | "boundaryEvent"
  | "task"
  | "userTask"
  | "manualTask"
  | "serviceTask"
  | "sendTask"
  | "receiveTask"
  | "businessRuleTask"
  | "scriptTask"
  | "exclusiveGateway"
  | "parallelGateway"
  | "inclusiveGateway"
  | "eventBasedGateway"
  | "complexGateway"
  | "subProcess"
  | "eventSubProcess"
  | "transaction"
  | "adHocSubProcess"
  | "callActivity";

export interface Element {
  readonly index: number;
  readonly id: string;
  readonly name: string | null;
  readonly documentation: string | null;
  readonly kind: ElementKind;
  /** Index of the scope that contains it. */
  readonly scope: number;
  /** Index of the scope that it owns (sub-processes), or -1. */
  readonly owns: number;
  readonly incoming: readonly number[];
  readonly outgoing: readonly number[];
  /** The outgoing flow taken when no condition holds, or -1. */
  readonly defaultFlow: number;
  /** Whether an outgoing flow has a condition. */
  readonly conditional: boolean;
  /** Ids of all outgoing flows: what leaves when nothing is conditional. */
  readonly outgoingIds: readonly string[];
  /** Whether tokens wait here for each other. */
  readonly joins: boolean;
  /** Boundary events attached to this activity. */
  readonly boundary: readonly number[];
  /** The activity that this boundary event is attached to, or -1. */
  readonly attachedTo: number;
  /** Boundary and event-sub-process start events: whether catching ends what they are attached to. */
  readonly interrupting: boolean;
  /** The activity that undoes this one: what its compensation boundary event leads to, or the compensation event sub-process inside. -1 for none. */
  readonly undo: number;
  /** Runs only to undo another activity. */
  readonly forCompensation: boolean;
  /** Moves only when nothing else can: what throws is heard by everything that the same command reaches. */
  readonly throwsLast: boolean;
  /** How many tokens it takes to begin, and how many it gives to each flow. */
  readonly startQuantity: number;
  readonly completionQuantity: number;
  readonly loop: LoopSpec | null;
  readonly adHoc: AdHoc | null;
  readonly call: Call | null;
  /** Complex gateways: whether to go on with what has come. */
  readonly activationCondition: Expression | null;
  /** Event-based gateways and receive tasks that start a case; `parallel` wants every event of the gateway. */
  readonly instantiates: "no" | "exclusive" | "parallel";
  /** Event definitions; empty means none. */
  readonly triggers: readonly Trigger[];
  readonly parallelMultiple: boolean;
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
  readonly resultVariable: string | null;
  readonly work: Work | null;
  readonly script: Script | null;
  readonly ruleSet: string | null;
  readonly outcomes: readonly Outcome[];
  /** Whether a person is to act: user tasks always, manual and plain tasks when they name who. */
  readonly opensTask: boolean;
  readonly addressee: Addressee | null;
  readonly authority: { readonly minEchelon: string } | null;
  readonly deadline: DeadlineSpec | null;
  readonly stopsClock: { readonly reason: string | null } | null;
  readonly form: string | null;
  readonly legalBasis: readonly string[];
  /** The innermost lane that lists it, as an index into the process's lanes, or -1. */
  readonly lane: number;
}

export interface Flow {
  readonly index: number;
  readonly id: string;
  readonly name: string | null;
  readonly source: number;
  readonly target: number;
  readonly condition: Expression | null;
  /** False for the jump from a link throw event to its catch event, which is a flow in all but drawing. */
  readonly drawn: boolean;
  /** This flow's id alone; shared by the events of every token that takes it. */
  readonly ids: readonly string[];
}

export interface Scope {
  readonly index: number;
  /** The sub-process that owns it, or -1 for the process. */
  readonly element: number;
  readonly elements: readonly number[];
  /** Where tokens start when the scope is entered: its start events without a trigger, or what no flow leads to. */
  readonly entries: readonly number[];
  /** Every start event of the scope. */
  readonly starts: readonly number[];
  /** Start events of the event sub-processes in this scope. */
  readonly eventStarts: readonly number[];
  /** Variables that exist, empty, when the scope is entered: properties, and data objects that are read or written. */
  readonly declares: readonly string[];
}

/** An expression of any language: FEEL in the product, what a reader option registers in a test harness. */
export interface Expression {
  readonly text: string;
  evaluate(variables: Variables, context: FeelContext): Evaluation;
}

export type Evaluation =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      readonly variable?: string | undefined;
    };

/** Text that is meant literally, or computed when it begins with `=`. */
export type Template = { readonly literal: string } | { readonly expression: Expression };

export type Trigger =
  | { readonly kind: "timer"; readonly timer: "date" | "duration" | "cycle"; readonly text: Template }
  | { readonly kind: "message"; readonly name: Template; readonly correlationKey: Expression | null }
  | { readonly kind: "signal"; readonly name: Template }
  | { readonly kind: "conditional"; readonly condition: Expression }
  /** Thrown with a code; caught by code, or whatever its code when that is null. */
  | { readonly kind: "error"; readonly code: string | null }
  | { readonly kind: "escalation"; readonly code: string | null }
  /** `activity` is what to undo, or -1 for all that has completed in the scope. */
  | { readonly kind: "compensation"; readonly activity: number; readonly waits: boolean }
  | { readonly kind: "cancel" }
  | { readonly kind: "link"; readonly name: string }
  | { readonly kind: "terminate" };

export type LoopSpec =
  | {
      readonly kind: "standard";
      readonly testBefore: boolean;
      readonly maximum: number | null;
      readonly condition: Expression | null;
    }
  | {
      readonly kind: "multiInstance";
      readonly sequential: boolean;
      readonly cardinality: Expression | null;
      readonly collection: Expression | null;
      /** The variable that holds each instance's item. */
      readonly item: string | null;
      /** Collects a value of each instance into a list. */
      readonly result: Mapping | null;
      readonly completion: Expression | null;
      /** Events thrown as instances complete: at each one, at the first one, or as the conditions say. */
      readonly behaviour: "all" | "one" | "none" | "complex";
      readonly thrown: readonly { readonly condition: Expression | null; readonly trigger: Trigger }[];
    };

export interface AdHoc {
  readonly sequential: boolean;
  readonly completion: Expression | null;
  readonly cancelsRemaining: boolean;
}

export interface Call {
  readonly processId: Template;
  readonly binding: CallBinding;
}

export type Script =
  | { readonly kind: "expression"; readonly expression: Expression }
  /** Handed to the host by `ScriptRequested`. */
  | { readonly kind: "foreign"; readonly format: string | null; readonly text: string };

export interface Mapping {
  readonly target: string;
  readonly source: Expression;
  /** A data association: nothing is mapped while its source has no value yet. */
  readonly optional: boolean;
}

export interface Work {
  readonly kind: "handler" | "topic";
  readonly name: string;
  readonly attempts: number | null;
  /** ISO 8601 duration between attempts. */
  readonly backoff: string | null;
}

export interface Outcome {
  readonly value: string;
  readonly label: string | null;
  readonly labelEn: string | null;
  readonly style: string | null;
}

export interface Addressee {
  readonly post: string | null;
  /** A word or a unit's id; computed where it was written with a leading `=`. */
  readonly unit: Template | null;
}

export interface DeadlineSpec {
  readonly amount: number;
  readonly unit: string;
  readonly ruleSet: string | null;
}

export interface Submission {
  readonly post: string | null;
  /** Whose a case is that begins by a timer, a message or a signal. */
  readonly unit: string | null;
  readonly prefix: string | null;
  readonly title: Expression | null;
}

export interface Lane {
  readonly id: string;
  readonly name: string | null;
  /** The lane around this one, as an index into the process's lanes, or -1. */
  readonly parent: number;
  readonly elements: readonly number[];
}
