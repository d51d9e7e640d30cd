import type { Element, Expression } from "../process.ts";
import type { Value, Variables } from "../variables.ts";
import { assign, declare } from "./assign.ts";
import { checkConditions } from "./catch.ts";
import type { Live } from "./draft.ts";
import { computed, FAILED, type Failed, holds } from "./evaluate.ts";
import { raiseIncident, type Stage } from "./incident.ts";
import { continueLoop, roundDone, startLoop } from "./loop.ts";
import { enter, leave } from "./move.ts";
import { type Behaviour, elementAt, flowIdsOf, NO_FLOWS, type Run } from "./run.ts";
import { arm } from "./wait.ts";

/** What all activities and events have in common around their own work: mappings, boundary events, the way out. */

/**
 * An activity's behaviour around the work that it does: a loop around it, boundary events, input mappings. `work`
 * alone is done again when only that has failed.
 */
export function activity(own: Omit<Behaviour, "enter"> & Required<Pick<Behaviour, "work">>): Behaviour {
  return {
    caught: complete,
    ...own,
    enter(run, element, live) {
      if (element.loop !== null && live.instance < 0) {
        if (watch(run, element, live)) startLoop(run, element, live);
        return;
      }
      if (begin(run, element, live)) own.work(run, element, live);
    },
    arrive(run, element, scope) {
      const taken = gather(run, element, scope);
      if (taken !== null) enter(run, element, scope, taken);
    },
  };
}

/** As many tokens as the activity takes to begin, whichever flows they came by; null while there are fewer. */
function gather(run: Run, element: Element, scope: Live): readonly string[] | null {
  const taken: string[] = [];
  for (const flow of element.incoming) {
    const waiting = scope.parked?.get(flow) ?? 0;
    for (let n = 0; n < waiting && taken.length < element.startQuantity; n++) {
      taken.push(...flowIdsOf(run, flow));
    }
  }
  return taken.length === element.startQuantity ? taken : null;
}

/** Maps inputs and arms boundary events; false after an incident, or when a boundary event took over at once. */
function begin(run: Run, element: Element, live: Live): boolean {
  if (element.inputs.length > 0) {
    const inputs = mapInputs(run, element, live);
    if (inputs === FAILED) return false;
    declare(run, live, inputs);
  }
  return element.boundary.length === 0 || live.instance >= 0 || watch(run, element, live);
}

/** Arms the boundary events of an activity. */
function watch(run: Run, element: Element, live: Live): boolean {
  for (const index of element.boundary) {
    const boundary = elementAt(run, index);
    for (const trigger of boundary.triggers) {
      if (!arm(run, boundary, live, trigger, "enter")) return false;
    }
  }
  if (run.variablesChanged) checkConditions(run);
  return !live.gone;
}

function mapInputs(run: Run, element: Element, live: Live): Variables | Failed {
  const inputs: Record<string, Value> = {};
  for (const { target, source, optional } of element.inputs) {
    const value = optional ? available(run, live, source) : computed(run, live, source, "enter");
    if (value === undefined) continue;
    if (value === FAILED) return FAILED;
    inputs[target] = value;
  }
  return inputs;
}

/** What a data association reads, or undefined while there is nothing to read. */
function available(run: Run, live: Live, source: Expression): Value | undefined {
  const result = run.seam.value(run, live, source);
  return result.ok ? result.value : undefined;
}

/** The values of an element's input mappings, as they were declared when it began. */
export function inputsOf(element: Element, live: Live): Variables {
  if (element.inputs.length === 0 || live.variables === null) return {};
  const inputs: Record<string, Value> = {};
  for (const { target } of element.inputs) {
    const value = live.variables[target];
    if (value !== undefined) inputs[target] = value;
  }
  return inputs;
}

/** The work is done: maps outputs into the scope around, and leaves; inside a loop, the round is done. */
export function complete(run: Run, element: Element, live: Live) {
  if (element.loop !== null && live.instance < 0) {
    return live.loop === null ? goOn(run, element, live) : continueLoop(run, element, live);
  }
  if (element.outputs.length > 0 && live.scope !== null) {
    const outputs: Record<string, Value> = {};
    for (const { target, source, optional } of element.outputs) {
      const value = optional ? available(run, live, source) : computed(run, live, source, "complete");
      if (value === undefined) continue;
      if (value === FAILED) return;
      outputs[target] = value;
    }
    assign(run, live.scope, outputs);
  }
  if (live.instance >= 0) roundDone(run, element, live);
  else goOn(run, element, live);
}

/** Leaves along every flow without a condition and every one whose condition holds, else along the default. */
export function goOn(run: Run, element: Element, live: Live) {
  if (!element.conditional) return leave(run, element, live, element.outgoingIds);
  const taken = conditionalFlows(run, element, live, "complete");
  if (taken === FAILED) return;
  const many = element.completionQuantity;
  leave(run, element, live, many === 1 ? taken : taken.flatMap((id) => Array<string>(many).fill(id)));
}

/**
 * Every flow without a condition and every one whose condition holds, in the order drawn; where no condition holds,
 * the default one too. (BPMN 8.3.13)
 */
export function conditionalFlows(
  run: Run,
  element: Element,
  live: Live,
  stage: Stage,
  extra: Variables | null = null,
): readonly string[] | Failed {
  const taken: string[] = [];
  let anyHeld = false;
  for (const index of element.outgoing) {
    if (index === element.defaultFlow) continue;
    const flow = run.process.flows[index];
    if (flow === undefined) continue;
    const held = flow.condition === null || holds(run, live, flow.condition, index, stage, extra);
    if (held === FAILED) return FAILED;
    if (held) taken.push(flow.id);
    anyHeld ||= held && flow.condition !== null;
  }
  if (anyHeld || (taken.length > 0 && element.defaultFlow < 0)) return taken;
  const otherwise = defaultFlow(run, element, live, stage);
  return otherwise === FAILED ? FAILED : [...taken, ...otherwise];
}

/** The default flow, or an incident: a token never disappears for want of a true condition. */
export function defaultFlow(
  run: Run,
  element: Element,
  live: Live,
  stage: Stage,
): readonly string[] | Failed {
  if (element.defaultFlow >= 0) return flowIdsOf(run, element.defaultFlow);
  if (element.outgoing.length === 0) return NO_FLOWS;
  const message = `No condition out of ${element.name ?? element.id} is true, and it has no default flow`;
  raiseIncident(run, live, stage, "noFlowTrue", message, { element: element.id });
  return FAILED;
}
