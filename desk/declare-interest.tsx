/**
 * Whoever has an interest in a case says so here: the task then goes to whom the rules name, and he can act on this
 * case no more. Who gets it is said before it is done.
 */
import { useId, useState } from "preact/hooks";
import type { TaskPage } from "../api/index.ts";
import { type Failure, Icon } from "../ui/index.ts";
import { ActDialog } from "./act-dialog.tsx";
import { useAct } from "./act-key.ts";
import type { Acted } from "./acted.ts";
import { DialogField } from "./dialog-field.tsx";
import { deskWords } from "./words.ts";

interface InterestProps {
  readonly page: TaskPage;
  readonly onDone: (done: Acted) => void;
}

export function DeclareInterest({ page, onDone }: InterestProps) {
  const words = deskWords();
  const [open, setOpen] = useState(false);
  if (page.interest === null) return null;
  return (
    <>
      <button type="button" class="button quiet" onClick={() => setOpen(true)}>
        <Icon name="scale" small />
        {words.declareInterest}
      </button>
      {open ? (
        <InterestDialog
          page={page}
          consequence={page.interest.text}
          onDone={onDone}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}

function InterestDialog({
  page,
  consequence,
  onDone,
  onClose,
}: InterestProps & { readonly consequence: string; readonly onClose: () => void }) {
  const words = deskWords();
  const id = useId();
  const send = useAct<Acted>();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const lacking = reason.trim().length < 3;
  const go = async () => {
    setTried(true);
    if (lacking) {
      document.getElementById(id)?.focus();
      return;
    }
    setBusy(true);
    setFailure(null);
    const answer = await send(`/tasks/${encodeURIComponent(page.taskId)}/interest`, { reason });
    setBusy(false);
    if (answer.ok) onDone(answer.value);
    else setFailure(answer.failure);
  };
  return (
    <ActDialog
      title={words.interestTitle}
      verb={words.interestDeclare}
      busy={busy}
      failure={failure}
      onAct={go}
      onClose={onClose}
    >
      <p>{words.interestHelp}</p>
      <p>
        <strong>{consequence}.</strong>
      </p>
      <DialogField
        id={id}
        label={words.interestReason}
        hint={words.interestReasonHint}
        value={reason}
        fault={tried && lacking ? words.reasonMissing : null}
        onInput={setReason}
      />
    </ActDialog>
  );
}
