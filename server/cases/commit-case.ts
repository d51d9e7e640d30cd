/** An act as one commit, and the notice of it for whoever listens. */
import { abridged, type CaseCommand, type CaseFile } from "../../casework/index.ts";
import { caseStream, type EntryContent, seal } from "../journal/index.ts";
import type { CaseCommit, CaseRow, Claim, IdempotencyKey, TimerRow } from "../store/index.ts";
import type { CommitNotice } from "./port.ts";
import { projectChanges, projectRow, type Step } from "./projection.ts";

export interface Making extends Step {
  readonly tenant: string;
  readonly command: CaseCommand;
  /** What a person added for the record, beside the command itself. */
  readonly note: string | null;
  readonly idempotency: IdempotencyKey | null;
  readonly settles: Claim | null;
  /** Timers of other owners that change with it. */
  readonly timers?: readonly TimerRow[];
}

export interface Made {
  readonly commit: CaseCommit;
  readonly file: CaseFile;
}

export function makeCommit(making: Making): Made {
  const { tenant, command, note, acted, beforeRow, idempotency, settles } = making;
  const { file } = acted;
  const withoutHead = projectRow(making);
  const content: EntryContent = {
    atMs: making.atMs,
    actor: command.actor,
    command: note === null ? command : { ...command, note },
    events: acted.events,
    executed: abridged(acted.executed, acted.events),
  };
  const after = beforeRow === null ? null : { seq: beforeRow.version, hash: beforeRow.head };
  const entry = seal({ tenant, stream: caseStream(file.caseId), after }, content);
  const row: CaseRow = { ...withoutHead, head: entry.hash };
  const changes = projectChanges(making, row.version);
  const { timers = [] } = making;
  return {
    file,
    commit: {
      tenant,
      caseId: file.caseId,
      version: row.version,
      row,
      state: JSON.stringify(file),
      entry,
      changes:
        timers.length === 0
          ? changes
          : { ...changes, timers: { ...changes.timers, opened: [...changes.timers.opened, ...timers] } },
      idempotency,
      settles,
    },
  };
}

export function noticeOf(commit: CaseCommit, events: CommitNotice["events"]): CommitNotice {
  const { changes, caseId, version, row } = commit;
  const { unitId } = row;
  return { caseId, version, unitId, posts: changes.inboxes, incidents: changes.incidents.length > 0, events };
}
