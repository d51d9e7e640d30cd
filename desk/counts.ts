/** How many tasks wait, for the navigation: asked again whenever the inbox changes somewhere. */
import { signal } from "@preact/signals";
import type { Inbox } from "../api/index.ts";
import { api } from "../ui/index.ts";

export const counts = signal<Inbox["counts"] | null>(null);

/** The post that is acted for, of several; null means all of mine. */
export const actingPostId = signal<string | null>(null);

export async function refreshCounts(): Promise<void> {
  const answer = await api.get<Inbox>("/inbox?size=1");
  if (answer.ok) counts.value = answer.value.counts;
}

/** The post of the task on the screen: acting on it is acting as that post, whatever was chosen. */
export const taskPostId = signal<string | null>(null);
