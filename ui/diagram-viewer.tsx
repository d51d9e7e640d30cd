/** The door to the diagram viewer: its 60 KB arrive when a diagram is looked at. */
import { lazy } from "preact-iso";
import type { DiagramViewerProps } from "./diagram/viewer.tsx";
import { Note } from "./note.tsx";
import { uiWords } from "./words.ts";

export const DiagramViewer = lazy(() =>
  import("./diagram/viewer.tsx").then(
    (module) => module.default,
    () => Unavailable,
  ),
);

/** The words beside it hold all that the picture would. */
function Unavailable(_props: DiagramViewerProps) {
  return <Note kind="warn">{uiWords().diagramFailed}</Note>;
}
