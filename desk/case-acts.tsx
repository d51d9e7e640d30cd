/** Acts on a whole case: mending what failed, and cancelling with a reason. Only for who may. */
import { useId, useState } from "preact/hooks";
import type { CasePage } from "../api/index.ts";
import { type Failure, Icon, isolated, toast, uiWords } from "../ui/index.ts";
import { ActDialog } from "./act-dialog.tsx";
import { useAct } from "./act-key.ts";
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
  const send = useAct<Acted>();
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
    const answer = await send(`${path}/cancel`, { reason, version: page.version });
    setBusy(false);
    if (answer.ok) {
      setOpen(false);
      toast(answer.value.text || words.cancelled);
    } else setFailure(answer.failure);
    void refresh();
  };
  return (
    <>
      <button type="button" class="button cancel-case" onClick={() => setOpen(true)}>
        <Icon name="circle-x" small />
        {words.cancelCase}
      </button>
      {open ? (
        <ActDialog
          title={words.cancelCaseTitle}
          verb={words.cancelCase}
          danger
          back={uiWords().close}
          busy={busy}
          failure={failure}
          onAct={go}
          onClose={() => setOpen(false)}
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
        </ActDialog>
      ) : null}
    </>
  );
}
