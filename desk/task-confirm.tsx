/** Asks before an act: what will happen, to whom; a return says why. Trying again never acts twice. */
import { useId, useState } from "preact/hooks";
import {
  Dialog,
  type Failure,
  failureText,
  Icon,
  language,
  Note,
  type Result,
  uiWords,
} from "../ui/index.ts";
import type { Outcome } from "./task-outcomes.tsx";
import { deskWords } from "./words.ts";

export function ConfirmAct<T>({
  outcome,
  comment,
  onComment,
  needsNote,
  act,
  onDone,
  onRefused,
  onClose,
}: {
  outcome: Outcome;
  comment: string;
  onComment: (text: string) => void;
  /** The person who gets it back must know why. */
  needsNote: boolean;
  act: () => Promise<Result<T>>;
  onDone: (value: T) => void;
  /** True when the page itself shows the refusal; false keeps the dialog. */
  onRefused: (failure: Failure) => boolean;
  onClose: () => void;
}) {
  const words = deskWords();
  const note = useId();
  const [busy, setBusy] = useState(false);
  const [lacking, setLacking] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const label = outcome.label[language.value];
  const back = outcome.style === "return" || outcome.style === "reject";

  const go = async () => {
    if (needsNote && comment.trim() === "") {
      setLacking(true);
      document.getElementById(note)?.focus();
      return;
    }
    setBusy(true);
    setFailure(null);
    const answer = await act();
    setBusy(false);
    if (answer.ok) onDone(answer.value);
    else if (!onRefused(answer.failure)) setFailure(answer.failure);
  };

  return (
    <Dialog
      title={words.confirmTitle(label)}
      onClose={onClose}
      actions={
        <>
          <button type="button" class="button quiet" data-first onClick={onClose}>
            {uiWords().cancel}
          </button>
          <button
            type="button"
            class={busy ? "button primary busy" : "button primary"}
            aria-disabled={busy}
            onClick={() => {
              if (!busy) void go();
            }}
          >
            {busy ? words.sending : failure === null ? label : uiWords().retry}
          </button>
        </>
      }
    >
      <p>{outcome.consequence?.text ?? words.confirmUnknown}</p>
      {back ? (
        <div class="field">
          <label class="field-label" for={note}>
            {words.noteFor}
          </label>
          <textarea
            class="input"
            id={note}
            rows={4}
            value={comment}
            maxLength={10_000}
            aria-invalid={lacking && comment.trim() === ""}
            aria-describedby={`${note}-error`}
            onInput={(event) => onComment(event.currentTarget.value)}
          />
          {lacking && comment.trim() === "" ? (
            <span class="field-error" id={`${note}-error`}>
              <Icon name="circle-alert" />
              {words.noteRequired}
            </span>
          ) : null}
        </div>
      ) : null}
      {failure === null ? null : failure.kind === "unreachable" ? (
        <Note kind="warn" icon="wifi-off" title={words.notSure}>
          {words.notSureHelp}
        </Note>
      ) : (
        <Note kind="error" title={failureText(failure).title}>
          {failureText(failure).help}
        </Note>
      )}
    </Dialog>
  );
}
