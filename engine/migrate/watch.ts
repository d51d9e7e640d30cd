import type { Element, ExecutableProcess } from "../process.ts";
import type { Activation, CaseState } from "../run/state.ts";
import { elementBy } from "./route.ts";

/** Who watches what is open in a case: which events an activation awaits besides its own, by what the diagram says. */

/** Whether an activation's own scope is open: it is a sub-process's, and not only a loop's around its rounds. */
export function isScopeOpen(element: Element, activation: Activation): boolean {
  return element.owns >= 0 && (element.loop === null || activation.instance !== undefined);
}

/** A completed sub-process that stands again only to be undone: nothing watches it. */
export function isRevived(element: Element, activation: Activation): boolean {
  return activation.compensatorId !== undefined && !element.forCompensation;
}

/** Boundary events, events behind a gateway, and starts of event sub-processes that an activation awaits. */
export function watchersOf(
  process: ExecutableProcess,
  element: Element,
  activation: Activation,
): readonly Element[] {
  if (isRevived(element, activation)) return [];
  const boundary = activation.instance === undefined ? element.boundary : [];
  const events =
    element.kind === "eventBasedGateway"
      ? element.outgoing.map((flow) => process.flows[flow]?.target ?? -1)
      : [];
  const starts =
    isScopeOpen(element, activation) && element.adHoc?.sequential !== true
      ? (process.scopes[element.owns]?.eventStarts ?? [])
      : [];
  return [...boundary, ...events, ...starts].flatMap((index) => process.elements[index] ?? []);
}

export function watchersOfCase(process: ExecutableProcess): readonly Element[] {
  return (process.scopes[0]?.eventStarts ?? []).flatMap((index) => process.elements[index] ?? []);
}

/** The scopes that an interrupting event sub-process has taken over, by the activation that owns them. */
export function interruptedScopes(process: ExecutableProcess, state: CaseState): ReadonlySet<string> {
  const scopes = new Set<string>();
  for (const { elementId, scopeId } of state.marking.activations) {
    const element = elementBy(process, elementId);
    if (element?.kind !== "eventSubProcess") continue;
    const starts = process.scopes[element.owns]?.starts ?? [];
    if (starts.some((index) => process.elements[index]?.interrupting === true)) scopes.add(scopeId);
  }
  return scopes;
}
