/**
 * From what an act did to the rows that the store keeps beside the file: tasks, timers, deadlines, work for
 * machines, notices. Pure. Open work is the difference between the file before and after; what opened and closed
 * within one act leaves no row.
 */
import {
  type Acted,
  type CaseEvent,
  type CaseFile,
  type DeadlineRow as FileDeadline,
  type TaskRow as FileTask,
  hasOpenDecisions,
} from "../../casework/index.ts";
import { type ExecutableProcess, elementOf } from "../../engine/index.ts";
import type {
  CaseRow,
  Changed,
  DeadlineRow,
  DecisionRow,
  IncidentRow,
  JobRow,
  TaskRow,
  WorkChanges,
} from "../store/index.ts";

/** Attempts that a service gets where the diagram does not say. */
const DEFAULT_ATTEMPTS = 3;

/** The work that answers decisions which one act left open; a handler of the server does it. */
export const DECISIONS_JOB = "casework.answerDecisions";
const DECISIONS_REQUEST = "decisions";

export interface Step {
  readonly process: ExecutableProcess;
  /** Null for a case that starts. */
  readonly before: CaseFile | null;
  readonly beforeRow: CaseRow | null;
  readonly acted: Extract<Acted, { ok: true }>;
  readonly atMs: number;
}

/** The case's row without the journal's head, which is known once the entry is sealed. */
export function projectRow({ before, beforeRow, acted, process }: Step): Omit<CaseRow, "head"> {
  const { file, events } = acted;
  const version = (beforeRow?.version ?? 0) + 1;
  const person = file.submittedBy.kind === "person" ? file.submittedBy : null;
  const deadline = Object.values(file.deadlines).find(({ taskId }) => taskId === null);
  const changesContent = before === null || events.some(isContent);
  return {
    caseId: file.caseId,
    number: file.number,
    title: file.title,
    processId: file.process.id === "" ? process.id : file.process.id,
    processVersion: file.process.version,
    processHash: file.process.hash,
    unitId: file.unitId,
    submittedByPerson: person?.personId ?? "",
    submittedByPost: person?.postId ?? "",
    parentId: file.origin?.from?.caseId ?? null,
    parentCall: file.origin?.callId ?? null,
    state: file.status,
    version,
    contentVersion: changesContent ? version : (beforeRow?.contentVersion ?? version),
    openIncidents: Object.keys(file.incidents).length,
    submittedAtMs: file.submittedAtMs,
    endedAtMs: file.endedAtMs,
    dueAtMs: deadline?.dueAtMs ?? beforeRow?.dueAtMs ?? null,
  };
}

/** What changes what a signer has before him. */
function isContent(event: CaseEvent): boolean {
  switch (event.type) {
    case "VariablesSet":
      return Object.keys(event.variables).length > 0;
    case "TaskActed":
      return event.attachments.length > 0 || event.comment !== null;
    // The form before a signer may be another one now, and what comes after his act as well.
    case "CaseMoved":
      return true;
    default:
      return false;
  }
}

export function projectChanges(step: Step, version: number): WorkChanges {
  const { before, acted, atMs } = step;
  const { file, events } = acted;
  const { caseId } = file;
  const tasks = taskRows(step, version);
  return {
    tasks,
    timers: changed(before?.timers, file.timers, ({ timerId, elementId, occurrence, dueAtMs }) => ({
      caseId,
      timerId,
      elementId,
      occurrence,
      dueAtMs,
    })),
    deadlines: deadlineRows(before, file, atMs),
    subscriptions: changed(before?.subscriptions, file.subscriptions, ({ signal, ...row }) => ({
      caseId,
      kind: signal ? "signal" : "message",
      ...row,
    })),
    jobs: jobRows(step, version),
    messages: events.flatMap((event) =>
      event.type === "MessageThrown"
        ? [
            {
              caseId,
              messageId: event.messageId,
              elementId: event.elementId,
              name: event.name,
              correlationKey: event.correlationKey,
              payload: event.payload,
              attempts: 0,
              dueAtMs: atMs,
              thrownAtMs: atMs,
            },
          ]
        : [],
    ),
    notices: events.flatMap((event) =>
      event.type === "NoticeGiven"
        ? [
            {
              caseId,
              noticeId: event.noticeId,
              postId: event.postId,
              kind: event.kind,
              taskId: event.taskId,
              atMs,
            },
          ]
        : [],
    ),
    incidents: incidentRows(before, file, events, atMs),
    decisions: decisionRows(caseId, version, events, atMs),
    posts: [...new Set(events.flatMap(postsOf))],
    inboxes: inboxesOf(tasks, events),
    files: events.flatMap((event) =>
      event.type === "CaseSubmitted" || event.type === "TaskActed"
        ? event.attachments.map(({ fileId }) => fileId)
        : [],
    ),
  };
}

