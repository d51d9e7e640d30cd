import type { CaseMigrated, EngineEvent } from "../event.ts";
import { checkConditions } from "../run/catch.ts";
import { newRun } from "../run/decide.ts";
import { closeDraft, liveOf, openDraft } from "../run/draft.ts";
import { liveSeam } from "../run/evaluate.ts";
import { moved } from "../run/migrated.ts";
import { moveUntilQuiet, queue } from "../run/move.ts";
import { type Run, tell } from "../run/run.ts";
import type { CaseState } from "../run/state.ts";
import { arm, closeWait } from "../run/wait.ts";
import type { Course } from "./course.ts";

/** What happens when a course without obstacles is followed: the events, and the state that folding them gives. */
export function carryOut(
  { route, state, elements, flows, awaits, ...course }: Course,
  atMs: number,
  toVersion: string,
): { readonly events: readonly EngineEvent[]; readonly state: CaseState } {
  const { to } = route;
  const event: CaseMigrated = { type: "CaseMigrated", processId: to.id, toVersion, elements, flows, awaits };
  const run = newRun(to, openDraft(to, moved(state, event)), atMs, liveSeam);
  run.events.push(event);
  settleIn(run, course);
  return { events: run.events, state: closeDraft(to, run.draft) };
}

/** Ends what is gone before anything looks at it, begins what is new, and lets joins look at what they have now. */
function settleIn(run: Run, course: Pick<Course, "closes" | "declares" | "arms">) {
  for (const { id } of course.closes) {
    const wait = run.draft.waits.get(id);
    if (wait !== undefined) closeWait(run, wait);
  }
  for (const { scopeId, names } of course.declares) {
    const variables = Object.fromEntries(names.map((name) => [name, null]));
    tell(run, { type: "VariablesSet", scopeId, variables });
  }
  for (const { activationId, element, own } of course.arms) {
    const live = liveOf(run.draft, activationId);
    if (live === undefined) continue;
    const behind = run.process.elements[live.element]?.kind === "eventBasedGateway";
    const stage = own ? "work" : behind ? "enter" : { watch: element.id };
    for (const trigger of element.triggers) if (!arm(run, element, live, trigger, stage)) break;
  }
  // Looked at before any token moves on, as the order of a command is everywhere.
  checkConditions(run);
  for (const scope of [run.draft.root, ...run.draft.activations.values()]) {
    const flows = [...(scope.parked?.keys() ?? []), ...(scope.moving ?? [])];
    queue(
      run,
      scope,
      flows.flatMap((flow) => run.process.flows[flow]?.ids ?? []),
    );
  }
  moveUntilQuiet(run);
}
