/**
 * What the soundness check finds in a diagram, made ready to be shown: each finding with the run that shows it, done
 * again step by step. Plain data, because a worker computes it and the page draws it.
 */
import {
  checkSoundness,
  type EngineEvent,
  type ExecutableProcess,
  type Finding,
  type FindingKind,
  readProcess,
  replayRun,
} from "../../engine/index.ts";

export interface Soundness {
  readonly findings: readonly ShownFinding[];
  /** Whether everything was looked at. */
  readonly complete: boolean;
  readonly states: number;
}

export interface ShownFinding {
  readonly kind: FindingKind;
  readonly elementIds: readonly string[];
  /** Whether no run is shorter. */
  readonly shortest: boolean;
  readonly steps: readonly RunScene[];
  /** The last choices that led there, in order. */
  readonly choices: readonly { readonly gatewayId: string; readonly flowIds: readonly string[] }[];
  /** What stands before the element to blame and brings no token when the run stops. */
  readonly missing: readonly string[];
}

/** Where a run stands after one step. */
export interface RunScene {
  readonly elementId: string;
  readonly what: "started" | "entered" | "done" | "chose" | "split" | "joined" | "ended" | "happened";
  /** The flows that it left by. */
  readonly flowIds: readonly string[];
  /** Elements and flows that the run has passed so far. */
  readonly passed: readonly string[];
  /** Elements where somebody or something is at work, and flows where tokens wait; with how many. */
  readonly tokens: readonly { readonly at: string; readonly count: number }[];
}

export async function soundnessOf(xml: string, zone: string): Promise<Soundness | null> {
  const reading = await readProcess(xml, { zone });
  const process = reading.ok ? reading.processes[0] : undefined;
  if (process === undefined) return null;
  const verdict = checkSoundness(process);
  return {
    findings: verdict.findings.map((finding) => shownFinding(process, finding)),
    complete: verdict.complete,
    states: verdict.states,
  };
}

function shownFinding(process: ExecutableProcess, finding: Finding): ShownFinding {
  const steps = scenesOf(process, finding);
  return {
    kind: finding.kind,
    elementIds: finding.elementIds,
    shortest: finding.shortest,
    steps,
    choices: steps.flatMap(({ what, elementId, flowIds }) =>
      what === "chose" ? [{ gatewayId: elementId, flowIds }] : [],
    ),
    missing: finding.kind === "deadlock" ? missingAt(process, finding.elementIds[0] ?? "", steps) : [],
  };
}

function scenesOf(process: ExecutableProcess, finding: Finding): readonly RunScene[] {
  const passed = new Set<string>();
  return replayRun(process, finding.run).map(({ step, events, state }) => {
    const flowIds = events.flatMap((event) =>
      event.type === "ElementLeft" && event.elementId === step.elementId ? event.flowIds : [],
    );
    for (const event of events) {
      if (event.type === "ElementEntered") passed.add(event.elementId);
      if (event.type === "ElementEntered" || event.type === "ElementLeft")
        for (const flowId of event.flowIds) passed.add(flowId);
    }
    const { activations, tokens } = state.marking;
    const counts = new Map<string, number>();
    for (const { elementId } of activations) {
      if (owns(process, elementId)) continue;
      counts.set(elementId, (counts.get(elementId) ?? 0) + 1);
    }
    for (const { flowId, count } of tokens) counts.set(flowId, (counts.get(flowId) ?? 0) + count);
    return {
      elementId: step.elementId,
      what: whatHappened(process, step.elementId, events, flowIds),
      flowIds,
      passed: [...passed],
      tokens: [...counts].map(([at, count]) => ({ at, count })),
    };
  });
}

/** A sub-process around the work is not where the work is. */
function owns(process: ExecutableProcess, elementId: string): boolean {
  return (elementOf(process, elementId)?.owns ?? -1) >= 0;
}

function whatHappened(
  process: ExecutableProcess,
  elementId: string,
  events: readonly EngineEvent[],
  flowIds: readonly string[],
): RunScene["what"] {
  const element = elementOf(process, elementId);
  if (events.some(({ type }) => type === "CaseStarted")) return "started";
  if (element === undefined) return "happened";
  const left = events.some((event) => event.type === "ElementLeft" && event.elementId === elementId);
  if (element.kind === "endEvent") return "ended";
  if (element.kind.endsWith("Gateway")) {
    if (element.outgoing.length > 1) return flowIds.length < element.outgoing.length ? "chose" : "split";
    return element.incoming.length > 1 ? "joined" : "happened";
  }
  if (left) return "done";
  return events.some((event) => event.type === "ElementEntered") ? "entered" : "happened";
}

/** The elements before a join from whose flows no token waits when the run stops. */
function missingAt(
  process: ExecutableProcess,
  elementId: string,
  steps: readonly RunScene[],
): readonly string[] {
  const element = elementOf(process, elementId);
  const waiting = new Set(steps.at(-1)?.tokens.map(({ at }) => at));
  if (element === undefined || element.incoming.length < 2) return [];
  return element.incoming.flatMap((index) => {
    const flow = process.flows[index];
    const source = flow === undefined ? undefined : process.elements[flow.source];
    return flow === undefined || source === undefined || waiting.has(flow.id) ? [] : [source.id];
  });
}

function elementOf(process: ExecutableProcess, id: string) {
  return process.elements[process.elementIndex.get(id) ?? -1];
}
