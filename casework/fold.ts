// Folding events into a file. Invariant: this is the only place that changes a file, it never fails, and an event
// that does not fit changes nothing. `act` folds as it goes along, so what it returns is what folding gives.
import {
  type CaseState,
  type Element,
  type EngineEvent,
  type ExecutableProcess,
  replay,
} from "../engine/index.ts";
import type { Attachment } from "./command.ts";
import type { CaseEvent, CaseworkEvent, Origin } from "./event.ts";
import type {
  ActRow,
  CaseFile,
  DeadlineRow,
  DecisionRow,
  FiledAttachment,
  IncidentRow,
  InterestRow,
  ServiceRow,
  SubscriptionRow,
  TaskRow,
  TimerRow,
} from "./file.ts";
import { foldDeadline } from "./fold-deadline.ts";
import { idAfter } from "./under.ts";

/**
 * The file after the events of one entry, committed at `atMs`, under the version that the case runs after it. Never
 * fails. `file` is null before `CaseSubmitted`.
 */
export function evolveCase(
  process: ExecutableProcess,
  file: CaseFile | null,
  events: readonly CaseEvent[],
  atMs: number,
): CaseFile {
  const own = events.filter(isEngineEvent);
  const draft = openFile(file, replay(process, own, file?.engine ?? null));
  for (const event of events) fold(process, draft, event, atMs);
  return draft;
}

/** A private copy of a file that one call changes; it becomes the new file as it is. */
export interface FileDraft extends CaseFile {
  caseId: string;
  number: string;
  title: string;
  process: CaseFile["process"];
  submittedBy: CaseFile["submittedBy"];
  origin?: Origin;
  unitId: string;
  submittedAtMs: number;
  changedAtMs: number;
  status: CaseFile["status"];
  endedAtMs: number | null;
  access: string;
  engine: CaseState;
  attachments: CaseFile["attachments"];
  tasks: Record<string, TaskRow>;
  deadlines: Record<string, DeadlineRow>;
  timers: Record<string, TimerRow>;
  subscriptions: Record<string, SubscriptionRow>;
  services: Record<string, ServiceRow>;
  decisions: Record<string, DecisionRow>;
  incidents: Record<string, IncidentRow>;
  acts: readonly ActRow[];
  overdue?: readonly string[];
  interests?: readonly InterestRow[];
  returns: CaseFile["returns"];
  counters: CaseFile["counters"];
}

export function openFile(file: CaseFile | null, engine: CaseState): FileDraft {
  if (file === null) return { ...newFile(), engine };
  return {
    ...file,
    engine,
    tasks: { ...file.tasks },
    deadlines: { ...file.deadlines },
    timers: { ...file.timers },
    subscriptions: { ...file.subscriptions },
    services: { ...file.services },
    decisions: { ...file.decisions },
    incidents: { ...file.incidents },
  };
}

function newFile(): Omit<FileDraft, "engine"> {
  return {
    caseId: "",
    number: "",
    title: "",
    process: { id: "", version: 0, hash: "" },
    submittedBy: { kind: "system", name: "" },
    unitId: "",
    submittedAtMs: 0,
    changedAtMs: 0,
    status: "running",
    endedAtMs: null,
    access: "Biasa",
    attachments: [],
    tasks: {},
    deadlines: {},
    timers: {},
    subscriptions: {},
    services: {},
    decisions: {},
    incidents: {},
    acts: [],
    returns: [],
    counters: { deadline: 0, notice: 0, incident: 0 },
  };
}

const caseworkTypes: Readonly<Record<CaseworkEvent["type"], true>> = {
  CaseSubmitted: true,
  CaseMoved: true,
  TaskAddressed: true,
  TaskActed: true,
  TaskHandedOver: true,
  DeadlineSet: true,
  DeadlinePaused: true,
  DeadlineResumed: true,
  DeadlineMoved: true,
  DeadlinePassed: true,
  DeadlineClosed: true,
  CaseworkDecided: true,
  NoticeGiven: true,
  IncidentNoted: true,
  IncidentSettled: true,
  InterestDeclared: true,
};

export function isEngineEvent(event: CaseEvent): event is EngineEvent {
  return !Object.hasOwn(caseworkTypes, event.type);
}

