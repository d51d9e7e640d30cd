/** Sealing an entry into its stream's chain, and reading it back. */
import { canonicalJson, sha256Hex } from "./canonical.ts";
import { type EntryContent, type JournalEntry, NO_HASH, type SealedEntry } from "./entry.ts";

/** Where the next entry goes. */
export interface Place {
  readonly tenant: string;
  readonly stream: string;
  /** The newest entry of the stream; null when there is none. */
  readonly after: { readonly seq: number; readonly hash: string } | null;
}

export function seal(place: Place, content: EntryContent): SealedEntry {
  const seq = (place.after?.seq ?? 0) + 1;
  const prevHash = place.after?.hash ?? NO_HASH;
  const body = canonicalJson({ ...content, tenant: place.tenant, stream: place.stream, seq, prevHash });
  return {
    tenant: place.tenant,
    stream: place.stream,
    seq,
    atMs: content.atMs,
    prevHash,
    hash: sha256Hex(body),
    body,
  };
}

/** The entry that a sealed body holds. Its hash is not looked at: verifying does. */
export function opened(sealed: Pick<SealedEntry, "body" | "hash">): JournalEntry {
  return { ...(JSON.parse(sealed.body) as Omit<JournalEntry, "hash">), hash: sealed.hash };
}

export const caseStream = (caseId: string): string => `case/${caseId}`;
export const libraryStream = (kind: string, id: string): string => `library/${kind}/${id}`;
export const ACCESS_STREAM = "access";
