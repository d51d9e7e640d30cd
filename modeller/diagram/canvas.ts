/**
 * The drawing: bpmn-js behind one adapter. Everything else in the modeller speaks to this interface and never
 * to bpmn-js, whose events are strings and whose objects are untyped.
 * Invariant: every change of the diagram goes through the command stack, so each can be undone; a group of
 * edits is one step of it.
 */
import Modeler from "bpmn-js/lib/Modeler";
import type { Element } from "bpmn-js/lib/model/Types";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import type CommandStack from "diagram-js/lib/command/CommandStack";
import type CanvasService from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import type Overlays from "diagram-js/lib/features/overlays/Overlays";
import type Selection from "diagram-js/lib/features/selection/Selection";
import { porosModdle } from "../../engine/index.ts";
import { type AppendMenu, type AppendWords, appendModule } from "./append.ts";
import { type EditGroup, editModule } from "./edit-command.ts";
import type { Create, Edit, ModdleObject } from "./moddle.ts";
import { isModdleObject, listOf } from "./moddle.ts";
import type { Step, StepChoices } from "./steps.ts";
import { translator } from "./translator.ts";

export interface Mark {
  readonly elementId: string;
  readonly severity: "error" | "warning";
  readonly numbers: readonly number[];
  /** What a screen reader and the tooltip say. */
  readonly title: string;
}

/** A run as it stands: what it has passed, where its tokens are, and where it goes wrong. */
export interface Scene {
  readonly passed: readonly string[];
  readonly tokens: readonly { readonly at: string; readonly count: number }[];
  readonly stuck: { readonly elementId: string; readonly text: string } | null;
}

export interface CanvasOptions {
  readonly language: "id" | "en";
  readonly words: AppendWords;
  readonly readOnly: boolean;
  /** What steps may refer to at this moment. */
  readonly choices: () => StepChoices;
  /** Something was drawn, edited, undone or redone. */
  readonly onChange: () => void;
  /** The selection changed; null is the process itself. */
  readonly onSelect: (object: ModdleObject | null) => void;
  readonly onMark: (elementId: string) => void;
}

export interface Canvas {
  /** Shows a file; answers what the parser had to say. Throws when it is not BPMN. */
  readonly open: (xml: string) => Promise<readonly string[]>;
  readonly xml: () => Promise<string>;
  /** Ends what is being written on the canvas itself: the name of an element. */
  readonly commit: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly canUndo: () => boolean;
  readonly canRedo: () => boolean;
  readonly edit: (object: ModdleObject, edits: readonly Edit[]) => void;
  readonly rename: (object: ModdleObject, name: string) => void;
  readonly create: Create;
  /** The process of the file: of the only pool, where pools are drawn. */
  readonly process: () => ModdleObject | null;
  readonly object: (elementId: string) => ModdleObject | null;
  readonly outgoing: (object: ModdleObject) => readonly ModdleObject[];
  readonly select: (elementId: string | null) => void;
  /** Selects an element and brings it into view. */
  readonly show: (elementId: string) => void;
  readonly mark: (marks: readonly Mark[]) => void;
  /** Draws a run over the diagram; null takes it away. The diagram itself does not change. */
  readonly play: (scene: Scene | null) => void;
  readonly fit: () => void;
  readonly focus: () => void;
  readonly zoom: (factor: number) => void;
  /** Starts placing an element at the pointer, or puts it after the selected one when there is no pointer. */
  readonly place: (what: Step | string, event: Event) => void;
  /** The menu of everything that can be added, with search. */
  readonly addMenu: () => void;
  readonly setChoices: () => void;
  readonly destroy: () => void;
}

type Services = {
  readonly canvas: CanvasService;
  readonly commandStack: CommandStack;
  readonly elementRegistry: ElementRegistry;
  readonly overlays: Overlays;
  readonly selection: Selection;
  readonly bpmnFactory: { readonly create: (type: string, attrs: object) => unknown };
  readonly porosAppend: AppendMenu;
  readonly directEditing: { readonly isActive: () => boolean; readonly complete: () => void };
  readonly modeling: { readonly updateLabel: (element: Element, text: string) => void };
};

const colours = {
  defaultFillColor: "var(--d-fill)",
  defaultStrokeColor: "var(--d-stroke)",
  defaultLabelColor: "var(--ink)",
};
const lettering = {
  defaultStyle: { fontFamily: '"Plus Jakarta Sans", "Noto Sans", system-ui, sans-serif', fontSize: "12px" },
  externalStyle: { fontSize: "11px" },
};

