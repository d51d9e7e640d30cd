/** How large a diagram is drawn, and where it looks. Sizes go through CSSOM; the bpmn.io mark keeps its room. */
import type Canvas from "diagram-js/lib/core/Canvas";
import type { ElementLike } from "diagram-js/lib/core/Types";

/** Right of the drawing stays free for the bpmn.io mark. */
const markRoom = 84;
const margin = 12;
const tallest = 460;

/** Widest that fits, never larger than life, with room for the mark; the box takes the height that needs. */
export function fitWidth(canvas: Canvas, container: HTMLElement): void {
  const { inner } = canvas.viewbox();
  const width = container.clientWidth;
  if (width === 0 || inner.width === 0) return;
  const zoom = Math.min(
    1.1,
    (width - markRoom - margin) / inner.width,
    (tallest - 2 * margin - 24) / inner.height,
  );
  const height = Math.max(180, inner.height * zoom + 2 * margin + 24);
  container.style.height = `${height}px`;
  canvas.resized();
  canvas.viewbox({
    x: inner.x - margin / zoom,
    y: inner.y - (height - inner.height * zoom) / 2 / zoom - 4 / zoom,
    width: width / zoom,
    height: height / zoom,
  });
}

export const readable = 0.9;

/** The whole drawing at one size, in a box as large as it needs; the box around it scrolls. */
export function drawAt(canvas: Canvas, container: HTMLElement, zoom: number): void {
  const { inner } = canvas.viewbox();
  const width = inner.width * zoom + 2 * margin;
  const height = inner.height * zoom + 2 * margin + 56;
  container.style.width = `${width}px`;
  container.style.height = `${height}px`;
  canvas.resized();
  canvas.viewbox({
    x: inner.x - margin / zoom,
    y: inner.y - margin / zoom,
    width: width / zoom,
    height: height / zoom,
  });
}

/** Brings an element into the middle of what scrolls. */
export function reveal(container: HTMLElement, canvas: Canvas, element: ElementLike | undefined): void {
  const scroller = container.parentElement;
  if (scroller === null || element === undefined) return;
  const { x, y, scale } = canvas.viewbox();
  scroller.scrollLeft =
    (Number(element.x) + Number(element.width) / 2 - x) * scale - scroller.clientWidth / 2;
  scroller.scrollTop =
    (Number(element.y) + Number(element.height) / 2 - y) * scale - scroller.clientHeight / 2;
}

/** Where the drawing scrolls, the bpmn.io mark stays in the corner of the screen. */
export function keepMarkInView(container: HTMLElement): void {
  const mark = container.querySelector<HTMLElement>(".bjs-powered-by");
  if (mark === null) return;
  mark.style.position = "fixed";
  mark.style.right = "12px";
  mark.style.bottom = "14px";
}
