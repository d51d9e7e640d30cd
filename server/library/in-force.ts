/**
 * What is in force, in memory on each node. A counter in the database moves with every publication; it is looked
 * at twice a second, and when it has moved everything is read again. So publishing takes effect on every node
 * within a second, and asking costs nothing.
 */
import type { Publication, PublishedStore } from "../store/index.ts";

const LOOK_EVERY_MS = 500;

export interface InForce {
  of(kind: string, id: string): readonly Publication[];
  at(kind: string, id: string, atMs: number): Publication | null;
  all(kind: string, atMs: number): readonly Publication[];
  /** Ids that were ever published. */
  ids(kind: string): readonly string[];
  refresh(): Promise<void>;
  onChange(listener: (change: { readonly kind: string; readonly id: string }) => void): () => void;
  close(): void;
}

export async function keepInForce(store: PublishedStore, tenant: string): Promise<InForce> {
  let seen = -1;
  let byDocument = new Map<string, readonly Publication[]>();
  let refreshing: Promise<void> | null = null;
  const listeners = new Set<(change: { readonly kind: string; readonly id: string }) => void>();

  async function look(): Promise<void> {
    const count = await store.changes(tenant);
    if (count === seen) return;
    const next = group(await store.publications(tenant));
    const changed = [...next].filter(([name, rows]) => byDocument.get(name)?.length !== rows.length);
    const first = seen === -1;
    byDocument = next;
    seen = count;
    if (first) return;
    for (const [, rows] of changed) {
      const newest = rows[0];
      if (newest === undefined) continue;
      for (const listener of listeners) listener({ kind: newest.kind, id: newest.id });
    }
  }

  /** Looks that come together share one; a look that began before my publication does not count for me. */
  async function refresh(): Promise<void> {
    if (refreshing !== null) await refreshing.catch(() => undefined);
    refreshing ??= look().finally(() => {
      refreshing = null;
    });
    await refreshing;
  }

  await look();
  // A database that is away for a moment is asked again; what is in force stays as it was last seen.
  const timer = setInterval(() => void refresh().catch(() => undefined), LOOK_EVERY_MS);
  timer.unref();

  const of = (kind: string, id: string) => byDocument.get(`${kind}/${id}`) ?? [];
  const at = (kind: string, id: string, atMs: number) => inForceAt(of(kind, id), atMs);
  const ids = (kind: string) =>
    [...byDocument.values()].flatMap((rows) => (rows[0]?.kind === kind ? [rows[0].id] : []));
  return {
    of,
    at,
    ids,
    all: (kind, atMs) => ids(kind).flatMap((id) => at(kind, id, atMs) ?? []),
    refresh,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      clearInterval(timer);
      listeners.clear();
    },
  };
}

/** Newest act of publishing first. */
function group(publications: readonly Publication[]): Map<string, readonly Publication[]> {
  const grouped = new Map<string, Publication[]>();
  for (const publication of publications) {
    const name = `${publication.kind}/${publication.id}`;
    const rows = grouped.get(name);
    if (rows === undefined) grouped.set(name, [publication]);
    else rows.unshift(publication);
  }
  return grouped;
}

/** Of those whose date has come, the one with the latest date; of the same date, the one published last. */
function inForceAt(newestFirst: readonly Publication[], atMs: number): Publication | null {
  let found: Publication | null = null;
  for (const publication of newestFirst) {
    if (publication.effectiveFromMs > atMs) continue;
    if (found === null || publication.effectiveFromMs > found.effectiveFromMs) found = publication;
  }
  return found;
}
