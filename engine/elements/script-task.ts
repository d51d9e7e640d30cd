import { activity, complete } from "../run/activity.ts";
import { assign } from "../run/assign.ts";
import { computed, FAILED } from "../run/evaluate.ts";
import { nextId, tell } from "../run/run.ts";

/** Script task: computes a value into its result variable. What is not FEEL is handed to the host. (BPMN 10.3.3) */
export const scriptTask = activity({
  work(run, element, live) {
    const { script } = element;
    if (script?.kind === "foreign") {
      return tell(run, {
        type: "ScriptRequested",
        requestId: nextId(run, "w"),
        elementId: element.id,
        activationId: live.id,
        format: script.format,
        text: script.text,
      });
    }
    if (script !== null) {
      const value = computed(run, live, script.expression, "work");
      if (value === FAILED) return;
      if (element.resultVariable !== null) assign(run, live, { [element.resultVariable]: value });
    }
    complete(run, element, live);
  },
});
