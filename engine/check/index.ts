import type { ExecutableProcess } from "../process.ts";
import type { CaseState } from "../run/state.ts";
import { advance } from "./advance.ts";
import { explore, type Graph, type GraphNode } from "./explore.ts";
import { type Fault, faultsOf, type Meeting, meetingsIn } from "./judge.ts";
import { checkLimits } from "./limits.ts";
import { messageOf } from "./message.ts";
import { type Model, modelOf } from "./model.ts";
import { runTo, shortestRuns } from "./shortest.ts";
import type { Finding, Replayed, RunStep, Verdict } from "./verdict.ts";

export { checkLimits } from "./limits.ts";
export type { Finding, FindingKind, LimitReached, Replayed, RunStep, Verdict } from "./verdict.ts";

/**
 * The soundness check: explores the engine's own micro-step over every choice, comparing markings, and says what
 * can go wrong, with the run that shows it.
 */
export interface CheckOptions {
  /** Markings to look at; the default is `checkLimits.states`. */
  readonly states?: number;
  /** False looks at every order of steps: the same findings, at a price that grows with every branch. */
  readonly reduce?: boolean;
}

export function checkSoundness(process: ExecutableProcess, options: CheckOptions = {}): Verdict {
  const model = modelOf(process);
  const most = options.states ?? checkLimits.states;
  const meetings = new Map<number, readonly Meeting[]>();
  const graph = explore(model, {
    // Where tokens multiply there may be no end of markings, and the worst is known already.
    states: () => (meetings.size > 0 ? Math.min(most, checkLimits.statesOnceUnsafe) : most),
    reduce: options.reduce ?? model.reducible,
    found: (node, state) => noteMeetings(model, meetings, node, state),
  });
  const faults = faultsOf(model, graph, meetings);
  const findings = describe(model, graph, faults);
  const complete = graph.limits.length === 0;
  return {
    sound: complete && findings.length === 0,
    complete,
    limits: graph.limits,
    findings,
    states: graph.nodes.length,
    steps: graph.steps,
  };
}

/** Does a finding's run again, step by step: what happens, and where the case stands after each step. */
export function replayRun(process: ExecutableProcess, run: readonly RunStep[]): readonly Replayed[] {
  const model = modelOf(process);
  let state: CaseState | null = null;
  return run.map((step) => {
    const outcome = advance(model, state, step.choice, step.conditions);
    ({ state } = outcome);
    return { step, events: outcome.events, state: outcome.state };
  });
}

function noteMeetings(
  model: Model,
  meetings: Map<number, readonly Meeting[]>,
  node: GraphNode,
  state: CaseState,
): void {
  const found = meetingsIn(model, state);
  if (found.length > 0) meetings.set(node.index, found);
}

function describe(model: Model, graph: Graph, faults: readonly Fault[]): readonly Finding[] {
  const shorter = shortestRuns(model, faults);
  return faults.map((fault) => {
    const { kind, elementIds, flowIds } = fault;
    const found = shorter.get(fault);
    const run = found ?? runTo(model, graph, fault);
    const message = messageOf(model, fault);
    return {
      kind,
      elementIds,
      flowIds,
      message,
      run,
      shortest: found !== undefined || fault.nodes.length === 0,
    };
  });
}
