import { activity, inputsOf } from "../run/activity.ts";
import { raiseIncident } from "../run/incident.ts";
import { nextId, tell } from "../run/run.ts";

/** Service task: requested from the host, and done when the host says so. (BPMN 10.3.3) */
export const serviceTask = activity({
  work(run, element, live) {
    const { work } = element;
    if (work === null) {
      const message = `Nothing is named that does ${element.name ?? element.id}`;
      return raiseIncident(run, live, "work", "noWork", message, { element: element.id });
    }
    tell(run, {
      type: "ServiceRequested",
      requestId: nextId(run, "s"),
      elementId: element.id,
      activationId: live.id,
      work: { kind: work.kind, name: work.name },
      inputs: inputsOf(element, live),
    });
  },
});
