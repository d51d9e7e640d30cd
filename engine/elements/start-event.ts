import { goOn } from "../run/activity.ts";
import type { Behaviour } from "../run/run.ts";

/** Start event, of whatever trigger: what started it has already happened. (BPMN 10.5.2) */
export const startEvent: Behaviour = { enter: goOn };
