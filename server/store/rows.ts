/**
 * Between the port's rows and the tables' columns, both ways, and the shape of each table that commits write.
 * The order of a shape's columns is the order of its cells.
 */
import { sql } from "kysely";
import type { Value, Variables } from "../../engine/index.ts";
import { type SealedEntry, sha256Hex } from "../journal/index.ts";
import type { Cell, TableShape } from "./multi-row.ts";
import type {
  CaseRow,
  CaseStateName,
  DeadlineRow,
  DecisionRow,
  IncidentRow,
  JobRow,
  MessageRow,
  NoticeRow,
  SubscriptionRow,
  TaskRow,
  TimerRow,
} from "./port.ts";
import {
  type CaseColumns,
  type DeadlineColumns,
  type DecisionColumns,
  type IncidentColumns,
  type JobColumns,
  type MessageColumns,
  NEVER_MS,
  type NoticeColumns,
  type SubscriptionColumns,
  type TaskColumns,
  type TimerColumns,
} from "./schema.ts";

/** Text for a column that people's words reach: neither database takes a NUL or half a surrogate pair. */
export function plainText(text: string): string {
  return text.replaceAll("\u0000", "\ufffd").replace(/\p{Surrogate}/gu, "\ufffd");
}

/** A column of bytes: pg gives a Buffer, libsql an ArrayBuffer. */
export function asBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw new TypeError("A column of bytes holds something else.");
}

const due = (atMs: number | null): number => atMs ?? NEVER_MS;
const dueOrNull = (atMs: number): number | null => (atMs === NEVER_MS ? null : atMs);

// ---------------------------------------------------------------- cases

const caseColumns = [
  "tenant",
  "case_id",
  "number",
  "title",
  "search",
  "process_id",
  "process_version",
  "process_hash",
  "unit_id",
  "submitted_by_person",
  "submitted_by_post",
  "parent_id",
  "parent_call",
  "state_name",
  "version",
  "content_version",
  "open_incidents",
  "submitted_at_ms",
  "ended_at_ms",
  "due_at_ms",
  "head",
  "state",
] as const;

/** Guarded: a new case is version 1 and its key is free; otherwise the stored version is the one before. */
export const casesShape: TableShape<"cases"> = {
  table: "cases",
  columns: caseColumns,
  key: ["tenant", "case_id"],
  update: [
    "process_version",
    "process_hash",
    "state_name",
    "version",
    "content_version",
    "open_incidents",
    "ended_at_ms",
    "due_at_ms",
    "head",
    "state",
  ],
  where: sql`cases.version = excluded.version - 1`,
  returning: ["tenant", "case_id", "version"],
};

export function caseCells(tenant: string, row: CaseRow, state: string): readonly Cell[] {
  const title = plainText(row.title);
  return [
    tenant,
    row.caseId,
    row.number,
    title,
    `${row.number} ${title}`.toLowerCase(),
    row.processId,
    row.processVersion,
    row.processHash,
    row.unitId,
    row.submittedByPerson,
    row.submittedByPost,
    row.parentId,
    row.parentCall,
    row.state,
    row.version,
    row.contentVersion,
    row.openIncidents,
    row.submittedAtMs,
    row.endedAtMs,
    due(row.dueAtMs),
    row.head,
    state,
  ];
}

/** What a list selects of `cases`: everything but the state and the search text. */
export const caseSelection = [
  "cases.case_id",
  "cases.number",
  "cases.title",
  "cases.process_id",
  "cases.process_version",
  "cases.process_hash",
  "cases.unit_id",
  "cases.submitted_by_person",
  "cases.submitted_by_post",
  "cases.parent_id",
  "cases.parent_call",
  "cases.state_name",
  "cases.version as case_version",
  "cases.content_version",
  "cases.open_incidents",
  "cases.submitted_at_ms",
  "cases.ended_at_ms",
  "cases.due_at_ms as case_due_at_ms",
  "cases.head",
] as const;

export type SelectedCase = Omit<CaseColumns, "tenant" | "search" | "state" | "version" | "due_at_ms"> & {
  case_version: number;
  case_due_at_ms: number;
};

export function caseRow(row: SelectedCase): CaseRow {
  return {
    caseId: row.case_id,
    number: row.number,
    title: row.title,
    processId: row.process_id,
    processVersion: row.process_version,
    processHash: row.process_hash,
    unitId: row.unit_id,
    submittedByPerson: row.submitted_by_person,
    submittedByPost: row.submitted_by_post,
    parentId: row.parent_id,
    parentCall: row.parent_call,
    state: row.state_name as CaseStateName,
    version: row.case_version,
    contentVersion: row.content_version,
    openIncidents: row.open_incidents,
    submittedAtMs: row.submitted_at_ms,
    endedAtMs: row.ended_at_ms,
    dueAtMs: dueOrNull(row.case_due_at_ms),
    head: row.head,
  };
}

