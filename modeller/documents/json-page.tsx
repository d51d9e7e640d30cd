/**
 * Forms, organisation and calendars: the same editor, checked by the server while one types, with drafts,
 * versions and publishing as for everything else. Beside the text, its parts as a readable list.
 */

import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { DocumentKind, Located } from "../../api/index.ts";
import { api, hasRole, Icon, Note, Segmented, toast, useKey } from "../../ui/index.ts";
import { type GoTo, JsonEditor, type JsonProblem } from "../json/json-editor.tsx";
import { problemWord } from "../problem-word.ts";
import { useWide } from "../process/use-wide.ts";
import { JsonProblems } from "../rule-sets/rule-page.tsx";
import { lineOf } from "../rule-sets/use-rule-check.ts";
import { words } from "../words.ts";
import { DraftDifference } from "./difference.tsx";
import { CopyNotes, DocumentBar, download, MoreMenu } from "./document-bar.tsx";
import { documentPath, kinds } from "./kind.ts";
import { Parts } from "./parts.tsx";
import { ProposalPanel, ProposeDialog, PublishButton } from "./publishing.tsx";
import { useSaveKey } from "./save-key.ts";
import { useUnsavedGuard, useVersion, useWorkingCopy } from "./use-working-copy.ts";
import { Versions } from "./versions.tsx";
import type { WorkingCopy } from "./working-copy.ts";

type View = "isi" | "beda" | "riwayat";

export function JsonPage({
  kind: segment,
  id,
  version,
}: {
  readonly kind: string;
  readonly id: string;
  readonly version?: string;
}) {
  const kind = kinds.find((place) => place.path === segment)?.kind;
  if (kind === undefined) {
    const said = words().notFound;
    return (
      <section class="page">
        <h1>{said.title}</h1>
        <p>{said.text}</p>
      </section>
    );
  }
  return <Opened key={`${kind}/${id}@${version ?? ""}`} kind={kind} id={id} version={version ?? null} />;
}

function Opened({
  kind,
  id,
  version,
}: {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly version: string | null;
}) {
  const said = words();
  const copy = useWorkingCopy(kind, id);
  const wide = useWide();
  const { query, route } = useLocation();
  const pinned = version === null ? null : Number(version);
  const pinnedContent = useVersion(copy, pinned);
  const mayEdit = hasRole("perancang");
  const readOnly = pinned !== null || !mayEdit;
  const content = pinned !== null ? (pinnedContent ?? "") : copy.content.value;
  const problems = useServerCheck(kind, id, content);
  const [proposing, setProposing] = useState(false);
  const [goTo, setGoTo] = useState<GoTo | null>(null);
  const view: View = query.lihat === "beda" || query.lihat === "riwayat" ? query.lihat : "isi";
  const against =
    query.versi === undefined ? (copy.conflict.value === null ? null : "theirs") : Number(query.versi);
  const path = documentPath(kind, id);
  const go = (next: View, of?: number) =>
    route(next === "isi" ? path : `${path}?lihat=${next}${of === undefined ? "" : `&versi=${of}`}`);
  const save = async () => {
    if (!readOnly && (await copy.save())) toast(said.editor.savedDraft);
  };
  const show = (index: number) => {
    const problem = problems[index];
    if (problem !== undefined)
      setGoTo((before) => ({ line: problem.line, column: problem.column, turn: (before?.turn ?? 0) + 1 }));
  };
  useSaveKey(() => void save());
  useKey("F8", () => show(0));
  useUnsavedGuard(copy);
  document.title = `${copy.title.value || copy.id} · ${said.product}`;
  return (
    <div class="doc">
      <DocumentBar copy={copy} readOnlyVersion={pinned}>
        {pinned !== null ? (
          <a class="button" href={path}>
            <Icon name="arrow-left" />
            {said.editor.backToDraft}
          </a>
        ) : (
          <Acts
            copy={copy}
            view={view}
            wide={wide}
            errors={problems.length}
            onView={go}
            onSave={save}
            onPropose={() => setProposing(true)}
          />
        )}
      </DocumentBar>
      <CopyNotes copy={copy} onCompare={() => go("beda")} />
      {pinned !== null ? null : <ProposalPanel copy={copy} onCompare={() => go("beda")} />}
      {view === "beda" ? <DraftDifference copy={copy} against={against} /> : null}
      {view === "riwayat" ? <Versions copy={copy} onCompare={(of) => go("beda", of)} /> : null}
      {view === "isi" ? (
        <div class="json-cards">
          {wide && content !== "" ? (
            <section class="card json-card" aria-label={said.rules.json}>
              <div class="card-head rule-head">
                <h2>{said.rules.json}</h2>
                <span class="small muted">{said.document.checkedByServer}</span>
              </div>
              <JsonEditor
                value={content}
                current={() => (readOnly ? content : copy.content.peek())}
                readOnly={readOnly}
                problems={problems}
                completion={null}
                goTo={goTo}
                onChange={copy.change}
                onRun={() => undefined}
              />
              <JsonProblems problems={problems} onShow={show} />
            </section>
          ) : null}
          <section class="card card-pad parts" aria-label={said.document.parts}>
            <h2>{said.document.parts}</h2>
            {wide ? null : <Note kind="plain">{said.editor.phone}</Note>}
            <Parts kind={kind} content={content} />
          </section>
        </div>
      ) : null}
      {proposing ? (
        <ProposeDialog
          copy={copy}
          checks={[
            { text: said.publishing.checklist.saved, done: !copy.dirty.value },
            { text: said.publishing.checklist.noErrors, done: problems.length === 0 },
            { text: said.publishing.checklist.second, done: false },
          ]}
          onClose={() => setProposing(false)}
        />
      ) : null}
    </div>
  );
}

