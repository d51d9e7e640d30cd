// One committed act: what was asked, what the engine executed for it, and every event that came of it. The
// journal is a list of these. Invariant: the engine alone, fed with `executed`, gives the engine's events again.
import type { Command, ExecutableProcess } from "../engine/index.ts";
import type { CaseCommand } from "./command.ts";
import type { CaseEvent } from "./event.ts";

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
  throw new Error(`not built yet: ${process.id} ${entries.length}`);
}
