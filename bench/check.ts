/**
 * What the soundness check costs: many blocks one after the other, which must grow no faster than the process, and
 * many branches at once, which would be 131,075 markings without reduction. Milliseconds, medians of warmed rounds.
 */
import { checkSoundness, type ExecutableProcess, readProcess } from "../engine/index.ts";

export async function run(): Promise<Record<string, number>> {
  const parallel = await read(branches(17));
  const few = await read(blocks(250));
  const many = await read(blocks(500));
  // Whatever is measured first would pay for what both need warmed.
  milliseconds(many);
  const fewMs = milliseconds(few);
  const manyMs = milliseconds(many);
  return {
    "engine.check.parallel17Milliseconds": milliseconds(parallel),
    "engine.check.parallel17States": checkSoundness(parallel).states,
    "engine.check.blocks500Milliseconds": manyMs,
    "engine.check.blocks500States": checkSoundness(many).states,
    "engine.check.growthFrom250To500Blocks": Number((manyMs / fewMs).toPrecision(3)),
  };
}

function milliseconds(process: ExecutableProcess): number {
  const rounds = 9;
  const measured: number[] = [];
  for (let round = 0; round < rounds * 2; round++) {
    const start = performance.now();
    if (!checkSoundness(process).sound) throw new Error("a sound process was found unsound");
    if (round >= rounds) measured.push(performance.now() - start);
  }
  measured.sort((a, b) => a - b);
  return Number((measured[Math.floor(rounds / 2)] ?? 0).toPrecision(4));
}

async function read(body: string): Promise<ExecutableProcess> {
  const result = await readProcess(
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="bench">
<process id="p" isExecutable="true"><startEvent id="start"/><endEvent id="end"/>${body}</process></definitions>`,
  );
  const process = result.ok ? result.processes[0] : undefined;
  if (process === undefined) throw new Error("the process cannot be read");
  return process;
}

/** Blocks one after the other, by turns a sequence, a choice and two parallel branches. */
function blocks(count: number): string {
  const parts: string[] = [];
  let last = "start";
  for (let n = 0; n < count; n++) {
    if (n % 3 === 0) {
      parts.push(task(`a${n}`), task(`b${n}`), flow(last, `a${n}`), flow(`a${n}`, `b${n}`));
      last = `b${n}`;
      continue;
    }
    const kind = n % 3 === 1 ? "exclusiveGateway" : "parallelGateway";
    parts.push(`<${kind} id="s${n}"/><${kind} id="j${n}"/>`, task(`a${n}`), task(`b${n}`));
    const leaving = [flow(`s${n}`, `a${n}`, n % 3 === 1), flow(`s${n}`, `b${n}`, n % 3 === 1)];
    parts.push(flow(last, `s${n}`), ...leaving, flow(`a${n}`, `j${n}`), flow(`b${n}`, `j${n}`));
    last = `j${n}`;
  }
  return parts.join("") + flow(last, "end");
}

function branches(count: number): string {
  const parts = Array.from({ length: count }, (_, n) => {
    return task(`t${n}`) + flow("split", `t${n}`) + flow(`t${n}`, "join");
  });
  const gateways = `<parallelGateway id="split"/><parallelGateway id="join"/>`;
  return gateways + parts.join("") + flow("start", "split") + flow("join", "end");
}

function task(id: string): string {
  return `<task id="${id}"/>`;
}

function flow(source: string, target: string, conditional = false): string {
  const condition = conditional ? "<conditionExpression>true</conditionExpression>" : "";
  return `<sequenceFlow id="${source}-${target}" sourceRef="${source}" targetRef="${target}">${condition}</sequenceFlow>`;
}