export function createCanvas(container: HTMLElement, options: CanvasOptions): Canvas {
  const settings = {
    container,
    bpmnRenderer: colours,
    textRenderer: lettering,
    moddleExtensions: { poros: porosModdle },
  };
  const translate = { translate: ["value", translator(options.language)] };
  const bpmn = options.readOnly
    ? new NavigatedViewer<Services>({ ...settings, additionalModules: [translate] })
    : new Modeler<Services>({
        ...settings,
        additionalModules: [
          translate,
          { palette: ["value", {}], paletteProvider: ["value", {}] },
          editModule,
          appendModule({ language: options.language, words: options.words, choices: options.choices }),
        ],
      });
  const service = <Name extends keyof Services>(name: Name): Services[Name] => bpmn.get(name);
  let marked: readonly string[] = [];
  let played: readonly string[] = [];

  const elementOf = (id: string): Element | undefined => {
    const element: unknown = service("elementRegistry").get(id);
    return isElement(element) ? element : undefined;
  };
  const objectOfElement = (element: Element): ModdleObject | null => {
    const object: unknown = element.businessObject;
    return isModdleObject(object) ? object : null;
  };

  bpmn.on("selection.changed", (event: { newSelection: readonly Element[] }) => {
    const only = event.newSelection.length === 1 ? event.newSelection[0] : undefined;
    options.onSelect(only === undefined ? null : objectOfElement(only));
  });
  bpmn.on("commandStack.changed", options.onChange);

  const create: Create = (type, properties) => {
    const made = service("bpmnFactory").create(type, { ...properties });
    if (!isModdleObject(made)) throw new Error(`not a BPMN type: ${type}`);
    return made;
  };

  const processOf = (): ModdleObject | null => {
    const definitions: unknown = bpmn.getDefinitions();
    if (!isModdleObject(definitions)) return null;
    const processes = listOf(definitions, "rootElements").filter((root) => root.$type === "bpmn:Process");
    return processes.find((process) => process.get("isExecutable") === true) ?? processes[0] ?? null;
  };

  /** Edits of what is not drawn (the process, a message) are reported on the root. */
  const elementFor = (object: ModdleObject): Element => {
    const drawn = object.id === undefined ? undefined : elementOf(object.id);
    if (drawn !== undefined && drawn.businessObject === object) return drawn;
    const root: unknown = service("canvas").getRootElement();
    if (!isElement(root)) throw new Error("the canvas has no root");
    return root;
  };

  const canvas: Canvas = {
    open: async (xml) => {
      marked = [];
      played = [];
      const { warnings } = await bpmn.importXML(xml);
      // Behind another view the canvas has no size to fit into; it is fitted when it is shown.
      if (container.clientWidth > 0) canvas.fit();
      return warnings.map(String);
    },
    xml: async () => {
      const saved = await bpmn.saveXML({ format: true });
      if (saved.xml === undefined) throw saved.error ?? new Error("the diagram could not be written");
      return saved.xml;
    },
    commit: () => {
      if (options.readOnly) return;
      const writing = service("directEditing");
      if (writing.isActive()) writing.complete();
    },
    undo: () => service("commandStack").undo(),
    redo: () => service("commandStack").redo(),
    canUndo: () => !options.readOnly && service("commandStack").canUndo(),
    canRedo: () => !options.readOnly && service("commandStack").canRedo(),
    edit: (object, edits) => {
      if (edits.length === 0) return;
      const group: EditGroup = {
        edits: edits.map((edit) => ({ element: elementFor(edit.target), anchor: elementFor(object), edit })),
      };
      service("commandStack").execute("poros.edit", group);
    },
    rename: (object, name) => {
      const element = elementFor(object);
      if (element.businessObject === object && element.type !== "bpmn:Process")
        service("modeling").updateLabel(element, name);
      else canvas.edit(object, [{ target: object, set: { name } }]);
    },
    create,
    process: processOf,
    object: (id) => {
      const element = elementOf(id);
      if (element !== undefined) return objectOfElement(element);
      const process = processOf();
      return process?.id === id ? process : null;
    },
    outgoing: (object) => listOf(object, "outgoing"),
    select: (id) => {
      const element = id === null ? undefined : elementOf(id);
      service("selection").select(element === undefined ? [] : [element]);
      if (element === undefined) options.onSelect(null);
    },
    show: (id) => {
      const element = elementOf(id);
      canvas.select(id);
      if (element !== undefined) service("canvas").scrollToElement(element, 80);
    },
    mark: (marks) => {
      const overlays = service("overlays");
      const board = service("canvas");
      overlays.remove({ type: "poros-problem" });
      for (const id of marked) {
        if (elementOf(id) === undefined) continue;
        board.removeMarker(id, "poros-error");
        board.removeMarker(id, "poros-warning");
      }
      // The root is the paper itself and has no corner to put a mark on.
      const drawn = marks.filter(({ elementId }) => {
        const element: unknown = elementOf(elementId);
        return element !== undefined && element !== board.getRootElement();
      });
      marked = drawn.map((mark) => mark.elementId);
      for (const mark of drawn) {
        board.addMarker(mark.elementId, `poros-${mark.severity}`);
        overlays.add(mark.elementId, "poros-problem", {
          position: { top: -14, left: -14 },
          html: badge(mark, options.onMark),
        });
      }
    },
    play: (scene) => {
      const overlays = service("overlays");
      const board = service("canvas");
      overlays.remove({ type: "poros-run" });
      for (const id of played) if (elementOf(id) !== undefined) board.removeMarker(id, "poros-passed");
      const drawn = (id: string) => elementOf(id) !== undefined && elementOf(id) !== board.getRootElement();
      played = (scene?.passed ?? []).filter(drawn);
      for (const id of played) board.addMarker(id, "poros-passed");
      for (const { at, count } of scene?.tokens ?? []) {
        const element = elementOf(at);
        if (element === undefined) continue;
        const html = runMark("run-token", count > 1 ? String(count) : "");
        overlays.add(at, "poros-run", { position: tokenPlace(element), html });
      }
      const stuck = scene?.stuck == null ? undefined : elementOf(scene.stuck.elementId);
      if (stuck === undefined || scene?.stuck == null) return;
      const html = runMark("run-stuck-mark", scene.stuck.text);
      overlays.add(scene.stuck.elementId, "poros-run", {
        position: { top: -44, left: (stuck.width ?? 0) / 2 + 8 },
        html,
      });
    },
    fit: () => {
      const board = service("canvas");
      board.resized();
      const scale = board.zoom("fit-viewport", { x: 0, y: 0 });
      // Some room around, so that no edge lies under the frame.
      board.zoom(Math.min(1, scale * 0.94));
    },
    focus: () => service("canvas").focus(),
    zoom: (factor) => {
      const board = service("canvas");
      board.zoom(Math.min(4, Math.max(0.2, board.zoom() * factor)));
    },
    place: (what, event) => service("porosAppend").place(what, event),
    addMenu: () => service("porosAppend").open(),
    setChoices: () => service("porosAppend").refresh(),
    destroy: () => bpmn.destroy(),
  };
  return canvas;
}

