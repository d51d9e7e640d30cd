/**
 * Paints where a case has been, is, and has yet to go. Colours are set on the diagram's own colour attributes
 * and drawn again, so that arrowheads follow; widths and dashes go through CSSOM, which the page's policy allows.
 */
import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import type GraphicsFactory from "diagram-js/lib/core/GraphicsFactory";
import type { ElementLike } from "diagram-js/lib/core/Types";

export interface CasePath {
  /** Element id to number of passes. */
  readonly elements: Readonly<Record<string, number>>;
  readonly flows: Readonly<Record<string, number>>;
  readonly here: readonly string[];
}

type Look = "taken" | "here" | "ahead";

interface Painter {
  readonly canvas: Canvas;
  readonly registry: ElementRegistry;
  readonly graphics: GraphicsFactory;
}

const looks: Readonly<Record<Look, { stroke: string; fill: string; width: string; dash: string }>> = {
  taken: { stroke: "var(--d-taken)", fill: "var(--d-taken-fill)", width: "2px", dash: "none" },
  here: { stroke: "var(--d-here)", fill: "var(--d-fill)", width: "4px", dash: "none" },
  ahead: { stroke: "var(--d-ahead)", fill: "var(--d-fill)", width: "1.6px", dash: "5 4" },
};

export function paint(painter: Painter, path: CasePath): void {
  for (const element of painter.registry.getAll()) {
    const type = typeOf(element);
    if (type === "bpmn:SequenceFlow") paintFlow(painter, element, path);
    else if (type === "label") widen(painter, element);
    else if (isFrame(type)) paintFrame(painter, element);
    else if ("width" in element && /(Event|Task|Gateway|SubProcess|Activity)$/.test(type))
      paintShape(painter, element, path);
  }
}

/** Pools and lanes are paper: hairlines behind what happens on them. */
const isFrame = (type: string): boolean => /^bpmn:(Participant|Lane)$/.test(type);

function paintFrame({ registry, graphics }: Painter, frame: ElementLike): void {
  colour(frame, "var(--line-strong)", "var(--d-fill)");
  const group = registry.getGraphics(frame);
  graphics.update("shape", frame, group);
  outline(group.querySelector(".djs-visual > :first-child"), { width: "1px", dash: "none" });
}

const labelWidth = 88;

/** A label wraps at the bounds it was drawn with, which another font may have fitted; its middle stays. */
function widen({ registry, graphics }: Painter, label: ElementLike): void {
  const missing = labelWidth - Number(label.width);
  if (!(missing > 0)) return;
  label.width = labelWidth;
  label.x = Number(label.x) - missing / 2;
  graphics.update("shape", label, registry.getGraphics(label));
}

/** Elements of a diagram are open records; this is the one place that reads their kind. */
export const typeOf = (element: ElementLike): string => String(element.type ?? "");

const count = (counts: Readonly<Record<string, number>>, id: string): number =>
  Object.hasOwn(counts, id) ? (counts[id] ?? 0) : 0;

export function lookOf(id: string, path: CasePath): Look {
  if (path.here.includes(id)) return "here";
  return count(path.elements, id) > 0 ? "taken" : "ahead";
}

function paintShape({ registry, graphics }: Painter, shape: ElementLike, path: CasePath): void {
  const id = shape.id;
  const look = looks[lookOf(id, path)];
  colour(shape, look.stroke, look.fill);
  const group = registry.getGraphics(shape);
  graphics.update("shape", shape, group);
  outline(group.querySelector(".djs-visual > :first-child"), look);
}

function paintFlow({ registry, graphics }: Painter, flow: ElementLike, path: CasePath): void {
  const taken = count(path.flows, flow.id) > 0;
  const look = taken ? { ...looks.taken, width: "3px" } : looks.ahead;
  colour(flow, look.stroke, look.stroke);
  const group = registry.getGraphics(flow);
  graphics.update("connection", flow, group);
  outline(group.querySelector(".djs-visual > path"), look);
}

function outline(visual: Element | null, look: { width: string; dash: string }): void {
  if (!(visual instanceof SVGElement)) return;
  visual.style.strokeWidth = look.width;
  visual.style.strokeDasharray = look.dash;
}

function colour(element: ElementLike, stroke: string, fill: string): void {
  element.di?.set("bioc:stroke", stroke);
  element.di?.set("bioc:fill", fill);
}
