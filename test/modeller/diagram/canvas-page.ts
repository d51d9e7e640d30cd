/** The drawing alone on a page, for the test beside it: a canvas and what happened to it, on `window`. */
import { createCanvas } from "../../../modeller/diagram/canvas.ts";
import type { ModdleObject } from "../../../modeller/diagram/moddle.ts";
import { extensionOf, setExtension, textOf } from "../../../modeller/diagram/moddle.ts";
import { steps } from "../../../modeller/diagram/steps.ts";
import { id } from "../../../modeller/words/id.ts";
import "../../../ui/tokens.css";
import "../../../modeller/diagram/styles.ts";

const holder = document.getElementById("kanvas");
if (holder === null) throw new Error("no place for the canvas");

let selected: ModdleObject | null = null;
let marked = "";
const canvas = createCanvas(holder, {
  language: "id",
  readOnly: false,
  words: {
    add: id.palette.add,
    append: id.palette.append,
    appendUserTask: id.palette.appendUserTask,
    stepGroup: id.palette.steps,
    elementGroup: id.palette.elements,
    element: (element) => id.palette.element[element] ?? element,
  },
  choices: () => ({ forms: [], ruleSets: [] }),
  onChange: () => undefined,
  onSelect: (object) => {
    selected = object;
  },
  onMark: (elementId) => {
    marked = elementId;
  },
});

const page = {
  open: canvas.open,
  xml: canvas.xml,
  undo: canvas.undo,
  redo: canvas.redo,
  select: canvas.select,
  show: canvas.show,
  mark: canvas.mark,
  addMenu: canvas.addMenu,
  selected: () => selected?.id ?? null,
  marked: () => marked,
  setDeadline: (elementId: string, amount: number) => {
    const object = canvas.object(elementId);
    if (object === null) throw new Error(`no element ${elementId}`);
    const edits = setExtension(object, "poros:Deadline", { amount, unit: "hariKerja" }, canvas.create);
    canvas.edit(object, edits);
  },
  deadline: (elementId: string) => {
    const object = canvas.object(elementId);
    return object === null ? "" : textOf(extensionOf(object, "poros:Deadline"), "amount");
  },
  rename: (elementId: string, name: string) => {
    const object = canvas.object(elementId);
    if (object !== null) canvas.rename(object, name);
  },
  placeByKey: (stepId: string) => {
    const step = steps.find((candidate) => candidate.id === stepId);
    if (step !== undefined) canvas.place(step, new KeyboardEvent("keydown"));
  },
};

declare global {
  interface Window {
    page: typeof page;
  }
}
window.page = page;
