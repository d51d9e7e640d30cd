/**
 * One document while an analyst works on it: what the server holds, what was changed since, and what to do
 * when both moved. Saving names the version it was based on; a refused save keeps both texts until the analyst
 * chooses. Changes are also kept in this browser, so that a closed tab loses nothing.
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { DocumentKind, WorkingDocument } from "../../api/index.ts";
import { api, type Failure } from "../../ui/index.ts";

interface Kept {
  readonly content: string;
  readonly title: string;
  readonly draftVersion: number;
  readonly atMs: number;
}

export interface WorkingCopy {
  readonly kind: DocumentKind;
  readonly id: string;
  /** As the server last said; null until it did. */
  readonly document: ReadonlySignal<WorkingDocument | null>;
  readonly content: ReadonlySignal<string>;
  readonly title: ReadonlySignal<string>;
  readonly dirty: ReadonlySignal<boolean>;
  readonly saving: ReadonlySignal<boolean>;
  readonly failure: Signal<Failure | null>;
  /** What somebody else saved meanwhile; set until the analyst chooses. */
  readonly conflict: ReadonlySignal<WorkingDocument | null>;
  /** Unsaved work found in this browser. */
  readonly recovered: ReadonlySignal<Kept | null>;
  readonly load: () => Promise<void>;
  readonly change: (content: string) => void;
  readonly retitle: (title: string) => void;
  /** True when the server has it. */
  readonly save: () => Promise<boolean>;
  readonly takeTheirs: () => void;
  readonly keepMine: () => Promise<boolean>;
  readonly restore: () => void;
  readonly dropRecovered: () => void;
  /** The server answered with a newer state of the document: proposed, rejected, published. */
  readonly accept: (document: WorkingDocument) => void;
  /** Asks what the server holds now; unsaved work stays. */
  readonly refresh: () => Promise<void>;
}

const keepAfterMs = 800;

export function createWorkingCopy(kind: DocumentKind, id: string): WorkingCopy {
  const path = `/library/${kind}/${encodeURIComponent(id)}`;
  const storageKey = `poros.draft.${kind}/${id}`;
  const document = signal<WorkingDocument | null>(null);
  const content = signal("");
  const title = signal("");
  const saving = signal(false);
  const failure = signal<Failure | null>(null);
  const conflict = signal<WorkingDocument | null>(null);
  const recovered = signal<Kept | null>(null);
  const dirty = computed(
    () =>
      document.value !== null &&
      (content.value !== document.value.content || title.value !== document.value.title),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (next: WorkingDocument) => {
    document.value = next;
    content.value = next.content;
    title.value = next.title;
  };
  const keepSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const base = document.peek();
      if (base === null || !dirty.peek()) forget(storageKey);
      else
        keep(storageKey, {
          content: content.peek(),
          title: title.peek(),
          draftVersion: base.draftVersion,
          atMs: Date.now(),
        });
    }, keepAfterMs);
  };

  const copy: WorkingCopy = {
    kind,
    id,
    document,
    content,
    title,
    dirty,
    saving,
    failure,
    conflict,
    recovered,
    load: async () => {
      const answer = await api.get<WorkingDocument>(path);
      if (!answer.ok) {
        failure.value = answer.failure;
        return;
      }
      failure.value = null;
      show(answer.value);
      const kept = recall(storageKey);
      recovered.value = kept !== null && kept.content !== answer.value.content ? kept : null;
    },
    change: (next) => {
      if (content.peek() === next) return;
      content.value = next;
      keepSoon();
    },
    retitle: (next) => {
      title.value = next;
      keepSoon();
    },
    save: async () => {
      const base = document.peek();
      if (base === null || saving.peek() || conflict.peek() !== null) return false;
      saving.value = true;
      const sent = { title: title.peek(), content: content.peek() };
      const answer = await api.put<WorkingDocument>(path, sent, { ifMatch: `"${base.draftVersion}"` });
      if (!answer.ok) await refused(answer.failure);
      else {
        failure.value = null;
        document.value = answer.value;
        if (content.peek() === sent.content) content.value = answer.value.content;
        clearTimeout(timer);
        forget(storageKey);
        recovered.value = null;
      }
      saving.value = false;
      return answer.ok;
    },
    takeTheirs: () => {
      const theirs = conflict.peek();
      if (theirs === null) return;
      conflict.value = null;
      forget(storageKey);
      show(theirs);
    },
    keepMine: async () => {
      const theirs = conflict.peek();
      if (theirs === null) return false;
      conflict.value = null;
      document.value = theirs;
      return copy.save();
    },
    restore: () => {
      const kept = recovered.peek();
      if (kept === null) return;
      recovered.value = null;
      content.value = kept.content;
      title.value = kept.title;
    },
    dropRecovered: () => {
      recovered.value = null;
      forget(storageKey);
    },
    accept: (next) => {
      const base = document.peek();
      if (!dirty.peek() || base === null) show(next);
      // Unsaved work stays on the version that it was based on, so that saving it still finds the conflict.
      else
        document.value = {
          ...next,
          content: base.content,
          title: base.title,
          draftVersion: base.draftVersion,
        };
    },
    refresh: async () => {
      const answer = await api.get<WorkingDocument>(path);
      if (answer.ok) copy.accept(answer.value);
    },
  };

  async function refused(why: Failure): Promise<void> {
    if (why.kind === "problem" && (why.status === 412 || why.status === 409)) {
      const theirs = await api.get<WorkingDocument>(path);
      if (theirs.ok && theirs.value.draftVersion !== document.peek()?.draftVersion) {
        conflict.value = theirs.value;
        return;
      }
    }
    failure.value = why;
  }

  return copy;
}

function keep(key: string, kept: Kept): void {
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // A full or forbidden storage leaves the text on the screen, where it is.
  }
}

function recall(key: string): Kept | null {
  try {
    const kept: Partial<Kept> = JSON.parse(localStorage.getItem(key) ?? "null") ?? {};
    return typeof kept.content === "string" &&
      typeof kept.title === "string" &&
      typeof kept.atMs === "number" &&
      typeof kept.draftVersion === "number"
      ? { content: kept.content, title: kept.title, atMs: kept.atMs, draftVersion: kept.draftVersion }
      : null;
  } catch {
    return null;
  }
}

function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing kept, nothing to forget.
  }
}
