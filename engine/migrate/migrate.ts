import type { MigrateCase } from "../command.ts";
import type { ExecutableProcess } from "../process.ts";
import { type Decision, judge } from "../run/decide.ts";
import type { CaseState } from "../run/state.ts";
import { carryOut } from "./carry-out.ts";
import { type Course, courseOf } from "./course.ts";
import { foresee } from "./foresee.ts";
import type { MigrationObstacle } from "./plan.ts";

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
  return decideBy(from, to, state, command, (course) => [
    ...course.obstacles,
    ...foresee(course, command.atMs),
  ]);
}

/**
 * Decides a migration again that was decided once: how far ahead of a case anybody looks may change, what its history
 * gives may not.
 */
export function migrateAgain(
  from: ExecutableProcess,
  to: ExecutableProcess,
  state: CaseState | null,
  command: MigrateCase,
): Decision {
  return decideBy(from, to, state, command, ({ obstacles }) => obstacles);
}

function decideBy(
  from: ExecutableProcess,
  to: ExecutableProcess,
  state: CaseState | null,
  command: MigrateCase,
  obstaclesOf: (course: Course) => readonly MigrationObstacle[],
): Decision {
  const refusal = judge(from, state, command);
  if (refusal !== null) return { ok: false, refusal };
  if (state === null) throw new Error("assertion failed: a case that has not started is refused");
  const course = courseOf({ from, to, mapping: command.mapping ?? {} }, state, command.rearm ?? []);
  const [first, ...more] = obstaclesOf(course);
  if (first === undefined) return { ok: true, ...carryOut(course, command.atMs, command.toVersion) };
  const message = more.length === 0 ? first.message : `${first.message} (and ${more.length} more)`;
  return { ok: false, refusal: { code: "migrationImpossible", message, at: first.from } };
}
