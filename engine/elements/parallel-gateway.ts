import { enter, leave } from "../run/move.ts";
import { type Behaviour, flowIdsOf } from "../run/run.ts";

/**
 * Parallel gateway: goes on when a token waits on each incoming flow, taking one from each; a second token on one
 * flow waits for the next round. (BPMN 10.6.4)
 */
export const parallelGateway: Behaviour = {
  enter(run, element, live) {
    leave(run, element, live, element.outgoingIds);
  },
  arrive(run, element, scope) {
    if ((scope.arrived?.get(element.index) ?? 0) < element.incoming.length) return;
    enter(
      run,
      element,
      scope,
      element.incoming.flatMap((flow) => flowIdsOf(run, flow)),
    );
  },
};
