import { limits } from "../limits.ts";
import { activity, inputsOf } from "../run/activity.ts";
import { FAILED, textOf } from "../run/evaluate.ts";
import { raiseIncident } from "../run/incident.ts";
import { nextId, tell } from "../run/run.ts";

/**
 * Call activity: another process runs as a case of its own and this one waits for its end. Only what is mapped goes
 * in and comes out. (BPMN 10.3.6)
 */
export const callActivity = activity({
  work(run, element, live) {
    const { call } = element;
    if (call === null) return;
    const processId = textOf(run, live, call.processId, "work");
    if (processId === FAILED) return;
    const depth = run.draft.depth + 1;
    if (depth > limits.callDepth) {
      const limit = limits.callDepth;
      const message = `${processId} would be the call number ${depth} inside calls; ${limit} are allowed: does it call itself?`;
      return raiseIncident(run, live, "work", "callDepth", message, { limit, process: processId });
    }
    tell(run, {
      type: "CallRequested",
      callId: nextId(run, "p"),
      elementId: element.id,
      activationId: live.id,
      processId,
      binding: call.binding,
      inputs: inputsOf(element, live),
      depth,
    });
  },
});
