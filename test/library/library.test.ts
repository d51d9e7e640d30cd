import { expect, test } from "vitest";
import { checkCasework } from "../../casework/index.ts";
import { checkSoundness } from "../../engine/index.ts";
import { headOf, holderOn, postInUnit, readCalendar } from "../../organisation/index.ts";
import { analyse, evaluate, readRuleSet, runTests } from "../../rules/index.ts";
import {
  jsonOf,
  namesIn,
  ruleSetFrom,
  shippedContext,
  shippedForms,
  shippedOrganisation,
  shippedProcess,
  shippedRuleSets,
  textOf,
} from "./province-library.ts";

const organisation = shippedOrganisation();
const { document } = organisation;
const processes = namesIn("processes").map((name) => name.replace(".bpmn", ""));
const agencies = document.units.filter((unit) => unit.biroPembina !== null);

test("the province has 41 perangkat daerah under nine biro and three asisten", () => {
  const count = (kind: string) => document.units.filter((unit) => unit.kind === kind).length;
  expect([agencies.length, count("biro"), count("asisten"), count("setda")]).toEqual([41, 9, 3, 1]);
});

test("every perangkat daerah has kepala, sekretaris and operator, every biro karo, kabag and pemeriksa", () => {
  for (const unit of agencies)
    for (const role of ["kepala", "sekretaris", "operator"])
      expect(postInUnit(organisation, unit.id, role), `${unit.id} ${role}`).toBeDefined();
  for (const unit of document.units.filter((each) => each.kind === "biro"))
    for (const role of ["kepala", "kabag", "pemeriksa"])
      expect(postInUnit(organisation, unit.id, role), `${unit.id} ${role}`).toBeDefined();
});

test("on a day in November 2026 every post is held, one by a Plt and one by a Plh", () => {
  const held = document.posts.map((post) => holderOn(organisation, post.id, "2026-11-24"));
  expect(held.filter((holder) => holder === undefined)).toEqual([]);
  const byMandate = (mandate: string) => held.filter((holder) => holder?.holding.mandate === mandate);
  expect(byMandate("Plt").map((holder) => [holder?.holding.postId, holder?.person.name])).toEqual([
    ["karo-kesra", "Ratna Widyastuti"],
  ]);
  expect(byMandate("Plh").map((holder) => holder?.holding.postId)).toEqual(["asisten-3"]);
});

test("Ratna Widyastuti is Plt Karo Kesra until 30 April 2027 and Karo Organisasi definitively", () => {
  expect(holderOn(organisation, "karo-kesra", "2027-04-30")?.holding.decree).toBe("SP 821.2/044/BKD/2027");
  expect(holderOn(organisation, "karo-kesra", "2027-05-01")).toBeUndefined();
  expect(holderOn(organisation, "karo-org", "2027-05-01")?.person.name).toBe("Ratna Widyastuti");
});

test("every account belongs to a person of the province and has a known role", () => {
  const { accounts } = jsonOf("accounts.json") as {
    accounts: { username: string; personId: string; roles: string[] }[];
  };
  const known = ["pemohon", "petugas", "pejabat", "perancang", "auditor", "admin"];
  for (const account of accounts) {
    expect(organisation.persons.has(account.personId), account.username).toBe(true);
    expect(account.roles.every((role) => known.includes(role))).toBe(true);
  }
  expect(new Set(accounts.map((account) => account.username)).size).toBe(accounts.length);
  expect(new Set(accounts.flatMap((account) => account.roles))).toEqual(new Set(known));
});

test("the calendar is read without problems", () => {
  const reading = readCalendar(jsonOf("calendars/kalender-kerja.json"));
  expect(reading.ok ? [] : reading.problems).toEqual([]);
});

test("every form is read without problems and named by its file", () => {
  expect([...shippedForms().keys()].map((id) => `${id}.json`).sort()).toEqual(namesIn("forms"));
});