// ---------------------------------------------------------------- journal

export const journalShape: TableShape<"journal"> = {
  table: "journal",
  columns: ["tenant", "stream", "seq", "at_ms", "prev_hash", "hash", "body"],
  key: ["tenant", "stream", "seq"],
  update: [],
};

export function journalCells(entry: SealedEntry): readonly Cell[] {
  return [entry.tenant, entry.stream, entry.seq, entry.atMs, entry.prevHash, entry.hash, entry.body];
}

// ---------------------------------------------------------------- tasks

export const tasksShape: TableShape<"tasks"> = {
  table: "tasks",
  columns: [
    "tenant",
    "case_id",
    "task_id",
    "element_id",
    "post_id",
    "unit_id",
    "state",
    "version",
    "opened_at_ms",
    "closed_at_ms",
    "due_at_ms",
    "mark",
    "acted_by",
  ],
  key: ["tenant", "case_id", "task_id"],
  update: [
    "element_id",
    "post_id",
    "unit_id",
    "state",
    "version",
    "closed_at_ms",
    "due_at_ms",
    "mark",
    "acted_by",
  ],
  set: { version: sql`case when excluded.version = 0 then tasks.version else excluded.version end` },
};

export function taskCells(tenant: string, row: TaskRow): readonly Cell[] {
  return [
    tenant,
    row.caseId,
    row.taskId,
    row.elementId,
    row.postId,
    row.unitId,
    row.state,
    row.version,
    row.openedAtMs,
    row.closedAtMs,
    due(row.dueAtMs),
    row.mark,
    row.actedByPerson,
  ];
}

export const taskSelection = [
  "tasks.case_id",
  "tasks.task_id",
  "tasks.element_id",
  "tasks.post_id",
  "tasks.unit_id",
  "tasks.state",
  "tasks.version",
  "tasks.opened_at_ms",
  "tasks.closed_at_ms",
  "tasks.due_at_ms",
  "tasks.mark",
  "tasks.acted_by",
] as const;

/** `unit_id` of the task is selected as `task_unit_id` where a case stands in the same row. */
export function taskRow(row: Omit<TaskColumns, "tenant">): TaskRow {
  return {
    caseId: row.case_id,
    taskId: row.task_id,
    elementId: row.element_id,
    postId: row.post_id,
    unitId: row.unit_id,
    state: row.state as TaskRow["state"],
    version: row.version,
    openedAtMs: row.opened_at_ms,
    closedAtMs: row.closed_at_ms,
    dueAtMs: dueOrNull(row.due_at_ms),
    mark: row.mark,
    actedByPerson: row.acted_by,
  };
}

// ---------------------------------------------------------------- timers and deadlines

export const timersShape: TableShape<"timers"> = {
  table: "timers",
  columns: [
    "tenant",
    "case_id",
    "timer_id",
    "element_id",
    "occurrence",
    "due_at_ms",
    "lease_until_ms",
    "fence",
    "attempts",
  ],
  key: ["tenant", "case_id", "timer_id"],
  update: ["element_id", "occurrence", "due_at_ms", "lease_until_ms", "attempts"],
};

export function timerCells(tenant: string, row: TimerRow): readonly Cell[] {
  return [tenant, row.caseId, row.timerId, row.elementId, row.occurrence, due(row.dueAtMs), 0, 0, 0];
}

export function timerRow(row: TimerColumns): TimerRow {
  return {
    caseId: row.case_id,
    timerId: row.timer_id,
    elementId: row.element_id,
    occurrence: row.occurrence,
    dueAtMs: dueOrNull(row.due_at_ms),
  };
}

export const deadlinesShape: TableShape<"deadlines"> = {
  table: "deadlines",
  columns: [
    "tenant",
    "case_id",
    "deadline_id",
    "task_id",
    "state",
    "anchor_ms",
    "deadline_ms",
    "minutes",
    "used_minutes",
    "clock",
    "marks",
    "pauses",
    "next_mark",
    "due_at_ms",
    "closed_at_ms",
    "lease_until_ms",
    "fence",
    "attempts",
  ],
  key: ["tenant", "case_id", "deadline_id"],
  update: [
    "state",
    "anchor_ms",
    "deadline_ms",
    "minutes",
    "used_minutes",
    "marks",
    "pauses",
    "next_mark",
    "due_at_ms",
    "closed_at_ms",
    "lease_until_ms",
    "attempts",
  ],
};

