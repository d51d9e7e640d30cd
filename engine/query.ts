import type { Element, ExecutableProcess, Flow, Lane } from "./process.ts";
import { evaluateTemplate } from "./run/evaluate.ts";
import { CASE_SCOPE, type CaseState, type Wait, type WaitKind, type WaitOf } from "./run/state.ts";
import { firstDue, type TimerSpec } from "./time/index.ts";
import type { Value, Variables } from "./variables.ts";

/** Questions about processes and cases. They change nothing and know nothing that events do not tell. */

/** The element of that id, or null. What casework and screens need of it stands in its fields. */
export function elementOf(process: ExecutableProcess, elementId: string): Element | null {
  const index = process.elementIndex.get(elementId);
  return index === undefined ? null : (process.elements[index] ?? null);
}

/** All waits of one kind, in the order in which they were opened. */
export function openWaits<K extends WaitKind>(state: CaseState, kind: K): readonly WaitOf<K>[] {
  return state.marking.waits.filter((wait): wait is WaitOf<K> => wait.kind === kind);
}

export const openTasks = (state: CaseState): readonly WaitOf<"task">[] => openWaits(state, "task");
export const openTimers = (state: CaseState): readonly WaitOf<"timer">[] => openWaits(state, "timer");
export const openMessages = (state: CaseState): readonly WaitOf<"message">[] => openWaits(state, "message");
export const openSignals = (state: CaseState): readonly WaitOf<"signal">[] => openWaits(state, "signal");
export const openCalls = (state: CaseState): readonly WaitOf<"call">[] => openWaits(state, "call");
export const openServices = (state: CaseState): readonly WaitOf<"service">[] => openWaits(state, "service");
export const openDecisions = (state: CaseState): readonly WaitOf<"decision">[] =>
  openWaits(state, "decision");
export const openIncidents = (state: CaseState): readonly WaitOf<"incident">[] =>
  openWaits(state, "incident");

/** Everything that the case waits for. */
export function openWork(state: CaseState): readonly Wait[] {
  return state.marking.waits;
}

/** The variables that the whole case sees. */
export function caseVariables(state: CaseState): Variables {
  return state.variables[CASE_SCOPE] ?? {};
}

/** All variables in sight of an activation, the inner ones hiding the outer ones. */
export function visibleVariables(state: CaseState, activationId: string): Variables {
  const scopes = new Map(state.marking.activations.map(({ id, scopeId }) => [id, scopeId]));
  const chain: Variables[] = [];
  for (let id: string | undefined = activationId; id !== undefined; id = scopes.get(id)) {
    const variables = state.variables[id];
    if (variables !== undefined) chain.unshift(variables);
  }
  if (!chain.includes(caseVariables(state))) chain.unshift(caseVariables(state));
  return Object.assign({}, ...chain);
}

/** Where a case stands, as element ids: for highlighting a diagram. */
export function activeElements(state: CaseState): readonly string[] {
  return [...new Set(state.marking.activations.map(({ elementId }) => elementId))];
}

/** The lanes around an element, innermost first. */
export function lanesOf(process: ExecutableProcess, element: Element): readonly Lane[] {
  const lanes: Lane[] = [];
  for (let lane = process.lanes[element.lane]; lane !== undefined; lane = process.lanes[lane.parent]) {
    lanes.push(lane);
  }
  return lanes;
}

export function flowsInto(process: ExecutableProcess, element: Element): readonly Flow[] {
  return element.incoming.flatMap((index) => process.flows[index] ?? []);
}

export function flowsOutOf(process: ExecutableProcess, element: Element): readonly Flow[] {
  return element.outgoing.flatMap((index) => process.flows[index] ?? []);
}

/** How deep an element stands in sub-processes; 0 for the process itself. */
export function depthOf(process: ExecutableProcess, element: Element): number {
  let depth = 0;
  for (let scope = process.scopes[element.scope]; scope !== undefined && scope.element >= 0; depth++) {
    scope = process.scopes[process.elements[scope.element]?.scope ?? -1];
  }
  return depth;
}

/** What starts a new case by itself: the host arms it for as long as the process is in force. */
export type StartTrigger =
  | {
      readonly kind: "timer";
      readonly elementId: string;
      /** Which of the event's definitions it is: `startTrigger` of the command. */
      readonly trigger: number;
      readonly spec: TimerSpec;
      readonly anchorMs: number;
      readonly dueAtMs: number;
      readonly occurrence: number;
      readonly remaining: number | null;
    }
  | {
      readonly kind: "message" | "signal";
      readonly elementId: string;
      readonly trigger: number;
      readonly name: string;
    };

/** The timer, message and signal start events of a process, counted from `anchorMs`; one that cannot be computed is left out and named. */
export function startTriggers(
  process: ExecutableProcess,
  anchorMs: number,
): { readonly triggers: readonly StartTrigger[]; readonly failed: readonly string[] } {
  const triggers: StartTrigger[] = [];
  const failed: string[] = [];
  const context = { nowMs: anchorMs, zone: process.zone };
  for (const index of process.scopes[0]?.starts ?? []) {
    const element = process.elements[index];
    for (const [n, trigger] of (element?.triggers ?? []).entries()) {
      const elementId = element?.id ?? "";
      if (trigger.kind === "message" || trigger.kind === "signal") {
        const name = evaluateTemplate(trigger.name, {}, context);
        if (name === null) failed.push(elementId);
        else triggers.push({ kind: trigger.kind, elementId, trigger: n, name });
      } else if (trigger.kind === "timer") {
        const text = evaluateTemplate(trigger.text, {}, context);
        const spec = { kind: trigger.timer, text: text ?? "" };
        const first = firstDue(spec, anchorMs, process.zone);
        if (text === null || !first.ok) failed.push(elementId);
        else triggers.push({ kind: "timer", elementId, trigger: n, spec, anchorMs, ...first.due });
      }
    }
  }
  return { triggers, failed };
}

/** The unit that a task is addressed to, where it is computed, over the variables that its activation sees. */
export function addressedUnit(
  process: ExecutableProcess,
  state: CaseState,
  activationId: string,
  element: Element,
  nowMs: number,
): { readonly ok: true; readonly unit: string | null } | { readonly ok: false; readonly message: string } {
  const unit = element.addressee?.unit ?? null;
  if (unit === null) return { ok: true, unit: null };
  if ("literal" in unit) return { ok: true, unit: unit.literal };
  const variables = visibleVariables(state, activationId);
  const result = unit.expression.evaluate(variables, { nowMs, zone: process.zone });
  if (!result.ok) return { ok: false, message: result.message };
  if (typeof result.value === "string" && result.value !== "") return { ok: true, unit: result.value };
  return { ok: false, message: `${unit.expression.text} gives no unit but ${JSON.stringify(result.value)}` };
}

/** The title of a case by the process's `submission`, or null where there is none or it cannot be computed. */
export function caseTitle(process: ExecutableProcess, variables: Variables, nowMs: number): string | null {
  const title = process.submission?.title ?? null;
  if (title === null) return null;
  const result = title.evaluate(variables, { nowMs, zone: process.zone });
  return result.ok ? writtenOut(result.value) : null;
}

function writtenOut(value: Value): string | null {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : null;
}
