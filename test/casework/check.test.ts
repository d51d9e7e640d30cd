import { expect, test } from "vitest";
import { checkCasework } from "../../casework/index.ts";
import type { ExecutableProcess } from "../../engine/index.ts";
import { shippedRuleSets } from "../library/province-library.ts";
import { province } from "../organisation/province-fixture.ts";
import {
  line,
  processFrom,
  roundsRuleSet,
  ruleTask,
  type SmallElement,
  toPost,
  userTask,
} from "./small-process.ts";

const signal = '<bpmn:signal id="s" name="alarm" />';
const start = '<bpmn:startEvent id="mulai" />';
const startBy = (definition: string) => `<bpmn:startEvent id="mulai">${definition}</bpmn:startEvent>`;
const signalStart = startBy('<bpmn:signalEventDefinition signalRef="s" />');

async function problemsOf(...elements: readonly SmallElement[]): Promise<string[]> {
  return await problemsIn(await processFrom(line(...elements)));
}

/** With two other processes published: `dipanggil`, which begins plainly, and `bersinyal`, by a signal alone. */
async function problemsIn(process: ExecutableProcess): Promise<string[]> {
  const published = new Map([
    ["dipanggil", await processFrom(line(), { id: "dipanggil" })],
    [
      "bersinyal",
      await processFrom(line().replace(start, signalStart), { id: "bersinyal", definitions: signal }),
    ],
  ]);
  const rounds = roundsRuleSet("putaran", 2).ruleSet;
  const problems = checkCasework(process, {
    organisation: province(),
    hasForm: (id) => id === "ada",
    ruleSet: (id) => (id === "putaran" ? rounds : undefined),
    process: (id, version) => (version === null || version === 2 ? published.get(id) : undefined),
    atMs: 0,
    handlers: ["arsipkan"],
  });
  return problems.map(({ code, elementId }) => `${elementId} ${code}`);
}

test("a task with post, form, deadline and authority has no problems", async () => {
  const task = userTask(
    "kerja",
    `${toPost("kepala", "biroPembina")}<poros:authority minEchelon="II.b" /><poros:deadline amount="2" unit="hariKerja" ruleSet="putaran" /><poros:form ref="ada" />`,
  );
  // Not every biro of the small province has a pemeriksa, every one has a head.
  expect(await problemsOf(task)).toEqual([]);
});

test("a task that names nobody, or a post that some unit's biro lacks, is marked", async () => {
  expect(await problemsOf(userTask("kerja", ""))).toEqual(["kerja noAddressee"]);
  expect(await problemsOf(userTask("kerja", toPost("pemeriksa", "biroPembina")))).toEqual([
    "kerja unknownPost",
  ]);
  expect(await problemsOf(userTask("kerja", toPost("kepala", "biro-hantu")))).toEqual(["kerja unknownUnit"]);
});

test("a form, an echelon, a unit of time and a rule set that do not exist are marked", async () => {
  const task = userTask(
    "kerja",
    `${toPost("kepala", "setda")}<poros:authority minEchelon="V.a" /><poros:deadline amount="2" unit="minggu" ruleSet="hantu" /><poros:form ref="hantu" />`,
  );
  expect(await problemsOf(task)).toEqual([
    "kerja unknownEchelon",
    "kerja unknownForm",
    "kerja unknownDeadlineUnit",
    "kerja unknownRuleSet",
  ]);
});

test("an outcome that the rule set may give and the diagram does not expect is marked", async () => {
  const task = ruleTask("putuskan", "putaran", '<poros:outcome value="CUKUP" />');
  expect(await problemsOf(task)).toEqual(["putuskan unexpectedOutcome"]);
});

