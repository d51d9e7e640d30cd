/** The drawing room: palette, canvas with its tools, problems below, properties beside. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Catalogue } from "../../api/index.ts";
import type { Organisation } from "../../organisation/index.ts";
import { Icon, type IconName, toast, useKey } from "../../ui/index.ts";
import type { Scene } from "../diagram/canvas.ts";
import { textOf } from "../diagram/moddle.ts";
import { kindWord } from "../kind-word.ts";
import { kindOf, Panel } from "../properties/panel.tsx";
import type { Subject } from "../properties/subject.ts";
import { words } from "../words.ts";
import { namesIn } from "./finding-words.ts";
import { Palette } from "./palette.tsx";
import { type DiagramProblem, marksOf, problemKey } from "./problem.ts";
import { ProblemList } from "./problem-list.tsx";
import { type Playing, SimulationBar } from "./simulation.tsx";
import { type CanvasState, useCanvas } from "./use-canvas.ts";
import type { Checking } from "./use-check.ts";

const untilContentMs = 200;

export function Drawing({
  hidden,
  content,
  current,
  readOnly,
  catalogue,
  organisation,
  checking,
  shownProblem,
  playing,
  onPlaying,
  onContent,
  flush,
  onShowProblem,
  onPlay,
}: {
  readonly hidden: boolean;
  readonly content: string;
  /** The content at this moment: a render may be late, and what was drawn since must stay. */
  readonly current: () => string;
  readonly readOnly: boolean;
  readonly catalogue: Catalogue | null;
  readonly organisation: Organisation | null;
  readonly checking: Checking;
  readonly shownProblem: {
    readonly number: number;
    readonly elementId: string;
    readonly turn: number;
  } | null;
  /** The run that is being shown. */
  readonly playing: Playing | null;
  readonly onPlaying: (next: Playing | null) => void;
  readonly onContent: (xml: string) => void;
  /** Writes what was drawn a moment ago, for those who cannot wait: saving. */
  readonly flush: { current: () => Promise<void> };
  readonly onShowProblem: (elementId: string | null, number: number) => void;
  readonly onPlay: (problem: DiagramProblem) => void;
}) {
  const said = words();
  /** What the canvas shows, as text: opened or written last. */
  const shown = useRef<string | null>(null);
  const writing = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const choices = useMemo(
    () => ({ forms: catalogue?.forms ?? [], ruleSets: catalogue?.ruleSets ?? [] }),
    [catalogue],
  );
  const state = useCanvas({
    readOnly,
    choices,
    onChange: () => {
      clearTimeout(writing.current);
      writing.current = setTimeout(() => void write(), untilContentMs);
    },
    onMark: (elementId) => {
      const problem = checking.problems.find((candidate) => candidate.elementId === elementId);
      if (problem !== undefined) onShowProblem(elementId, problem.number);
    },
  });
  const { canvas } = state;
  const write = async () => {
    clearTimeout(writing.current);
    writing.current = undefined;
    const xml = await canvas?.xml();
    if (xml === undefined) return;
    shown.current = xml;
    onContent(xml);
  };
  flush.current = async () => {
    canvas?.commit();
    if (writing.current !== undefined) await write();
  };
  const ready = useOpened(canvas, content, current, shown);

  useEffect(() => {
    if (!ready || canvas === null) return;
    canvas.mark(
      marksOf(checking.problems, (problem) => said.problems.badge(String(problem.number), problem.message)),
    );
  }, [canvas, ready, checking.problems]);
  const fitted = useRef<typeof canvas>(null);
  useEffect(() => {
    if (!ready || hidden || fitted.current === canvas) return;
    fitted.current = canvas;
    canvas?.fit();
  }, [canvas, ready, hidden]);
  useEffect(() => {
    if (ready && shownProblem !== null && !hidden) canvas?.show(shownProblem.elementId);
  }, [canvas, ready, shownProblem, hidden]);
  const played = playedOf(checking, playing);
  useEffect(() => {
    if (!ready) return;
    canvas?.play(played === null ? null : sceneOf(played));
  }, [canvas, ready, played?.problem, played?.playing.step]);
  useEffect(() => {
    // The bar has taken room from the canvas; all of the run is to be seen.
    if (ready && played !== null) canvas?.fit();
  }, [canvas, ready, played?.playing.key]);
  useKey("n", () => {
    if (!readOnly && !hidden) canvas?.addMenu();
  });
  useKey("Ctrl+z", (event) => {
    // In the canvas bpmn-js has already taken it.
    if (!inCanvas(event)) canvas?.undo();
  });
  useKey("Ctrl+y", (event) => {
    if (!inCanvas(event)) canvas?.redo();
  });

  return (
    <div class={readOnly ? "drawing drawing-read" : "drawing"} hidden={hidden}>
      {readOnly ? null : <Palette onPlace={(what, event) => canvas?.place(what, event)} />}
      <div class={played === null ? "board" : "board board-playing"}>
        <div class="canvas-room">
          <div class="canvas" ref={state.holder} role="application" aria-label={said.editor.canvas} />
          <CanvasTools state={state} readOnly={readOnly} />
        </div>
        {played === null || checking.process === null ? null : (
          <SimulationBar
            number={played.problem.number}
            finding={played.finding}
            playing={played.playing}
            nameOf={namesIn(checking.process)}
            onPlaying={onPlaying}
          />
        )}
        {readOnly ? null : (
          <ProblemList
            problems={checking.problems}
            checkedAtMs={checking.checkedAtMs}
            checking={checking.checking}
            serverAway={checking.serverAway}
            current={shownProblem?.number ?? null}
            nameOf={(elementId) => nameOf(state, elementId)}
            onShow={(problem) => {
              onShowProblem(problem.elementId, problem.number);
              onPlay(problem);
            }}
          />
        )}
      </div>
      <PanelOf
        state={state}
        ready={ready}
        catalogue={catalogue}
        organisation={organisation}
        readOnly={readOnly}
      />
    </div>
  );
}

