import type { MigrateCase } from "../command.ts";
import type { CaseMigrated } from "../event.ts";
import type { ExecutableProcess } from "../process.ts";
import { checkConditions } from "../run/catch.ts";
import { type Decision, judge, newRun } from "../run/decide.ts";
import { closeDraft, liveOf, openDraft } from "../run/draft.ts";
import { liveSeam } from "../run/evaluate.ts";
import { moved } from "../run/migrated.ts";
import { moveUntilQuiet, queue } from "../run/move.ts";
import { type Run, tell } from "../run/run.ts";
import type { CaseState } from "../run/state.ts";
import { arm, closeWait } from "../run/wait.ts";
import { type Course, courseOf } from "./course.ts";

/**
 * Decides a migration as `decide` decides all else: what happened, and the state that folding it under `to` gives. From
 * then on `to` decides. A migration with an obstacle is refused and changes nothing; `planMigration` names them all.
 */
export function migrate(
  from: ExecutableProcess,
  to: ExecutableProcess,
  state: CaseState | null,
  command: MigrateCase,
): Decision {
  const refusal = judge(from, state, command);
  if (refusal !== null) return { ok: false, refusal };
  if (state === null) throw new Error("assertion failed: a case that has not started is refused");
  const course = courseOf({ from, to, mapping: command.mapping ?? {} }, state, command.rearm ?? []);
  const [first] = course.obstacles;
  if (first !== undefined) {
    const more = course.obstacles.length === 1 ? "" : ` (and ${course.obstacles.length - 1} more)`;
    const message = `${first.message}${more}`;
    return { ok: false, refusal: { code: "migrationImpossible", message, at: first.from } };
  }
  const event: CaseMigrated = {
    type: "CaseMigrated",
    processId: to.id,
    toVersion: command.toVersion,
    elements: course.elements,
    flows: course.flows,
    awaits: course.awaits,
  };
  const run = newRun(to, openDraft(to, moved(state, event)), command.atMs, liveSeam);
  run.events.push(event);
  settleIn(run, course);
  return { ok: true, events: run.events, state: closeDraft(to, run.draft) };
}

/** Ends what is gone before anything looks at it, begins what is new, and lets joins look at what they have now. */
function settleIn(run: Run, course: Course) {
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
