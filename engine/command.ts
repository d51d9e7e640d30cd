import type { Value, Variables } from "./variables.ts";

/**
 * Everything that can happen to a case, as told by the host. Every command carries the instant at which it
 * happens; `now()` and `today()` in expressions mean that instant. Ids of the case are the host's; ids inside
 * a case are counted by the engine, so re-execution makes the same ones.
 */
export type Command =
  | StartCase
  | CompleteTask
  | RecordDecision
  | CompleteService
  | FailService
  | ThrowServiceError
  | CompleteScript
  | FireTimer
  | DeliverMessage
  | DeliverSignal
  | CompleteCall
  | FailCall
  | ThrowCallError
  | EscalateCall
  | StartActivity
  | RetryIncident
  | ResolveIncident
  | SetVariables
  | MigrateCase
  | CancelCase;

interface At {
  /** Epoch milliseconds at which the host took the command. */
  readonly atMs: number;
}

export interface StartCase extends At {
  readonly type: "StartCase";
  readonly caseId: string;
  /** The start event to begin at; absent means the process's only none start event. */
  readonly startEventId?: string;
  /** Which of the start event's definitions has happened, where it needs all of them; the first one if absent. */
  readonly startTrigger?: number;
  readonly variables: Variables;
  /** How many calls are around this case, from `CallRequested`. */
  readonly depth?: number;
}

/** Completes an open task; manual and plain tasks are open only where they name who acts. `variables` go to the task's scope. */
export interface CompleteTask extends At {
  readonly type: "CompleteTask";
  readonly taskId: string;
  /** One of the outcomes that the task lists, where it lists any; stored in the task's outcome variable. */
  readonly outcome?: string;
  readonly variables: Variables;
}

/** The host's answer to `DecisionRequested`. All fields are recorded in the event, so history re-executes. */
export interface RecordDecision extends At {
  readonly type: "RecordDecision";
  readonly requestId: string;
  /** Outcome type plus its params; stored in the rule task's result variable as `{ type, ...params }`. */
  readonly outcome: { readonly type: string; readonly params: Variables };
  readonly facts: Variables;
  readonly explanation: unknown;
  readonly ruleSet: string;
  /** Content hash of the rule-set version that decided. */
  readonly hash: string;
}

export interface CompleteService extends At {
  readonly type: "CompleteService";
  readonly requestId: string;
  readonly variables: Variables;
}

/** Attempts are exhausted (the host retries by itself before): raises an incident on the element. */
export interface FailService extends At {
  readonly type: "FailService";
  readonly requestId: string;
  readonly code: string;
  readonly message: string;
}

/** A BPMN error from the service (or a script that was handed out), caught by an error boundary event with that code, else an incident. */
export interface ThrowServiceError extends At {
  readonly type: "ThrowServiceError";
  readonly requestId: string;
  readonly errorCode: string;
  readonly message: string;
  readonly variables: Variables;
}

/** The host's answer to `ScriptRequested`. */
export interface CompleteScript extends At {
  readonly type: "CompleteScript";
  readonly requestId: string;
  /** The script's value, for the task's result variable where it has one. */
  readonly value: Value;
  readonly variables: Variables;
}

export interface FireTimer extends At {
  readonly type: "FireTimer";
  readonly timerId: string;
  /** Which repetition, from 1; a repeat of one already fired is refused. */
  readonly occurrence: number;
}

export interface DeliverMessage extends At {
  readonly type: "DeliverMessage";
  readonly subscriptionId: string;
  readonly payload: Variables;
}

/** A signal that another case or the host has thrown. */
export interface DeliverSignal extends At {
  readonly type: "DeliverSignal";
  readonly subscriptionId: string;
  readonly payload: Variables;
}

/** The called case has completed; `variables` are its own, for the output mappings to choose from. */
export interface CompleteCall extends At {
  readonly type: "CompleteCall";
  readonly callId: string;
  readonly variables: Variables;
}

/** The called process does not exist, or its case was cancelled: raises an incident. */
export interface FailCall extends At {
  readonly type: "FailCall";
  readonly callId: string;
  readonly code: string;
  readonly message: string;
}

/** The called case has ended with an error that it did not catch. */
export interface ThrowCallError extends At {
  readonly type: "ThrowCallError";
  readonly callId: string;
  readonly errorCode: string | null;
  readonly message: string;
  readonly variables: Variables;
}

/** The called case has raised an escalation that it did not catch; it goes on. */
export interface EscalateCall extends At {
  readonly type: "EscalateCall";
  readonly callId: string;
  readonly escalationCode: string | null;
  readonly variables: Variables;
}

/** Starts one of the activities of an ad-hoc sub-process once more. */
export interface StartActivity extends At {
  readonly type: "StartActivity";
  /** The activation of the ad-hoc sub-process. */
  readonly activationId: string;
  readonly elementId: string;
}

/** Does again what raised the incident: evaluates again, requests the service or decision again. */
export interface RetryIncident extends At {
  readonly type: "RetryIncident";
  readonly incidentId: string;
}

/** A person has done by hand what failed: the element completes with these variables. */
export interface ResolveIncident extends At {
  readonly type: "ResolveIncident";
  readonly incidentId: string;
  readonly variables: Variables;
}

export interface SetVariables extends At {
  readonly type: "SetVariables";
  readonly variables: Variables;
}

/** The case goes on under another version of its process; decided by `migrate`, which is given both versions. */
export interface MigrateCase extends At {
  readonly type: "MigrateCase";
  /** The host's name for the version; kept in the event and not looked into. */
  readonly toVersion: string;
  /** Elements and flows of the old version by those of the new one; absent ones keep their id. */
  readonly mapping?: MigrationMapping;
  /** Events of the new version that are to be awaited anew, by what it says, though they are awaited already. */
  readonly rearm?: readonly string[];
}

export type MigrationMapping = { readonly [id: string]: string };

export interface CancelCase extends At {
  readonly type: "CancelCase";
  readonly reason: string;
}
