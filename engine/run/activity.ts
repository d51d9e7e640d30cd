import type { Phase } from "../event.ts";
import type { Element } from "../process.ts";
import type { Value, Variables } from "../variables.ts";
import { assign, declare } from "./assign.ts";
import type { Live } from "./draft.ts";
import { computed, FAILED, type Failed, holds } from "./evaluate.ts";
import { raiseIncident } from "./incident.ts";
import { leave } from "./move.ts";
import { type Behaviour, elementAt, flowIdsOf, NO_FLOWS, type Run } from "./run.ts";
import { arm } from "./wait.ts";

/** What all activities and events have in common around their own work: mappings, boundary events, the way out. */

/** An activity's behaviour around the work that it does; `work` alone is done again when only that has failed. */
export function activity(own: Omit<Behaviour, "enter"> & Required<Pick<Behaviour, "work">>): Behaviour {
  return {
    caught: complete,
    ...own,
    enter(run, element, live) {
      if (begin(run, element, live)) own.work(run, element, live);
    },
  };
}

/** Maps inputs and arms boundary events; false after an incident. */
export function begin(run: Run, element: Element, live: Live): boolean {
  if (element.inputs.length > 0) {
    const inputs = mapInputs(run, element, live);
    if (inputs === FAILED) return false;
    declare(run, live, inputs);
  }
  for (const index of element.boundary) {
    const boundary = elementAt(run, index);
    for (const trigger of boundary.triggers) {
      if (!arm(run, boundary.id, live, trigger, "enter")) return false;
    }
  }
  return true;
}

function mapInputs(run: Run, element: Element, live: Live): Variables | Failed {
  const inputs: Record<string, Value> = {};
  for (const { target, source } of element.inputs) {
    const value = computed(run, live, source, "enter");
    if (value === FAILED) return FAILED;
    inputs[target] = value;
  }
  return inputs;
}

/** The values of an element's input mappings, as they were declared when it began. */
export function inputsOf(element: Element, live: Live): Variables {
  if (element.inputs.length === 0 || live.variables === null) return {};
  const inputs: Record<string, Value> = {};
  for (const { target } of element.inputs) inputs[target] = live.variables[target] ?? null;
  return inputs;
}

/** The work is done: maps outputs into the scope around, and leaves. */
export function complete(run: Run, element: Element, live: Live) {
  if (element.outputs.length > 0 && live.scope !== null) {
    const outputs: Record<string, Value> = {};
    for (const { target, source } of element.outputs) {
      const value = computed(run, live, source, "complete");
      if (value === FAILED) return;
      outputs[target] = value;
    }
    assign(run, live.scope, outputs);
  }
  goOn(run, element, live);
}

/** Leaves along every flow without a condition and every one whose condition holds, else along the default. */
export function goOn(run: Run, element: Element, live: Live) {
  if (!element.conditional) return leave(run, element, live, element.outgoingIds);
  const taken = conditionalFlows(run, element, live, "complete");
  if (taken !== FAILED) leave(run, element, live, taken);
}

/** All flows whose conditions hold, in the order drawn; the default one when there is none. */
export function conditionalFlows(
  run: Run,
  element: Element,
  live: Live,
  phase: Phase,
): readonly string[] | Failed {
  const taken: string[] = [];
  for (const index of element.outgoing) {
    if (index === element.defaultFlow) continue;
    const flow = run.process.flows[index];
    if (flow === undefined) continue;
    if (flow.condition === null) {
      taken.push(flow.id);
      continue;
    }
    const held = holds(run, live, flow.condition, index, phase);
    if (held === FAILED) return FAILED;
    if (held) taken.push(flow.id);
  }
  if (taken.length > 0) return taken;
  return defaultFlow(run, element, live, phase);
}

/** The default flow, or an incident: a token never disappears for want of a true condition. */
export function defaultFlow(
  run: Run,
  element: Element,
  live: Live,
  phase: Phase,
): readonly string[] | Failed {
  if (element.defaultFlow >= 0) return flowIdsOf(run, element.defaultFlow);
  if (element.outgoing.length === 0) return NO_FLOWS;
  const message = `No condition out of ${element.name ?? element.id} is true, and it has no default flow`;
  raiseIncident(run, live, phase, "noFlowTrue", message, { element: element.id });
  return FAILED;
}