test.each(namesIn("rule-sets"))("%s is read without problems and passes its own tests", async (name) => {
  const reading = readRuleSet(textOf(`rule-sets/${name}`));
  expect(reading.ok ? [] : reading.problems).toEqual([]);
  if (!reading.ok) return;
  expect(`${reading.ruleSet.id}.json`).toBe(name);
  const results = await runTests(reading.ruleSet);
  expect(results.length).toBeGreaterThan(0);
  expect(results.filter((result) => !result.passed)).toEqual([]);
});

test.each(namesIn("rule-sets"))("%s has no rule that never answers and none that no test meets", (name) => {
  const analysis = analyse(ruleSetFrom(textOf(`rule-sets/${name}`)));
  expect(analysis.neverFire).toEqual([]);
  expect(analysis.untested).toEqual([]);
  expect(analysis.overlaps.filter((overlap) => overlap.severity === "error")).toEqual([]);
});

test.each(processes)(
  "nothing is missing between %s and its forms, rule sets, posts and handlers",
  async (id) => {
    const context = await shippedContext(undefined, id);
    const problems = checkCasework(context.process, {
      organisation,
      hasForm: (form) => context.form(form) !== undefined,
      ruleSet: (ruleSet) => context.ruleSets.inForce(ruleSet, 0)?.ruleSet,
      process: () => undefined,
      atMs: 0,
      handlers: ["lapor-gubernur", "arsipkan"],
    });
    expect(problems).toEqual([]);
  },
);

test.each(processes)("%s is sound, and all of it was looked at", async (id) => {
  const verdict = checkSoundness(await shippedProcess(id));
  expect(verdict.findings).toEqual([]);
  expect(verdict.complete).toBe(true);
});

test("each of the secretariat's 28 rules is named in the overview, with a rule that there is", () => {
  const rows = [...textOf("README.md").matchAll(/^\| +(\d+) +\| `([a-z-]+)` +\| ([^|]+) +\|/gm)];
  expect(rows.map((row) => Number(row[1]))).toEqual(Array.from({ length: 28 }, (_, index) => index + 1));
  for (const [, number, id, names] of rows) {
    const ruleSet = ruleSetFrom(textOf(`rule-sets/${id}.json`));
    for (const [, name] of (names ?? "").matchAll(/`([a-z0-9-]+)`/g))
      expect(
        ruleSet.rules.map((rule) => rule.name),
        `${number}`,
      ).toContain(name);
  }
});

test("the routing rules send every perangkat daerah to the biro that the organisation says", async () => {
  const rute = shippedRuleSets().get("rute-verifikasi")?.[0]?.ruleSet;
  if (!rute) throw new Error("rute-verifikasi is not shipped");
  for (const unit of agencies) {
    const evaluation = await evaluate(rute, {
      pengirim: { jenisUnit: unit.kind },
      pemrakarsa: { urusan: unit.urusan[0] ?? "" },
      laporan: { jenis: "LKjIP", tahun: 2026, nilai: "1000" },
    });
    expect(evaluation.ok && evaluation.outcome.params.unit, unit.id).toBe(unit.biroPembina);
    expect(headOf(organisation, unit.biroPembina ?? "")).toBeDefined();
  }
});

test.each(processes)("every element and flow of %s is drawn", async (id) => {
  const process = await shippedProcess(id);
  const xml = textOf(`processes/${id}.bpmn`);
  for (const { id: drawn } of [...process.elements, ...process.flows])
    expect(xml.includes(`bpmnElement="${drawn}"`), drawn).toBe(true);
});

test.each(processes)(
  "names of tasks of %s have one to three short words, so that they fit their boxes",
  async (id) => {
    const process = await shippedProcess(id);
    for (const element of process.elements) {
      if (!/Task$/i.test(element.kind)) continue;
      expect((element.name ?? "").split(" ").length).toBeLessThanOrEqual(3);
      expect((element.name ?? "").length).toBeLessThanOrEqual(22);
    }
  },
);