function postsOf(event: CaseEvent): readonly string[] {
  switch (event.type) {
    case "CaseSubmitted":
      return event.submittedBy.kind === "person" ? [event.submittedBy.postId] : [];
    case "TaskAddressed":
    case "NoticeGiven":
      return [event.postId];
    case "TaskHandedOver":
      return [event.toPostId];
    default:
      return [];
  }
}

function inboxesOf(tasks: readonly TaskRow[], events: readonly CaseEvent[]): readonly string[] {
  const posts = new Set<string>();
  for (const { postId } of tasks) if (postId !== "") posts.add(postId);
  for (const event of events) {
    if (event.type === "NoticeGiven") posts.add(event.postId);
    if (event.type === "TaskHandedOver") posts.add(event.fromPostId);
  }
  return [...posts];
}

/** Rows that are new or other objects than before, and ids that are gone. */
function changed<Open, Row>(
  before: Readonly<Record<string, Open>> | undefined,
  after: Readonly<Record<string, Open>>,
  row: (open: Open) => Row,
): Changed<Row> {
  const opened: Row[] = [];
  for (const [id, open] of Object.entries(after)) {
    if (before?.[id] !== open) opened.push(row(open));
  }
  const closed = before === undefined ? [] : Object.keys(before).filter((id) => !(id in after));
  return { opened, closed };
}

// ---------------------------------------------------------------- tasks

function taskRows({ before, acted, atMs }: Step, version: number): readonly TaskRow[] {
  const { file, events } = acted;
  const deadlines = new Map(Object.values(file.deadlines).map((row) => [row.taskId, row]));
  const rows: TaskRow[] = [];
  for (const [taskId, task] of Object.entries(file.tasks)) {
    const deadline = deadlines.get(taskId);
    const taskChanged = before?.tasks[taskId] !== task;
    const deadlineChanged = deadline !== undefined && before?.deadlines[deadline.deadlineId] !== deadline;
    if (!taskChanged && !deadlineChanged) continue;
    rows.push(taskRow(file.caseId, task, deadline, taskChanged ? version : 0));
  }
  for (const [taskId, task] of Object.entries(before?.tasks ?? {})) {
    if (taskId in file.tasks) continue;
    const done = events.some((event) => event.type === "TaskCompleted" && event.taskId === taskId);
    const deadline = Object.values(before?.deadlines ?? {}).find((row) => row.taskId === taskId);
    rows.push({
      ...taskRow(file.caseId, task, deadline, version),
      state: done ? "done" : "cancelled",
      closedAtMs: atMs,
      actedByPerson: actorOf(events, taskId),
    });
  }
  return rows;
}

function taskRow(
  caseId: string,
  task: FileTask,
  deadline: FileDeadline | undefined,
  version: number,
): TaskRow {
  return {
    caseId,
    taskId: task.taskId,
    elementId: task.elementId,
    postId: task.postId ?? "",
    unitId: task.unitId ?? "",
    state: "open",
    version,
    openedAtMs: task.openedAtMs,
    closedAtMs: null,
    dueAtMs: deadline?.dueAtMs ?? null,
    mark: Math.max(0, ...(deadline?.passed ?? [])),
    actedByPerson: null,
  };
}

function actorOf(events: readonly CaseEvent[], taskId: string): string | null {
  for (const event of events) {
    if (event.type === "TaskActed" && event.taskId === taskId && event.by.kind === "person") {
      return event.by.personId;
    }
  }
  return null;
}

// ---------------------------------------------------------------- deadlines

function deadlineRows(before: CaseFile | null, file: CaseFile, atMs: number): readonly DeadlineRow[] {
  const rows: DeadlineRow[] = [];
  for (const [id, deadline] of Object.entries(file.deadlines)) {
    if (before?.deadlines[id] !== deadline) rows.push(deadlineRow(file.caseId, deadline));
  }
  for (const [id, deadline] of Object.entries(before?.deadlines ?? {})) {
    if (id in file.deadlines) continue;
    rows.push({ ...deadlineRow(file.caseId, deadline), state: "closed", next: null, closedAtMs: atMs });
  }
  return rows;
}

function deadlineRow(caseId: string, deadline: FileDeadline): DeadlineRow {
  const running = deadline.countedFromMs !== null;
  const next = running ? deadline.marks.find(({ mark }) => !deadline.passed.includes(mark)) : undefined;
  return {
    caseId,
    deadlineId: deadline.deadlineId,
    taskId: deadline.taskId,
    state: running ? "running" : "paused",
    anchorMs: deadline.anchorMs,
    dueAtMs: deadline.dueAtMs,
    minutes: deadline.minutes,
    usedMinutes: deadline.usedMinutes,
    clock: deadline.clock,
    marks: deadline.marks,
    pauses: deadline.pauses,
    next: next ?? null,
    closedAtMs: null,
  };
}

// ---------------------------------------------------------------- decisions

