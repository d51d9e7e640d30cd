/**
 * Asks before an act: what will happen, to whom; a return says why. It waits for files that are still on their way.
 * Trying again never acts twice.
 */
import { useId, useState } from "preact/hooks";
import {
  type Attached,
  Dialog,
  type Failure,
  failureText,
  Icon,
  language,
  Note as NoteBox,
  type Result,
  uiWords,
} from "../ui/index.ts";
import { UploadsNote, useAfterUploads } from "./after-uploads.tsx";
import { isBack, type Note } from "./task-filling.ts";
import type { Outcome } from "./task-outcomes.tsx";
import { deskWords } from "./words.ts";

export function ConfirmAct<T>({
  outcome,
  note,
  attached,
  act,
  onDone,
  onRefused,
  onClose,
}: {
  outcome: Outcome;
  note: Note;
  attached: readonly Attached[];
  act: () => Promise<Result<T>>;
  onDone: (value: T) => void;
  /** True when the page itself shows the refusal; false keeps the dialog. */
  onRefused: (failure: Failure) => boolean;
  onClose: () => void;
}) {
  const words = deskWords();
  const id = useId();
  const [busy, setBusy] = useState(false);
  const [lacking, setLacking] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const label = outcome.label[language.value];
  const back = isBack(outcome);

  const go = () => {
    // Who gets it back must know why.
    if (back && note.text.trim() === "") {
      setLacking(true);
      document.getElementById(id)?.focus();
      return;
    }
    uploads.ask();
  };
  const send = async () => {
    setBusy(true);
    setFailure(null);
    const answer = await act();
    setBusy(false);
    if (answer.ok) onDone(answer.value);
    else if (!onRefused(answer.failure)) setFailure(answer.failure);
  };
  const uploads = useAfterUploads(attached, () => void send());
  const waiting = uploads.state === "waiting";

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
            class={busy || waiting ? "button primary busy" : "button primary"}
            aria-disabled={busy || waiting}
            onClick={() => {
              if (!busy && !waiting) go();
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
          <label class="field-label" for={id}>
            {note.label}
          </label>
          <textarea
            class="input"
            id={id}
            rows={4}
            value={note.text}
            maxLength={10_000}
            aria-invalid={lacking && note.text.trim() === ""}
            aria-describedby={`${id}-error`}
            onInput={(event) => note.write(event.currentTarget.value)}
          />
          {lacking && note.text.trim() === "" ? (
            <span class="field-error" id={`${id}-error`}>
              <Icon name="circle-alert" />
              {words.noteRequired}
            </span>
          ) : null}
        </div>
      ) : null}
      <UploadsNote uploads={uploads} />
      {failure === null ? null : failure.kind === "unreachable" ? (
        <NoteBox kind="warn" icon="wifi-off" title={words.notSure}>
          {words.notSureHelp}
        </NoteBox>
      ) : (
        <NoteBox kind="error" title={failureText(failure).title}>
          {failureText(failure).help}
        </NoteBox>
      )}
    </Dialog>
  );
}
