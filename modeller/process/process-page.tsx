/**
 * Pemodel: one process, drawn, described in words, checked while it is drawn, saved as a draft, proposed and
 * published. On a phone there is no canvas; the same content is read as outline, problems and versions.
 */

import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Catalogue, PublishedVersion } from "../../api/index.ts";
import { api, hasRole, Icon, type IconName, place, Segmented, toast, useKey } from "../../ui/index.ts";
import { DraftDifference } from "../documents/difference.tsx";
import { CopyNotes, DocumentBar, download, MoreMenu } from "../documents/document-bar.tsx";
import { documentPath } from "../documents/kind.ts";
import { organisationNow } from "../documents/organisation.ts";
import { type Check, ProposalPanel, ProposeDialog, PublishButton } from "../documents/publishing.tsx";
import { useSaveKey } from "../documents/save-key.ts";
import { useUnsavedGuard, useVersion, useWorkingCopy } from "../documents/use-working-copy.ts";
import { Versions } from "../documents/versions.tsx";
import type { WorkingCopy } from "../documents/working-copy.ts";
import { words } from "../words.ts";
import { Drawing } from "./drawing.tsx";
import { namesIn } from "./finding-words.ts";
import { MigrationDialog } from "./migration.tsx";
import { Outline } from "./outline.tsx";
import { type DiagramProblem, problemKey } from "./problem.ts";
import { ProblemList } from "./problem-list.tsx";
import type { Playing } from "./simulation.tsx";
import { type Checking, useCheck } from "./use-check.ts";
import { useWide } from "./use-wide.ts";

type View = "diagram" | "uraian" | "beda" | "riwayat";

export function ProcessPage({ id, version }: { readonly id: string; readonly version?: string }) {
  const copy = useWorkingCopy("processes", id);
  const pinned = version === undefined ? null : Number(version);
  return <Process key={`${id}@${pinned ?? ""}`} copy={copy} version={pinned} />;
}