/** What rules answered in this act, whether a diagram asked or casework itself. */
function decisionRows(
  caseId: string,
  version: number,
  events: readonly CaseEvent[],
  atMs: number,
): readonly DecisionRow[] {
  const rows: DecisionRow[] = [];
  for (const event of events) {
    if (event.type !== "DecisionRecorded" && event.type !== "CaseworkDecided") continue;
    const { ruleSet, hash, facts, outcome } = event;
    const decisionId = `${version}.${rows.length + 1}`;
    rows.push({ ruleSet, atMs, caseId, decisionId, hash, facts, outcome });
  }
  return rows;
}

// ---------------------------------------------------------------- work by machines, incidents

function jobRows(step: Step, version: number): Changed<JobRow> {
  const { process, before, acted, atMs } = step;
  const { file } = acted;
  const relays = relayRows(step, version);
  // Work that is asked for never changes; where it stands may, and whoever has claimed it goes on.
  const standing = { ...before?.services };
  for (const [id, service] of Object.entries(file.services)) if (id in standing) standing[id] = service;
  const services = changed(standing, file.services, (service): JobRow => {
    const work = elementOf(process, service.elementId)?.work;
    return {
      caseId: file.caseId,
      requestId: service.requestId,
      elementId: service.elementId,
      kind: service.work.kind,
      name: service.work.name,
      inputs: service.inputs,
      attempts: 0,
      maxAttempts: work?.attempts ?? DEFAULT_ATTEMPTS,
      backoff: work?.backoff ?? null,
      dueAtMs: atMs,
    };
  });
  const pendingBefore = before !== null && leavesDecisions(before);
  const pending = file.status === "running" && leavesDecisions(file);
  if (pending) {
    const job: JobRow = {
      caseId: file.caseId,
      requestId: DECISIONS_REQUEST,
      elementId: process.id,
      kind: "handler",
      name: DECISIONS_JOB,
      inputs: {},
      attempts: 0,
      maxAttempts: Number.MAX_SAFE_INTEGER,
      backoff: null,
      dueAtMs: atMs,
    };
    return { opened: [...services.opened, ...relays, job], closed: services.closed };
  }
  const closed = pendingBefore ? [...services.closed, DECISIONS_REQUEST] : services.closed;
  return { opened: [...services.opened, ...relays], closed };
}

/**
 * What the act asks of other cases: a row for each event, named by its place in the journal, in whose order it is done.
 * A called case tells its caller what nobody in it caught, and how it ended.
 */
function relayRows({ process, acted, atMs }: Step, version: number): JobRow[] {
  const { file, events } = acted;
  const called = file.origin?.kind === "call";
  const inOneAct = new Set(events.flatMap((event) => (event.type === "CallRequested" ? [event.callId] : [])));
  const cancelled = new Set(
    events.flatMap((event) => (event.type === "CallCancelled" ? [event.callId] : [])),
  );
  return events.flatMap((event, at) => {
    switch (event.type) {
      case "SignalThrown":
        break;
      case "CallRequested":
        if (cancelled.has(event.callId)) return [];
        break;
      case "CallCancelled":
        if (inOneAct.has(event.callId)) return [];
        break;
      case "EscalationRaised":
        if (!called || event.caughtBy !== null) return [];
        break;
      case "CaseEnded":
        if (!called) return [];
        break;
      default:
        return [];
    }
    return [
      {
        caseId: file.caseId,
        requestId: `${String(version).padStart(8, "0")}.${String(at).padStart(6, "0")}`,
        elementId: "elementId" in event ? event.elementId : process.id,
        kind: "relay",
        name: event.type,
        inputs: {},
        attempts: 0,
        maxAttempts: Number.MAX_SAFE_INTEGER,
        backoff: null,
        dueAtMs: atMs,
      },
    ];
  });
}

function leavesDecisions(file: CaseFile): boolean {
  return Object.keys(file.decisions).length > 0 && hasOpenDecisions(file);
}

function incidentRows(
  before: CaseFile | null,
  file: CaseFile,
  events: readonly CaseEvent[],
  atMs: number,
): readonly IncidentRow[] {
  const rows: IncidentRow[] = [];
  for (const [id, incident] of Object.entries(file.incidents)) {
    if (before?.incidents[id] === incident) continue;
    rows.push({ ...incidentRow(file.caseId, incident), closedAtMs: null, closedBy: null });
  }
  for (const [id, incident] of Object.entries(before?.incidents ?? {})) {
    if (id in file.incidents) continue;
    const closing = events.find(
      (event) =>
        (event.type === "IncidentClosed" || event.type === "IncidentSettled") && event.incidentId === id,
    );
    const closedBy = closing !== undefined && "by" in closing ? closing.by : "cancel";
    rows.push({
      ...incidentRow(file.caseId, incident),
      closedAtMs: atMs,
      closedBy: typeof closedBy === "string" ? closedBy : "cancel",
    });
  }
  return rows;
}

function incidentRow(
  caseId: string,
  incident: CaseFile["incidents"][string],
): Omit<IncidentRow, "closedAtMs" | "closedBy"> {
  const { incidentId, elementId, code, message, details, raisedAtMs } = incident;
  return { caseId, incidentId, elementId, code, message, details, raisedAtMs };
}
