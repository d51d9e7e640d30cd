/**
 * Verifies an exported journal without the server: every hash, every chain, the order of every stream and the
 * heads at its end. It names the entry at which a stream stops being what was written, and says what no export
 * can show by itself: a stream rewritten or cut as a whole, together with its heads, needs a checkpoint that was
 * kept elsewhere.
 */
import { canonicalJson, sha256Hex } from "./canonical.ts";
import { type JournalEntry, NO_HASH } from "./entry.ts";
import { EXPORT_FORMAT, EXPORT_VERSION } from "./export.ts";

type FindingCode =
  /** The line is not JSON, or not an entry. */
  | "unreadable"
  /** The entry's text is not what its hash covers. */
  | "changed"
  /** An entry is missing: the numbers jump. */
  | "missing"
  /** It stands where another belongs. */
  | "outOfOrder"
  /** It does not follow the entry before it: one of the two was put in another's place. */
  | "broken"
  /** The stream ends before its head, or the export before its last line. */
  | "truncated"
  /** The export speaks of another tenant or format. */
  | "foreign"
  /** Executing the history again gives something else. */
  | "differs";

interface Finding {
  readonly code: FindingCode;
  /** From 1; null where a line is missing. */
  readonly line: number | null;
  readonly stream: string | null;
  readonly seq: number | null;
  readonly message: string;
}

export interface Verification {
  readonly ok: boolean;
  readonly entries: number;
  readonly streams: number;
  readonly findings: readonly Finding[];
  /** What this export cannot show, in words. */
  readonly unseen: readonly string[];
}

/** Executes one stream again; null when nothing differs. The command line gives casework's replay. */
export type ReExecute = (
  stream: string,
  entries: readonly JournalEntry[],
) => Promise<{ readonly seq: number; readonly message: string } | null>;

const UNSEEN = [
  "Without a checkpoint kept elsewhere it cannot be seen whether a stream was rewritten from some entry to its end, or its last entries and its head taken away together: a chain vouches for what is before an entry, not after.",
  "It cannot be seen whether a whole stream was left out of the export together with its head.",
];

export interface VerifyOptions {
  readonly reExecute?: ReExecute;
  /** Findings kept; what follows is only counted as not ok. */
  readonly maxFindings?: number;
}

export async function verifyExport(
  lines: Iterable<string> | AsyncIterable<string>,
  options: VerifyOptions = {},
): Promise<Verification> {
  const reading = new Reading(options.maxFindings ?? 100);
  let number = 0;
  for await (const text of lines) {
    number += 1;
    if (text.trim() !== "") reading.line(text, number);
  }
  reading.finish();
  if (options.reExecute !== undefined) await reading.reExecute(options.reExecute);
  return {
    ok: reading.findings.length === 0,
    entries: reading.entries,
    streams: reading.streams.size,
    findings: reading.findings,
    unseen: UNSEEN,
  };
}

/** What is known of a stream so far. */
interface StreamState {
  seq: number;
  hash: string;
  readonly entries: JournalEntry[];
  faulty: boolean;
}

class Reading {
  readonly findings: Finding[] = [];
  readonly streams = new Map<string, StreamState>();
  entries = 0;
  #tenant: string | null = null;
  #ended = false;
  readonly #maxFindings: number;

  constructor(maxFindings: number) {
    this.#maxFindings = maxFindings;
  }

  line(text: string, line: number): void {
    const read = parseLine(text);
    if (read === null) {
      this.#find("unreadable", line, null, null, `Line ${line} is not a line of a journal export.`);
      return;
    }
    if (line === 1) this.#header(read);
    else if ("end" in read) this.#end(read.end, line);
    else this.#entry(read, line);
  }

  finish(): void {
    if (this.#ended) return;
    this.#find(
      "truncated",
      null,
      null,
      null,
      "The export has no last line with the heads: its end is missing.",
    );
  }

  async reExecute(run: ReExecute): Promise<void> {
    for (const [stream, state] of this.streams) {
      if (state.faulty || !stream.startsWith("case/")) continue;
      const difference = await run(stream, state.entries);
      if (difference === null) continue;
      this.#find("differs", null, stream, difference.seq, difference.message);
    }
  }