/** The problem whose run is shown; null when it is gone, mended or has no run. */
function playedOf(checking: Checking, playing: Playing | null) {
  if (playing === null) return null;
  const problem = checking.problems.find((one) => problemKey(one) === playing.key);
  const finding = problem?.finding;
  return problem === undefined || finding === undefined || finding.steps.length === 0
    ? null
    : { problem, finding, playing };
}

function sceneOf({ finding, playing }: NonNullable<ReturnType<typeof playedOf>>): Scene | null {
  const at = Math.min(playing.step, finding.steps.length - 1);
  const step = finding.steps[at];
  const elementId = finding.elementIds[0];
  if (step === undefined) return null;
  const last = at === finding.steps.length - 1;
  const stuck =
    last && elementId !== undefined ? { elementId, text: words().finding[finding.kind].mark } : null;
  return { passed: step.passed, tokens: step.tokens, stuck };
}

/** Opens the content, and again when it was replaced from elsewhere; what the canvas wrote itself it shows already. */
function useOpened(
  canvas: CanvasState["canvas"],
  content: string,
  current: () => string,
  shown: { current: string | null },
): boolean {
  const [ready, setReady] = useState<CanvasState["canvas"]>(null);
  useEffect(() => {
    if (canvas === null || content === "") return;
    const now = current();
    if (ready === canvas && shown.current === now) return;
    shown.current = now;
    canvas.open(now).then(
      () => setReady(canvas),
      () => toast(words().editor.importFailed),
    );
  }, [canvas, content]);
  return ready !== null && ready === canvas;
}

function PanelOf({
  state,
  ready,
  catalogue,
  organisation,
  readOnly,
}: {
  readonly state: CanvasState;
  readonly ready: boolean;
  readonly catalogue: Catalogue | null;
  readonly organisation: Organisation | null;
  readonly readOnly: boolean;
}) {
  const { canvas } = state;
  if (canvas === null || !ready) return <aside class="panel" />;
  const process = canvas.process();
  const object = state.selected ?? process;
  if (object === null) return <aside class="panel" />;
  const subject: Subject = {
    object,
    process,
    catalogue,
    organisation,
    create: canvas.create,
    edit: (edits) => canvas.edit(object, edits),
    rename: (name) => canvas.rename(object, name),
    select: canvas.select,
  };
  return <Panel subject={subject} readOnly={readOnly} />;
}

function CanvasTools({ state, readOnly }: { readonly state: CanvasState; readonly readOnly: boolean }) {
  const said = words().editor;
  const { canvas } = state;
  const tools: readonly (readonly [IconName, string, () => void, boolean])[] = [
    ["undo", `${said.undo} (Ctrl+Z)`, () => canvas?.undo(), canvas?.canUndo() ?? false],
    ["redo", `${said.redo} (Ctrl+Y)`, () => canvas?.redo(), canvas?.canRedo() ?? false],
    ["zoom-in", said.zoomIn, () => canvas?.zoom(1.25), true],
    ["zoom-out", said.zoomOut, () => canvas?.zoom(0.8), true],
    ["maximize", said.fit, () => canvas?.fit(), true],
  ];
  return (
    <div class="canvas-tools">
      {tools.slice(readOnly ? 2 : 0).map(([icon, label, act, possible]) => (
        <button
          key={icon}
          type="button"
          class="button icon-only"
          aria-label={label}
          title={label}
          disabled={!possible}
          onClick={act}
        >
          <Icon name={icon} />
        </button>
      ))}
    </div>
  );
}

function nameOf(state: CanvasState, elementId: string): string {
  const object = state.canvas?.object(elementId) ?? null;
  if (object === null) return elementId;
  return `${kindWord(kindOf(object))} “${textOf(object, "name") || elementId}”`;
}

function inCanvas(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest(".djs-container") !== null;
}
