import { defaultFlow, goOn } from "../run/activity.ts";
import { FAILED, holds } from "../run/evaluate.ts";
import { leave } from "../run/move.ts";
import type { Behaviour } from "../run/run.ts";

/** Exclusive gateway: the first flow, in the order drawn, whose condition holds; else the default. (BPMN 10.6.2) */
export const exclusiveGateway: Behaviour = {
  enter(run, element, live) {
    if (element.outgoing.length < 2 && !element.conditional) return goOn(run, element, live);
    for (const index of element.outgoing) {
      const flow = run.process.flows[index];
      if (flow === undefined || index === element.defaultFlow) continue;
      const held = flow.condition === null || holds(run, live, flow.condition, index, "enter");
      if (held === FAILED) return;
      if (held) return leave(run, element, live, flow.ids);
    }
    const otherwise = defaultFlow(run, element, live, "enter");
    if (otherwise !== FAILED) leave(run, element, live, otherwise);
  },
};
