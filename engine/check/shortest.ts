import { clustersOf, startChoices } from "./cluster.ts";
import { explore, type Graph } from "./explore.ts";
import { type Fault, faultsOf, type Meeting, meetingsIn } from "./judge.ts";
import { checkLimits } from "./limits.ts";
import type { Model } from "./model.ts";
import { type Place, type Successor, successorsOf } from "./successor.ts";
import type { RunStep } from "./verdict.ts";

/**
 * The shortest runs that show faults. Within an explored graph they are found breadth first. A reduced graph lets
 * other branches go on first, so its runs can be longer than need be; where the whole graph without reduction is
 * small enough, the run is taken from there and is the shortest that there is.
 */
export function shortestRuns(model: Model, faults: readonly Fault[]): ReadonlyMap<Fault, readonly RunStep[]> {
  const found = new Map<Fault, readonly RunStep[]>();
  if (!faults.some((fault) => fault.nodes.length > 0)) return found;
  const meetings = new Map<number, readonly Meeting[]>();
  const graph = explore(model, {
    states: () => checkLimits.shorteningStates,
    reduce: false,
    found: (node, state) => {
      const meeting = meetingsIn(model, state);
      if (meeting.length > 0) meetings.set(node.index, meeting);
    },
  });
  if (graph.limits.some(({ limit }) => limit === "states")) return found;
  const whole = faultsOf(model, graph, meetings);
  for (const fault of faults) {
    const same = whole.find(
      ({ kind, elementIds }) => kind === fault.kind && elementIds.join(" ") === fault.elementIds.join(" "),
    );
    if (same && same.nodes.length > 0) found.set(fault, runTo(model, graph, same));
  }
  return found;
}

/** The shortest way through a graph to where a fault shows, as steps that can be done again. */
export function runTo(model: Model, graph: Graph, fault: Fault): readonly RunStep[] {
  return realise(
    model,
    pathTo(graph, fault),
    fault.kind === "improperCompletion" ? (fault.elementIds[0] ?? null) : null,
  );
}

/** The keys of the markings on the way. */
function pathTo(graph: Graph, fault: Fault): readonly string[] {
  const wanted = new Set(fault.nodes);
  const previous = new Map<number, number>();
  let level: number[] = [];
  for (const { to } of graph.roots) {
    if (previous.has(to)) continue;
    previous.set(to, -1);
    level.push(to);
  }
  while (level.length > 0) {
    const hit = level.find((index) => wanted.has(index));
    if (hit !== undefined) {
      const keys: string[] = [];
      for (let at = hit; at >= 0; at = previous.get(at) ?? -1) keys.push(graph.nodes[at]?.key ?? "");
      return keys.reverse();
    }
    const next: number[] = [];
    for (const index of level) {
      for (const { to } of graph.nodes[index]?.edges ?? []) {
        if (previous.has(to)) continue;
        previous.set(to, index);
        next.push(to);
      }
    }
    level = next;
  }
  return [];
}

/**
 * Goes a path of markings with real states: a marking stands for many states whose ids differ, so each step is looked
 * for again from where the one before has led.
 */
function realise(model: Model, keys: readonly string[], endsAgain: string | null): readonly RunStep[] {
  const run: RunStep[] = [];
  let place: Place | null = null;
  const next = (fits: (successor: Successor) => boolean): boolean => {
    const choices: ReturnType<typeof startChoices> =
      place === null
        ? startChoices(model)
        : clustersOf(model, place.state).flatMap((cluster) => cluster.choices);
    const successor = successorsOf(model, place, choices).successors.find(fits);
    if (successor === undefined) return false;
    const { choice, conditions, elementId } = successor;
    run.push({ choice, conditions, elementId });
    place = successor;
    return true;
  };
  for (const key of keys) if (!next((successor) => successor.key === key)) return run;
  if (endsAgain !== null) next((successor) => successor.endsAgain === endsAgain);
  return run;
}
