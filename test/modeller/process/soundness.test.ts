/** What is shown of a diagram that can get stuck: the finding in words, a concrete case, and its run step by step. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readProcess } from "../../../engine/index.ts";
import { findingCase, findingTitle, namesIn, stepWord } from "../../../modeller/process/finding-words.ts";
import { isOverridable, withSoundness } from "../../../modeller/process/problem.ts";
import { soundnessOf } from "../../../modeller/process/soundness.ts";

const flow = (id: string, from: string, to: string, name = "") =>
  `<bpmn:sequenceFlow id="${id}" name="${name}" sourceRef="${from}" targetRef="${to}" />`;
const diagram = (join: string) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:x"><bpmn:process id="p" isExecutable="true">
<bpmn:startEvent id="a" name="Isu masuk" /><bpmn:exclusiveGateway id="g" name="Perlu rapat?" default="tidak" />
<bpmn:userTask id="r" name="Rapat" /><bpmn:userTask id="m" name="Minta bantuan" /><bpmn:${join} id="j" name="Gabung" /><bpmn:endEvent id="z" name="Ditutup" />
${flow("f1", "a", "g")}<bpmn:sequenceFlow id="ya" name="ya" sourceRef="g" targetRef="r"><bpmn:conditionExpression>x = 1</bpmn:conditionExpression></bpmn:sequenceFlow>
${flow("tidak", "g", "m", "tidak")}${flow("f2", "r", "j")}${flow("f3", "m", "j")}${flow("f4", "j", "z")}
</bpmn:process></bpmn:definitions>`;

async function looked(xml: string) {
  const reading = await readProcess(xml);
  const soundness = await soundnessOf(xml, "WIB");
  const process = reading.ok ? reading.processes[0] : undefined;
  if (process === undefined || soundness === null) throw new Error(JSON.stringify(reading));
  return { process, soundness };
}

describe("a join that waits for a way that was not chosen", async () => {
  const { process, soundness } = await looked(diagram("parallelGateway"));
  const nameOf = namesIn(process);
  const [stuck] = soundness.findings;
  if (stuck === undefined) throw new Error("nothing was found");

  it("is told with the choice that leads there and what is missing", () => {
    expect(findingTitle(stuck)).toBe("Gerbang gabung menunggu jalur yang tidak akan datang");
    expect(findingCase(stuck, nameOf)).toMatch(
      /^“Perlu rapat\?” memilih “(ya|tidak)”\. “Gabung” tetap menunggu dari “(Minta bantuan|Rapat)”\.$/,
    );
    const [chosen, missing] = [stuck.choices[0]?.flowIds[0], stuck.missing[0]];
    expect([chosen, missing]).toEqual(chosen === "ya" ? ["ya", "m"] : ["tidak", "r"]);
  });

  it("is played step by step: the path grows, the token ends on the flow before the join", () => {
    expect(stuck.steps.map((step) => step.what)).toEqual(["started", "chose", "entered", "done"]);
    expect(stepWord(stuck.steps[0] as (typeof stuck.steps)[number], nameOf)).toBe(
      "Berkas mulai di “Isu masuk”",
    );
    const sizes = stuck.steps.map(({ passed }) => passed.length);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    const [last] = stuck.steps.at(-1)?.tokens ?? [];
    expect([["f2", "f3"].includes(last?.at ?? ""), last?.count]).toEqual([true, 1]);
  });

  it("stands in the list as an error that a reason overrides, told once though the server found it too", () => {
    const fromServer = {
      code: "deadlock",
      severity: "error" as const,
      elementId: "j",
      pointer: null,
      line: null,
      message: "x",
    };
    const problems = withSoundness([], [fromServer], process, soundness);
    expect(problems.filter(({ code }) => code === "deadlock")).toMatchObject([
      { number: 1, elementId: "j", finding: { kind: "deadlock" } },
    ]);
    expect(problems.every(isOverridable)).toBe(true);
  });

  it("stays in the server's words while the page has not looked yet", () => {
    const fromServer = {
      code: "deadlock",
      severity: "error" as const,
      elementId: "j",
      pointer: null,
      line: null,
      message: "x",
    };
    expect(withSoundness([], [fromServer], process, null)).toMatchObject([{ message: "x" }]);
  });
});

describe("what is seen", () => {
  it("of a sound diagram is nothing", async () => {
    const { process, soundness } = await looked(diagram("exclusiveGateway"));
    expect(withSoundness([], [], process, soundness)).toEqual([]);
  });

  it("only in part is a warning with how much was seen, and no error", async () => {
    const { process, soundness } = await looked(diagram("exclusiveGateway"));
    const problems = withSoundness([], [], process, { ...soundness, complete: false, states: 50_000 });
    expect(problems).toMatchObject([
      { code: "notAllSeen", severity: "warning", detail: expect.stringContaining("50000") },
    ]);
  });

  it("of the processes that ship is nothing", async () => {
    for (const name of ["verifikasi-laporan", "koordinasi-lintas-sektor"]) {
      const { soundness } = await looked(readFileSync(`library/processes/${name}.bpmn`, "utf8"));
      expect(soundness, name).toMatchObject({ findings: [], complete: true });
    }
  });

  it("of a diagram that cannot be read is null", async () => {
    expect(await soundnessOf("<nothing/>", "WIB")).toBeNull();
  });
});
