/**
 * Adding elements: from the palette, from the context pad of an element, or from the menu of everything
 * (key N). The three lead to the same place, so a step of the secretariat and a bare BPMN element are added
 * alike, with the pointer or from the keyboard alone.
 */
import type { Element } from "bpmn-js/lib/model/Types";
import type CanvasService from "diagram-js/lib/core/Canvas";
import type Selection from "diagram-js/lib/features/selection/Selection";
import { readTimer, setScript, setTimer } from "./event.ts";
import type { Create, ModdleObject } from "./moddle.ts";
import { makeStep, type Step, type StepChoices, steps } from "./steps.ts";

export interface AppendWords {
  readonly add: string;
  readonly append: string;
  readonly appendUserTask: string;
  readonly stepGroup: string;
  readonly elementGroup: string;
  readonly element: (id: string) => string;
}

export interface AppendOptions {
  readonly language: "id" | "en";
  readonly words: AppendWords;
  readonly choices: () => StepChoices;
}

export interface AppendMenu {
  readonly place: (what: Step | string, event: Event) => void;
  readonly open: () => void;
  readonly refresh: () => void;
}

/** What “Unsur BPMN” offers; everything else is reached by replacing one of these. */
export const bpmnElements: readonly {
  readonly id: string;
  readonly icon: string;
  readonly shape: Readonly<Record<string, unknown>>;
}[] = [
  { id: "startEvent", icon: "bpmn-icon-start-event-none", shape: { type: "bpmn:StartEvent" } },
  {
    id: "timerEvent",
    icon: "bpmn-icon-intermediate-event-catch-timer",
    shape: { type: "bpmn:IntermediateCatchEvent", eventDefinitionType: "bpmn:TimerEventDefinition" },
  },
  {
    id: "messageEvent",
    icon: "bpmn-icon-intermediate-event-catch-message",
    shape: { type: "bpmn:IntermediateCatchEvent", eventDefinitionType: "bpmn:MessageEventDefinition" },
  },
  { id: "endEvent", icon: "bpmn-icon-end-event-none", shape: { type: "bpmn:EndEvent" } },
  { id: "userTask", icon: "bpmn-icon-user-task", shape: { type: "bpmn:UserTask" } },
  { id: "serviceTask", icon: "bpmn-icon-service-task", shape: { type: "bpmn:ServiceTask" } },
  { id: "ruleTask", icon: "bpmn-icon-business-rule-task", shape: { type: "bpmn:BusinessRuleTask" } },
  { id: "scriptTask", icon: "bpmn-icon-script-task", shape: { type: "bpmn:ScriptTask" } },
  { id: "exclusiveGateway", icon: "bpmn-icon-gateway-xor", shape: { type: "bpmn:ExclusiveGateway" } },
  { id: "parallelGateway", icon: "bpmn-icon-gateway-parallel", shape: { type: "bpmn:ParallelGateway" } },
  { id: "inclusiveGateway", icon: "bpmn-icon-gateway-or", shape: { type: "bpmn:InclusiveGateway" } },
  {
    id: "subProcess",
    icon: "bpmn-icon-subprocess-expanded",
    shape: { type: "bpmn:SubProcess", isExpanded: true },
  },
  { id: "pool", icon: "bpmn-icon-participant", shape: { type: "bpmn:Participant" } },
  { id: "annotation", icon: "bpmn-icon-text-annotation", shape: { type: "bpmn:TextAnnotation" } },
];

interface ElementFactory {
  readonly createShape: (attrs: object) => Element;
  readonly createParticipantShape: (attrs?: object) => Element;
}
interface Modeling {
  readonly createShape: (shape: Element, at: { x: number; y: number }, parent: Element) => Element;
}
interface Entry {
  readonly label: string;
  readonly className: string;
  readonly group: { readonly id: string; readonly name: string };
  readonly action: (event: Event) => void;
}
interface PadEntry {
  readonly group: string;
  readonly className: string;
  readonly title: string;
  readonly action: Readonly<Record<string, (event: Event, element: Element) => void>>;
}
interface Provider {
  readonly registerProvider: (...args: readonly unknown[]) => void;
}
interface PopupMenu extends Provider {
  readonly open: (target: unknown, id: string, at: { x: number; y: number }, options: object) => void;
  readonly close: () => void;
}
interface Services {
  readonly create: { readonly start: (event: Event, shape: unknown, context?: object) => void };
  readonly elementFactory: ElementFactory;
  readonly bpmnFactory: { readonly create: Create };
  readonly autoPlace: { readonly append: (source: Element, shape: Element) => Element };
  readonly canvas: CanvasService;
  readonly selection: Selection;
  readonly modeling: Modeling;
}

class Append implements AppendMenu {
  static readonly $inject = [
    "create",
    "elementFactory",
    "bpmnFactory",
    "autoPlace",
    "canvas",
    "selection",
    "modeling",
    "popupMenu",
    "contextPad",
    "config.porosAppend",
  ];
  private readonly services: Services;
  private readonly popupMenu: PopupMenu;
  private readonly options: AppendOptions;

  constructor(
    create: Services["create"],
    elementFactory: ElementFactory,
    bpmnFactory: Services["bpmnFactory"],
    autoPlace: Services["autoPlace"],
    canvas: CanvasService,
    selection: Selection,
    modeling: Modeling,
    popupMenu: PopupMenu,
    contextPad: Provider,
    options: AppendOptions,
  ) {
    this.services = { create, elementFactory, bpmnFactory, autoPlace, canvas, selection, modeling };
    this.popupMenu = popupMenu;
    this.options = options;
    popupMenu.registerProvider("poros-append", { getPopupMenuEntries: () => this.entries() });
    // Lower than bpmn-js's own (1000), so it sees and changes what that one offers.
    contextPad.registerProvider(500, { getContextPadEntries: (element: Element) => this.pad(element) });
  }

