/**
 * Executes a case's exported history again, for an auditor: the engine, fed with the commands that ran, must give the
 * very events that were written. Which process a case runs stands in its first entry, by hash, and in each that moved it to another version.
 */
import { type CaseEntry, reExecute, versionsIn } from "../../casework/index.ts";
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
    const history = entries.map(caseEntry);
    const versions = new Map<string, ExecutableProcess>();
    for (const { id, version, hash } of versionsIn(history)) {
      const process = await processOf({ id, version, hash });
      if (process === null) {
        return {
          seq: 1,
          message: `${stream} runs ${id} version ${version} (${hash}), which is not at hand.`,
        };
      }
      versions.set(hash, process);
    }
    const [first] = versions.values();
    if (first === undefined || history[0]?.events[0]?.type !== "CaseSubmitted") {
      return { seq: 1, message: `${stream} does not begin with the submission of a case.` };
    }
    const executed = reExecute(first, history, ({ hash }) => versions.get(hash));
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
    events: entry.events as CaseEntry["events"],
  };
}
