/**
 * The engine against bpmn-engine: the same diagram, in the same run, both warmed, medians. For bpmn-engine the XML
 * is parsed beforehand and only its execution counts; for ours everything that a command costs counts: opening the
 * state, deciding, making the events, folding them and closing the state again.
 */
import { Engine } from "bpmn-engine";
import { decide, type ExecutableProcess, readProcess } from "../engine/index.ts";

const tasks = 50;
const branches = 25;

export async function run(): Promise<Record<string, number>> {
  const sequence = await compare(sequenceOf(tasks), tasks);
  // A fork, one task on each branch, a join: as many tasks as there are branches, and two gateways.
  const parallel = await compare(parallelOf(branches), branches);
  return {
    "engine.sequence.ratioToBpmnEngine": sequence.theirs / sequence.ours,
    "engine.sequence.microsecondsPerElement": sequence.ours,
    "engine.sequence.bpmnEngineMicrosecondsPerElement": sequence.theirs,
    "engine.elementsPerSecond": await elementsPerSecond(),
    "engine.parallel.ratioToBpmnEngine": parallel.theirs / parallel.ours,
    "engine.parallel.microsecondsPerElement": parallel.ours,
    "engine.parallel.bpmnEngineMicrosecondsPerElement": parallel.theirs,
    ...(await growth()),
    ...(await reading()),
  };
}

/** Microseconds per task of one whole case, ours and theirs. */
async function compare(xml: string, activities: number): Promise<{ ours: number; theirs: number }> {
  const process = await compiled(xml);
  const ours = median(31, 200, () => startCase(process)) / activities;
  const samples: number[] = [];
  for (let n = 0; n < 3; n++) await executeTheirs(xml);
  for (let n = 0; n < 9; n++) samples.push(await executeTheirs(xml));
  return { ours, theirs: middle(samples) / activities };
}

function startCase(process: ExecutableProcess): number {
  const decision = decide(process, null, { type: "StartCase", caseId: "case", variables: {}, atMs: 0 });
  if (!decision.ok || decision.state.end?.how !== "completed") throw new Error("the case did not complete");
  return decision.events.length;
}

/** Microseconds from the call of `execute` to its end; the XML was parsed before. */
async function executeTheirs(source: string): Promise<number> {
  const engine = new Engine({ name: "bench", source });
  await engine.getDefinitions();
  const startedAt = performance.now();
  await new Promise<void>((resolve, reject) => {
    engine.once("end", () => resolve());
    engine.once("error", reject);
    engine.execute().catch(reject);
  });
  return (performance.now() - startedAt) * 1000;
}

/** Elements entered and left per second on one core, over one second, events made and folded. */
async function elementsPerSecond(): Promise<number> {
  const process = await compiled(sequenceOf(tasks));
  for (let n = 0; n < 2_000; n++) startCase(process);
  let cases = 0;
  const startedAt = performance.now();
  while (performance.now() - startedAt < 1_000) {
    for (let n = 0; n < 200; n++) startCase(process);
    cases += 200;
  }
  return (cases * (tasks + 2)) / ((performance.now() - startedAt) / 1000);
}

/** What reading costs, and how large an idle case is. */
async function reading(): Promise<Record<string, number>> {
  const xml = sequenceOf(98);
  const samples: number[] = [];
  for (let n = 0; n < 40; n++) {
    const startedAt = performance.now();
    await compiled(xml);
    if (n >= 20) samples.push(performance.now() - startedAt);
  }
  const idle = await compiled(parallelOf(3).replaceAll("<task ", "<userTask "));
  const started = decide(idle, null, { type: "StartCase", caseId: "case", variables: {}, atMs: 0 });
  return {
    "engine.read.millisecondsFor200Elements": middle(samples),
    "engine.state.bytesWithThreeTasksOpen": started.ok ? JSON.stringify(started.state).length : Number.NaN,
  };
}

/** What one step costs as a case and a process grow. */
async function growth(): Promise<Record<string, number>> {
  const loop =
    await compiled(`${head}<process id="p" isExecutable="true"><startEvent id="s"/><userTask id="t"/>
    <sequenceFlow id="f" sourceRef="s" targetRef="t"/><sequenceFlow id="again" sourceRef="t" targetRef="t"/></process></definitions>`);
  const young = stepping(loop, 200);
  const old = stepping(loop, 10_000);
  const long = await compiled(sequenceOf(2_400));
  return {
    "engine.step.microsecondsInAYoungCase": young,
    "engine.step.microsecondsAfter10000Steps": old,
    "engine.step.microsecondsPerElementOf4800": median(15, 1, () => startCase(long)) / 2_400,
  };
}

/** Microseconds per completed task over the last hundred of `steps` completions. */
function stepping(process: ExecutableProcess, steps: number): number {
  const started = decide(process, null, { type: "StartCase", caseId: "case", variables: {}, atMs: 0 });
  if (!started.ok) throw new Error(started.refusal.message);
  let { state } = started;
  const samples: number[] = [];
  for (let n = 0; n < steps; n++) {
    const taskId = state.marking.waits[0]?.id ?? "";
    const startedAt = performance.now();
    const decision = decide(process, state, { type: "CompleteTask", taskId, variables: {}, atMs: n });
    samples.push((performance.now() - startedAt) * 1000);
    if (!decision.ok) throw new Error(decision.refusal.message);
    ({ state } = decision);
  }
  return middle(samples.slice(-100));
}

async function compiled(xml: string): Promise<ExecutableProcess> {
  const result = await readProcess(xml);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("\n"));
  const [process] = result.processes;
  if (process === undefined) throw new Error("no process");
  return process;
}

/** The median, in microseconds, of `samples` samples of `repeats` calls each, after as many to warm up. */
function median(samples: number, repeats: number, call: () => void): number {
  const taken: number[] = [];
  for (let sample = 0; sample < samples * 2; sample++) {
    const startedAt = performance.now();
    for (let n = 0; n < repeats; n++) call();
    if (sample >= samples) taken.push(((performance.now() - startedAt) * 1000) / repeats);
  }
  return middle(taken);
}

function middle(samples: readonly number[]): number {
  return samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Number.NaN;
}

const head = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="bench" targetNamespace="urn:bench">`;

const flow = (source: string, target: string) =>
  `<sequenceFlow id="${source}-${target}" sourceRef="${source}" targetRef="${target}"/>`;

function sequenceOf(count: number): string {
  const numbers = Array.from({ length: count }, (_, n) => n);
  const body = numbers.map((n) => `<task id="t${n}"/>${flow(n === 0 ? "start" : `t${n - 1}`, `t${n}`)}`);
  return `${head}<process id="sequence" isExecutable="true"><startEvent id="start"/>${body.join("")}
    <endEvent id="end"/>${flow(`t${count - 1}`, "end")}</process></definitions>`;
}

function parallelOf(count: number): string {
  const numbers = Array.from({ length: count }, (_, n) => n);
  const body = numbers.map((n) => `<task id="t${n}"/>${flow("fork", `t${n}`)}${flow(`t${n}`, "join")}`);
  return `${head}<process id="parallel" isExecutable="true"><startEvent id="start"/><parallelGateway id="fork"/>
    ${body.join("")}<parallelGateway id="join"/><endEvent id="end"/>${flow("start", "fork")}${flow("join", "end")}
    </process></definitions>`;
}