test("a fourth official who initials is marked, as the rule set on initials says", async () => {
  const initialled = (id: string) =>
    userTask(id, `${toPost("kepala", "biroPembina")}<poros:outcome value="paraf" />`);
  const found = async (count: number) => {
    const names = ["satu", "dua", "tiga", "empat"].slice(0, count);
    const process = await processFrom(line(...names.map(initialled)));
    const published = shippedRuleSets();
    return checkCasework(process, {
      organisation: province(),
      hasForm: () => true,
      ruleSet: (id) => published.get(id)?.[0]?.ruleSet,
      process: () => undefined,
      atMs: 0,
      handlers: [],
    }).map(({ code, elementId, message }) => `${elementId} ${code}: ${message}`);
  };
  expect(await found(3)).toEqual([]);
  expect(await found(4)).toEqual(["empat tooManyInitials: Paraf hierarkis paling banyak tiga pejabat"]);
});

const call = (attributes: string, extension = "") => ({
  id: "panggil",
  xml: `<bpmn:callActivity id="panggil" ${attributes}><bpmn:extensionElements>${extension}</bpmn:extensionElements></bpmn:callActivity>`,
});
const version = (number: string) => `<poros:call binding="version" version="${number}" />`;

test("a call of a process or of a version that is not published, or that begins only by an event, is marked", async () => {
  expect(await problemsOf(call('calledElement="dipanggil"'))).toEqual([]);
  expect(await problemsOf(call('calledElement="dipanggil"', version("2")))).toEqual([]);
  expect(await problemsOf(call('calledElement="dipanggil"', version("7")))).toEqual([
    "panggil unknownProcess",
  ]);
  expect(await problemsOf(call('calledElement="dipanggil"', version("baru")))).toEqual([
    "panggil unknownProcess",
  ]);
  expect(await problemsOf(call('calledElement="hantu"'))).toEqual(["panggil unknownProcess"]);
  expect(await problemsOf(call('calledElement="bersinyal"'))).toEqual(["panggil notCallable"]);
  // Itself, and a name that is computed in the case, are known when the call is made.
  expect(await problemsOf(call('calledElement="contoh"'))).toEqual([]);
  expect(await problemsOf(call('calledElement="=proses"'))).toEqual([]);
});

test("a start that is timed without a unit, too often, conditional, or computed from a case's data is marked", async () => {
  const begun = async (
    definition: string,
    submission = '<poros:submission post="operator" prefix="CTH" unit="dinkes" />',
  ) =>
    await problemsIn(
      await processFrom(line().replace(start, startBy(definition)), {
        submission,
        definitions: '<bpmn:signal id="s" name="= nomor" />',
      }),
    );
  const timer = (cycle: string) =>
    `<bpmn:timerEventDefinition><bpmn:timeCycle xsi:type="bpmn:tFormalExpression">${cycle}</bpmn:timeCycle></bpmn:timerEventDefinition>`;
  expect(await begun(timer("R/P1M"))).toEqual([]);
  expect(await begun(timer("R/P1M"), '<poros:submission post="operator" prefix="CTH" />')).toEqual([
    "mulai noStartUnit",
  ]);
  expect(await begun(timer("R/P1M"), '<poros:submission post="kadinkes" prefix="CTH" />')).toEqual([]);
  expect(
    await begun(timer("R/P1M"), '<poros:submission post="operator" prefix="CTH" unit="hantu" />'),
  ).toEqual(["contoh unknownStartUnit"]);
  expect(await begun(timer("R/PT30S"))).toEqual(["mulai startCycleTooShort"]);
  expect(await begun(timer("R1/PT30S"))).toEqual([]);
  expect(await begun('<bpmn:signalEventDefinition signalRef="s" />')).toEqual(["mulai startNotComputed"]);
  const condition =
    '<bpmn:conditionalEventDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">nilai = 1</bpmn:condition></bpmn:conditionalEventDefinition>';
  expect(await begun(condition)).toEqual(["mulai conditionalStart"]);
});

test("a service task whose handler nobody has is marked", async () => {
  const service = (handler: string) => ({
    id: "jalankan",
    xml: `<bpmn:serviceTask id="jalankan"><bpmn:extensionElements><poros:work handler="${handler}" /></bpmn:extensionElements></bpmn:serviceTask>`,
  });
  expect(await problemsOf(service("arsipkan"))).toEqual([]);
  expect(await problemsOf(service("terbang"))).toEqual(["jalankan unknownHandler"]);
});
