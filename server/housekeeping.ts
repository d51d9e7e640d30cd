/**
 * What nobody asks for any more goes: sessions that have ended, answers kept for repeats that will not come, uploads
 * that no act took up. Nothing that a case or the journal names is touched.
 */
import type { Store } from "./store/index.ts";

/** A client that has not repeated its request by then will not. */
const answersMs = 7 * 86_400_000;
/** A submission left over a holiday still finds its attachments. */
const uploadsMs = 30 * 86_400_000;
const everyMs = 3_600_000;

export async function tidy(store: Store, tenant: string, nowMs: number): Promise<void> {
  await store.people.endExpired(tenant, nowMs);
  await store.answers.forget(tenant, nowMs - answersMs);
  for (const { fileId } of await store.files.orphans(tenant, nowMs - uploadsMs)) {
    await store.files.dropFile(tenant, fileId);
  }
}

/** Every hour; returns how to stop. */
export function keepTidy(
  parts: { readonly store: Store; readonly tenant: string; readonly clock: { nowMs(): number } },
  onError: (error: unknown) => void,
): () => void {
  const timer = setInterval(() => {
    tidy(parts.store, parts.tenant, parts.clock.nowMs()).catch(onError);
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
