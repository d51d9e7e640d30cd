/** Commits made by hand, so that the store is tested without an engine. */
import { caseStream, opened, seal } from "../../../server/journal/index.ts";
import type {
  CaseCommit,
  CaseRow,
  Claim,
  DeadlineRow,
  DecisionRow,
  IdempotencyKey,
  IncidentRow,
  JobRow,
  MessageRow,
  NoticeRow,
  NumberedStart,
  Store,
  TaskRow,
  TimerRow,
  WorkChanges,
} from "../../../server/store/index.ts";

export const TENANT = "jabar";
export const T0 = Date.UTC(2027, 0, 4, 1, 0);

export const everything = { all: true } as const;

const noChanges: WorkChanges = {
  tasks: [],
  timers: { opened: [], closed: [] },
  deadlines: [],
  subscriptions: { opened: [], closed: [] },
  jobs: { opened: [], closed: [] },
  messages: [],
  notices: [],
  incidents: [],
  decisions: [],
  posts: [],
  inboxes: [],
  files: [],
};

export interface Making {
  readonly tenant?: string;
  readonly row?: Partial<CaseRow>;
  readonly changes?: Partial<WorkChanges>;
  readonly idempotency?: IdempotencyKey | null;
  readonly settles?: Claim | null;
  readonly state?: unknown;
  readonly atMs?: number;
}

export function firstCommit(caseId: string, making: Making = {}): CaseCommit {
  return commitOf(caseId, null, making);
}

/** The commit after what the store holds now. */
export async function nextCommit(store: Store, caseId: string, making: Making = {}): Promise<CaseCommit> {
  const stored = await store.cases.load(making.tenant ?? TENANT, caseId, everything);
  if (stored === null) throw new Error(`no case ${caseId}`);
  return commitOf(caseId, stored.row, making);
}

export function commitOf(caseId: string, before: CaseRow | null, making: Making): CaseCommit {
  const tenant = making.tenant ?? TENANT;
  const version = (before?.version ?? 0) + 1;
  const atMs = making.atMs ?? T0 + version;
  const entry = seal(
    {
      tenant,
      stream: caseStream(caseId),
      after: before === null ? null : { seq: before.version, hash: before.head },
    },
    {
      atMs,
      actor: { kind: "system", name: "test" },
      command: { type: "Test" },
      events: [{ type: "Tested" }],
    },
  );
  const row: CaseRow = {
    caseId,
    number: `VLP/2027/${caseId}`,
    title: `LKjIP ${caseId}`,
    processId: "verifikasi-laporan",
    processVersion: 1,
    processHash: "hash",
    unitId: "dinkes",
    submittedByPerson: "person-operator",
    submittedByPost: "post-operator",
    parentId: null,
    parentCall: null,
    state: "running",
    contentVersion: version,
    openIncidents: 0,
    submittedAtMs: T0,
    endedAtMs: null,
    dueAtMs: null,
    ...before,
    ...making.row,
    version,
    head: entry.hash,
  };
  return {
    tenant,
    caseId,
    version,
    row,
    state: JSON.stringify(making.state ?? { caseId, version }),
    entry,
    changes: { ...noChanges, ...making.changes },
    idempotency: making.idempotency ?? null,
    settles: making.settles ?? null,
  };
}

export function numberedStart(
  caseId: string,
  making: Making & { readonly refuse?: boolean } = {},
): NumberedStart {
  return {
    tenant: making.tenant ?? TENANT,
    caseId,
    prefix: "VLP",
    year: 2027,
    atMs: T0,
    idempotency: making.idempotency ?? null,
    settles: making.settles ?? null,
    build: (number) =>
      making.refuse === true ? null : firstCommit(caseId, { ...making, row: { ...making.row, number } }),
  };
}

export function task(caseId: string, taskId: string, more: Partial<TaskRow> = {}): TaskRow {
  return {
    caseId,
    taskId,
    elementId: "periksa",
    postId: "kabag-kesra",
    unitId: "kesra",
    state: "open",
    version: 1,
    openedAtMs: T0,
    closedAtMs: null,
    dueAtMs: null,
    mark: 0,
    actedByPerson: null,
    ...more,
  };
}

export function timer(caseId: string, timerId: string, dueAtMs: number): TimerRow {
  return { caseId, timerId, elementId: "tunggu", occurrence: 1, dueAtMs };
}

export function deadline(caseId: string, deadlineId: string, more: Partial<DeadlineRow> = {}): DeadlineRow {
  return {
    caseId,
    deadlineId,
    taskId: null,
    state: "running",
    anchorMs: T0,
    dueAtMs: T0 + 10_000,
    minutes: 450,
    usedMinutes: 0,
    clock: "working",
    marks: [
      { mark: 50, atMs: T0 + 5_000 },
      { mark: 100, atMs: T0 + 10_000 },
    ],
    pauses: [],
    next: { mark: 50, atMs: T0 + 5_000 },
    closedAtMs: null,
    ...more,
  };
}

export function job(caseId: string, requestId: string, more: Partial<JobRow> = {}): JobRow {
  return {
    caseId,
    requestId,
    elementId: "arsipkan",
    kind: "topic",
    name: "arsip",
    inputs: { nomor: "1" },
    attempts: 0,
    maxAttempts: 3,
    backoff: null,
    dueAtMs: T0,
    ...more,
  };
}

export function message(caseId: string, messageId: string, more: Partial<MessageRow> = {}): MessageRow {
  return {
    caseId,
    messageId,
    elementId: "kirim",
    name: "laporan.diverifikasi",
    correlationKey: null,
    payload: {},
    attempts: 0,
    dueAtMs: T0,
    thrownAtMs: T0,
    ...more,
  };
}

export function notice(caseId: string, noticeId: string, more: Partial<NoticeRow> = {}): NoticeRow {
  return { caseId, noticeId, postId: "karo-kesra", kind: "copy", taskId: null, atMs: T0, ...more };
}

export function decision(
  caseId: string,
  decisionId: string,
  atMs: number,
  more: Partial<DecisionRow> = {},
): DecisionRow {
  return {
    ruleSet: "rute-verifikasi",
    atMs,
    caseId,
    decisionId,
    hash: "hash-1",
    facts: { laporan: { jenis: "SPJ" } },
    outcome: { type: "KESRA", params: {} },
    ...more,
  };
}

export function incident(caseId: string, incidentId: string, more: Partial<IncidentRow> = {}): IncidentRow {
  return {
    caseId,
    incidentId,
    elementId: "arsipkan",
    code: "serviceFailed",
    message: "the archive did not answer",
    details: { attempts: 3 },
    raisedAtMs: T0,
    closedAtMs: null,
    closedBy: null,
    ...more,
  };
}

export async function bodiesOf(store: Store, caseId: string, tenant = TENANT) {
  return (await store.journal.sealed(tenant, caseStream(caseId))).map(opened);
}
