/**
 * The diagram of a case: bpmn-js's viewer with the path taken, the token, and what is ahead. Loaded only where it
 * is looked at. Everything it shows is also in the outline beside it; the bpmn.io mark stays visible.
 */
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "./viewer.css";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import type GraphicsFactory from "diagram-js/lib/core/GraphicsFactory";
import type { ElementLike } from "diagram-js/lib/core/Types";
import type Overlays from "diagram-js/lib/features/overlays/Overlays";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Icon } from "../icon.tsx";
import { Note } from "../note.tsx";
import { announce } from "../toast.tsx";
import { uiWords } from "../words.ts";
import { drawAt, fitWidth, keepMarkInView, readable, reveal } from "./fit.ts";
import { badge, token } from "./marks.ts";
import { type CasePath, lookOf, paint, typeOf } from "./paint.ts";

export interface DiagramViewerProps {
  readonly xml: string;
  readonly title: string;
  readonly path: CasePath;
  /** What the token says: the time left, in words, by element. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Enter on an element, or a press on it. */
  readonly onOpen: (elementId: string) => void;
  /** Fills a screen of its own: drawn readable, moved by scrolling. Otherwise it fits the width. */
  readonly full?: boolean;
  /** Shows the outline instead. */
  readonly onOutline: () => void;
}

export default function DiagramViewer(props: DiagramViewerProps) {
  const words = uiWords();
  const box = useRef<HTMLDivElement>(null);
  const [viewer, setViewer] = useState<Opened | null>(null);
  const [failed, setFailed] = useState(false);
  const help = useId();
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const container = box.current;
    if (container === null) return;
    let gone = false;
    let opened: Opened | null = null;
    void open(container, props.xml, props.full ?? false, {
      "aria-label": words.diagramOf(props.title),
      "aria-describedby": help,
    }).then((result) => {
      if (gone) result?.destroy();
      else if (result === null) setFailed(true);
      else {
        opened = result;
        result.listen((event) => onKey(event, result, latest.current), latest.current.onOpen);
        setViewer(result);
      }
    });
    return () => {
      gone = true;
      opened?.destroy();
      setViewer(null);
    };
  }, [props.xml]);

  useEffect(() => {
    if (viewer === null) return;
    viewer.show(props.path, props.tokens);
  }, [viewer, JSON.stringify(props.path), JSON.stringify(props.tokens)]);

  if (failed) return <Note kind="warn">{words.diagramFailed}</Note>;
  return (
    <div class={props.full ? "diagram diagram-full" : "diagram"}>
      <div class="diagram-scroll">
        <div ref={box} class="diagram-canvas" />
      </div>
      <p class="visually-hidden" id={help}>
        {words.diagramHelp}
      </p>
      <div class="diagram-zoom">
        <ZoomButton icon="zoom-in" label={words.zoomIn} onPress={() => viewer?.zoomBy(1.25)} />
        <ZoomButton icon="zoom-out" label={words.zoomOut} onPress={() => viewer?.zoomBy(0.8)} />
        <ZoomButton icon="maximize" label={words.zoomFit} onPress={() => viewer?.fit()} />
      </div>
    </div>
  );
}

function ZoomButton({
  icon,
  label,
  onPress,
}: {
  icon: "zoom-in" | "zoom-out" | "maximize";
  label: string;
  onPress: () => void;
}) {
  return (
    <button type="button" class="button icon-only" aria-label={label} title={label} onClick={onPress}>
      <Icon name={icon} />
    </button>
  );
}

interface Opened {
  readonly show: (path: CasePath, tokens: Readonly<Record<string, string>>) => void;
  readonly zoomBy: (factor: number) => void;
  readonly fit: () => void;
  /** Moves the mark of the keyboard along the flows; the answer is the element it is on. */
  readonly move: (direction: "next" | "back" | "aside") => string | null;
  readonly current: () => string | null;
  /** Keys on the drawing (the answer says whether it was ours), and presses on elements. */
  readonly listen: (onKey: (event: KeyboardEvent) => boolean, onPress: (elementId: string) => void) => void;
  readonly destroy: () => void;
}

async function open(
  container: HTMLElement,
  xml: string,
  full: boolean,
  named: Readonly<Record<string, string>>,
): Promise<Opened | null> {
  const viewer = new NavigatedViewer({
    container,
    // A wheel over the diagram scrolls the page; buttons and keys zoom.
    zoomScroll: { enabled: false },
    bpmnRenderer: {
      defaultFillColor: "var(--d-fill)",
      defaultStrokeColor: "var(--d-stroke)",
      defaultLabelColor: "var(--ink)",
    },
    textRenderer: {
      defaultStyle: { fontFamily: '"Plus Jakarta Sans", sans-serif', fontSize: "12px", fontWeight: "500" },
      externalStyle: { fontSize: "12px" },
    },
  });
  try {
    // Text is measured while it is drawn: with the right font, or labels touch icons.
    await document.fonts.load('500 12px "Plus Jakarta Sans"');
    await viewer.importXML(xml);
  } catch {
    viewer.destroy();
    return null;
  }
  // The drawing takes arrows, Enter and T itself; its help says so.
  const drawing = container.querySelector("svg");
  for (const [name, value] of Object.entries({ ...named, role: "application", tabindex: "0" }))
    drawing?.setAttribute(name, value);
  if (full) keepMarkInView(container);
  return shownBy(viewer, container, full);
}