export function deadlineCells(tenant: string, row: DeadlineRow): readonly Cell[] {
  return [
    tenant,
    row.caseId,
    row.deadlineId,
    row.taskId,
    row.state,
    row.anchorMs,
    row.dueAtMs,
    row.minutes,
    row.usedMinutes,
    row.clock,
    JSON.stringify(row.marks),
    JSON.stringify(row.pauses),
    row.next?.mark ?? null,
    due(row.next?.atMs ?? null),
    row.closedAtMs,
    0,
    0,
    0,
  ];
}

export function deadlineRow(row: DeadlineColumns): DeadlineRow {
  return {
    caseId: row.case_id,
    deadlineId: row.deadline_id,
    taskId: row.task_id,
    state: row.state as DeadlineRow["state"],
    anchorMs: row.anchor_ms,
    dueAtMs: row.deadline_ms,
    minutes: row.minutes,
    usedMinutes: row.used_minutes,
    clock: row.clock as DeadlineRow["clock"],
    marks: parse<DeadlineRow["marks"]>(row.marks),
    pauses: parse<DeadlineRow["pauses"]>(row.pauses),
    next: row.next_mark === null ? null : { mark: row.next_mark as 50 | 80 | 100, atMs: row.due_at_ms },
    closedAtMs: row.closed_at_ms,
  };
}

// ---------------------------------------------------------------- waiting for messages, work by machines

export const subscriptionsShape: TableShape<"subscriptions"> = {
  table: "subscriptions",
  columns: ["tenant", "case_id", "subscription_id", "element_id", "kind", "name", "correlation_key"],
  key: ["tenant", "case_id", "subscription_id"],
  update: ["element_id", "name", "correlation_key"],
};

export function subscriptionCells(tenant: string, row: SubscriptionRow): readonly Cell[] {
  const { caseId, subscriptionId, elementId, kind, name, correlationKey } = row;
  const key = correlationKey === null ? null : indexed(correlationKey);
  return [tenant, caseId, subscriptionId, elementId, kind, indexed(name), key];
}

/** Characters of a name or key that are indexed as they are. */
const INDEXED_LENGTH = 200;

/**
 * Text that is looked up by an index, which takes no more than a third of a page: what is longer is known by its
 * beginning and its hash. That form is longer than any text that stands as it is, so the two never meet.
 */
export function indexed(text: string): string {
  const plain = plainText(text);
  if (plain.length <= INDEXED_LENGTH) return plain;
  return `${plainText(plain.slice(0, INDEXED_LENGTH))}#${sha256Hex(plain)}`;
}

export function subscriptionRow(row: SubscriptionColumns): SubscriptionRow {
  return {
    caseId: row.case_id,
    kind: row.kind as SubscriptionRow["kind"],
    subscriptionId: row.subscription_id,
    elementId: row.element_id,
    name: row.name,
    correlationKey: row.correlation_key,
  };
}

export const jobsShape: TableShape<"jobs"> = {
  table: "jobs",
  columns: [
    "tenant",
    "case_id",
    "request_id",
    "element_id",
    "kind",
    "name",
    "inputs",
    "attempts",
    "max_attempts",
    "backoff",
    "due_at_ms",
    "worker",
    "lease_until_ms",
    "fence",
  ],
  key: ["tenant", "case_id", "request_id"],
  update: ["inputs", "attempts", "due_at_ms", "worker", "lease_until_ms"],
};

export function jobCells(tenant: string, row: JobRow): readonly Cell[] {
  return [
    tenant,
    row.caseId,
    row.requestId,
    row.elementId,
    row.kind,
    row.name,
    JSON.stringify(row.inputs),
    row.attempts,
    row.maxAttempts,
    row.backoff,
    row.dueAtMs,
    null,
    0,
    0,
  ];
}

export function jobRow(row: JobColumns): JobRow {
  return {
    caseId: row.case_id,
    requestId: row.request_id,
    elementId: row.element_id,
    kind: row.kind as JobRow["kind"],
    name: row.name,
    inputs: parse<Variables>(row.inputs),
    attempts: row.attempts,
    maxAttempts: row.max_attempts,
    backoff: row.backoff,
    dueAtMs: row.due_at_ms,
  };
}

