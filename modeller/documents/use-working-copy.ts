/** A working copy for as long as a page shows it, kept in step with what happens on the server. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { DocumentKind } from "../../api/index.ts";
import { api, listen } from "../../ui/index.ts";
import { createWorkingCopy, type WorkingCopy } from "./working-copy.ts";

export function useWorkingCopy(kind: DocumentKind, id: string): WorkingCopy {
  const copy = useMemo(() => createWorkingCopy(kind, id), [kind, id]);
  useEffect(() => {
    void copy.load();
    return listen((heard) => {
      if (heard.kind === "resync" || (heard.kind === "library" && heard.id === `${kind}/${id}`))
        void copy.refresh();
    });
  }, [copy]);
  return copy;
}

const readVersion = (kind: DocumentKind, id: string, version: number) =>
  api.get<{ content: string }>(`/library/${kind}/${encodeURIComponent(id)}/versions/${version}`);

/** The content of a published version; null until it is there, or when none is asked for. */
export function useVersion(copy: WorkingCopy, version: number | null): string | null {
  const [content, setContent] = useState<string | null>(null);
  useEffect(() => {
    if (version === null) return;
    void readVersion(copy.kind, copy.id, version).then((answer) => {
      if (answer.ok) setContent(answer.value.content);
      else copy.failure.value = answer.failure;
    });
  }, [copy, version]);
  return content;
}

/** The browser asks before it closes a page with unsaved work. */
export function useUnsavedGuard(copy: WorkingCopy): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (copy.dirty.peek()) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [copy]);
}
