import type { MigrationMapping } from "../command.ts";
import type { Element, ExecutableProcess, Flow } from "../process.ts";

/** The way from the elements and flows of one version to those of another: by the mapping, else by the same id. */
export interface Route {
  readonly from: ExecutableProcess;
  readonly to: ExecutableProcess;
  readonly mapping: MigrationMapping;
}

export function elementBy(process: ExecutableProcess, id: string): Element | null {
  return process.elements[process.elementIndex.get(id) ?? -1] ?? null;
}

export function flowBy(process: ExecutableProcess, id: string): Flow | null {
  return process.flows[process.flowIndex.get(id) ?? -1] ?? null;
}

export function isMapped({ mapping }: Route, id: string): boolean {
  return Object.hasOwn(mapping, id);
}

export function elementTo(route: Route, id: string): Element | null {
  return elementBy(route.to, isMapped(route, id) ? (route.mapping[id] ?? "") : id);
}

/** A flow whose id is gone is the only one between the same two elements, where there is just one. */
export function flowTo(route: Route, id: string): Flow | null {
  if (isMapped(route, id)) return flowBy(route.to, route.mapping[id] ?? "");
  const same = flowBy(route.to, id);
  const old = flowBy(route.from, id);
  if (same !== null || old === null) return same;
  const source = elementTo(route, route.from.elements[old.source]?.id ?? "");
  const target = elementTo(route, route.from.elements[old.target]?.id ?? "");
  const between = (source?.outgoing ?? []).filter((flow) => route.to.flows[flow]?.target === target?.index);
  return between.length === 1 ? (route.to.flows[between[0] ?? -1] ?? null) : null;
}

/** Whether an open activation of one can be one of the other: the same kind, or the same work in another kind. */
export function isSameWork(old: Element, next: Element): boolean {
  return old.kind === next.kind || workOf(old) === workOf(next);
}

function workOf(element: Element): string {
  if (element.opensTask) return "task";
  if (element.kind === "serviceTask" || (element.kind === "sendTask" && element.work !== null))
    return "service";
  return element.kind;
}

/** Whether both wait for the same sorts of events in the same order; names, durations and conditions may differ. */
export function isSameEvent(old: Element, next: Element): boolean {
  const kinds = (element: Element) => element.triggers.map(({ kind }) => kind).join(" ");
  return kinds(old) === kinds(next) && old.parallelMultiple === next.parallelMultiple;
}

/** Whether rounds go on alike: no loop, the same sort of loop, and one after the other or all at once as before. */
export function isSameLoop(old: Element, next: Element): boolean {
  return loopOf(old) === loopOf(next) && old.adHoc?.sequential === next.adHoc?.sequential;
}

function loopOf({ loop }: Element): string {
  if (loop === null || loop.kind === "standard") return loop?.kind ?? "none";
  return loop.sequential ? "sequential" : "parallel";
}
