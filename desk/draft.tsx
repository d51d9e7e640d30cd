/**
 * Keeps what is filled in while it is filled in: on the server after a pause in typing, in this browser when the
 * server cannot be reached, and always the list of files already uploaded. It says where and when.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import {
  type Attached,
  announce,
  clockTime,
  dropDraft,
  Icon,
  type KeptDraft,
  keepDraft,
  online,
  place,
  type Result,
  readKeptDraft,
  type Values,
} from "../ui/index.ts";
import { deskWords } from "./words.ts";

export interface Filled {
  readonly values: Values;
  readonly comment: string;
  readonly attached: readonly Attached[];
}

export type DraftState =
  | { readonly kind: "none" }
  | { readonly kind: "saving" }
  | { readonly kind: "saved"; readonly atMs: number }
  | { readonly kind: "kept"; readonly atMs: number };

export interface Draft {
  readonly state: DraftState;
  /** Saves at once. */
  readonly flush: () => Promise<void>;
  /** What was filled in has been sent: nothing is left to keep. */
  readonly done: () => void;
}

const pauseMs = 1_200;

export function useDraft(
  about: string,
  filled: Filled,
  save: (filled: Filled) => Promise<Result<{ readonly savedAtMs: number }>>,
): Draft {
  const [state, setState] = useState<DraftState>({ kind: "none" });
  const first = useRef(true);
  const finished = useRef(false);
  const latest = useRef({ filled, save });
  latest.current = { filled, save };
  const said = JSON.stringify([filled.values, filled.comment, files(filled.attached)]);

  const flush = async () => {
    if (finished.current) return;
    const now = latest.current.filled;
    setState({ kind: "saving" });
    const answer = await latest.current.save(now);
    if (finished.current) return;
    const kept = keepDraft(about, {
      values: now.values,
      comment: now.comment,
      attachments: files(now.attached),
      sent: answer.ok,
    });
    if (answer.ok) setState({ kind: "saved", atMs: answer.value.savedAtMs });
    else setState(kept === null ? { kind: "none" } : { kind: "kept", atMs: kept });
  };

  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const timer = setTimeout(() => void flush(), pauseMs);
    return () => clearTimeout(timer);
  }, [said]);

  // What only this browser has goes up when the connection returns.
  const reached = online.value;
  useEffect(() => {
    if (reached && state.kind === "kept") void flush();
  }, [reached]);

  return {
    state,
    flush,
    done: () => {
      finished.current = true;
      dropDraft(about);
    },
  };
}

const files = (attached: readonly Attached[]): KeptDraft["attachments"] =>
  attached.flatMap(({ slot, name, bytes, state }) =>
    state.kind === "done" ? [{ slot, name, bytes, fileId: state.fileId }] : [],
  );

/** What to begin with: the newer of the server's draft and this browser's; files only this browser knows. */
export function beginning(
  about: string,
  server: { readonly values: Values; readonly comment: string; readonly savedAtMs: number } | null,
  otherwise: Values,
): Filled & { readonly restored: boolean } {
  const kept = readKeptDraft(about);
  const attached: readonly Attached[] = (kept?.attachments ?? []).map((file) => ({
    slot: file.slot,
    name: file.name,
    bytes: file.bytes,
    state: { kind: "done", fileId: file.fileId },
  }));
  if (kept !== null && !kept.sent && (server === null || kept.savedAtMs > server.savedAtMs))
    return { values: { ...otherwise, ...kept.values }, comment: kept.comment, attached, restored: true };
  if (server !== null)
    return { values: { ...otherwise, ...server.values }, comment: server.comment, attached, restored: true };
  return { values: otherwise, comment: "", attached, restored: attached.length > 0 };
}

export function DraftLine({ state }: { state: DraftState }) {
  const words = deskWords();
  useEffect(() => {
    if (state.kind === "kept") announce(words.draftKeptHere(clockTime(state.atMs, place())));
  }, [state.kind]);
  if (state.kind === "none") return null;
  return (
    <p class="saved">
      <Icon name="cloud-check" small />
      {state.kind === "saving"
        ? words.draftSaving
        : state.kind === "saved"
          ? words.draftSaved(clockTime(state.atMs, place()))
          : words.draftKeptHere(clockTime(state.atMs, place()))}
    </p>
  );
}