function isElement(value: unknown): value is Element {
  return typeof value === "object" && value !== null && "businessObject" in value;
}

function runMark(className: string, text: string): HTMLElement {
  const mark = document.createElement("span");
  mark.className = className;
  mark.textContent = text;
  // The simulation bar says the same in words.
  mark.setAttribute("aria-hidden", "true");
  return mark;
}

/** On a flow shortly before its end, in an element at its corner; relative to the element's own box. */
function tokenPlace(element: Element): { readonly top: number; readonly left: number } {
  const points: readonly { readonly x: number; readonly y: number }[] = element.waypoints ?? [];
  const [before, end] = [points.at(-2), points.at(-1)];
  if (before === undefined || end === undefined) return { top: -9, left: (element.width ?? 0) - 9 };
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const back = Math.min(22, length / 2) / length;
  const x = end.x + (before.x - end.x) * back;
  const y = end.y + (before.y - end.y) * back;
  const left = Math.min(...points.map((point) => point.x));
  const top = Math.min(...points.map((point) => point.y));
  return { top: y - top - 9, left: x - left - 9 };
}

/** The number (or numbers) of the problems of an element, on the element; pressing it selects the first. */
function badge(mark: Mark, onMark: (elementId: string) => void): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `mark mark-${mark.severity}`;
  button.textContent = mark.numbers.join(", ");
  button.title = mark.title;
  button.setAttribute("aria-label", mark.title);
  button.addEventListener("click", () => onMark(mark.elementId));
  return button;
}