  #header(read: Readonly<Record<string, unknown>>): void {
    if (read.format !== EXPORT_FORMAT || read.version !== EXPORT_VERSION) {
      this.#find(
        "foreign",
        1,
        null,
        null,
        `The first line should say format ${EXPORT_FORMAT}, version ${EXPORT_VERSION}.`,
      );
    }
    this.#tenant = typeof read.tenant === "string" ? read.tenant : null;
  }

  #entry(read: Readonly<Record<string, unknown>>, line: number): void {
    const { entry, hash } = read;
    if (!isEntry(entry) || typeof hash !== "string") {
      this.#find("unreadable", line, null, null, `Line ${line} holds no journal entry.`);
      return;
    }
    this.entries += 1;
    const { stream, seq, prevHash } = entry;
    const state = this.streams.get(stream) ?? { seq: 0, hash: NO_HASH, entries: [], faulty: false };
    this.streams.set(stream, state);
    const name = `Entry ${seq} of ${stream}`;
    const find = (code: FindingCode, message: string) => {
      // After its first fault a stream's chain says nothing more; one finding names the place.
      if (!state.faulty) this.#find(code, line, stream, seq, message);
      state.faulty = true;
    };
    if (entry.tenant !== this.#tenant) find("foreign", `${name} belongs to another tenant.`);
    if (sha256Hex(canonicalJson(entry)) !== hash) {
      find("changed", `${name} is not what was written: its hash does not cover this text.`);
    }
    if (seq > state.seq + 1) {
      const gone = seq === state.seq + 2 ? `entry ${seq - 1}` : `entries ${state.seq + 1} to ${seq - 1}`;
      find(
        "missing",
        `Of ${stream}, ${gone} ${seq === state.seq + 2 ? "is" : "are"} missing before entry ${seq}.`,
      );
    } else if (seq <= state.seq) {
      find("outOfOrder", `${name} stands after entry ${state.seq}: it was moved or put in twice.`);
    } else if (prevHash !== state.hash) {
      find("broken", `${name} does not follow the entry before it: one of the two was replaced.`);
    }
    state.seq = Math.max(state.seq, seq);
    state.hash = hash;
    state.entries.push({ ...entry, hash });
  }

  #end(end: unknown, line: number): void {
    this.#ended = true;
    const heads = isRecord(end) && Array.isArray(end.heads) ? end.heads : [];
    const seen = new Set<string>();
    for (const head of heads) {
      if (!isRecord(head)) continue;
      const { stream, seq, hash } = head;
      if (typeof stream !== "string" || typeof seq !== "number") continue;
      seen.add(stream);
      const state = this.streams.get(stream);
      if (state === undefined || state.seq < seq) {
        const from = (state?.seq ?? 0) + 1;
        const gone = from === seq ? `entry ${seq} is` : `entries ${from} to ${seq} are`;
        this.#find("truncated", line, stream, from, `The end of ${stream} is missing: ${gone} not there.`);
      } else if (!state.faulty && state.hash !== hash) {
        this.#find(
          "broken",
          line,
          stream,
          seq,
          `The last entry of ${stream} is not the one that its head names.`,
        );
      }
    }
    for (const [stream, state] of this.streams) {
      if (seen.has(stream)) continue;
      this.#find("outOfOrder", line, stream, state.seq, `The heads do not name ${stream}: it was put in.`);
    }
  }

  #find(
    code: FindingCode,
    line: number | null,
    stream: string | null,
    seq: number | null,
    message: string,
  ): void {
    if (this.findings.length < this.#maxFindings) this.findings.push({ code, line, stream, seq, message });
  }
}

function parseLine(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const read: unknown = JSON.parse(text);
    return isRecord(read) ? read : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isEntry(value: unknown): value is Omit<JournalEntry, "hash"> {
  return (
    isRecord(value) &&
    typeof value.stream === "string" &&
    Number.isSafeInteger(value.seq) &&
    typeof value.prevHash === "string" &&
    typeof value.tenant === "string"
  );
}
