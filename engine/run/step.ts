import type { Command } from "../command.ts";
import type { EngineEvent } from "../event.ts";
import type { Element, ExecutableProcess } from "../process.ts";
import { obey } from "./answer.ts";
import { checkConditions } from "./catch.ts";
import { type Decision, decideTraced, newRun } from "./decide.ts";
import { closeDraft, type Draft, type Live, liveOf, openDraft } from "./draft.ts";
import { liveSeam } from "./evaluate.ts";
import { holdsToken, moveToken, settleJoin } from "./move.ts";
import type { Run, Seam } from "./run.ts";
import type { CaseState } from "./state.ts";

/**
 * The micro-step, of which everything else is made: one wait is answered, one token moves, or one join that had to
 * wait for the rest goes on. `decide` is a command and then moves in a fixed order; the soundness check takes them
 * in every order.
 */
export type Choice =
  | { readonly kind: "answer"; readonly command: Command }
  | { readonly kind: "move"; readonly scopeId: string; readonly flowId: string; readonly atMs: number }
  | { readonly kind: "settle"; readonly scopeId: string; readonly elementId: string; readonly atMs: number };

/** The events of one micro-step; none where the choice is not open. */
export function step(
  process: ExecutableProcess,
  state: CaseState | null,
  choice: Choice,
  seam: Seam = liveSeam,
): readonly EngineEvent[] {
  return takeFrom(process, state, choice, seam).events;
}

/** The events of one micro-step and the state after it, for whoever takes a great many. */
export function stepInto(
  process: ExecutableProcess,
  state: CaseState | null,
  choice: Choice,
  seam: Seam,
): { readonly events: readonly EngineEvent[]; readonly state: CaseState } {
  const { events, draft } = takeFrom(process, state, choice, seam);
  return { events, state: closeDraft(process, draft) };
}

function takeFrom(process: ExecutableProcess, state: CaseState | null, choice: Choice, seam: Seam): Run {
  const atMs = choice.kind === "answer" ? choice.command.atMs : choice.atMs;
  const run = newRun(process, openDraft(process, state), atMs, seam);
  take(run, choice);
  return run;
}

/** A decision and the single steps that it is made of: folding them gives the same events. */
export function decideInSteps(
  process: ExecutableProcess,
  state: CaseState | null,
  command: Command,
): { readonly decision: Decision; readonly choices: readonly Choice[] } {
  const trace: NonNullable<Run["trace"]> = [];
  const decision = decideTraced(process, state, command, trace);
  const { atMs } = command;
  const moves = trace.map(({ scope, flow, join }): Choice => {
    const scopeId = scope.id;
    if (join >= 0) return { kind: "settle", scopeId, elementId: process.elements[join]?.id ?? "", atMs };
    return { kind: "move", scopeId, flowId: process.flows[flow]?.id ?? "", atMs };
  });
  return { decision, choices: [{ kind: "answer", command }, ...moves] };
}

function take(run: Run, choice: Choice) {
  if (choice.kind === "answer") {
    obey(run, choice.command);
    checkConditions(run);
    return;
  }
  const scope = liveOf(run.draft, choice.scopeId);
  if (scope === undefined || run.draft.end !== null) return;
  if (choice.kind === "settle") {
    settleJoin(run, scope, run.process.elementIndex.get(choice.elementId) ?? -1);
    return;
  }
  const flow = run.process.flowIndex.get(choice.flowId);
  if (flow === undefined || !holdsToken(scope, flow)) return;
  moveToken(run, scope, flow);
}

/**
 * Every token that can move now. Tokens at a join are listed once for the whole join, when it has what it waits
 * for; joins that wait for the rest are listed only when nothing else moves. What a join is asked in vain tells no
 * events.
 */
export function openMoves(process: ExecutableProcess, state: CaseState, atMs: number): readonly Choice[] {
  if (state.status === "ended") return [];
  const draft = openDraft(process, state);
  const moves: Choice[] = [];
  const settling: Choice[] = [];
  for (const scope of scopesOf(draft)) {
    const scopeId = scope.id;
    for (const flow of new Set(scope.moving ?? [])) {
      moves.push({ kind: "move", scopeId, flowId: process.flows[flow]?.id ?? "", atMs });
    }
    for (const index of scope.arrived?.keys() ?? []) {
      const join = process.elements[index];
      if (join === undefined) continue;
      const waiting = join.incoming.find((flow) => scope.parked?.has(flow));
      const flowId = process.flows[waiting ?? -1]?.id ?? "";
      if (mayGoOn(join, scope)) moves.push({ kind: "move", scopeId, flowId, atMs });
      else if (/inclusive|complex/.test(join.kind)) {
        settling.push({ kind: "settle", scopeId, elementId: join.id, atMs });
      }
    }
    if (scope.awaits !== null && scope.scope !== null) {
      const elementId = process.elements[scope.element]?.id ?? "";
      settling.push({ kind: "settle", scopeId: scope.scope.id, elementId, atMs });
    }
  }
  return moves.length > 0 ? moves : settling;
}

/** Whether the tokens at a join may be enough, without asking a condition. */
function mayGoOn(join: Element, scope: Live): boolean {
  if (join.activationCondition !== null) return true;
  if (/Gateway$/.test(join.kind)) return scope.arrived?.get(join.index) === join.incoming.length;
  return join.incoming.reduce((sum, flow) => sum + (scope.parked?.get(flow) ?? 0), 0) >= join.startQuantity;
}

function scopesOf(draft: Draft): readonly Live[] {
  return [draft.root, ...draft.activations.values()];
}
