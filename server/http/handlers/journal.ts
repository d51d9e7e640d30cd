/** The journal: of one case, entry by entry, and all of it as a file that can be verified without this server. */
import { Readable } from "node:stream";
import type { JournalEntry } from "../../../api/index.ts";
import {
  ACCESS_STREAM,
  caseStream,
  exportJournal,
  type JournalEntry as StoredEntry,
} from "../../journal/index.ts";
import { actorOf } from "../../policy/index.ts";
import { answer, type Handlers } from "../call.ts";
import type { Parts } from "../parts.ts";
import { refuse } from "../refused.ts";

export function journalHandlers(parts: Parts): Pick<Handlers, "readCaseJournal" | "exportJournal"> {
  const { store, tenant } = parts;
  return {
    async readCaseJournal(call) {
      const stored = await store.cases.load(tenant, call.params.caseId, call.sight);
      if (!stored) return refuse("notFound");
      const from = call.query.after === undefined ? 1 : Number(call.query.after);
      if (!Number.isSafeInteger(from) || from < 1) return refuse("invalidQuery", { params: { at: "after" } });
      const size = call.query.size ?? parts.limits.pageSize;
      const entries = await store.journal.entries(tenant, caseStream(call.params.caseId), from);
      const next = entries[size]?.seq;
      return answer({
        items: entries.slice(0, size).map(journalEntry),
        total: stored.row.version,
        next: next === undefined ? null : String(next),
      });
    },

    async exportJournal(call) {
      await store.journal.append(tenant, ACCESS_STREAM, {
        atMs: call.nowMs,
        actor: actorOf(call.subject),
        command: { type: "ExportJournal" },
        events: [{ type: "JournalExported" }],
      });
      const lines = exportJournal(store.journal, tenant, { prefix: "", atMs: call.nowMs });
      return {
        kind: "stream",
        body: Readable.from(lines),
        headers: { "content-disposition": 'attachment; filename="journal.ndjson"' },
      };
    },
  };
}

function journalEntry(entry: StoredEntry): JournalEntry {
  return {
    stream: entry.stream,
    sequence: entry.seq,
    atMs: entry.atMs,
    actor: { ...entry.actor },
    command: { ...entry.command },
    events: entry.events.map((event) => ({ ...event })),
    previousHash: entry.prevHash,
    hash: entry.hash,
  };
}
