/**
 * What casework is told about the world, kept between acts. A context holds for its version of the process until
 * something is published or a date comes from which something else is in force.
 */
import { documentKind } from "../../api/index.ts";
import type { CaseContext } from "../../casework/index.ts";
import type { Library } from "../library/index.ts";

export interface Contexts {
  /** This version of the process, and all else as in force at the instant; null when it is not published. */
  caseContext(processId: string, version: number, atMs: number): Promise<CaseContext | null>;
}

interface Kept {
  readonly context: Promise<CaseContext | null>;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The end of time as JavaScript counts it. */
const END_MS = 8_640_000_000_000_000;

export function keepContexts(made: Contexts, library: Library): Contexts {
  const kept = new Map<string, Kept>();
  library.onChange(() => kept.clear());
  return {
    async caseContext(processId, version, atMs) {
      const key = `${processId} ${version}`;
      const known = kept.get(key);
      if (known !== undefined && atMs >= known.fromMs && atMs < known.untilMs) return await known.context;
      const context = made.caseContext(processId, version, atMs);
      kept.set(key, { context, fromMs: atMs, untilMs: nextChange(library, atMs) });
      try {
        const found = await context;
        if (found === null) kept.delete(key);
        return found;
      } catch (error) {
        kept.delete(key);
        throw error;
      }
    },
  };
}

/** When, as far as is known, something else comes into force. */
function nextChange(library: Library, atMs: number): number {
  let next = END_MS;
  for (const kind of documentKind.options) {
    for (const { id } of library.allInForce(kind, END_MS)) {
      for (const { effectiveFromMs } of library.publications(kind, id)) {
        if (effectiveFromMs > atMs && effectiveFromMs < next) next = effectiveFromMs;
      }
    }
  }
  return next;
}
