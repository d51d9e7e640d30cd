import type { Command } from "../command.ts";
import { behaviours } from "../elements/index.ts";
import type { EngineEvent } from "../event.ts";
import type { ExecutableProcess } from "../process.ts";
import type { Refusal } from "../refusal.ts";
import { checkVariables } from "../variables.ts";
import { obey } from "./answer.ts";
import { checkConditions } from "./catch.ts";
import { closeDraft, type Draft, openDraft } from "./draft.ts";
import { liveSeam } from "./evaluate.ts";
import { moveUntilQuiet } from "./move.ts";
import type { Run, Seam } from "./run.ts";
import type { CaseState } from "./state.ts";

export type Decision =
  | { readonly ok: true; readonly events: readonly EngineEvent[]; readonly state: CaseState }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * What a command makes of a case: the events, and the state after them, which is what folding the events gives.
 * A refusal changes nothing. The command's answer is worked in, then every token moves until all is quiet.
 */
export function decide(process: ExecutableProcess, state: CaseState | null, command: Command): Decision {
  return decideTraced(process, state, command, null);
}

/** Decides, and says in which order it moved tokens, so that a decision can be compared with its single steps. */
export function decideTraced(
  process: ExecutableProcess,
  state: CaseState | null,
  command: Command,
  trace: Run["trace"],
): Decision {
  const refusal = judge(process, state, command);
  if (refusal !== null) return { ok: false, refusal };
  const run = newRun(process, openDraft(process, state), command.atMs, liveSeam);
  run.trace = trace;
  const refused = obey(run, command);
  if (refused !== null) return { ok: false, refusal: refused };
  checkConditions(run);
  moveUntilQuiet(run);
  return { ok: true, events: run.events, state: closeDraft(process, run.draft) };
}

export function newRun(process: ExecutableProcess, draft: Draft, atMs: number, seam: Seam): Run {
  return {
    process,
    draft,
    events: [],
    behaviours,
    seam,
    atMs,
    readyFlows: [],
    readyScopes: [],
    laterFlows: [],
    laterScopes: [],
    variablesChanged: false,
    steps: 0,
    opening: null,
    startTrigger: 0,
    trace: null,
  };
}

/** What can be said of a command without looking into the case. */
export function judge(process: ExecutableProcess, state: CaseState | null, command: Command): Refusal | null {
  if (!Number.isSafeInteger(command.atMs)) {
    return { code: "invalidInstant", message: "atMs is a whole number of epoch milliseconds", at: "atMs" };
  }
  if (command.type === "StartCase") {
    if (state !== null) return { code: "caseExists", message: `Case ${state.caseId} has already started` };
  } else {
    if (state === null) return { code: "caseNotStarted", message: "The case has not started" };
    if (state.processId !== process.id) {
      return { code: "wrongProcess", message: `The case runs ${state.processId}, not ${process.id}` };
    }
    if (state.status === "ended") return { code: "caseEnded", message: `Case ${state.caseId} has ended` };
  }
  if ("variables" in command) return checkVariables(command.variables);
  if ("payload" in command) return checkVariables(command.payload);
  if (command.type === "RecordDecision") {
    return (
      checkVariables(command.outcome.params) ??
      checkVariables(command.facts) ??
      checkVariables({ explanation: command.explanation })
    );
  }
  return null;
}
