/** The verdict of the soundness check for the command line: one line, and each finding with the run that shows it. */
import {
  checkSoundness,
  type ExecutableProcess,
  type Finding,
  type LimitReached,
  type Replayed,
  readProcess,
  replayRun,
} from "../../engine/index.ts";

export interface ToldVerdict {
  readonly process: string;
  readonly sound: boolean;
  /** Whether everything was looked at. */
  readonly complete: boolean;
  readonly limits: readonly LimitReached[];
  readonly states: number;
  readonly findings: readonly ToldFinding[];
}

interface ToldFinding extends Pick<Finding, "kind" | "elementIds" | "flowIds" | "message" | "shortest"> {
  readonly run: readonly ToldStep[];
}

interface ToldStep {
  readonly element: string;
  readonly said: string;
  /** The outcome of each condition that the step asked for. */
  readonly conditions: readonly boolean[];
}

/** Of every process in the file; none where the file cannot be read. */
export async function soundnessOf(content: string): Promise<readonly ToldVerdict[]> {
  const reading = await readProcess(content);
  if (!reading.ok) return [];
  return reading.processes.map((process) => {
    const { sound, complete, limits, states, findings } = checkSoundness(process);
    return {
      ...{ process: process.id, sound, complete, limits, states },
      findings: findings.map(({ kind, elementIds, flowIds, message, shortest, run }) => ({
        ...{ kind, elementIds, flowIds, message, shortest },
        run: replayRun(process, run).map((replayed) => toldStep(process, replayed)),
      })),
    };
  });
}

export function verdictLines({
  process,
  sound,
  complete,
  limits,
  states,
  findings,
}: ToldVerdict): readonly string[] {
  const seen = complete
    ? `all of its ${states} markings were looked at`
    : `not all was looked at: ${limits.map(({ limit, value }) => `${limit} ${value}`).join(", ")} was reached`;
  const verdict = sound ? "sound" : findings.length > 0 ? "NOT SOUND" : "nothing found";
  return [
    `${process}: ${verdict}; ${seen}.`,
    ...findings.flatMap(({ kind, message, run }, index) => [
      `  ${index + 1}. ${kind}: ${message}`,
      ...run.map(({ said }, step) => `       ${step + 1}. ${said}`),
    ]),
  ];
}

function toldStep(process: ExecutableProcess, { step, events }: Replayed): ToldStep {
  const { elementId, choice, conditions } = step;
  const element = process.elements[process.elementIndex.get(elementId) ?? -1];
  const name = element?.name ? `"${element.name}"` : elementId;
  const flowIds = events.flatMap((event) =>
    event.type === "ElementLeft" && event.elementId === elementId ? event.flowIds : [],
  );
  const ways = flowIds.map((id) => wayOf(process, id)).join(", ");
  const chose =
    element !== undefined && element.outgoing.length > 1 && ways !== "" ? `, and on to ${ways}` : "";
  const said =
    choice.kind === "answer"
      ? choice.command.type === "StartCase"
        ? `the case starts at ${name}`
        : `${name}: ${choice.command.type}${chose}`
      : choice.kind === "settle"
        ? `${name} goes on with what has come${chose}`
        : `comes to ${name}${chose}`;
  return { element: elementId, said, conditions };
}

function wayOf(process: ExecutableProcess, flowId: string): string {
  const flow = process.flows[process.flowIndex.get(flowId) ?? -1];
  const target = flow === undefined ? undefined : process.elements[flow.target];
  return target?.name ? `"${target.name}"` : (target?.id ?? flowId);
}
