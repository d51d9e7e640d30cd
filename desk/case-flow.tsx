/** The flow as a picture and as words: twins, one press apart. On the phone the words come first. */
import { useEffect, useState } from "preact/hooks";
import type { CasePage } from "../api/index.ts";
import {
  api,
  DiagramViewer,
  deadlinePhrase,
  type Failure,
  FailureNote,
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
        <Drawing
          page={page}
          path={path}
          onOpen={(id) => {
            setMarked(id);
            setTwin("outline");
          }}
          onOutline={() => setTwin("outline")}
        />
      ) : null}
      {/* In print the words stand below the picture. */}
      <div class={twin === "outline" ? "" : "only-print"}>
        <Outline page={page} changed={changed} marked={marked} />
      </div>
    </section>
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
  onOpen,
  onOutline,
}: {
  page: CasePage;
  path: string;
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
              <span class="line-text">{line.text}</span>
              <span class="line-second small muted">
                {line.state === "here" ? words.here : line.state === "taken" ? words.taken : words.ahead}
                {line.passes > 1 ? ` · ${words.passes(line.passes)}` : null}
                {at?.post ? ` · ${at.post.title}` : null}
                {at?.post?.holder ? `, ${at.post.holder.name}` : null}
                {at?.deadline ? ` · ${deadlinePhrase(at.deadline, nowMs(), place())}` : null}
              </span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
