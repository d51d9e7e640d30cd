import { intermediateCatchEvent } from "./intermediate-catch-event.ts";

/** Receive task: waits for its message as a catch event does, and may have boundary events besides. (BPMN 10.3.3) */
export const receiveTask = intermediateCatchEvent;
