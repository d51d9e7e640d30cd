/**
 * What was pressed while files are still on their way: done once they have arrived, unless it is taken back. When a
 * file fails it is not done, for it would go without what the person meant to send.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { type Attached, Note, uiWords } from "../ui/index.ts";
import { deskWords } from "./words.ts";

export interface AfterUploads {
  readonly state: "none" | "waiting" | "failed";
  /** How far the files on their way are, together. */
  readonly percent: number;
  /** At once when nothing is on its way. */
  readonly ask: () => void;
  readonly takeBack: () => void;
}

export function useAfterUploads(attached: readonly Attached[], act: () => void): AfterUploads {
  const [state, setState] = useState<AfterUploads["state"]>("none");
  const latest = useRef(act);
  latest.current = act;
  const sent = attached.flatMap(({ state: row }) => (row.kind === "sending" ? [row.percent] : []));
  const sending = sent.length > 0;
  const failed = attached.some(({ state: row }) => row.kind === "failed");
  useEffect(() => {
    if (state !== "waiting" || sending) return;
    setState(failed ? "failed" : "none");
    if (!failed) latest.current();
  }, [state, sending, failed]);
  return {
    state,
    percent: Math.floor(sent.reduce((sum, percent) => sum + percent, 0) / Math.max(1, sent.length)),
    ask: () => {
      if (state === "waiting") return;
      setState(sending ? "waiting" : "none");
      if (!sending) act();
    },
    takeBack: () => setState("none"),
  };
}

/** That it waits for files, or was not done because one failed. */
export function UploadsNote({
  uploads,
  onTakeBack,
}: {
  uploads: AfterUploads;
  /** Where nothing else on the screen takes it back. */
  onTakeBack?: () => void;
}) {
  const words = deskWords();
  if (uploads.state === "none") return null;
  if (uploads.state === "failed")
    return (
      <Note kind="error" title={words.uploadBroke}>
        {words.uploadBrokeHelp}
      </Note>
    );
  return (
    <Note kind="info" icon="upload" title={words.afterUpload}>
      {/* Seen moving; said once. */}
      <span aria-hidden="true">{uiWords().uploading(uploads.percent)}.</span>{" "}
      {onTakeBack === undefined ? null : (
        <button type="button" class="link" onClick={onTakeBack}>
          {words.doNotSend}
        </button>
      )}
    </Note>
  );
}
