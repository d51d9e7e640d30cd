import type { CallRequested, Phase, ScriptRequested, ServiceRequested, TimerArmed } from "../event.ts";
import type { Value, Variables } from "../variables.ts";

/**
 * A case between two commands: plain JSON, all that is needed to go on. It holds what is open now and nothing of
 * what is past, so it stays small however long the case runs.
 */
export interface CaseState {
  readonly caseId: string;
  readonly processId: string;
  /** The number of the meaning under which the case runs. */
  readonly semantics: number;
  readonly status: "running" | "ended";
  readonly end: {
    readonly how: "completed" | "terminated" | "error" | "cancelled";
    readonly reason: string | null;
  } | null;
  /** Where the case stands; apart from data, so that two ways to the same place compare equal. */
  readonly marking: Marking;
  /** By scope: `case`, and the activation of each sub-process or task that declares variables of its own. */
  readonly variables: { readonly [scopeId: string]: Variables };
  /** By activation: loops under way. */
  readonly loops: { readonly [activationId: string]: Loop };
  /** How many calls are around the case. */
  readonly depth: number;
  /** How many ids were made so far. */
  readonly counted: number;
}

export interface Marking {
  /** In the order in which they were entered. */
  readonly activations: readonly Activation[];
  readonly tokens: readonly Token[];
  /** In the order in which they were opened. */
  readonly waits: readonly Wait[];
  /** What has completed and can still be undone, in order of completion. */
  readonly completed: readonly Completed[];
}

/** An element that was entered and not left. */
export interface Activation {
  readonly id: string;
  readonly elementId: string;
  /** The activation of the sub-process around it, or `case`. */
  readonly scopeId: string;
  /** Inside a loop: which round or instance, from 0. */
  readonly instance?: number;
  /** A compensation handler: whose compensation it is part of. */
  readonly compensatorId?: string;
  /** What it still has to undo, first to last. */
  readonly toCompensate?: readonly string[];
  /** A complex gateway that waits to be reset: the flows by which tokens can still come. */
  readonly awaits?: readonly string[];
}

/** An activity that has completed and has a compensation handler, or contains such activities. */
export interface Completed {
  readonly id: string;
  readonly elementId: string;
  readonly scopeId: string;
  /** A sub-process's own variables as they were when it completed. */
  readonly variables: Variables | null;
  readonly inside: readonly Completed[];
}

/** How far a loop has come. */
export interface Loop {
  /** How many instances there will be; null while that is open. */
  readonly count: number | null;
  readonly items: readonly Value[] | null;
  readonly started: number;
  readonly done: number;
  readonly results: readonly Value[];
}

/** Tokens on one flow; between commands these wait for others at a join. */
export interface Token {
  readonly scopeId: string;
  readonly flowId: string;
  readonly count: number;
}

/** Something from outside that an activation waits for. Its `id` is the task, timer, request or incident id. */
export type Wait =
  | (WaitBase & { readonly kind: "task"; readonly inputs: Variables })
  | (WaitBase & { readonly kind: "timer" } & Pick<
        TimerArmed,
        "spec" | "anchorMs" | "dueAtMs" | "occurrence" | "remaining"
      >)
  | (WaitBase & { readonly kind: "message"; readonly name: string; readonly correlationKey: string | null })
  | (WaitBase & { readonly kind: "signal"; readonly name: string })
  | (WaitBase & { readonly kind: "condition"; readonly trigger: number; readonly held: boolean })
  | (WaitBase & { readonly kind: "call" } & Pick<CallRequested, "processId" | "binding" | "inputs" | "depth">)
  | (WaitBase & {
      readonly kind: "service";
      readonly work: ServiceRequested["work"];
      readonly inputs: Variables;
    })
  | (WaitBase & { readonly kind: "script" } & Pick<ScriptRequested, "format" | "text">)
  | (WaitBase & { readonly kind: "decision"; readonly ruleSet: string; readonly inputs: Variables })
  | (WaitBase & {
      readonly kind: "incident";
      readonly phase: Phase;
      readonly code: string;
      readonly message: string;
      readonly details: { readonly [name: string]: Value };
    });

interface WaitBase {
  readonly id: string;
  /** The element whose event or work it is; for a boundary event another than the activation's. */
  readonly elementId: string;
  /** What waits, or is watched. */
  readonly activationId: string;
}

export type WaitKind = Wait["kind"];
export type WaitOf<K extends WaitKind> = Extract<Wait, { readonly kind: K }>;

/** The scope of the process itself. */
export const CASE_SCOPE = "case";
