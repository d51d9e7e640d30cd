/** `poros run` and the verdict of `poros check`, as an analyst meets them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commands } from "../../../server/command-line/commands.ts";
import { scenarioSchema } from "../../../server/scenarios/index.ts";

const root = join(import.meta.dirname, "../../..");
const scenarios = join(root, "library/scenarios");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "poros-scenario-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function poros(line: readonly string[], json = false) {
  const [name = "", ...words] = line;
  const result = await commands[name]?.run({ words, env: {}, json, options: {} });
  return { code: result?.code, out: result?.out ?? "", err: result?.err ?? "" };
}

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

interface Written {
  title: string;
  start: Record<string, unknown>;
  steps: Record<string, unknown>[];
}
const shipped = (name: string) =>
  JSON.parse(readFileSync(join(scenarios, `${name}.json`), "utf8")) as Written;

/** A shipped scenario with one thing changed, played. */
async function played(name: string, change: (scenario: Written) => void) {
  const scenario = shipped(name);
  change(scenario);
  return await poros(["run", write("berubah.json", scenario)]);
}
const step = ({ steps }: Written, at: number) => steps[at] ?? {};

describe("the scenarios that ship", () => {
  test("all come out as they say, and every process that ships has one", async () => {
    const files = readdirSync(scenarios).map((name) => join(scenarios, name));
    const { code, out } = await poros(["run", ...files]);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(new RegExp(`\\n${files.length} passed, 0 failed\\n$`)),
    ]);
    const named = new Set(
      files.map((file) => (JSON.parse(readFileSync(file, "utf8")) as { process: string }).process),
    );
    for (const name of readdirSync(join(root, "library/processes"))) {
      expect(named, name).toContain(name.replace(/\.bpmn$/, ""));
    }
  });

  test("are written in the format that the schema in docs/ describes", () => {
    const kept: unknown = JSON.parse(readFileSync(join(root, "docs/scenario.schema.json"), "utf8"));
    expect(kept).toEqual(JSON.parse(JSON.stringify(scenarioSchema())));
  });
});

describe("the first difference is told", () => {
  test.each<[string, (scenario: Written) => void, string]>([
    [
      "another task than expected",
      (scenario) => (step(scenario, 1).expect = { tasks: ["parafKaro"] }),
      "step 2, complete periksaAdministrasi, 2027-02-16 11:20\n        tasks: expected parafKaro, open are parafKabag -> kabag-kesra",
    ],
    [
      "another post than expected",
      (scenario) => (step(scenario, 1).expect = { tasks: ["parafKabag -> kabag-hukum"] }),
      "tasks: expected parafKabag -> kabag-hukum, open are parafKabag -> kabag-kesra",
    ],
    [
      "a variable with another value",
      (scenario) => (step(scenario, 0).expect = { variables: { berkas: { unit: "disdik" } } }),
      'variable berkas.unit: expected "disdik", got "dinkes"',
    ],
    [
      "a variable that is not there",
      (scenario) => (step(scenario, 0).expect = { variables: { warna: "biru" } }),
      'variable warna: expected "biru", got nothing',
    ],
    [
      "a case that has not ended",
      (scenario) => (step(scenario, 0).expect = { status: "completed" }),
      "status: expected completed, got running",
    ],
    [
      "an end that was not reached",
      (scenario) => (step(scenario, 0).expect = { ends: ["selesai"] }),
      "end events: expected selesai, got none",
    ],
    [
      "a task that is not open",
      (scenario) => (step(scenario, 0).complete = "parafKaro"),
      "parafKaro is not open; open are periksaKelengkapan -> pemeriksa-kesra",
    ],
    [
      "a form that does not let the values in",
      (scenario) => (step(scenario, 0).values = {}),
      "refused (invalidForm): 2 faults",
    ],
    [
      "a refusal that did not come",
      (scenario) => (step(scenario, 0).refused = "invalidForm"),
      "expected the refusal invalidForm, but it was taken",
    ],
    [
      "a service that was not asked",
      (scenario) => scenario.steps.splice(0, 1, { service: "arsipkan" }),
      "arsipkan was not asked for work; asked are none",
    ],
    [
      "a message that nothing waits for",
      (scenario) => scenario.steps.splice(0, 1, { message: "jawaban" }),
      "nothing waits for jawaban; awaited are none",
    ],
    [
      "a clock that goes back",
      (scenario) => scenario.steps.splice(0, 1, { clock: "2027-02-14 09:00" }),
      "the clock cannot go back",
    ],
    [
      "a post that nobody holds",
      (scenario) => (scenario.start.post = "juru-kunci"),
      "start by juru-kunci, 2027-02-15 09:00\n        nobody holds the post juru-kunci on that day",
    ],
  ])("%s", async (_what, change, said) => {
    const { code, out } = await played("laporan-disetujui", change);
    expect([code, out]).toEqual([1, expect.stringContaining(said)]);
    expect(out).toMatch(/0 passed, 1 failed\n$/);
  });

  test("a word that the format does not know is told with its place", async () => {
    const { code, out } = await played("laporan-disetujui", (scenario) => (scenario.start.jam = "09:00"));
    expect([code, out]).toEqual([1, expect.stringContaining("at /start: ")]);
  });

  test("a file that is not JSON, and one that is not there", async () => {
    expect(await poros(["run", write("rusak.json", "{")])).toMatchObject({
      code: 1,
      out: expect.stringContaining("not JSON"),
    });
    expect(await poros(["run", join(folder, "tiada.json")])).toMatchObject({ code: 2 });
    expect(await poros(["run"])).toMatchObject({ code: 2, err: expect.stringMatching(/^Use: poros run/) });
  });

  test("for machines as JSON", async () => {
    const { out } = await poros(["run", join(scenarios, "laporan-disetujui.json")], true);
    expect(JSON.parse(out)).toMatchObject({ results: [{ passed: true, step: 8, difference: null }] });
  });
});

