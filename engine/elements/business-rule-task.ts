import { activity, inputsOf } from "../run/activity.ts";
import { nextId, tell } from "../run/run.ts";

/** Business rule task: asks for a decision by a rule set, and goes on with the outcome recorded. (BPMN 10.3.3) */
export const businessRuleTask = activity({
  work(run, element, live) {
    tell(run, {
      type: "DecisionRequested",
      requestId: nextId(run, "d"),
      elementId: element.id,
      activationId: live.id,
      ruleSet: element.ruleSet ?? "",
      inputs: inputsOf(element, live),
    });
  },
});
