// The way that a case took: how often each element was entered and each flow taken.
import type { CaseEntry } from "./entry.ts";
import { idAfter } from "./under.ts";

export interface CasePath {
  readonly elements: { readonly [elementId: string]: number };
  readonly flows: { readonly [flowId: string]: number };
}

export function pathOf(entries: readonly CaseEntry[]): CasePath {
  const elements: Record<string, number> = {};
  const flows: Record<string, number> = {};
  for (const { events } of entries) {
    for (const event of events) {
      if (event.type === "ElementEntered") elements[event.elementId] = (elements[event.elementId] ?? 0) + 1;
      else if (event.type === "ElementLeft")
        for (const flowId of event.flowIds) flows[flowId] = (flows[flowId] ?? 0) + 1;
      else if (event.type === "CaseMigrated") {
        rename(elements, event.elements);
        rename(flows, event.flows);
      }
    }
  }
  return { elements, flows };
}

/** What was passed at an element of the old version was passed at the one that stands for it in the new one. */
function rename(passes: Record<string, number>, names: { readonly [id: string]: string }): void {
  const before = Object.entries(passes);
  for (const id of Object.keys(names)) delete passes[id];
  for (const [id, times] of before) {
    const next = idAfter(names, id);
    if (next !== id) passes[next] = (passes[next] ?? 0) + times;
  }
}
