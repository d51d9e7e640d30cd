/** What mends an incident: doing the step again, or saying that it was done by hand. */
import { useId, useState } from "preact/hooks";
import type { Json } from "../api/index.ts";
import { type Failure, Icon, toast, toastFailure } from "../ui/index.ts";
import { ActDialog } from "./act-dialog.tsx";
import { useAct } from "./act-key.ts";
import type { Acted } from "./acted.ts";
import { DialogField } from "./dialog-field.tsx";
import { deskWords } from "./words.ts";

interface IncidentActsProps {
  readonly caseId: string;
  readonly incidentId: string;
  readonly onDone: () => void;
}

export function IncidentActs({ caseId, incidentId, onDone }: IncidentActsProps) {
  const words = deskWords();
  const [resolving, setResolving] = useState(false);
  const [busy, setBusy] = useState(false);
  const send = useAct<Acted>();
  const path = `/incidents/${encodeURIComponent(caseId)}/${encodeURIComponent(incidentId)}`;
  const again = async () => {
    setBusy(true);
    const answer = await send(`${path}/retry`, {});
    setBusy(false);
    if (answer.ok) {
      toast(answer.value.text || words.retried);
      onDone();
    } else toastFailure(answer.failure);
  };
  return (
    <div class="incident-acts">
      <button
        type="button"
        class={busy ? "button busy" : "button"}
        aria-disabled={busy}
        onClick={() => {
          if (!busy) void again();
        }}
      >
        <Icon name="refresh-cw" small />
        {words.retryIncident}
      </button>
      <button type="button" class="button" onClick={() => setResolving(true)}>
        <Icon name="clipboard-check" small />
        {words.resolveIncident}
      </button>
      {resolving ? (
        <ResolveDialog
          path={`${path}/resolve`}
          onDone={(said) => {
            setResolving(false);
            toast(said || words.resolved);
            onDone();
          }}
          onClose={() => setResolving(false)}
        />
      ) : null}
    </div>
  );
}

function ResolveDialog({
  path,
  onDone,
  onClose,
}: {
  path: string;
  onDone: (said: string) => void;
  onClose: () => void;
}) {
  const words = deskWords();
  const id = useId();
  const send = useAct<Acted>();
  const [note, setNote] = useState("");
  const [lines, setLines] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const read = readVariables(lines);
  const lacking = note.trim().length < 3;
  const go = async () => {
    setTried(true);
    if (lacking || !read.ok) return;
    setBusy(true);
    const answer = await send(path, { variables: read.variables, note });
    setBusy(false);
    if (answer.ok) onDone(answer.value.text);
    else setFailure(answer.failure);
  };
  return (
    <ActDialog
      title={words.resolveTitle}
      verb={words.resolveIncident}
      busy={busy}
      failure={failure}
      onAct={go}
      onClose={onClose}
    >
      <p>{words.resolveHelp}</p>
      <DialogField
        id={`${id}-note`}
        label={words.resolveNote}
        hint={null}
        value={note}
        fault={tried && lacking ? words.reasonMissing : null}
        onInput={setNote}
      />
      <DialogField
        id={`${id}-values`}
        label={words.resolveVariables}
        hint={words.resolveVariablesHint}
        value={lines}
        fault={tried && !read.ok ? words.resolveVariablesFault(read.line) : null}
        onInput={setLines}
      />
    </ActDialog>
  );
}

type Read =
  | { readonly ok: true; readonly variables: Readonly<Record<string, Json>> }
  | { readonly ok: false; readonly line: string };

/** `name = value` on each line; the value is JSON, or plain text when it is not. */
export function readVariables(lines: string): Read {
  const variables: [string, Json][] = [];
  for (const line of lines.split("\n")) {
    if (line.trim() === "") continue;
    const parts = /^\s*([\p{L}_][\p{L}\d_]*)\s*=\s*(.+?)\s*$/u.exec(line);
    if (parts === null) return { ok: false, line: line.trim() };
    variables.push([parts[1] ?? "", jsonOrText(parts[2] ?? "")]);
  }
  return { ok: true, variables: Object.fromEntries(variables) };
}

function jsonOrText(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}
