// Under which version of its process a case ran when. Invariant: what was done is told by the diagram under which it was
// done, also after the case was moved to another version.
import type { CaseContext } from "./context.ts";
import type { CaseEntry, Versions } from "./entry.ts";
import type { ProcessVersion } from "./event.ts";

/** The context of each entry, with the version under which the case ran after it. */
export type Under = (entry: CaseEntry) => CaseContext;

export function underOf(context: CaseContext, entries: readonly CaseEntry[], versions: Versions): Under {
  const contexts = new Map<CaseEntry, CaseContext>();
  let running = context;
  for (const entry of entries) {
    for (const event of entry.events) {
      if (event.type === "CaseSubmitted") running = under(context, event.process, versions);
      else if (event.type === "CaseMoved") running = under(context, event.to, versions);
    }
    contexts.set(entry, running);
  }
  return (entry) => contexts.get(entry) ?? context;
}

function under(context: CaseContext, version: ProcessVersion, versions: Versions): CaseContext {
  const process = version.hash === context.processRef.hash ? context.process : versions(version);
  return process === undefined || process === context.process ? context : { ...context, process };
}

/** The id in the new version of what had this id in the old one. */
export function idAfter(names: { readonly [id: string]: string }, id: string): string {
  return (Object.hasOwn(names, id) ? names[id] : undefined) ?? id;
}
