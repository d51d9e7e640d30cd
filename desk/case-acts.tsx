/** Acts on a whole case: mending what failed, and cancelling with a reason. Only for who may. */
import { useId, useRef, useState } from "preact/hooks";
import type { CasePage } from "../api/index.ts";
import {
  api,
  Dialog,
  type Failure,
  FailureNote,
  Icon,
  isolated,
  newKey,
  toast,
  uiWords,
} from "../ui/index.ts";
import type { Acted } from "./acted.ts";
import { DialogField } from "./dialog-field.tsx";
import { IncidentActs } from "./incident-acts.tsx";
import { deskWords } from "./words.ts";

export function CaseIncidents({ page, refresh }: { page: CasePage; refresh: () => Promise<void> }) {
  if (page.incidents.length === 0) return null;
  return (
    <ul class="case-incidents">
      {page.incidents.map((incident) => (
        <li class="note note-error" key={incident.incidentId}>
          <Icon name="triangle-alert" />
          <div>
            <strong>{isolated(incident.text)}</strong> {incident.remedy}
            {page.may.resolveIncidents ? (
              <IncidentActs
                caseId={page.caseId}
                incidentId={incident.incidentId}
                onDone={() => void refresh()}
              />
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  );
}

export function CancelCase({
  page,
  path,
  refresh,
}: {
  page: CasePage;
  path: string;
  refresh: () => Promise<void>;
}) {
  const words = deskWords();
  const id = useId();
  const key = useRef(newKey());
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const lacking = reason.trim().length < 3;
  const go = async () => {
    setTried(true);
    if (lacking) return;
    setBusy(true);
    const body = { reason, version: page.version };
    const answer = await api.post<Acted>(`${path}/cancel`, body, { key: key.current });
    setBusy(false);
    if (answer.ok) {
      setOpen(false);
      toast(answer.value.text || words.cancelled);
    } else {
      setFailure(answer.failure);
      if (answer.failure.kind === "problem") key.current = newKey();
    }
    void refresh();
  };
  return (
    <>
      <button type="button" class="button cancel-case" onClick={() => setOpen(true)}>
        <Icon name="circle-x" small />
        {words.cancelCase}
      </button>
      {open ? (
        <Dialog
          title={words.cancelCaseTitle}
          onClose={() => setOpen(false)}
          actions={
            <>
              <button type="button" class="button quiet" data-first onClick={() => setOpen(false)}>
                {uiWords().close}
              </button>
              <button
                type="button"
                class={busy ? "button danger busy" : "button danger"}
                onClick={() => {
                  if (!busy) void go();
                }}
              >
                {words.cancelCase}
              </button>
            </>
          }
        >
          <p>{words.cancelCaseHelp}</p>
          <DialogField
            id={id}
            label={words.reasonLabel}
            hint={null}
            value={reason}
            fault={tried && lacking ? words.reasonMissing : null}
            onInput={setReason}
          />
          {failure === null ? null : <FailureNote failure={failure} />}
        </Dialog>
      ) : null}
    </>
  );
}