export function fold(process: ExecutableProcess, draft: FileDraft, event: CaseEvent, atMs: number): void {
  draft.changedAtMs = atMs;
  if (isEngineEvent(event)) foldEngine(process, draft, event, atMs);
  else foldCasework(process, draft, event, atMs);
}

function foldEngine(process: ExecutableProcess, draft: FileDraft, event: EngineEvent, atMs: number): void {
  switch (event.type) {
    case "TaskOpened":
      openTaskRow(process, draft, event, atMs);
      return;
    case "TaskCompleted":
    case "TaskCancelled":
      delete draft.tasks[event.taskId];
      return;
    case "IncidentRaised": {
      const { incidentId, elementId, code, message, details } = event;
      const about = null;
      draft.incidents[incidentId] = {
        incidentId,
        elementId,
        about,
        code,
        message,
        details,
        raisedAtMs: atMs,
      };
      return;
    }
    case "IncidentClosed":
      delete draft.incidents[event.incidentId];
      return;
    case "CaseMigrated":
      rename(draft, event.elements);
      return;
    case "CaseEnded":
      draft.status = event.how;
      draft.endedAtMs = atMs;
      return;
    default:
      foldWait(draft, event);
      foldRequest(draft, event, atMs);
  }
}

/** What is open stands at the elements of the new version; what is past stays as it was written. */
function rename(draft: FileDraft, elements: { readonly [elementId: string]: string }): void {
  const renamed = <T extends { readonly elementId: string }>(rows: Record<string, T>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(rows).map(([id, row]) => {
        const elementId = idAfter(elements, row.elementId);
        return [id, elementId === row.elementId ? row : { ...row, elementId }];
      }),
    );
  draft.tasks = renamed(draft.tasks);
  draft.timers = renamed(draft.timers);
  draft.subscriptions = renamed(draft.subscriptions);
  draft.services = renamed(draft.services);
  draft.decisions = renamed(draft.decisions);
  draft.incidents = renamed(draft.incidents);
}

function openTaskRow(
  process: ExecutableProcess,
  draft: FileDraft,
  { taskId, elementId, activationId, inputs }: Extract<EngineEvent, { type: "TaskOpened" }>,
  openedAtMs: number,
): void {
  draft.tasks[taskId] = {
    taskId,
    elementId,
    activationId,
    openedAtMs,
    inputs,
    postId: null,
    unitId: null,
    reason: null,
    formerPostIds: [],
    version: 1,
  };
  const element = process.elements[process.elementIndex.get(elementId) ?? -1];
  // One standstill is one return, however many steps it takes on the submitter's side.
  if (element?.stopsClock && !stands(draft))
    draft.returns = [...draft.returns, { elementId, atMs: openedAtMs }];
}

/** The clock of the case, where it has one, stands still. */
function stands(draft: FileDraft): boolean {
  return Object.values(draft.deadlines).some(
    ({ taskId, pauses }) => taskId === null && pauses.at(-1)?.toMs === null,
  );
}

/** Timers, messages and signals. */
function foldWait(draft: FileDraft, event: EngineEvent): void {
  switch (event.type) {
    case "TimerArmed": {
      const { timerId, elementId, dueAtMs, occurrence } = event;
      draft.timers[timerId] = { timerId, elementId, dueAtMs, occurrence };
      return;
    }
    case "TimerFired":
    case "TimerCancelled":
      delete draft.timers[event.timerId];
      return;
    case "MessageAwaited": {
      const { subscriptionId, elementId, name, correlationKey } = event;
      draft.subscriptions[subscriptionId] = { subscriptionId, elementId, name, correlationKey };
      return;
    }
    case "SignalAwaited": {
      const { subscriptionId, elementId, name } = event;
      const signal = true;
      draft.subscriptions[subscriptionId] = { subscriptionId, elementId, name, correlationKey: null, signal };
      return;
    }
    case "MessageReceived":
    case "MessageAwaitCancelled":
    case "SignalReceived":
    case "SignalAwaitCancelled":
      delete draft.subscriptions[event.subscriptionId];
      return;
    default:
    // Where tokens are and what the case knows is the engine's state, folded by the engine itself.
  }
}