const stuck = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:poros="urn:poros:bpmn:1" id="d" targetNamespace="urn:x"><bpmn:process id="macet" isExecutable="true">
<bpmn:extensionElements><poros:submission post="operator" prefix="UJI" title="&#34;Uji&#34;" /></bpmn:extensionElements>
<bpmn:startEvent id="a" /><bpmn:exclusiveGateway id="g" name="Perlu rapat?" default="k" /><bpmn:task id="r" name="Rapat" /><bpmn:intermediateCatchEvent id="m" name="Tunggu"><bpmn:timerEventDefinition><bpmn:timeDuration>PT2H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent><bpmn:parallelGateway id="j" name="Gabung" /><bpmn:endEvent id="z" />
<bpmn:sequenceFlow id="f1" sourceRef="a" targetRef="g" /><bpmn:sequenceFlow id="y" sourceRef="g" targetRef="r"><bpmn:conditionExpression>berkas.unit = "dinkes"</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="k" sourceRef="g" targetRef="m" /><bpmn:sequenceFlow id="f2" sourceRef="r" targetRef="j" /><bpmn:sequenceFlow id="f3" sourceRef="m" targetRef="j" /><bpmn:sequenceFlow id="f4" sourceRef="j" targetRef="z" />
</bpmn:process></bpmn:definitions>`;

describe("a diagram beside its scenario", () => {
  test("runs: its timer fires when the clock has come that far, and not before", async () => {
    write("beda.bpmn", stuck.replaceAll("parallelGateway", "exclusiveGateway"));
    const scenario = {
      title: "Menunggu dua jam",
      process: "beda.bpmn",
      start: { at: "2027-02-15 09:00", post: "disdik-operator" },
      steps: [
        { clock: "2027-02-15 10:59", expect: { status: "running", ends: [] } },
        { clock: "2027-02-15 11:00", expect: { status: "completed", ends: ["z"] } },
      ],
    };
    expect((await poros(["run", write("beda.json", scenario)])).out).toMatch(/^passed .*\(2 steps\)/);
  });
});

describe("poros check", () => {
  test("says that what ships is sound", async () => {
    const { code, out } = await poros(["check", join(root, "library/processes/verifikasi-laporan.bpmn")]);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^verifikasi-laporan: sound; all of its \d+ markings/),
    ]);
  });

  test("says where a diagram gets stuck, with the run that shows it, and ends with 1", async () => {
    const path = write("macet.bpmn", stuck);
    const { code, out } = await poros(["check", path]);
    expect(code).toBe(1);
    expect(out).toMatch(/macet: NOT SOUND; all of its \d+ markings/);
    expect(out).toMatch(/1\. deadlock: The case can stop for ever before "Gabung"/);
    expect(out).toMatch(
      /1\. the case starts at a\n.*2\. comes to "Perlu rapat\?", and on to "(Rapat|Tunggu)"/,
    );
    const told = JSON.parse((await poros(["check", path], true)).out) as {
      problems: unknown;
      verdicts: { findings: { kind: string; run: unknown[] }[] }[];
    };
    expect(told).toMatchObject({
      problems: [],
      verdicts: [{ process: "macet", sound: false, complete: true }],
    });
    const deadlock = told.verdicts[0]?.findings.find(({ kind }) => kind === "deadlock");
    expect(deadlock?.run.length).toBeGreaterThan(2);
  });
});
