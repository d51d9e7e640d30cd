// The file of a case (berkas): the engine's state and what casework knows beside it. Plain JSON.
// Invariant: nothing but `evolveCase` changes it, and folding a case's events gives exactly the file that `act`
// returned; so a host may keep it, drop it, and make it again.
import type { CaseState, Value, Variables } from "../engine/index.ts";
import type { Actor } from "./actor.ts";
import type { Attachment } from "./command.ts";
import type { Origin, ProcessVersion } from "./event.ts";

export type CaseStatus = "running" | "completed" | "terminated" | "error" | "cancelled";

/** A sentence by key; screens say it in the reader's language. */
export interface Reason {
  readonly key: string;
  readonly params: Variables;
}

export interface CaseFile {
  readonly caseId: string;
  readonly number: string;
  readonly title: string;
  readonly process: ProcessVersion;
  readonly submittedBy: Actor;
  /** What began it; absent where a person submitted it. */
  readonly origin?: Origin;
  /** The unit that submitted it (pemrakarsa). */
  readonly unitId: string;
  readonly submittedAtMs: number;
  readonly changedAtMs: number;
  readonly status: CaseStatus;
  readonly endedAtMs: number | null;
  /** Sifat that a rule gave it: Biasa, Terbatas, Rahasia. */
  readonly access: string;
  readonly engine: CaseState;
  readonly attachments: readonly FiledAttachment[];
  /** Open work, by id; what closes goes. */
  readonly tasks: Rows<TaskRow>;
  readonly deadlines: Rows<DeadlineRow>;
  readonly timers: Rows<TimerRow>;
  readonly subscriptions: Rows<SubscriptionRow>;
  readonly services: Rows<ServiceRow>;
  readonly decisions: Rows<DecisionRow>;
  readonly incidents: Rows<IncidentRow>;
  /** What persons did, in order: for separation of duties and the history of returns. */
  readonly acts: readonly ActRow[];
  /** Steps whose deadline passed, each once; absent in files older than it. */
  readonly overdue?: readonly string[];
  /** Interests that persons declared in this case (konflik kepentingan); absent in files older than it. */
  readonly interests?: readonly InterestRow[];
  /** How often each element that stops the clock was opened. */
  readonly returns: readonly { readonly elementId: string; readonly atMs: number }[];
  readonly counters: { readonly deadline: number; readonly notice: number; readonly incident: number };
}

/** An attachment with the step whose form it came with; files older than that member do not have it. */
export interface FiledAttachment extends Attachment {
  readonly elementId?: string;
}

export type Rows<T> = { readonly [id: string]: T };

export interface TaskRow {
  readonly taskId: string;
  readonly elementId: string;
  readonly activationId: string;
  readonly openedAtMs: number;
  readonly inputs: Variables;
  /** Null only between its opening and its addressing, or when nobody could be found. */
  readonly postId: string | null;
  readonly unitId: string | null;
  readonly reason: Reason | null;
  /** Posts that had it before, oldest first. */
  readonly formerPostIds: readonly string[];
  /** Counts what changed on the screen of its addressee. */
  readonly version: number;
}

export interface DeadlineMark {
  readonly mark: 50 | 80 | 100;
  readonly atMs: number;
}

export interface DeadlineRow {
  readonly deadlineId: string;
  readonly taskId: string | null;
  readonly anchorMs: number;
  readonly dueAtMs: number;
  readonly minutes: number;
  readonly clock: "working" | "calendar";
  readonly calendar: string;
  readonly marks: readonly DeadlineMark[];
  readonly passed: readonly (50 | 80 | 100)[];
  /** Minutes used up to `countedFromMs`, and since when the clock runs; null while it stands. */
  readonly usedMinutes: number;
  readonly countedFromMs: number | null;
  readonly pauses: readonly {
    readonly fromMs: number;
    readonly toMs: number | null;
    readonly reason: string;
  }[];
}

export interface TimerRow {
  readonly timerId: string;
  readonly elementId: string;
  readonly dueAtMs: number;
  readonly occurrence: number;
}

export interface SubscriptionRow {
  readonly subscriptionId: string;
  readonly elementId: string;
  readonly name: string;
  readonly correlationKey: string | null;
  /** It waits for a signal; absent where for a message. */
  readonly signal?: true;
}

export interface ServiceRow {
  readonly requestId: string;
  readonly elementId: string;
  readonly work: { readonly kind: "handler" | "topic"; readonly name: string };
  readonly inputs: Variables;
  readonly requestedAtMs: number;
}

/** A decision that is still to be made: the chain was cut, or its incident is open. */
export interface DecisionRow {
  readonly requestId: string;
  readonly elementId: string;
  readonly ruleSet: string;
  readonly inputs: Variables;
}

export interface IncidentRow {
  readonly incidentId: string;
  readonly elementId: string;
  /** What casework itself was stuck at; null for the engine's own incidents. */
  readonly about: { readonly kind: "decision" | "address" | "deadline"; readonly id: string } | null;
  readonly code: string;
  readonly message: string;
  readonly details: { readonly [name: string]: Value };
  readonly raisedAtMs: number;
}

export interface ActRow {
  readonly taskId: string;
  readonly elementId: string;
  readonly by: Actor;
  readonly outcome: string | null;
  readonly atMs: number;
}

export interface InterestRow {
  readonly personId: string;
  readonly elementId: string;
  readonly reason: string;
  readonly atMs: number;
}

/** The case's own variables as they are now. */
export function dataOf(file: CaseFile): Variables {
  return file.engine.variables.case ?? {};
}

/** The open deadline of a task, or of the case itself (`taskId` null). */
export function deadlineOf(
  file: Pick<CaseFile, "deadlines">,
  taskId: string | null,
): DeadlineRow | undefined {
  return Object.values(file.deadlines).find((row) => row.taskId === taskId);
}