/** Services and decisions that were asked for. */
function foldRequest(draft: FileDraft, event: EngineEvent, atMs: number): void {
  switch (event.type) {
    case "ServiceRequested": {
      const { requestId, elementId, work, inputs } = event;
      draft.services[requestId] = { requestId, elementId, work, inputs, requestedAtMs: atMs };
      return;
    }
    case "ServiceCompleted":
    case "ServiceFailed":
    case "ServiceCancelled":
      delete draft.services[event.requestId];
      return;
    case "DecisionRequested": {
      const { requestId, elementId, ruleSet, inputs } = event;
      draft.decisions[requestId] = { requestId, elementId, ruleSet, inputs };
      return;
    }
    case "DecisionRecorded": {
      delete draft.decisions[event.requestId];
      const access = event.outcome.params.akses;
      if (typeof access === "string") draft.access = access;
      return;
    }
    case "DecisionCancelled":
      delete draft.decisions[event.requestId];
      return;
    default:
  }
}

function foldCasework(
  process: ExecutableProcess,
  draft: FileDraft,
  event: CaseworkEvent,
  atMs: number,
): void {
  switch (event.type) {
    case "CaseSubmitted": {
      const { type: _, attachments, ...submitted } = event;
      Object.assign(draft, submitted, { submittedAtMs: atMs });
      draft.attachments = filed(attachments, startOf(process)?.id);
      return;
    }
    case "CaseMoved":
      draft.process = event.to;
      return;
    case "TaskAddressed":
    case "TaskHandedOver":
    case "TaskActed":
      foldTask(draft, event, atMs);
      return;
    case "InterestDeclared": {
      const { elementId, personId, reason } = event;
      draft.interests = [...(draft.interests ?? []), { personId, elementId, reason, atMs }];
      return;
    }
    case "NoticeGiven":
      draft.counters = { ...draft.counters, notice: draft.counters.notice + 1 };
      return;
    case "CaseworkDecided":
      return;
    case "IncidentNoted": {
      const { incidentId, elementId, about, code, message, details } = event;
      draft.incidents[incidentId] = {
        incidentId,
        elementId,
        about,
        code,
        message,
        details,
        raisedAtMs: atMs,
      };
      draft.counters = { ...draft.counters, incident: draft.counters.incident + 1 };
      return;
    }
    case "IncidentSettled":
      delete draft.incidents[event.incidentId];
      return;
    case "DeadlineSet":
    case "DeadlinePaused":
    case "DeadlineResumed":
    case "DeadlineMoved":
    case "DeadlinePassed":
    case "DeadlineClosed":
      foldDeadline(draft, event, atMs);
      return;
  }
}

function foldTask(
  draft: FileDraft,
  event: Extract<CaseworkEvent, { type: "TaskAddressed" | "TaskHandedOver" | "TaskActed" }>,
  atMs: number,
): void {
  switch (event.type) {
    case "TaskAddressed":
      changeTask(draft, event.taskId, (task) => ({
        ...task,
        postId: event.postId,
        unitId: event.unitId,
        reason: event.reason,
      }));
      return;
    case "TaskHandedOver":
      changeTask(draft, event.taskId, (task) => ({
        ...task,
        postId: event.toPostId,
        unitId: event.toUnitId,
        reason: event.reason,
        formerPostIds: [...task.formerPostIds, event.fromPostId],
        version: task.version + 1,
      }));
      return;
    case "TaskActed": {
      const { taskId, elementId, by, outcome } = event;
      draft.acts = [...draft.acts, { taskId, elementId, by, outcome, atMs }];
      if (event.attachments.length > 0)
        draft.attachments = [...draft.attachments, ...filed(event.attachments, elementId)];
      return;
    }
  }
}

function filed(attachments: readonly Attachment[], elementId: string | undefined): FiledAttachment[] {
  return attachments.map((each) => (elementId === undefined ? each : { ...each, elementId }));
}

/** Where a person submits: the start event of the process that nothing has to happen for. */
export function startOf(process: ExecutableProcess): Element | undefined {
  return process.elements.find(
    (element) => element.kind === "startEvent" && element.scope === 0 && element.triggers.length === 0,
  );
}

function changeTask(draft: FileDraft, taskId: string, change: (task: TaskRow) => TaskRow): void {
  const task = draft.tasks[taskId];
  if (task) draft.tasks[taskId] = change(task);
}
