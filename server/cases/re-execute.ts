/**
 * Executes a case's exported history again, for an auditor: the engine, fed with the commands that ran, must give the
 * very events that were written. Which process a case runs stands in its first entry, by hash.
 */
import { type CaseEntry, type CaseEvent, reExecute } from "../../casework/index.ts";
import type { ExecutableProcess } from "../../engine/index.ts";
import type { JournalEntry, ReExecute } from "../journal/index.ts";

export type ProcessByHash = (ref: {
  readonly id: string;
  readonly version: number;
  readonly hash: string;
}) => Promise<ExecutableProcess | null>;

/** For `verifyExport`. A process that is not at hand is a finding: its case was not executed again. */
export function reExecuteCases(processOf: ProcessByHash): ReExecute {
  return async (stream, entries) => {
    const submitted = entries[0] && eventsOf(entries[0]).find(isSubmitted);
    if (submitted === undefined) {
      return { seq: 1, message: `${stream} does not begin with the submission of a case.` };
    }
    const process = await processOf(submitted.process);
    if (process === null) {
      const { id, version, hash } = submitted.process;
      return { seq: 1, message: `${stream} runs ${id} version ${version} (${hash}), which is not at hand.` };
    }
    const executed = reExecute(process, entries.map(caseEntry));
    if (executed.ok) return null;
    const seq = entries[executed.entry]?.seq ?? 1;
    const event = executed.event === null ? "" : `, event ${executed.event + 1}`;
    return { seq, message: `Entry ${seq} of ${stream}${event}: ${executed.message}` };
  };
}

function caseEntry(entry: JournalEntry): CaseEntry {
  return {
    atMs: entry.atMs,
    // A case's stream holds nothing but the acts of casework.
    command: entry.command as CaseEntry["command"],
    executed: entry.executed ?? [],
    events: eventsOf(entry),
  };
}

function eventsOf(entry: JournalEntry): readonly CaseEvent[] {
  return entry.events as readonly CaseEvent[];
}

function isSubmitted(event: CaseEvent): event is Extract<CaseEvent, { type: "CaseSubmitted" }> {
  return event.type === "CaseSubmitted";
}