function Acts({
  copy,
  view,
  wide,
  errors,
  onView,
  onSave,
  onPropose,
}: {
  readonly copy: WorkingCopy;
  readonly view: View;
  readonly wide: boolean;
  readonly errors: number;
  readonly onView: (view: View) => void;
  readonly onSave: () => Promise<void>;
  readonly onPropose: () => void;
}) {
  const said = words();
  return (
    <>
      <Segmented
        label={said.document.parts}
        value={view}
        options={[
          { value: "isi", text: said.document.parts, icon: "file-text" },
          { value: "beda", text: said.editor.compare, icon: "git-compare" },
          { value: "riwayat", text: said.editor.history, icon: "history" },
        ]}
        onChoose={onView}
      />
      {wide && hasRole("perancang") ? (
        <button type="button" class="button" onClick={() => void onSave()} title="Ctrl+S">
          <Icon name="save" />
          {said.editor.save}
        </button>
      ) : null}
      {hasRole("perancang") ? <PublishButton copy={copy} errors={errors} onPropose={onPropose} /> : null}
      <MoreMenu>
        <button
          type="button"
          class="menu-item"
          onClick={() => download(`${copy.id}.json`, "application/json", copy.content.value)}
        >
          <Icon name="download" />
          {said.editor.exportJson}
        </button>
      </MoreMenu>
    </>
  );
}

function useServerCheck(kind: DocumentKind, id: string, content: string): readonly JsonProblem[] {
  const [problems, setProblems] = useState<readonly JsonProblem[]>([]);
  useEffect(() => {
    if (content === "" || !hasRole("perancang")) return;
    const gone = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await api.post<{ problems: readonly Located[] }>(
        `/library/${kind}/${encodeURIComponent(id)}/check`,
        { content },
        { signal: gone.signal },
      );
      if (!answer.ok || gone.signal.aborted) return;
      setProblems(
        answer.value.problems.map((problem) => ({
          ...lineOf(content, problem),
          severity: problem.severity,
          message: problemWord(problem),
        })),
      );
    }, 500);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [kind, id, content]);
  return problems;
}
