import { stopsAhead } from "../check/ahead.ts";
import { carryOut } from "./carry-out.ts";
import type { Course } from "./course.ts";
import type { MigrationObstacle } from "./plan.ts";

/**
 * Looks ahead of a case that nothing else stands in the way of: one token that stood in a sequence waits in vain at a
 * join when the new version runs the same steps side by side. What no soundness check of the version itself can see,
 * because no case that starts under it ever stands there.
 */
export function foresee(course: Course, atMs: number): readonly MigrationObstacle[] {
  if (course.obstacles.length > 0) return [];
  const { state } = carryOut(course, atMs, "");
  return stopsAhead(course.route.to, state).map((elementId) => ({
    code: "wouldStop",
    subject: "activation",
    id: elementId,
    from: elementId,
    message: `${elementId}: the case could come to a stop there, which the new version never does by itself`,
  }));
}
