// One act on a case: judged, executed by the engine, completed by the decisions and addresses it asks for.
// Invariant: `act` returns what happened and changes nothing; folding its events gives its file.
import type { Command, ExecutableProcess, Refusal } from "../engine/index.ts";
import type { CaseCommand } from "./command.ts";
import type { CaseContext } from "./context.ts";
import type { CaseEvent } from "./event.ts";
import type { CaseFile } from "./file.ts";
import type { Fault } from "./form.ts";

/** Why an act was not taken; nothing has changed. `faults` says what is wrong with a form, field by field. */
export interface CaseRefusal extends Refusal {
  readonly faults?: readonly Fault[];
  readonly params?: Readonly<Record<string, string | number>>;
}

export type Acted =
  | {
      readonly ok: true;
      readonly events: readonly CaseEvent[];
      readonly file: CaseFile;
      /** The exact engine commands that ran; with them history re-executes by the engine alone. */
      readonly executed: readonly Command[];
    }
  | { readonly ok: false; readonly refusal: CaseRefusal };

/** `file` is null for `SubmitCase` and only then. The command's `atMs` is the only clock. */
export async function act(context: CaseContext, file: CaseFile | null, command: CaseCommand): Promise<Acted> {
  throw new Error(`not built yet: ${context.processRef.id} ${file?.caseId} ${command.type}`);
}

/** The file after the events of one entry, committed at `atMs`. Never fails. `file` is null before `CaseSubmitted`. */
export function evolveCase(
  process: ExecutableProcess,
  file: CaseFile | null,
  events: readonly CaseEvent[],
  atMs: number,
): CaseFile {
  throw new Error(`not built yet: ${process.id} ${file?.caseId} ${events.length} ${atMs}`);
}
