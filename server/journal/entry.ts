/**
 * What a journal holds: one chain per stream, whose sequence starts at 1. An entry's hash covers its canonical
 * body, and the body holds the hash of the entry before it, so nothing inside a stream can be changed, taken
 * out or swapped without the chain showing it.
 */
import type { Actor, ExecutedCommand } from "../../casework/index.ts";

/** `case/<caseId>`, `library/<kind>/<id>` or `access`. */
type StreamName = string;

/** What is written about one act, before its place in the chain is known. */
export interface EntryContent {
  readonly atMs: number;
  readonly actor: Actor;
  /** A case's command, or what was done to a document or an account: `{ type, ... }`. */
  readonly command: { readonly type: string; readonly note?: string };
  readonly events: readonly { readonly type: string }[];
  /** Of a case: the engine commands that ran, so that history executes again by the engine alone. */
  readonly executed?: readonly ExecutedCommand[];
}

export interface JournalEntry extends EntryContent {
  readonly tenant: string;
  readonly stream: StreamName;
  /** From 1; for a case it is the version that the entry made. */
  readonly seq: number;
  /** Hash of the entry before it; 64 zeros for the first. */
  readonly prevHash: string;
  /** SHA-256, in hex, of the canonical JSON of everything above. */
  readonly hash: string;
}

/** An entry as it is stored and exported: `body` is the canonical text that `hash` covers. */
export interface SealedEntry {
  readonly tenant: string;
  readonly stream: StreamName;
  readonly seq: number;
  readonly atMs: number;
  readonly prevHash: string;
  readonly hash: string;
  readonly body: string;
}

/** The newest entry of a stream. */
export interface Head {
  readonly stream: StreamName;
  readonly seq: number;
  readonly hash: string;
}

export const NO_HASH = "0".repeat(64);
