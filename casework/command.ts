import type { Command, MigrationMapping, Variables } from "../engine/index.ts";
import type { Actor } from "./actor.ts";

/** An attachment by reference: the bytes are the host's, the hash is what was on the screen. */
export interface Attachment {
  readonly fileId: string;
  /** The form's document slot, or `lainnya`. */
  readonly slot: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
}

interface ByActor {
  readonly atMs: number;
  readonly actor: Actor;
}

export interface SubmitCase extends ByActor {
  readonly type: "SubmitCase";
  readonly caseId: string;
  /** Given by the host, from the process's prefix: VLP/2027/0412. */
  readonly number: string;
  readonly values: Variables;
  readonly attachments: readonly Attachment[];
  /** Where no person submits: what began the case. `values` are then what the message, signal or call brought. */
  readonly begun?: Begun;
}

export type Begun =
  | {
      readonly kind: "timer" | "message" | "signal";
      /** The start event that was reached, and which of its definitions has happened. */
      readonly elementId: string;
      readonly trigger: number;
      /** The case that threw; null when it came from outside. */
      readonly from: Cause | null;
    }
  | {
      readonly kind: "call";
      readonly from: Cause;
      /** The caller's call that this case answers. */
      readonly callId: string;
      readonly depth: number;
      /** Who submitted the caller; whoever answers for that case answers for this one. */
      readonly submittedBy: Actor;
    };

/** The case that called or started another one. */
export interface Cause {
  readonly caseId: string;
  readonly number: string;
  readonly unitId: string;
  readonly access: string;
  /** How many cases have begun one another in one go, this one included. */
  readonly chain: number;
}

/** A signal that another case threw: everything in the case that waits for it now hears it. */
export interface HearSignal extends ByActor {
  readonly type: "HearSignal";
  readonly name: string;
  readonly payload: Variables;
  readonly from: Pick<Cause, "caseId" | "number">;
}

export interface ActOnTask extends ByActor {
  readonly type: "ActOnTask";
  readonly taskId: string;
  readonly outcome: string | null;
  readonly values: Variables;
  readonly comment: string | null;
  readonly attachments: readonly Attachment[];
}

/** The holder of a task's post has an interest in the case (konflik kepentingan) and may not act on it. */
export interface DeclareInterest extends ByActor {
  readonly type: "DeclareInterest";
  readonly taskId: string;
  readonly reason: string;
}

/** The deadline pump: a mark of a deadline has been reached. */
export interface PassDeadline extends ByActor {
  readonly type: "PassDeadline";
  readonly deadlineId: string;
  /** Percent of the deadline: 50 reminder, 80 warning, 100 limit. */
  readonly mark: 50 | 80 | 100;
}

/** What goes to the engine as it is: timers, messages, services, incidents, cancelling. */
export interface Forward extends ByActor {
  readonly type: "Forward";
  readonly command: Exclude<
    Command,
    { type: "StartCase" | "CompleteTask" | "RecordDecision" | "MigrateCase" }
  >;
}

/** The case goes on under another version of its process; `act` is given that version's context as well. */
export interface MoveCase extends ByActor {
  readonly type: "MoveCase";
  readonly to: { readonly version: number; readonly hash: string };
  /** Steps of the old version by those of the new one, where they have another id. */
  readonly mapping: MigrationMapping;
  readonly reason: string;
}

/** Answers decisions that stand open because one act may cause only so many; the host sends it until none is left. */
export interface AnswerDecisions extends ByActor {
  readonly type: "AnswerDecisions";
}

/** Another calendar is in force: moves every open deadline to the instants that it computes. */
export interface RecalculateDeadlines extends ByActor {
  readonly type: "RecalculateDeadlines";
}

export type CaseCommand =
  | SubmitCase
  | ActOnTask
  | DeclareInterest
  | PassDeadline
  | AnswerDecisions
  | RecalculateDeadlines
  | MoveCase
  | HearSignal
  | Forward;
