/**
 * The journal as NDJSON, for an auditor: a first line that says what it is, a line for each entry, a last line
 * with the heads of all streams and the number of entries, so that a cut file shows. Entries of a stream stand in
 * their order; bodies are the very text that was hashed.
 */
import { canonicalJson } from "./canonical.ts";
import type { Head, SealedEntry } from "./entry.ts";

export const EXPORT_FORMAT = "poros-journal";
export const EXPORT_VERSION = 1;

export interface ExportSource {
  heads(tenant: string, prefix: string, afterStream: string, max: number): Promise<readonly Head[]>;
  sealed(tenant: string, stream: string, fromSeq?: number): Promise<readonly SealedEntry[]>;
}

const STREAMS_AT_ONCE = 200;

/** Lines, each with its newline. `prefix` chooses streams: empty is all, `case/7b1e` is one case. */
export async function* exportJournal(
  source: ExportSource,
  tenant: string,
  options: { readonly prefix: string; readonly atMs: number },
): AsyncGenerator<string, void, undefined> {
  yield `${canonicalJson({
    format: EXPORT_FORMAT,
    version: EXPORT_VERSION,
    tenant,
    streams: options.prefix,
    exportedAtMs: options.atMs,
  })}\n`;
  const ends: Head[] = [];
  let entries = 0;
  let after = "";
  while (true) {
    const heads = await source.heads(tenant, options.prefix, after, STREAMS_AT_ONCE);
    for (const head of heads) {
      const sealed = await source.sealed(tenant, head.stream);
      for (const entry of sealed) yield exportLine(entry);
      entries += sealed.length;
      const last = sealed.at(-1);
      ends.push(last === undefined ? head : { stream: head.stream, seq: last.seq, hash: last.hash });
      after = head.stream;
    }
    if (heads.length < STREAMS_AT_ONCE) break;
  }
  yield `${canonicalJson({ end: { entries, heads: ends } })}\n`;
}

export function exportLine(entry: Pick<SealedEntry, "body" | "hash">): string {
  return `{"entry":${entry.body},"hash":"${entry.hash}"}\n`;
}
