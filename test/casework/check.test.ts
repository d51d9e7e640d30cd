import { expect, test } from "vitest";
import { checkCasework } from "../../casework/index.ts";
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

async function problemsOf(...elements: readonly SmallElement[]): Promise<string[]> {
  const process = await processFrom(line(...elements));
  const rounds = roundsRuleSet("putaran", 2).ruleSet;
  const problems = checkCasework(process, {
    organisation: province(),
    hasForm: (id) => id === "ada",
    ruleSet: (id) => (id === "putaran" ? rounds : undefined),
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
      handlers: [],
    }).map(({ code, elementId, message }) => `${elementId} ${code}: ${message}`);
  };
  expect(await found(3)).toEqual([]);
  expect(await found(4)).toEqual(["empat tooManyInitials: Paraf hierarkis paling banyak tiga pejabat"]);
});

test("a service task whose handler nobody has is marked", async () => {
  const service = (handler: string) => ({
    id: "jalankan",
    xml: `<bpmn:serviceTask id="jalankan"><bpmn:extensionElements><poros:work handler="${handler}" /></bpmn:extensionElements></bpmn:serviceTask>`,
  });
  expect(await problemsOf(service("arsipkan"))).toEqual([]);
  expect(await problemsOf(service("terbang"))).toEqual(["jalankan unknownHandler"]);
});
