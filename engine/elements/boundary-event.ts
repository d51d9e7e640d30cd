import { goOn } from "../run/activity.ts";
import type { Behaviour } from "../run/run.ts";

/** Boundary event: entered once it has caught; the activity that it watched is already cancelled if it interrupts. (BPMN 10.5.4) */
export const boundaryEvent: Behaviour = { enter: goOn };
