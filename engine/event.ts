import type { Value, Variables } from "./variables.ts";

/**
 * What happened to a case. Events are the outbox: the host reads them and does what they ask; there is no
 * second list of effects. Whatever opens has an event that closes it. Every event is plain JSON.
 * Ids (`activationId`, `taskId`, `timerId`, ...) are counted by the engine and unique within the case.
 */
export type EngineEvent =
  | {
      readonly type: "CaseStarted";
      readonly caseId: string;
      readonly processId: string;
      readonly elementId: string;
      readonly variables: Variables;
      /** The number of the meaning under which the case runs. */
      readonly semantics: number;
    }
  | {
      readonly type: "ElementEntered";
      readonly elementId: string;
      readonly activationId: string;
      /** The activation of the sub-process around it, or `case`. */
      readonly scopeId: string;
      /** The flows from each of which it took one token; empty where none led here. */
      readonly flowIds: readonly string[];
    }
  /** The element is done and a token left along each of `flowIds` (empty at an end). */
  | {
      readonly type: "ElementLeft";
      readonly elementId: string;
      readonly activationId: string;
      readonly flowIds: readonly string[];
    }
  | { readonly type: "ElementCancelled"; readonly elementId: string; readonly activationId: string }
  | { readonly type: "VariablesSet"; readonly scopeId: string; readonly variables: Variables }
  | TaskOpened
  | {
      readonly type: "TaskCompleted";
      readonly taskId: string;
      readonly elementId: string;
      readonly outcome: string | null;
    }
  | { readonly type: "TaskCancelled"; readonly taskId: string; readonly elementId: string }
  | TimerArmed
  | {
      readonly type: "TimerFired";
      readonly timerId: string;
      readonly elementId: string;
      readonly occurrence: number;
    }
  | { readonly type: "TimerCancelled"; readonly timerId: string; readonly elementId: string }
  | {
      readonly type: "MessageAwaited";
      readonly subscriptionId: string;
      readonly elementId: string;
      readonly activationId: string;
      readonly name: string;
      readonly correlationKey: string | null;
    }
  | {
      readonly type: "MessageReceived";
      readonly subscriptionId: string;
      readonly elementId: string;
      readonly payload: Variables;
    }
  | { readonly type: "MessageAwaitCancelled"; readonly subscriptionId: string; readonly elementId: string }
  /** The host delivers it: to a waiting case by name and key, or by starting a process, or outward. */
  | {
      readonly type: "MessageThrown";
      readonly messageId: string;
      readonly elementId: string;
      readonly name: string;
      readonly correlationKey: string | null;
      readonly payload: Variables;
    }
  | ServiceRequested
  | ScriptRequested
  | { readonly type: "ScriptCompleted"; readonly requestId: string; readonly elementId: string }
  | { readonly type: "ScriptCancelled"; readonly requestId: string; readonly elementId: string }
  | { readonly type: "ServiceCompleted"; readonly requestId: string; readonly elementId: string }
  | {
      readonly type: "ServiceFailed";
      readonly requestId: string;
      readonly elementId: string;
      readonly code: string;
      readonly message: string;
    }
  | { readonly type: "ServiceCancelled"; readonly requestId: string; readonly elementId: string }
  | DecisionRequested
  | {
      readonly type: "DecisionRecorded";
      readonly requestId: string;
      readonly elementId: string;
      readonly ruleSet: string;
      readonly hash: string;
      readonly outcome: { readonly type: string; readonly params: Variables };
      readonly facts: Variables;
      readonly explanation: unknown;
    }
  | { readonly type: "DecisionCancelled"; readonly requestId: string; readonly elementId: string }
  | {
      readonly type: "ErrorThrown";
      readonly elementId: string;
      readonly errorCode: string | null;
      readonly caughtBy: string | null;
    }
  | IncidentRaised
  | {
      readonly type: "IncidentClosed";
      readonly incidentId: string;
      readonly elementId: string;
      readonly by: "retry" | "resolve" | "cancel";
    }
  | {
      readonly type: "CaseEnded";
      readonly how: "completed" | "terminated" | "error" | "cancelled";
      /** The error code, or the reason given for cancelling. */
      readonly reason: string | null;
    };

/** A person is to act. What the task needs (post, form, deadline, outcomes) stands in the process by `elementId`. */
export interface TaskOpened {
  readonly type: "TaskOpened";
  readonly taskId: string;
  readonly elementId: string;
  readonly activationId: string;
  /** Evaluated `poros:input` mappings. */
  readonly inputs: Variables;
}

export interface TimerArmed {
  readonly type: "TimerArmed";
  readonly timerId: string;
  readonly elementId: string;
  /** The activity that waits, or that the boundary event watches; `case` for one that watches the whole case. */
  readonly activationId: string;
  readonly spec: { readonly kind: "date" | "duration" | "cycle"; readonly text: string };
  /** The instant from which the spec counts. */
  readonly anchorMs: number;
  readonly dueAtMs: number;
  /** From 1. */
  readonly occurrence: number;
  /** Repetitions after this one; null means without end. */
  readonly remaining: number | null;
}

export interface ServiceRequested {
  readonly type: "ServiceRequested";
  readonly requestId: string;
  readonly elementId: string;
  readonly activationId: string;
  /** A named handler in the server, or the topic that an outside worker claims. */
  readonly work: { readonly kind: "handler" | "topic"; readonly name: string };
  readonly inputs: Variables;
}

/** A script in a language that is not ours; only readers that were told to hand such scripts out make these. */
export interface ScriptRequested {
  readonly type: "ScriptRequested";
  readonly requestId: string;
  readonly elementId: string;
  readonly activationId: string;
  readonly format: string | null;
  readonly text: string;
}

export interface DecisionRequested {
  readonly type: "DecisionRequested";
  readonly requestId: string;
  readonly elementId: string;
  readonly activationId: string;
  readonly ruleSet: string;
  readonly inputs: Variables;
}

/** What a retry does again: all that the element does, its own work, or what it does once that is done. */
export type Phase = "enter" | "work" | "complete";

export interface IncidentRaised {
  readonly type: "IncidentRaised";
  readonly incidentId: string;
  readonly elementId: string;
  readonly activationId: string;
  readonly phase: Phase;
  /** Stable: `noFlowTrue`, `expressionFailed`, `stepLimit`, `serviceFailed`, `uncaughtError`... */
  readonly code: string;
  readonly message: string;
  /** What the message names: `variable`, `limit`, `expression`... */
  readonly details: { readonly [name: string]: Value };
}
