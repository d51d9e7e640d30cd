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
      /** How many calls are around it; absent in a case that nobody called. */
      readonly depth?: number;
    }
  | {
      readonly type: "ElementEntered";
      readonly elementId: string;
      readonly activationId: string;
      /** The activation of the sub-process around it, or `case`. */
      readonly scopeId: string;
      /** The flows from each of which it took one token; empty where none led here. */
      readonly flowIds: readonly string[];
      /** Inside a loop: which round or instance, from 0. */
      readonly instance?: number;
      /** A compensation handler: the completed activation that it compensates, and who asked for it. */
      readonly compensates?: string;
      readonly compensatorId?: string;
    }
  /** A complex gateway has let tokens go and stays until it is reset, waiting for what can still come. */
  | {
      readonly type: "GatewayActivated";
      readonly elementId: string;
      readonly activationId: string;
      readonly flowIds: readonly string[];
    }
  /** Nothing more can come: the tokens on these flows are taken, and it starts anew. */
  | {
      readonly type: "GatewayReset";
      readonly elementId: string;
      readonly activationId: string;
      readonly taken: readonly string[];
    }
  /** An interrupting event sub-process has taken over: every token in its scope is gone. */
  | { readonly type: "ScopeInterrupted"; readonly scopeId: string; readonly elementId: string }
  /** A loop begins. `items` are what a multi-instance activity goes through; `count` is null while it is open. */
  | {
      readonly type: "LoopStarted";
      readonly elementId: string;
      readonly activationId: string;
      readonly count: number | null;
      readonly items: readonly Value[] | null;
    }
  /** One round or instance is done; `result` is what it adds to the loop's collected result. */
  | {
      readonly type: "LoopAdvanced";
      readonly elementId: string;
      readonly activationId: string;
      readonly result: Value;
    }
  /** Activities that have completed are to be undone, in this order. */
  | {
      readonly type: "CompensationStarted";
      readonly elementId: string;
      readonly activationId: string;
      readonly compensates: readonly string[];
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
  | {
      readonly type: "SignalAwaited";
      readonly subscriptionId: string;
      readonly elementId: string;
      readonly activationId: string;
      readonly name: string;
    }
  | {
      readonly type: "SignalReceived";
      readonly subscriptionId: string;
      readonly elementId: string;
      readonly payload: Variables;
    }
  | { readonly type: "SignalAwaitCancelled"; readonly subscriptionId: string; readonly elementId: string }
  /** Heard inside the case already; the host broadcasts it to all other cases and to start events. */
  | {
      readonly type: "SignalThrown";
      readonly signalId: string;
      readonly elementId: string;
      readonly name: string;
      readonly payload: Variables;
    }
  /** Looked at again whenever a variable changes; `held` is whether it was true when last looked at. */
  | {
      readonly type: "ConditionAwaited";
      readonly subscriptionId: string;
      readonly elementId: string;
      readonly activationId: string;
      readonly trigger: number;
      readonly held: boolean;
    }
  | { readonly type: "ConditionMet"; readonly subscriptionId: string; readonly elementId: string }
  | { readonly type: "ConditionAwaitCancelled"; readonly subscriptionId: string; readonly elementId: string }
  | CallRequested
  | {
      readonly type: "CallCompleted";
      readonly callId: string;
      readonly elementId: string;
      readonly variables: Variables;
    }
  | {
      readonly type: "CallFailed";
      readonly callId: string;
      readonly elementId: string;
      readonly code: string;
      readonly message: string;
    }
  /** The host cancels the called case. */
  | { readonly type: "CallCancelled"; readonly callId: string; readonly elementId: string }
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
  | {
      readonly type: "EscalationRaised";
      readonly elementId: string;
      readonly escalationCode: string | null;
      readonly caughtBy: string | null;
    }
  | IncidentRaised
  | {
      readonly type: "IncidentClosed";
      readonly incidentId: string;
      readonly elementId: string;
      readonly by: "retry" | "resolve" | "cancel";
    }
  | CaseMigrated
  | {
      readonly type: "CaseEnded";
      readonly how: "completed" | "terminated" | "error" | "cancelled";
      /** The error code, or the reason given for cancelling. */
      readonly reason: string | null;
    };

/** From here on another version decides: this event and all that follow are folded under that one. */
export interface CaseMigrated {
  readonly type: "CaseMigrated";
  readonly processId: string;
  readonly toVersion: string;
  /** What has another id in the new version, by its id in the old one. */
  readonly elements: { readonly [elementId: string]: string };
  readonly flows: { readonly [flowId: string]: string };
  /** Complex gateways that wait to be reset: by which flows of the new version tokens can still come. */
  readonly awaits: { readonly [activationId: string]: readonly string[] };
}

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

/** Another process is to run as a case of its own; its end answers this. */
export interface CallRequested {
  readonly type: "CallRequested";
  readonly callId: string;
  readonly elementId: string;
  readonly activationId: string;
  readonly processId: string;
  /** Which version: the newest one, the one published together with the caller, or one by number. */
  readonly binding: CallBinding;
  readonly inputs: Variables;
  /** How many calls are around the called case. */
  readonly depth: number;
}

export type CallBinding =
  | { readonly kind: "latest" }
  | { readonly kind: "deployment" }
  | { readonly kind: "version"; readonly version: string };

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

/**
 * What a retry does again: all that the element does, its own work, what it does once that is done, or only what
 * watched it.
 */
export type Phase = "enter" | "work" | "complete" | "watch";

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
