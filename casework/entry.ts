// One committed act: what was asked, what the engine executed for it, and every event that came of it. The
// journal is a list of these. Invariant: the engine alone, fed with `executed`, gives the engine's events again.
import {
  type CaseState,
  type Command,
  decide,
  type EngineEvent,
  type ExecutableProcess,
  SEMANTICS,
} from "../engine/index.ts";
import type { CaseCommand } from "./command.ts";
import type { CaseEvent } from "./event.ts";
import { isEngineEvent } from "./fold.ts";

/** An entry of a case's journal, as casework reads it; the host adds sequence, hashes and ids. */
export interface CaseEntry {
  readonly atMs: number;
  readonly command: CaseCommand;
  /** The exact engine commands that ran, the answers to decisions included. */
  readonly executed: readonly Command[];
  readonly events: readonly CaseEvent[];
}

export type Executed =
  | { readonly ok: true }
  /** `entry` and `event` count from 0; `message` says what re-execution gave instead. */
  | {
      readonly ok: false;
      readonly entry: number;
      readonly event: number | null;
      readonly code: "refused" | "differs" | "semantics";
      readonly message: string;
    };

/** Executes a case's history again by the engine alone and compares event by event. */
export function reExecute(process: ExecutableProcess, entries: readonly CaseEntry[]): Executed {
  let state: CaseState | null = null;
  for (const [entry, { executed, events }] of entries.entries()) {
    const recorded = events.filter(isEngineEvent);
    const start = recorded.find((event) => event.type === "CaseStarted");
    if (start && start.semantics !== SEMANTICS)
      return failed(
        entry,
        null,
        "semantics",
        `The case runs under meaning ${start.semantics}, not ${SEMANTICS}.`,
      );
    const again: EngineEvent[] = [];
    for (const command of executed) {
      const decision = decide(process, state, command);
      if (!decision.ok)
        return failed(entry, again.length, "refused", `${command.type}: ${decision.refusal.message}`);
      state = decision.state;
      again.push(...decision.events);
    }
    const at = firstDifference(recorded, again);
    if (at !== null) {
      const got = again[at]?.type ?? "nothing";
      return failed(
        entry,
        at,
        "differs",
        `${recorded[at]?.type ?? "nothing"} is recorded, ${got} comes out.`,
      );
    }
  }
  return { ok: true };
}

function failed(
  entry: number,
  event: number | null,
  code: "refused" | "differs" | "semantics",
  message: string,
): Executed {
  return { ok: false, entry, event, code, message };
}

function firstDifference(recorded: readonly EngineEvent[], again: readonly EngineEvent[]): number | null {
  for (let index = 0; index < Math.max(recorded.length, again.length); index++) {
    if (!same(recorded[index], again[index])) return index;
  }
  return null;
}

/** Equal as JSON values: the order of members does not count, an absent member is one that is undefined. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((each, at) => same(each, b[at]))
    );
  const left = Object.entries(a).filter(([, value]) => value !== undefined);
  const right = new Map(Object.entries(b).filter(([, value]) => value !== undefined));
  return (
    left.length === right.size &&
    left.every(([name, value]) => right.has(name) && same(value, right.get(name)))
  );
}
