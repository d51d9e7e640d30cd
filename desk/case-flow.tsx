/** The flow as a picture and as words: twins, one press apart. On the phone the words come first. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { CasePage } from "../api/index.ts";
import {
  api,
  DiagramViewer,
  deadlinePhrase,
  type Failure,
  FailureNote,
  Icon,
  isolated,
  nowMs,
  place,
  Segmented,
  uiWords,
  useKey,
} from "../ui/index.ts";
import { deskWords } from "./words.ts";

type Twin = "diagram" | "outline";

const narrow = (): boolean => window.matchMedia("(max-width: 47.99rem)").matches;

export function CaseFlow({ page, path, changed }: { page: CasePage; path: string; changed: number }) {
  const words = deskWords();
  const shared = uiWords();
  const [twin, setTwin] = useState<Twin>(() => (narrow() ? "outline" : "diagram"));
  const [marked, setMarked] = useState<string | null>(null);
  useKey("t", () => setTwin(twin === "diagram" ? "outline" : "diagram"));
  useEffect(() => {
    if (marked !== null && twin === "outline")
      document.getElementById(`uraian-${marked}`)?.scrollIntoView({ block: "nearest" });
  }, [marked, twin]);
  return (
    <section class="card flow" aria-labelledby="alur">
      <div class="card-head flow-head">
        <h2 id="alur">{words.flow}</h2>
        <div class="flow-tools">
          <Legend />
          <Segmented
            label={words.flow}
            value={twin}
            options={[
              { value: "diagram", text: shared.diagram, icon: "workflow" },
              { value: "outline", text: shared.outline, icon: "list-ordered" },
            ]}
            onChoose={setTwin}
          />
        </div>
      </div>
      {twin === "diagram" ? (
        <Picture full={narrow()} onClose={() => setTwin("outline")}>
          <Drawing
            page={page}
            path={path}
            full={narrow()}
            onOpen={(id) => {
              if (!page.outline.some((line) => line.elementId === id)) return;
              setMarked(id);
              setTwin("outline");
            }}
            onOutline={() => setTwin("outline")}
          />
        </Picture>
      ) : null}
      {/* In print the words stand below the picture. */}
      <div class={twin === "outline" || narrow() ? "" : "only-print"}>
        <Outline page={page} changed={changed} marked={marked} />
      </div>
    </section>
  );
}

/** On the phone the picture has a screen of its own; Escape or the cross leads back to the words. */
function Picture({
  full,
  onClose,
  children,
}: {
  full: boolean;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const shared = uiWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  if (!full) return <>{children}</>;
  return (
    <dialog
      class="picture"
      ref={dialog}
      aria-labelledby="gambar"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div class="sheet-head">
        <h2 id="gambar">{deskWords().flow}</h2>
        <button
          type="button"
          class="button quiet icon-only"
          aria-label={shared.close}
          title={shared.close}
          onClick={onClose}
        >
          <Icon name="x" />
        </button>
      </div>
      {children}
    </dialog>
  );
}

function Legend() {
  const words = uiWords();
  return (
    <ul class="legend small muted">
      <li>
        <span class="key key-taken" />
        {words.taken}
      </li>
      <li>
        <span class="key key-here" />
        {words.here}
      </li>
      <li>
        <span class="key key-ahead" />
        {words.ahead}
      </li>
    </ul>
  );
}

function Drawing({
  page,
  path,
  full,
  onOpen,
  onOutline,
}: {
  page: CasePage;
  path: string;
  full: boolean;
  onOpen: (elementId: string) => void;
  onOutline: () => void;
}) {
  const [xml, setXml] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const load = async () => {
    setFailure(null);
    const answer = await api.text(`${path}/diagram`);
    if (answer.ok) setXml(answer.value);
    else setFailure(answer.failure);
  };
  useEffect(() => {
    void load();
  }, [path, page.processVersion]);
  if (failure !== null)
    return (
      <div class="card-pad">
        <FailureNote failure={failure} onRetry={() => void load()} />
      </div>
    );
  if (xml === null) return <div class="flow-waiting" />;
  return (
    <DiagramViewer
      xml={xml}
      full={full}
      title={page.processTitle}
      path={{
        elements: page.path.elements,
        flows: page.path.flows,
        here: page.here.map((at) => at.elementId),
      }}
      tokens={Object.fromEntries(
        page.here.map((at) => [
          at.elementId,
          at.deadline === null ? uiWords().here : deadlinePhrase(at.deadline, nowMs(), place()),
        ]),
      )}
      onOpen={onOpen}
      onOutline={onOutline}
    />
  );
}

function Outline({ page, changed, marked }: { page: CasePage; changed: number; marked: string | null }) {
  const words = uiWords();
  return (
    <ol class="outline">
      {page.outline.map((line) => {
        const at = page.here.find((here) => here.elementId === line.elementId);
        const moved = line.state === "here" && changed > 0 ? "changed" : "";
        return (
          <li
            key={`${line.elementId} ${line.state === "here" ? changed : ""}`}
            id={`uraian-${line.elementId}`}
            class={`line line-${line.state} depth-${Math.min(line.depth, 4)} ${moved} ${
              line.elementId === marked ? "marked" : ""
            }`}
          >
            <span class="line-mark" />
            <span>
              <span class="line-text">{isolated(line.text)}</span>
              <span class="line-second small muted">
                {line.state === "here" ? words.here : line.state === "taken" ? words.taken : words.ahead}
                {line.passes > 1 ? ` · ${words.passes(line.passes)}` : null}
                {at?.post ? ` · ${isolated(at.post.title)}` : null}
                {at?.post?.holder ? `, ${isolated(at.post.holder.name)}` : null}
                {at?.deadline ? ` · ${deadlinePhrase(at.deadline, nowMs(), place())}` : null}
              </span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
