/**
 * What exactly was proposed: the draft as it is, or an earlier version. Told by the hash of the content, so that
 * nobody is shown one text and approves another.
 */
import { useEffect, useState } from "preact/hooks";
import type { WorkingCopy } from "./working-copy.ts";

/** `other`: the draft has changed since it was proposed. */
export type Proposed = { readonly version: number } | "draft" | "other";

export function useProposed(copy: WorkingCopy): Proposed | null {
  const shown = copy.document.value;
  const hash = shown?.proposal?.hash ?? null;
  const earlier = shown?.versions.find((version) => version.hash === hash);
  const [ofDraft, setOfDraft] = useState<{ content: string; hash: string | null } | null>(null);
  const content = shown?.content ?? "";
  useEffect(() => {
    if (hash === null) return;
    let gone = false;
    void sha256(content).then((found) => {
      if (!gone) setOfDraft({ content, hash: found });
    });
    return () => {
      gone = true;
    };
  }, [content, hash]);
  if (hash === null) return null;
  if (earlier !== undefined) return { version: earlier.version };
  if (ofDraft === null || ofDraft.content !== content) return null;
  return ofDraft.hash === null || ofDraft.hash === hash ? "draft" : "other";
}

/** Null where the page may not hash: an address without encryption. The server compares in any case. */
async function sha256(text: string): Promise<string | null> {
  if (!("subtle" in crypto)) return null;
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
