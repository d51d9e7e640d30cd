/**
 * One case, read for showing: its row, its file, the documents of the version it runs, and its journal. What a
 * person may not see cannot be read: every reading takes a sight.
 */
import {
  type CaseContext,
  type CaseEntry,
  type CaseFile,
  type Versions,
  versionsIn,
} from "../../casework/index.ts";
import type { ExecutableProcess } from "../../engine/index.ts";
import type { Workloads } from "../cases/index.ts";
import type { JournalEntry } from "../journal/index.ts";
import type { Sight } from "../policy/index.ts";
import type { CaseRow, Store, StoredCase } from "../store/index.ts";
import type { Documents } from "./documents.ts";

export interface CaseReading {
  readonly row: CaseRow;
  readonly file: CaseFile;
  readonly context: CaseContext;
}

export interface CaseReader {
  /** Null for a case that is not there or not within the sight. */
  read(caseId: string, sight: Sight, nowMs: number): Promise<CaseReading | null>;
  history(caseId: string): Promise<CaseHistory>;
}

/** What happened to a case, and the versions of its process under which it happened. */
export interface CaseHistory {
  readonly entries: readonly CaseEntry[];
  readonly versions: Versions;
}

export function createCaseReader(
  store: Store,
  tenant: string,
  documents: Documents,
  workloads: Workloads,
): CaseReader {
  async function readingOf({ row, state }: StoredCase, nowMs: number): Promise<CaseReading | null> {
    const context = await documents.caseContext(row.processId, row.processVersion, nowMs);
    if (!context) return null;
    return {
      row,
      context: await workloads.within(context, row.submittedAtMs, nowMs, "shown"),
      // What the store keeps is what casework gave it: its own file, as JSON.
      file: JSON.parse(state) as CaseFile,
    };
  }
  return {
    async read(caseId, sight, nowMs) {
      const stored = await store.cases.load(tenant, caseId, sight);
      return stored && (await readingOf(stored, nowMs));
    },
    async history(caseId) {
      const entries = (await store.journal.entries(tenant, `case/${caseId}`)).map(caseEntry);
      const processes = new Map<string, ExecutableProcess>();
      for (const { id, version, hash } of versionsIn(entries)) {
        const process = await documents.process(id, version);
        if (process !== null) processes.set(hash, process);
      }
      return { entries, versions: ({ hash }) => processes.get(hash) };
    },
  };
}

/** A case's stream holds nothing but the acts of casework, so an entry's command and events are its own. */
function caseEntry(entry: JournalEntry): CaseEntry {
  return {
    atMs: entry.atMs,
    command: entry.command as CaseEntry["command"],
    executed: entry.executed ?? [],
    events: entry.events as CaseEntry["events"],
  };
}
