/** A canvas that lives as long as its place on the page, and what of it a screen must be drawn again for. */
import type { RefObject } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { language } from "../../ui/index.ts";
import { type Canvas, createCanvas } from "../diagram/canvas.ts";
import type { ModdleObject } from "../diagram/moddle.ts";
import type { StepChoices } from "../diagram/steps.ts";
import "../diagram/styles.ts";
import { words } from "../words.ts";

export interface CanvasState {
  readonly holder: RefObject<HTMLDivElement | null>;
  readonly canvas: Canvas | null;
  readonly selected: ModdleObject | null;
  /** Counts every change, so that what is read from the diagram is read anew. */
  readonly revision: number;
}

export function useCanvas(options: {
  readonly readOnly: boolean;
  readonly choices: StepChoices;
  readonly onChange: () => void;
  readonly onMark: (elementId: string) => void;
}): CanvasState {
  const holder = useRef<HTMLDivElement>(null);
  const [canvas, setCanvas] = useState<Canvas | null>(null);
  const [selected, setSelected] = useState<ModdleObject | null>(null);
  const [revision, setRevision] = useState(0);
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    if (holder.current === null) return;
    const said = words().palette;
    const made = createCanvas(holder.current, {
      language: language.value,
      readOnly: options.readOnly,
      words: {
        add: said.add,
        append: said.append,
        appendUserTask: said.appendUserTask,
        stepGroup: said.steps,
        elementGroup: said.elements,
        element: (id) => said.element[id] ?? id,
      },
      choices: () => latest.current.choices,
      onChange: () => {
        setRevision((count) => count + 1);
        latest.current.onChange();
      },
      onSelect: setSelected,
      onMark: (id) => latest.current.onMark(id),
    });
    setCanvas(made);
    return () => {
      setCanvas(null);
      setSelected(null);
      made.destroy();
    };
  }, [options.readOnly, language.value]);
  return useMemo(() => ({ holder, canvas, selected, revision }), [canvas, selected, revision]);
}
