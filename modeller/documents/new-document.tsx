/** Making a new working document: name, code, and for a process a file to start from where there is one. */

import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { DocumentKind, WorkingDocument } from "../../api/index.ts";
import { api, Dialog, type Failure, FailureNote, Icon } from "../../ui/index.ts";
import { words } from "../words.ts";
import { firstContent } from "./first-content.ts";
import { documentPath } from "./kind.ts";

const idPattern = /^[a-z][a-z0-9-]{1,62}$/;

export function NewDocument({
  kind,
  taken,
  onClose,
}: {
  readonly kind: DocumentKind;
  readonly taken: readonly string[];
  readonly onClose: () => void;
}) {
  const said = words();
  const { route } = useLocation();
  const [title, setTitle] = useState("");
  const [ownId, setOwnId] = useState<string | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const id = ownId ?? codeOf(title);
  const wrong = taken.includes(id) ? said.create.idTaken : idPattern.test(id) ? null : said.create.idWrong;

  const create = async () => {
    setTried(true);
    if (title.trim() === "" || wrong !== null) return;
    const content =
      file === null
        ? firstContent(kind, id, title.trim(), { start: said.create.start, end: said.create.end })
        : await file.text();
    const answer = await api.post<WorkingDocument>(`/library/${kind}`, { id, title: title.trim(), content });
    if (answer.ok) {
      onClose();
      route(documentPath(kind, id));
    } else setFailure(answer.failure);
  };

  return (
    <Dialog
      title={said.create.title[kind]}
      onClose={onClose}
      actions={
        <>
          <button type="button" class="button quiet" onClick={onClose}>
            {said.cancel}
          </button>
          <button type="button" class="button primary" onClick={create}>
            <Icon name="file-plus" />
            {said.create.act}
          </button>
        </>
      }
    >
      <p>{said.create.text}</p>
      {failure === null ? null : <FailureNote failure={failure} />}
      <label class="field">
        <span class="field-label">{said.create.name}</span>
        <input
          class="input"
          data-first
          value={title}
          aria-invalid={tried && title.trim() === ""}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
        {tried && title.trim() === "" ? <FieldError text={said.create.nameMissing} /> : null}
      </label>
      <label class="field">
        <span class="field-label">{said.create.id}</span>
        <span class="field-hint">{said.create.idHint}</span>
        <input
          class="input input-code"
          value={id}
          aria-invalid={tried && wrong !== null}
          onInput={(event) => setOwnId(event.currentTarget.value)}
        />
        {tried && wrong !== null ? <FieldError text={wrong} /> : null}
      </label>
      {kind === "processes" ? (
        <label class="field">
          <span class="field-label">{said.create.import}</span>
          <span class="field-hint">{said.create.importHint}</span>
          <input
            class="input"
            type="file"
            accept=".bpmn,.xml"
            onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
          />
        </label>
      ) : null}
    </Dialog>
  );
}

export function FieldError({ text }: { readonly text: string }) {
  return (
    <span class="field-error">
      <Icon name="circle-alert" small />
      {text}
    </span>
  );
}

/** `Koordinasi lintas sektor` becomes `koordinasi-lintas-sektor`. */
function codeOf(title: string): string {
  return title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 62);
}
