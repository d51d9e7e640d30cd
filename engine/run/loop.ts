import { limits } from "../limits.ts";
import type { Element, Expression, LoopSpec } from "../process.ts";
import type { Value } from "../variables.ts";
import { goOn } from "./activity.ts";
import { assign, declare } from "./assign.ts";
import type { Live } from "./draft.ts";
import { computed, FAILED, type Failed, holds } from "./evaluate.ts";
import { raiseIncident } from "./incident.ts";
import { cancelInside, exceeded } from "./move.ts";
import { elementAt, NO_FLOWS, nextId, type Run, tell } from "./run.ts";
import { throwTrigger } from "./throw.ts";
import { closeWaits } from "./wait.ts";

/**
 * Loops. The activation that a token entered stands for the whole loop and holds its boundary events; each round
 * or instance is an activation inside it with variables of its own: `loopCounter` from 0, and its item. (BPMN 10.3.8)
 */
export function startLoop(run: Run, element: Element, live: Live) {
  const { loop } = element;
  if (loop === null) return;
  if (loop.kind === "standard") {
    loopStarted(run, element, live, null, null);
    return continueLoop(run, element, live);
  }
  const size = sizeOf(run, live, loop);
  if (size === FAILED) return;
  loopStarted(run, element, live, size.count, size.items);
  if (loop.sequential) return continueLoop(run, element, live);
  for (let n = 0; n < size.count && !live.gone; n++) startRound(run, element, live, n);
  if (size.count === 0) finishLoop(run, element, live);
}

function loopStarted(
  run: Run,
  element: Element,
  live: Live,
  count: number | null,
  items: readonly Value[] | null,
) {
  const { id: elementId } = element;
  tell(run, { type: "LoopStarted", elementId, activationId: live.id, count, items });
}

/** How many instances there are, from the collection or the cardinality. */
function sizeOf(
  run: Run,
  live: Live,
  loop: LoopSpec & { readonly kind: "multiInstance" },
): { readonly count: number; readonly items: readonly Value[] | null } | Failed {
  const expression = loop.collection ?? loop.cardinality;
  if (expression === null) return { count: 0, items: null };
  const value = computed(run, live, expression, "enter");
  if (value === FAILED) return FAILED;
  const items = loop.collection === null ? null : value;
  const count = Array.isArray(items) ? items.length : Number(value);
  const countable =
    loop.collection === null ? typeof value === "number" || typeof value === "string" : Array.isArray(value);
  if (countable && Number.isSafeInteger(count) && count >= 0 && count <= limits.tokens) {
    return { count, items: Array.isArray(items) ? items : null };
  }
  const wanted = loop.collection === null ? `a whole number from 0 to ${limits.tokens}` : "a list";
  const message = `${expression.text} must give ${wanted}, but gives ${JSON.stringify(value)}`;
  raiseIncident(run, live, "enter", "invalidLoop", message, { expression: expression.text });
  return FAILED;
}

function startRound(run: Run, element: Element, live: Live, instance: number) {
  tell(run, {
    type: "ElementEntered",
    elementId: element.id,
    activationId: nextId(run, "a"),
    scopeId: live.id,
    flowIds: NO_FLOWS,
    instance,
  });
  const round = run.draft.entered;
  const item = element.loop?.kind === "multiInstance" ? element.loop.item : null;
  const value = live.loop?.items?.[instance] ?? null;
  declare(run, round, item === null ? { loopCounter: instance } : { loopCounter: instance, [item]: value });
  run.steps += 1;
  if (run.steps > limits.stepsPerCommand) return exceeded(run, round, "stepLimit", limits.stepsPerCommand);
  run.behaviours[element.kind].enter(run, element, round);
}

/** One round has done its work. */
export function roundDone(run: Run, element: Element, round: Live) {
  const live = round.scope;
  const { loop } = element;
  if (live === null || loop === null) return;
  let result: Value = null;
  if (loop.kind === "multiInstance" && loop.result !== null) {
    const value = computed(run, round, loop.result.source, "complete");
    if (value === FAILED) return;
    result = value;
  }
  closeWaits(run, round);
  tell(run, { type: "ElementLeft", elementId: element.id, activationId: round.id, flowIds: NO_FLOWS });
  tell(run, { type: "LoopAdvanced", elementId: element.id, activationId: live.id, result });
  if (loop.kind === "multiInstance") throwAsBehaves(run, element, live, loop);
  if (!live.gone) continueLoop(run, element, live);
}

/** What a multi-instance activity throws while its instances complete. (BPMN 10.3.8, table 10.31) */
function throwAsBehaves(
  run: Run,
  element: Element,
  live: Live,
  loop: LoopSpec & { readonly kind: "multiInstance" },
) {
  if (loop.behaviour === "one" && live.loop?.done !== 1) return;
  for (const { condition, trigger } of loop.thrown) {
    if (live.gone) return;
    if (condition !== null) {
      const held = holds(run, live, condition, -1, "complete");
      if (held === FAILED) return;
      if (!held) continue;
    }
    throwTrigger(run, element, live, trigger);
  }
}

/**
 * Goes on with a loop after a round, or ends it; also what a retry does. Rounds that are done at once follow each
 * other here: were each started by the one before, some thousand of them would not fit on the stack.
 */
export function continueLoop(run: Run, element: Element, live: Live) {
  if (live.turning) return;
  live.turning = true;
  let rounds = -1;
  while (!live.gone && live.loop !== null && live.loop.done > rounds) {
    rounds = live.loop.done;
    turn(run, element, live);
  }
  live.turning = false;
}

function turn(run: Run, element: Element, live: Live) {
  const state = live.loop;
  const { loop } = element;
  if (state === null || loop === null) return;
  if (loop.kind === "multiInstance") {
    const over =
      state.done > 0 && loop.completion !== null && holds(run, live, loop.completion, -1, "complete");
    if (over === FAILED) return;
    if (over || state.done >= (state.count ?? 0)) return finishLoop(run, element, live);
    if (loop.sequential && state.started === state.done) startRound(run, element, live, state.started);
    return;
  }
  if (state.started > state.done) return;
  const again = goesRound(run, live, loop.condition, state.started, loop.maximum, loop.testBefore);
  if (again === FAILED) return;
  if (again) startRound(run, element, live, state.started);
  else finishLoop(run, element, live);
}

/** A standard loop goes round while its condition holds, `maximum` times at most; it tests first if it says so. */
function goesRound(
  run: Run,
  live: Live,
  condition: Expression | null,
  rounds: number,
  maximum: number | null,
  testBefore: boolean,
): boolean | Failed {
  if (maximum !== null && rounds >= maximum) return false;
  if (rounds === 0 && !testBefore) return true;
  if (condition === null) return maximum !== null || rounds === 0;
  return holds(run, live, condition, -1, "complete");
}

function finishLoop(run: Run, element: Element, live: Live) {
  cancelInside(run, live);
  const { loop } = element;
  if (loop?.kind === "multiInstance" && loop.result !== null && live.scope !== null) {
    assign(run, live.scope, { [loop.result.target]: live.loop?.results ?? [] });
  }
  goOn(run, elementAt(run, element.index), live);
}
