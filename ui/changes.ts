/**
 * What changed elsewhere, as it happens. One stream for the page; after any gap listeners are told to look
 * again at everything, so that a lost message never leaves a stale screen.
 */
import { signal } from "@preact/signals";
import type { Change } from "../api/index.ts";

/** `resync`: the stream was away, anything may have changed. */
export type Heard = Change | { readonly kind: "resync" };

/** Whether changes arrive at once. */
export const live = signal(false);

const listeners = new Set<(heard: Heard) => void>();
let source: EventSource | null = null;
let wasOpen = false;
let retry: ReturnType<typeof setTimeout> | undefined;
let pauseMs = 1_000;

/** Calls back for every change until the answer is called. */
export function listen(listener: (heard: Heard) => void): () => void {
  listeners.add(listener);
  if (source === null) open();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) close();
  };
}

function open(): void {
  if (typeof EventSource === "undefined") return;
  clearTimeout(retry);
  source = new EventSource("/api/v1/events");
  source.addEventListener("open", () => {
    live.value = true;
    pauseMs = 1_000;
    if (wasOpen) tell({ kind: "resync" });
    wasOpen = true;
  });
  source.addEventListener("change", (event) => {
    const change = read(event.data);
    if (change !== null) tell(change);
  });
  source.addEventListener("error", () => {
    live.value = false;
    // The browser reconnects by itself unless the server refused; then we ask again, ever more slowly.
    if (source?.readyState !== EventSource.CLOSED) return;
    source = null;
    if (listeners.size === 0) return;
    retry = setTimeout(open, pauseMs);
    pauseMs = Math.min(pauseMs * 2, 60_000);
  });
}

function close(): void {
  clearTimeout(retry);
  source?.close();
  source = null;
  wasOpen = false;
  live.value = false;
}

function tell(heard: Heard): void {
  for (const listener of [...listeners]) listener(heard);
}

function read(data: unknown): Change | null {
  try {
    const change: Partial<Change> = JSON.parse(String(data));
    return change.kind !== undefined && typeof change.id === "string" ? (change as Change) : null;
  } catch {
    return null;
  }
}
