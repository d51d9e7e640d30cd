/** The door to the diagram viewer: its 60 KB arrive when a diagram is looked at. */
import { lazy } from "preact-iso";

export const DiagramViewer = lazy(() => import("./diagram/viewer.tsx"));
