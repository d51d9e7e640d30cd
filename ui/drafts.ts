/**
 * What is filled in, kept in this browser until the server has it. Keyed by person, for shared machines, and
 * wiped for a person once nothing of theirs is unsent.
 */
import type { Json } from "../api/index.ts";
import { nowMs, session } from "./session.ts";

export interface KeptDraft {
  readonly values: Readonly<Record<string, Json>>;
  readonly comment: string;
  readonly attachments: readonly {
    readonly slot: string;
    readonly fileId: string;
    readonly name: string;
    readonly bytes: number;
  }[];
  readonly savedAtMs: number;
  /** False while only this browser has the values. */
  readonly sent: boolean;
}

const keyOf = (about: string): string => `poros.draft.${session.peek()?.personId ?? "-"}.${about}`;

export function keepDraft(about: string, draft: Omit<KeptDraft, "savedAtMs">): number | null {
  const savedAtMs = nowMs();
  try {
    localStorage.setItem(keyOf(about), JSON.stringify({ ...draft, savedAtMs }));
    return savedAtMs;
  } catch {
    return null;
  }
}

export function readKeptDraft(about: string): KeptDraft | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(about)) ?? "null");
    return isKept(kept) ? kept : null;
  } catch {
    return null;
  }
}

export function dropDraft(about: string): void {
  try {
    localStorage.removeItem(keyOf(about));
  } catch {
    // No storage, no draft.
  }
}

function isKept(kept: unknown): kept is KeptDraft {
  return (
    typeof kept === "object" &&
    kept !== null &&
    "values" in kept &&
    typeof kept.values === "object" &&
    kept.values !== null &&
    "comment" in kept &&
    typeof kept.comment === "string" &&
    "attachments" in kept &&
    Array.isArray(kept.attachments) &&
    "savedAtMs" in kept &&
    typeof kept.savedAtMs === "number" &&
    "sent" in kept
  );
}
