import type { ExecutableProcess } from "../process.ts";
import type { CaseState } from "../run/state.ts";
import { explore } from "./explore.ts";
import { checkSoundness } from "./index.ts";
import { deadlocks, livelocks } from "./judge.ts";
import { checkLimits } from "./limits.ts";
import { modelOf } from "./model.ts";

/**
 * Where a case that stands like this could come to a stop, or go round for ever, though the process itself never does:
 * element ids, none where nothing was found. A case with more markings ahead of it than `statesAhead` is followed that
 * far and no further.
 */
export function stopsAhead(process: ExecutableProcess, state: CaseState): readonly string[] {
  const model = modelOf(process);
  const budget = { states: () => checkLimits.statesAhead, reduce: model.reducible, found: () => {} };
  const graph = explore(model, budget, state);
  const found = [...deadlocks(model, graph), ...livelocks(graph)];
  if (found.length === 0) return [];
  const own = new Set(
    checkSoundness(process).findings.map(({ kind, elementIds }) => `${kind} ${elementIds}`),
  );
  const stops = found.filter(({ kind, elementIds }) => !own.has(`${kind} ${elementIds}`));
  return [...new Set(stops.flatMap(({ elementIds }) => elementIds))];
}