export const messagesShape: TableShape<"messages"> = {
  table: "messages",
  columns: [
    "tenant",
    "case_id",
    "message_id",
    "element_id",
    "name",
    "correlation_key",
    "payload",
    "attempts",
    "due_at_ms",
    "thrown_at_ms",
    "lease_until_ms",
    "fence",
  ],
  key: ["tenant", "case_id", "message_id"],
  update: [],
};

export function messageCells(tenant: string, row: MessageRow): readonly Cell[] {
  return [
    tenant,
    row.caseId,
    row.messageId,
    row.elementId,
    plainText(row.name),
    row.correlationKey === null ? null : plainText(row.correlationKey),
    JSON.stringify(row.payload),
    row.attempts,
    row.dueAtMs,
    row.thrownAtMs,
    0,
    0,
  ];
}

export function messageRow(row: MessageColumns): MessageRow {
  return {
    caseId: row.case_id,
    messageId: row.message_id,
    elementId: row.element_id,
    name: row.name,
    correlationKey: row.correlation_key,
    payload: parse<Variables>(row.payload),
    attempts: row.attempts,
    dueAtMs: row.due_at_ms,
    thrownAtMs: row.thrown_at_ms,
  };
}

// ---------------------------------------------------------------- notices, incidents, posts

export const noticesShape: TableShape<"notices"> = {
  table: "notices",
  columns: ["tenant", "case_id", "notice_id", "post_id", "kind", "task_id", "at_ms"],
  key: ["tenant", "case_id", "notice_id"],
  update: [],
};

export function noticeCells(tenant: string, row: NoticeRow): readonly Cell[] {
  return [tenant, row.caseId, row.noticeId, row.postId, row.kind, row.taskId, row.atMs];
}

export function noticeRow(row: Omit<NoticeColumns, "tenant">): NoticeRow {
  return {
    caseId: row.case_id,
    noticeId: row.notice_id,
    postId: row.post_id,
    kind: row.kind as NoticeRow["kind"],
    taskId: row.task_id,
    atMs: row.at_ms,
  };
}

export const incidentsShape: TableShape<"incidents"> = {
  table: "incidents",
  columns: [
    "tenant",
    "case_id",
    "incident_id",
    "element_id",
    "code",
    "message",
    "details",
    "raised_at_ms",
    "closed_at_ms",
    "closed_by",
  ],
  key: ["tenant", "case_id", "incident_id"],
  update: ["element_id", "closed_at_ms", "closed_by"],
};

export function incidentCells(tenant: string, row: IncidentRow): readonly Cell[] {
  return [
    tenant,
    row.caseId,
    row.incidentId,
    row.elementId,
    row.code,
    plainText(row.message),
    JSON.stringify(row.details),
    row.raisedAtMs,
    row.closedAtMs,
    row.closedBy,
  ];
}

export function incidentRow(row: Omit<IncidentColumns, "tenant">): IncidentRow {
  return {
    caseId: row.case_id,
    incidentId: row.incident_id,
    elementId: row.element_id,
    code: row.code,
    message: row.message,
    details: parse<{ readonly [name: string]: Value }>(row.details),
    raisedAtMs: row.raised_at_ms,
    closedAtMs: row.closed_at_ms,
    closedBy: row.closed_by as IncidentRow["closedBy"],
  };
}

/** Written once: a decision that was made never changes. */
export const decisionsShape: TableShape<"decisions"> = {
  table: "decisions",
  columns: ["tenant", "rule_set", "at_ms", "case_id", "decision_id", "hash", "facts", "outcome"],
  key: ["tenant", "rule_set", "at_ms", "case_id", "decision_id"],
  update: [],
};

export function decisionCells(tenant: string, row: DecisionRow): readonly Cell[] {
  return [
    tenant,
    row.ruleSet,
    row.atMs,
    row.caseId,
    row.decisionId,
    row.hash,
    JSON.stringify(row.facts),
    JSON.stringify(row.outcome),
  ];
}

export function decisionRow(row: Omit<DecisionColumns, "tenant">): DecisionRow {
  return {
    ruleSet: row.rule_set,
    atMs: row.at_ms,
    caseId: row.case_id,
    decisionId: row.decision_id,
    hash: row.hash,
    facts: JSON.parse(row.facts) as Variables,
    outcome: JSON.parse(row.outcome) as DecisionRow["outcome"],
  };
}

export const casePostsShape: TableShape<"case_posts"> = {
  table: "case_posts",
  columns: ["tenant", "post_id", "case_id"],
  key: ["tenant", "post_id", "case_id"],
  update: [],
};

/** Reads text that this store wrote. */
export function parse<T>(text: string): T {
  return JSON.parse(text) as T;
}
