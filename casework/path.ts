// The way that a case took: how often each element was entered and each flow taken.
import type { CaseEntry } from "./entry.ts";

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
    }
  }
  return { elements, flows };
}
