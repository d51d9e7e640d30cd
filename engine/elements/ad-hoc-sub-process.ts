import type { Element } from "../process.ts";
import { activity, complete } from "../run/activity.ts";
import type { Live } from "../run/draft.ts";
import { FAILED, holds } from "../run/evaluate.ts";
import { cancelInside, enter, openScope } from "../run/move.ts";
import { elementAt, NO_FLOWS, type Run, tell } from "../run/run.ts";

/**
 * Ad-hoc sub-process: its activities stand open all at once, or one after the other, and may be started again. It
 * is done when its condition holds after one of them; without a condition, when each was done once. (BPMN 10.3.5)
 */
export const adHocSubProcess = activity({
  work(run, element, live) {
    tell(run, {
      type: "LoopStarted",
      elementId: element.id,
      activationId: live.id,
      count: null,
      items: null,
    });
    if (element.adHoc?.sequential === true) startNext(run, element, live);
    else openScope(run, element.owns, live, null);
  },
  insideDone(run, element, live) {
    const { adHoc } = element;
    if (adHoc === null) return;
    if (adHoc.completion !== null) {
      const over = holds(run, live, adHoc.completion, -1, "complete");
      if (over === FAILED) return;
      if (over && (adHoc.cancelsRemaining || isEmpty(live))) {
        cancelInside(run, live);
        return complete(run, element, live);
      }
      if (over) return;
    }
    if (!isEmpty(live)) return;
    if (adHoc.sequential && startNext(run, element, live)) return;
    if (adHoc.completion === null) complete(run, element, live);
  },
});

/** Starts the next activity that has not been started yet; says whether there was one. */
function startNext(run: Run, element: Element, live: Live): boolean {
  const next = run.process.scopes[element.owns]?.entries[live.loop?.done ?? 0];
  if (next === undefined) return false;
  tell(run, { type: "LoopAdvanced", elementId: element.id, activationId: live.id, result: null });
  enter(run, elementAt(run, next), live, NO_FLOWS);
  return true;
}

function isEmpty(live: Live): boolean {
  return live.children === 0 && (live.moving?.length ?? 0) === 0 && (live.parked?.size ?? 0) === 0;
}