  place(what: Step | string, event: Event): void {
    const shape = this.shape(what);
    if (event instanceof MouseEvent && event.detail !== 0) {
      this.services.create.start(event, this.withContent(shape));
      return;
    }
    this.put(shape);
  }

  open(): void {
    const box = this.services.canvas.getContainer().getBoundingClientRect();
    const at = { x: box.left + box.width / 2 - 150, y: box.top + 48 };
    this.popupMenu.open(this.services.canvas.getRootElement(), "poros-append", at, {
      title: this.options.words.add,
      width: 320,
      search: true,
    });
  }

  refresh(): void {
    this.popupMenu.close();
  }

  /** After the selected element, where there is one that may be followed; else in the middle of what is seen. */
  private put(shape: Element): void {
    const { selection, autoPlace, canvas, modeling } = this.services;
    const selected: unknown = selection.get()[0];
    if (isFlowNode(selected) && canFollow(selected, shape)) {
      selection.select(autoPlace.append(selected, shape));
      return;
    }
    const view = canvas.viewbox();
    const root: unknown = canvas.getRootElement();
    if (!isFlowElement(root)) return;
    const middle = { x: view.x + view.width / 2, y: view.y + view.height / 2 };
    selection.select(modeling.createShape(shape, middle, root));
  }

  private shape(what: Step | string): Element {
    const { elementFactory, bpmnFactory } = this.services;
    if (typeof what !== "string") {
      const businessObject = makeStep(what, this.options.language, this.options.choices(), (type, set) =>
        bpmnFactory.create(type, { ...set }),
      );
      return elementFactory.createShape({ type: what.type, businessObject });
    }
    const known = bpmnElements.find(({ id }) => id === what);
    if (known === undefined) throw new Error(`no such element: ${what}`);
    if (known.id === "pool") return elementFactory.createParticipantShape();
    const shape = elementFactory.createShape({ ...known.shape });
    fillIn(shape.businessObject, (type, set) => bpmnFactory.create(type, { ...set }));
    return shape;
  }

  /** A sub-process comes with its start. */
  private withContent(shape: Element): unknown {
    if (shape.type !== "bpmn:SubProcess") return shape;
    const start = this.services.elementFactory.createShape({
      type: "bpmn:StartEvent",
      x: 40,
      y: 82,
      parent: shape,
    });
    Object.assign(shape, { x: 0, y: 0 });
    return [shape, start];
  }

  private entries(): Readonly<Record<string, Entry>> {
    const { words, language } = this.options;
    const entries: Record<string, Entry> = {};
    const choose = (what: Step | string) => () => {
      this.popupMenu.close();
      this.put(this.shape(what));
    };
    for (const step of steps)
      entries[`step-${step.id}`] = {
        label: step.name[language],
        className: step.type === "bpmn:UserTask" ? "bpmn-icon-user-task" : "bpmn-icon-business-rule-task",
        group: { id: "steps", name: words.stepGroup },
        action: choose(step),
      };
    for (const element of bpmnElements)
      entries[`element-${element.id}`] = {
        label: words.element(element.id),
        className: element.icon,
        group: { id: "elements", name: words.elementGroup },
        action: choose(element.id),
      };
    return entries;
  }

  private pad(element: Element): (entries: Record<string, PadEntry>) => Record<string, PadEntry> {
    return (entries) => {
      const plain = entries["append.append-task"];
      if (plain === undefined) return entries;
      const { "append.append-task": _, ...others } = entries;
      const userTask: PadEntry = {
        ...plain,
        className: "bpmn-icon-user-task",
        title: this.options.words.appendUserTask,
        action: {
          click: () => {
            this.services.autoPlace.append(element, this.shape("userTask"));
          },
          dragstart: (event, source) => {
            this.services.create.start(event, this.shape("userTask"), { source });
          },
        },
      };
      const more: PadEntry = {
        group: "model",
        className: "pad-more",
        title: this.options.words.append,
        action: {
          click: (event) => {
            const at = event instanceof MouseEvent ? { x: event.x + 8, y: event.y + 8 } : { x: 200, y: 200 };
            this.services.selection.select(element);
            this.popupMenu.open(element, "poros-append", at, {
              title: this.options.words.append,
              width: 320,
              search: true,
            });
          },
        },
      };
      return { "append.user-task": userTask, "append.more": more, ...others };
    };
  }
}

/** What an element cannot be read without begins with a value that is plainly a stand-in. */
function fillIn(object: ModdleObject, create: Create): void {
  const edits = [
    ...(readTimer(object) === null ? [] : setTimer(object, "timeDuration", "P1D", create)),
    ...(object.$type === "bpmn:ScriptTask" ? setScript(object, "null") : []),
  ];
  for (const { target, set } of edits)
    for (const [name, value] of Object.entries(set)) target.set(name, value);
}

function isFlowElement(value: unknown): value is Element {
  return typeof value === "object" && value !== null && "businessObject" in value;
}

function isFlowNode(value: unknown): value is Element {
  if (!isFlowElement(value)) return false;
  const object: ModdleObject = value.businessObject;
  return object.$instanceOf("bpmn:FlowNode");
}

function canFollow(source: Element, shape: Element): boolean {
  return (
    source.type !== "bpmn:EndEvent" && shape.type !== "bpmn:StartEvent" && shape.type !== "bpmn:Participant"
  );
}

export function appendModule(options: AppendOptions) {
  return {
    __init__: ["porosAppend"],
    porosAppend: ["type", Append],
    "config.porosAppend": ["value", options],
  };
}
