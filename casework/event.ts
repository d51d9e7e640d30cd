import type { EngineEvent, Variables } from "../engine/index.ts";
import type { Actor } from "./actor.ts";
import type { Attachment } from "./command.ts";

/** A published version of a process; `hash` is its content's. */
export interface ProcessVersion {
  readonly id: string;
  readonly version: number;
  readonly hash: string;
}

export interface Origin {
  readonly kind: "timer" | "message" | "signal" | "call";
  /** The case that called or threw. */
  readonly from: { readonly caseId: string; readonly number: string } | null;
  /** The call of that case that this one answers. */
  readonly callId: string | null;
  /** How many cases have begun one another in one go, this one not included. */
  readonly chain: number;
}

/** What happened to a case beyond the diagram. Folded with the engine's events, in one order. */
export type CaseworkEvent =
  | {
      readonly type: "CaseSubmitted";
      readonly caseId: string;
      readonly number: string;
      readonly title: string;
      readonly process: ProcessVersion;
      readonly submittedBy: Actor;
      readonly unitId: string;
      readonly attachments: readonly Attachment[];
      /** The confidentiality (sifat) that the submission itself claims or its cause has, where it is not Biasa. */
      readonly access?: string;
      /** What began it, where no person submitted it. */
      readonly origin?: Origin;
    }
  /** From here on the case runs under another version of its process; `CaseMigrated` says what became of what was open. */
  | {
      readonly type: "CaseMoved";
      readonly from: ProcessVersion;
      readonly to: ProcessVersion;
      readonly reason: string;
    }
  | {
      readonly type: "TaskAddressed";
      readonly taskId: string;
      readonly elementId: string;
      readonly postId: string;
      readonly unitId: string;
      /** Why this post, as a word key with params: screens say it in the reader's language. */
      readonly reason: { readonly key: string; readonly params: Variables };
    }
  | {
      readonly type: "TaskActed";
      readonly taskId: string;
      readonly elementId: string;
      readonly by: Actor;
      readonly outcome: string | null;
      readonly comment: string | null;
      readonly attachments: readonly Attachment[];
    }
  /** Escalation or a rule moved an open task to another post. */
  | {
      readonly type: "TaskHandedOver";
      readonly taskId: string;
      readonly fromPostId: string;
      readonly toPostId: string;
      /** The unit of the new post. */
      readonly toUnitId: string;
      readonly reason: { readonly key: string; readonly params: Variables };
    }
  | {
      readonly type: "DeadlineSet";
      readonly deadlineId: string;
      /** Null for the case's own deadline. */
      readonly taskId: string | null;
      readonly anchorMs: number;
      readonly dueAtMs: number;
      /** Working minutes (or calendar minutes) in all. */
      readonly minutes: number;
      readonly clock: "working" | "calendar";
      readonly marks: readonly { readonly mark: 50 | 80 | 100; readonly atMs: number }[];
      /** Version of the calendar that computed the instants. */
      readonly calendar: string;
    }
  | {
      readonly type: "DeadlinePaused";
      readonly deadlineId: string;
      readonly usedMinutes: number;
      readonly reason: string;
    }
  | {
      readonly type: "DeadlineResumed";
      readonly deadlineId: string;
      readonly dueAtMs: number;
      readonly marks: readonly { readonly mark: 50 | 80 | 100; readonly atMs: number }[];
      readonly calendar: string;
    }
  /** A newer calendar computes other instants: a holiday was decreed. */
  | {
      readonly type: "DeadlineMoved";
      readonly deadlineId: string;
      readonly dueAtMs: number;
      readonly marks: readonly { readonly mark: 50 | 80 | 100; readonly atMs: number }[];
      readonly calendar: string;
    }
  | {
      readonly type: "DeadlinePassed";
      readonly deadlineId: string;
      readonly taskId: string | null;
      readonly mark: 50 | 80 | 100;
    }
  | { readonly type: "DeadlineClosed"; readonly deadlineId: string }
  /** A decision that casework itself needed (escalation at a mark), with the same record as the engine's. */
  | {
      readonly type: "CaseworkDecided";
      readonly purpose: string;
      readonly about: string;
      readonly ruleSet: string;
      readonly version: number;
      readonly hash: string;
      readonly facts: Variables;
      readonly outcome: { readonly type: string; readonly params: Variables };
      readonly explanation: unknown;
    }
  /** A person said that he has an interest in the case: who may act instead is for the rules to say. */
  | {
      readonly type: "InterestDeclared";
      readonly taskId: string;
      readonly elementId: string;
      readonly personId: string;
      readonly reason: string;
    }
  /** Tell a post something that is not a task: reminder, warning, handed over, copy (tembusan). */
  | {
      readonly type: "NoticeGiven";
      readonly noticeId: string;
      readonly postId: string;
      readonly kind: "reminder" | "warning" | "escalation" | "copy";
      readonly taskId: string | null;
      /** The case is secret: the notice may name its number and nothing else. */
      readonly withoutContent?: true;
    }
  /** Casework itself could not go on: no rule set, a fact missing, no post to address. Somebody must see it. */
  | {
      readonly type: "IncidentNoted";
      readonly incidentId: string;
      readonly elementId: string;
      /** What is stuck: the engine's decision request, a task, a deadline. */
      readonly about: { readonly kind: "decision" | "address" | "deadline"; readonly id: string };
      readonly code: string;
      readonly message: string;
      readonly details: Variables;
    }
  | {
      readonly type: "IncidentSettled";
      readonly incidentId: string;
      readonly elementId: string;
      readonly by: "retry" | "resolve" | "cancel";
    };

export type CaseEvent = EngineEvent | CaseworkEvent;