function Process({ copy, version }: { readonly copy: WorkingCopy; readonly version: number | null }) {
  const said = words();
  const wide = useWide();
  const { query, route } = useLocation();
  const pinnedContent = useVersion(copy, version);
  const catalogue = useCatalogue();
  const organisation = organisationNow();
  const [proposing, setProposing] = useState(false);
  const [moving, setMoving] = useState<PublishedVersion | null>(null);
  const flush = useRef<() => Promise<void>>(async () => undefined);
  const [shownProblem, setShownProblem] = useState<{
    number: number;
    elementId: string;
    turn: number;
  } | null>(null);
  const [playing, setPlaying] = useState<Playing | null>(null);
  const content = version === null ? copy.content.value : (pinnedContent ?? "");
  const checking = useCheck(copy.id, content, place().zone);
  const mayEdit = hasRole("perancang");
  const readOnly = version !== null || !mayEdit;
  const history = (
    <Versions
      copy={copy}
      onCompare={(of) => go("beda", of)}
      onMove={mayEdit || hasRole("admin") ? setMoving : null}
    />
  );
  const asked = viewOf(query.lihat);
  const view: View = !wide && asked === "diagram" ? "uraian" : asked;
  const against =
    query.versi === undefined ? (copy.conflict.value === null ? null : "theirs") : Number(query.versi);
  const path = documentPath("processes", copy.id);
  const go = (next: View, of?: number) =>
    route(next === "diagram" ? path : `${path}?lihat=${next}${of === undefined ? "" : `&versi=${of}`}`);

  const save = async () => {
    if (readOnly) return;
    // What is being typed in the panel counts when its field is left.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    await flush.current();
    if (await copy.save()) toast(said.editor.savedDraft);
  };
  /** Where there is a run that shows it, it is played from its beginning; pressing again ends it. */
  const play = ({ finding, ...problem }: DiagramProblem) => {
    const key = problemKey(problem);
    const plays = finding !== undefined && finding.steps.length > 0 && playing?.key !== key;
    setPlaying(plays ? { key, step: 0, moving: false } : null);
  };
  const showProblem = (elementId: string | null, number: number) => {
    if (elementId === null) return;
    setShownProblem((before) => ({ number, elementId, turn: (before?.turn ?? 0) + 1 }));
    if (view !== "diagram" && wide && !readOnly) go("diagram");
  };
  const nextProblem = () => {
    const { problems } = checking;
    const next = problems.find((problem) => problem.number > (shownProblem?.number ?? 0)) ?? problems[0];
    if (next !== undefined) showProblem(next.elementId, next.number);
  };
  // A run is one of the diagram as it was.
  useEffect(() => setPlaying(null), [content]);
  useSaveKey(() => void save());
  useKey("F8", nextProblem);
  useKey("t", () => go(view === "uraian" ? "diagram" : "uraian"));
  useUnsavedGuard(copy);
  document.title = `${copy.title.value || copy.id} · ${said.product}`;

  return (
    <div class={wide ? "doc doc-process" : "doc doc-narrow"}>
      <DocumentBar copy={copy} readOnlyVersion={version}>
        <Acts
          copy={copy}
          view={view}
          wide={wide}
          pinned={version !== null}
          mayEdit={mayEdit}
          errors={checking.errors}
          unsound={checking.unsound.length}
          onView={go}
          onSave={() => void save()}
          onPropose={() => setProposing(true)}
          onImport={copy.change}
        />
      </DocumentBar>
      <CopyNotes copy={copy} onCompare={() => go("beda")} />
      {version !== null ? null : <ProposalPanel copy={copy} onCompare={() => go("beda")} />}
      {wide && content !== "" ? (
        <Drawing
          key={readOnly ? "baca" : "tulis"}
          hidden={view !== "diagram"}
          content={content}
          current={() => (readOnly ? content : copy.content.peek())}
          flush={flush}
          readOnly={readOnly}
          catalogue={catalogue}
          organisation={organisation}
          checking={checking}
          shownProblem={shownProblem}
          playing={playing}
          onPlaying={setPlaying}
          onContent={copy.change}
          onShowProblem={showProblem}
          onPlay={play}
        />
      ) : null}
      {view === "uraian" ? (
        <>
          {wide ? null : <p class="note phone-note">{said.editor.phone}</p>}
          <Outline
            process={checking.process}
            organisation={organisation}
            selectedId={shownProblem?.elementId ?? null}
            onSelect={(elementId) => showProblem(elementId, shownProblem?.number ?? 0)}
          />
          {wide ? null : (
            <>
              <ProblemList
                problems={checking.problems}
                checkedAtMs={checking.checkedAtMs}
                checking={checking.checking}
                serverAway={checking.serverAway}
                current={shownProblem?.number ?? null}
                nameOf={checking.process === null ? (elementId) => elementId : namesIn(checking.process)}
                runNames={checking.process === null ? null : namesIn(checking.process)}
                onShow={(problem) => showProblem(problem.elementId, problem.number)}
              />
              {history}
            </>
          )}
        </>
      ) : null}
      {view === "beda" ? <DraftDifference copy={copy} against={against} /> : null}
      {view === "riwayat" ? history : null}
      {moving === null ? null : (
        <MigrationDialog copy={copy} version={moving} onClose={() => setMoving(null)} />
      )}
      {proposing ? (
        <ProposeDialog
          copy={copy}
          checks={checksOf(copy, checking)}
          unsound={checking.unsound.map(({ message, detail }) =>
            [message, detail].filter(Boolean).join(". "),
          )}
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
  pinned,
  mayEdit,
  errors,
  unsound,
  onView,
  onSave,
  onPropose,
  onImport,
}: {
  readonly copy: WorkingCopy;
  readonly view: View;
  readonly wide: boolean;
  readonly pinned: boolean;
  readonly mayEdit: boolean;
  readonly errors: number;
  readonly unsound: number;
  readonly onView: (view: View) => void;
  readonly onSave: () => void;
  readonly onPropose: () => void;
  readonly onImport: (xml: string) => void;
}) {
  const said = words().editor;
  if (pinned)
    return (
      <>
        <p class="small muted">{said.openedReadOnly}</p>
        <a class="button" href={documentPath("processes", copy.id)}>
          <Icon name="arrow-left" />
          {said.backToDraft}
        </a>
      </>
    );
  return (
    <>
      <Segmented
        label={said.diagram}
        value={view}
        options={[
          ...(wide ? [{ value: "diagram" as const, text: said.diagram, icon: "workflow" as const }] : []),
          { value: "uraian" as const, text: said.outline, icon: "list-ordered" as const },
        ]}
        onChoose={onView}
      />
      <ViewButton view="beda" icon="git-compare" text={said.compare} current={view} onView={onView} />
      {wide && mayEdit ? (
        <button type="button" class="button" onClick={onSave} title="Ctrl+S">
          <Icon name="save" />
          {said.save}
        </button>
      ) : null}
      {mayEdit ? <PublishButton copy={copy} errors={errors} unsound={unsound} onPropose={onPropose} /> : null}
      <MoreMenu>
        <button type="button" class="menu-item" onClick={() => onView("riwayat")}>
          <Icon name="history" />
          {said.history}
        </button>
        <button
          type="button"
          class="menu-item"
          onClick={() => download(`${copy.id}.bpmn`, "application/xml", copy.content.value)}
        >
          <Icon name="download" />
          {said.exportFile}
        </button>
        {wide && mayEdit ? <ImportButton onImport={onImport} /> : null}
      </MoreMenu>
    </>
  );
}

function ViewButton({
  view,
  icon,
  text,
  current,
  onView,
}: {
  readonly view: View;
  readonly icon: IconName;
  readonly text: string;
  readonly current: View;
  readonly onView: (view: View) => void;
}) {
  const pressed = current === view;
  return (
    <button
      type="button"
      class="button"
      aria-pressed={pressed}
      onClick={() => onView(pressed ? "diagram" : view)}
    >
      <Icon name={icon} />
      {text}
    </button>
  );
}

function ImportButton({ onImport }: { readonly onImport: (xml: string) => void }) {
  const said = words().editor;
  return (
    <label class="menu-item">
      <Icon name="upload" />
      {said.importFile}
      <input
        class="visually-hidden"
        type="file"
        accept=".bpmn,.xml"
        onChange={async (event) => {
          const file = event.currentTarget.files?.[0];
          if (file === undefined) return;
          const text = await file.text();
          if (!/<([\w-]+:)?definitions[\s>]/.test(text)) return toast(said.importFailed);
          onImport(text);
          toast(said.importDone);
        }}
      />
    </label>
  );
}

function checksOf(copy: WorkingCopy, { errors, unsound }: Checking): readonly Check[] {
  const said = words().publishing.checklist;
  return [
    { text: said.saved, done: !copy.dirty.value },
    { text: said.noErrors, done: errors === 0 },
    { text: said.sound, done: unsound.length === 0 },
    { text: said.second, done: false },
  ];
}

function viewOf(asked: string | undefined): View {
  return asked === "uraian" || asked === "beda" || asked === "riwayat" ? asked : "diagram";
}

function useCatalogue(): Catalogue | null {
  const [catalogue, setCatalogue] = useState<Catalogue | null>(null);
  useEffect(() => {
    void api.get<Catalogue>("/catalogue").then((answer) => {
      if (answer.ok) setCatalogue(answer.value);
    });
  }, []);
  return catalogue;
}
