import type { MigrateCase } from "../command.ts";
import type { ExecutableProcess } from "../process.ts";
import type { CaseState, WaitKind } from "../run/state.ts";
import { courseOf } from "./course.ts";
import { foresee } from "./foresee.ts";

/** What a step or an obstacle is about. */
export type MigrationSubject = "activation" | "token" | "completed" | "mapping" | "variable" | WaitKind;

/** What becomes of one thing that is open. Events that begin to be awaited have no `id` yet. */
export interface MigrationStep {
  readonly subject: MigrationSubject;
  /** The id in the case: of the activation, the wait, or what has completed; of a token its old flow. */
  readonly id: string | null;
  /** The element or flow in the old version and in the new one; null where there is none. */
  readonly from: string | null;
  readonly to: string | null;
  /**
   * `stays`: nothing changes for whoever works on it. `armed`: awaited from now on, counted from the migration.
   * `cancelled`: awaited no longer. `movesOn`: a token that waited at a join goes on. `declared`: a variable that
   * only the new version has exists from now on, empty.
   */
  readonly effect: "stays" | "armed" | "cancelled" | "movesOn" | "declared";
  readonly message: string;
}

export type ObstacleCode =
  | "caseEnded"
  /** The mapping names something that the old version does not have, or leads to nothing in the new one. */
  | "unknownSource"
  | "unknownTarget"
  | "elementGone"
  | "flowGone"
  /** It does other work than the one that is open. */
  | "otherKind"
  /** It waits for something of another sort. */
  | "otherEvent"
  /** A loop came or went, or runs one after the other instead of all at once, or the other way round. */
  | "otherLoop"
  /** It stands in another sub-process. */
  | "otherScope"
  /** The event is attached to, or stands behind, something else than the mapping wants. */
  | "attachedElsewhere"
  /** Two events that are awaited would become the same one. */
  | "mappedTwice"
  /** What has completed could not be undone any more. */
  | "undoGone"
  /** Where the case would stand, it could come to a stop that no case started under the new version comes to. */
  | "wouldStop"
  /** A sequential ad-hoc sub-process begins with other activities than those that were started. */
  | "otherOrder";

/** Why something that is open cannot go on in the new version. */
export interface MigrationObstacle {
  readonly code: ObstacleCode;
  readonly subject: MigrationSubject;
  readonly id: string;
  /** The element or flow in the old version. */
  readonly from: string;
  readonly message: string;
}

/** What a migration would do, without doing it. It can be done when there is no obstacle. */
export interface MigrationPlan {
  readonly possible: boolean;
  readonly steps: readonly MigrationStep[];
  readonly obstacles: readonly MigrationObstacle[];
}

/**
 * Where every open activation, wait, token and record of what can be undone would be in another version of the
 * process, at an instant. `rearm` names events of the new version that are to be awaited anew.
 */
export function planMigration(
  from: ExecutableProcess,
  to: ExecutableProcess,
  state: CaseState,
  { atMs, mapping = {}, rearm = [] }: Pick<MigrateCase, "atMs" | "mapping" | "rearm">,
): MigrationPlan {
  const course = courseOf({ from, to, mapping }, state, rearm);
  const obstacles = [...course.obstacles, ...foresee(course, atMs)];
  return { possible: obstacles.length === 0, steps: course.steps, obstacles };
}