function shownBy(viewer: NavigatedViewer, container: HTMLElement, full: boolean): Opened {
  const canvas: Canvas = viewer.get("canvas");
  const registry: ElementRegistry = viewer.get("elementRegistry");
  const graphics: GraphicsFactory = viewer.get("graphicsFactory");
  const overlays: Overlays = viewer.get("overlays");
  let marked: string | null = null;
  let shown: CasePath = { elements: {}, flows: {}, here: [] };
  const refit = () => (full ? drawAt(canvas, container, readable) : fitWidth(canvas, container));
  const observer = new ResizeObserver(refit);
  if (full) refit();
  else observer.observe(container);
  const mark = (id: string | null) => {
    if (marked !== null) canvas.removeMarker(marked, "by-key");
    marked = id;
    if (id !== null) canvas.addMarker(id, "by-key");
  };
  return {
    show: (path, tokens) => {
      shown = path;
      paint({ canvas, registry, graphics }, path);
      overlays.clear();
      for (const [id, passes] of Object.entries(path.elements)) {
        const shape = registry.get(id);
        if (shape === undefined || !/Task$|SubProcess$|CallActivity$/.test(typeOf(shape))) continue;
        if (lookOf(id, path) === "here" && passes < 2) continue;
        overlays.add(id, { position: { top: -11, left: -11 }, html: badge(passes) });
      }
      for (const id of path.here) {
        const said = tokens[id];
        if (registry.get(id) === undefined) continue;
        overlays.add(id, {
          position: { top: -30, left: 2 },
          html: token(said ?? ""),
          show: { minZoom: 0.6 },
        });
      }
      if (full) reveal(container, canvas, registry.get(path.here[0] ?? ""));
    },
    zoomBy: (factor) => {
      const zoom = Math.min(4, Math.max(0.2, canvas.zoom() * factor));
      if (full) drawAt(canvas, container, zoom);
      else canvas.zoom(zoom);
    },
    fit: refit,
    move: (direction) => {
      const from = marked ?? shown.here[0] ?? firstShape(registry);
      if (from === null) return null;
      const to = marked === null ? from : neighbour(registry, from, direction);
      if (to === null) return null;
      mark(to);
      canvas.scrollToElement(to, 60);
      return registry.get(to)?.businessObject?.name ?? to;
    },
    current: () => marked,
    listen: (onKey, onPress) => {
      container.addEventListener("keydown", (event) => {
        if (onKey(event)) event.preventDefault();
      });
      viewer.on("element.click", ({ element }: { element: ElementLike }) => onPress(element.id));
    },
    destroy: () => {
      observer.disconnect();
      viewer.destroy();
    },
  };
}

function firstShape(registry: ElementRegistry): string | null {
  return registry.find((element) => typeOf(element) === "bpmn:StartEvent")?.id ?? null;
}

/** Along the flows: next, back, or the next of several branches that leave the same place. */
function neighbour(
  registry: ElementRegistry,
  id: string,
  direction: "next" | "back" | "aside",
): string | null {
  const shape = registry.get(id);
  if (shape === undefined) return null;
  const flows = (list: readonly ElementLike[] | undefined) =>
    (list ?? []).filter((flow) => typeOf(flow) === "bpmn:SequenceFlow");
  if (direction === "next") return flows(shape.outgoing)[0]?.target?.id ?? null;
  if (direction === "back") return flows(shape.incoming)[0]?.source?.id ?? null;
  const origin = flows(shape.incoming)[0]?.source;
  const siblings = flows(origin?.outgoing).map((flow) => flow.target?.id);
  const at = siblings.indexOf(id);
  return siblings[(at + 1) % siblings.length] ?? null;
}

const steps: Readonly<Record<string, "next" | "back" | "aside">> = {
  ArrowRight: "next",
  ArrowLeft: "back",
  ArrowDown: "aside",
  ArrowUp: "aside",
};

/** Whether the key was one of ours. */
function onKey(event: KeyboardEvent, viewer: Opened, props: DiagramViewerProps): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const step = steps[event.key];
  if (step !== undefined) {
    const name = viewer.move(step);
    if (name !== null) announce(name);
    return true;
  }
  if (event.key === "+" || event.key === "=") viewer.zoomBy(1.25);
  else if (event.key === "-") viewer.zoomBy(0.8);
  else if (event.key === "0") viewer.fit();
  else if (event.key.toLowerCase() === "t") props.onOutline();
  else if (event.key === "Enter") {
    const at = viewer.current();
    if (at === null) return false;
    props.onOpen(at);
  } else return false;
  return true;
}
