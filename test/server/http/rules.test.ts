/** Changing rules with open eyes, through the wire: analysis, impact, what proposing asks for, and rolling back. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore } from "../../../server/store/index.ts";
import { submitReport } from "./report.ts";
import { type Client, mondayMs, type Reply, type ServerUnderTest, startServer } from "./server-under-test.ts";

const path = "/api/v1/library/rule-sets/rute-verifikasi";
const shipped = readFileSync(
  join(import.meta.dirname, "../../../library/rule-sets/rute-verifikasi.json"),
  "utf8",
);

interface Document {
  rules: { name: string; conditions: unknown; event: { type: string; params: object } }[];
  tests: { name: string; facts: Record<string, unknown>; expect: { type: string } }[];
}
/** Everything that is not the Sekretaris DPRD's goes to the Sekda. */
function allToSekda(): string {
  const document = JSON.parse(shipped) as Document;
  const [setwan] = document.rules;
  const condition = { fact: "pengirim", path: "$.jenisUnit", operator: "notEqual", value: "sekretariatDprd" };
  const rule = {
    name: "semua-ke-sekda",
    conditions: { all: [condition] },
    event: { type: "SEKDA", params: { unit: "setda" } },
  };
  const dinas = { pengirim: { jenisUnit: "dinas" }, laporan: { jenis: "LKjIP" }, pemrakarsa: {} };
  const tests = [{ name: "dinas ke Sekda", facts: dinas, expect: { type: "SEKDA" } }];
  return JSON.stringify({ ...document, rules: [setwan, rule], tests }, null, 2);
}

let running: ServerUnderTest;
let analyst: Client;
let second: Client;
const cases: string[] = [];
beforeAll(async () => {
  running = await startServer();
  analyst = await running.as("perancang");
  second = await running.as("perancangLain");
  const operator = await running.as("pemohon");
  for (let count = 0; count < 3; count += 1) {
    running.clock.set(mondayMs + count * 1_000);
    const submitted = await submitReport(operator);
    expect(submitted.status, submitted.text).toBe(201);
    cases.push(String(submitted.at("caseId")));
  }
  running.clock.set(mondayMs + 10_000);
});
afterAll(() => running.stop());

const post = (what: string, content: string, client = analyst) =>
  client.send("POST", `${path}/${what}`, { content });

describe("analysis", () => {
  test("finds with an example what only otherwise catches, and the conditions that would catch it", async () => {
    const document = JSON.parse(shipped) as Document;
    const found = await post("analysis", JSON.stringify({ ...document, rules: document.rules.slice(0, 1) }));
    expect(found.status, found.text).toBe(200);
    expect(found.at("gaps/0/facts")).toBeTypeOf("object");
    expect(found.at("gaps/0/conditions/all/0")).toMatchObject({ fact: "pengirim", operator: "in" });
    expect(found.at("gaps/0/text")).toMatch(/selain itu/);
    const english = await analyst.send("POST", `${path}/analysis?lang=en`, { content: shipped });
    expect(english.at("contentHash")).toMatch(/^[0-9a-f]{64}$/);
  });

  test("names an outcome that leads to a unit which the organisation does not have", async () => {
    const found = await post("analysis", shipped.replace('"unit": "biro-kesra"', '"unit": "biro-bulan"'));
    expect(JSON.stringify(found.at("unfulfillable"))).toMatch(/biro-bulan/);
    expect((await post("analysis", shipped)).at("unfulfillable")).toEqual([]);
  });

  test("of what is no rule set is refused with the line", async () => {
    for (const what of ["analysis", "impact", "impact/all"]) {
      const refused = await post(what, '{ "id": ');
      expect([refused.status, refused.at("code"), refused.at("problems/0/line")]).toEqual([
        422,
        "contentInvalid",
        1,
      ]);
    }
  });
});

const lines = (reply: Reply) =>
  reply.text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("impact", () => {
  test("of the text in force is nothing", async () => {
    const impact = await post("impact", shipped);
    expect(impact.body).toMatchObject({ examined: 3, total: 3, moved: 0, groups: [], running: 0, cases: [] });
    const answered = impact.at("answered") as { rules: number[]; otherwise: number };
    expect(answered.rules.reduce((sum, count) => sum + count, answered.otherwise)).toBe(3);
  });

  test("says how many go elsewhere, from where to where, and which still run under which version", async () => {
    const impact = await post("impact", allToSekda());
    expect(impact.body).toMatchObject({ examined: 3, moved: 3, running: 3, keptVersions: [1] });
    expect(impact.at("groups/0")).toMatchObject({
      from: "BIRO",
      to: "SEKDA",
      fromTitle: "Biro Kesra",
      count: 3,
    });
  });

  test("counts the cases of other units, and neither names them nor gives their facts", async () => {
    const impact = await post("impact", allToSekda());
    expect([impact.at("cases"), impact.at("otherCases")]).toEqual([[], 3]);
    const offered = await analyst.get(`${path}/decisions`);
    expect([offered.at("total"), offered.at("items")]).toEqual([3, []]);
    for (const id of cases) expect(impact.text + offered.text).not.toContain(id);
  });

  test("shows an analyst who has part in the cases the cases themselves, and their facts to try", async () => {
    const account = { username: "siti.nurhaliza.putri", roles: ["petugas", "perancang"] };
    const admin = await running.as("admin");
    await admin.send("PATCH", `/api/v1/accounts/${account.username}`, { roles: account.roles });
    const both = await running.as("petugas");
    const impact = await post("impact", allToSekda(), both);
    expect(impact.at("cases")).toHaveLength(3);
    expect(impact.at("cases/0")).toMatchObject({ caseId: cases[2], running: true });
    const offered = await both.get(`${path}/decisions`);
    expect(offered.at("items/0")).toMatchObject({ caseId: cases[2], version: 1, outcome: "Biro Kesra" });
    expect(offered.at("items/0/facts/laporan")).toMatchObject({ jenis: "LKjIP" });
  });

  test("of everything is told line by line, and ends with the same answer", async () => {
    const all = await post("impact/all", allToSekda());
    expect(all.headers.get("content-type")).toMatch(/x-ndjson/);
    const told = lines(all);
    expect(told[0]).toEqual({ examined: 3, total: 3 });
    expect(told.at(-1)).toEqual({ impact: (await post("impact", allToSekda())).body });
  });
});

describe("proposing a rule set", () => {
  let draftVersion: unknown;
  const propose = (more: object) =>
    analyst.send("POST", `${path}/proposal`, {
      draftVersion,
      reason: "Semua ke Sekda.",
      effectiveFromMs: null,
      ...more,
    });
  beforeAll(async () => {
    const opened = await analyst.get(path);
    const saved = await analyst.send(
      "PUT",
      path,
      { title: "Rute verifikasi laporan", content: allToSekda() },
      { "if-match": String(opened.at("draftVersion")) },
    );
    expect(saved.status, saved.text).toBe(200);
    draftVersion = saved.at("draftVersion");
  });

  test("is refused while its analysis and impact were not read, or were of another text", async () => {
    const other = String((await post("analysis", shipped)).at("contentHash"));
    const own = String((await post("analysis", allToSekda())).at("contentHash"));
    for (const reviewed of [undefined, { analysis: own, impact: other }, { analysis: other, impact: own }]) {
      const refused = await propose(reviewed === undefined ? {} : { reviewed });
      expect([refused.status, refused.at("code")]).toEqual([422, "reviewMissing"]);
    }
  });

  test("without a test is refused", async () => {
    const content = JSON.stringify({ ...(JSON.parse(shipped) as Document), tests: [] });
    const checked = await post("check", content);
    expect([checked.at("publishable"), checked.at("problems/0/code")]).toEqual([false, "noTests"]);
  });

  test("shows the second person what the author had read, and keeps it in the journal", async () => {
    const analysis = (await post("analysis", allToSekda())).at("contentHash");
    const impact = (await post("impact", allToSekda())).at("contentHash");
    const proposed = await propose({ reviewed: { analysis, impact } });
    expect(proposed.status, proposed.text).toBe(201);
    expect((await second.get(path)).at("proposal/review")).toMatchObject({ examined: 3, moved: 3 });
    const auditor = await running.as("auditor");
    const journal = await auditor.get("/api/v1/journal/export");
    expect(journal.text).toContain('"review":{');
  });
});

describe("from a date, and back", () => {
  let nextWeekMs: number;
  test("a version comes into force at its instant on a node that was told nothing", async () => {
    nextWeekMs = mondayMs + 7 * 86_400_000;
    const opened = await analyst.get(path);
    const hash = (await post("analysis", allToSekda())).at("contentHash");
    const proposed = await analyst.send("POST", `${path}/proposal`, {
      draftVersion: opened.at("draftVersion"),
      reason: "Berlaku pekan depan.",
      effectiveFromMs: nextWeekMs,
      reviewed: { analysis: hash, impact: hash },
    });
    expect(proposed.status, proposed.text).toBe(201);
    const { proposalId } = proposed.at("proposal") as { proposalId: string };
    const approved = await second.send("POST", `${path}/proposal/${proposalId}/approve`, { hash });
    expect(approved.body).toMatchObject({ version: 2, effectiveFromMs: nextWeekMs });
    const inForce = async () =>
      ((await analyst.get(path)).at("versions") as { version: number; inForce: boolean }[]).find(
        (one) => one.inForce,
      )?.version;
    expect(await inForce()).toBe(1);
    running.clock.set(nextWeekMs - 1);
    analyst = await running.as("perancang");
    second = await running.as("perancangLain");
    expect(await inForce()).toBe(1);
    running.clock.set(nextWeekMs);
    expect(await inForce()).toBe(2);
  });

  test("rolling back is one act, by anybody but who wrote that version, and says who and why", async () => {
    running.clock.set(nextWeekMs + 60_000);
    const body = { reason: "Terlalu banyak ke Sekda." };
    expect((await analyst.send("POST", `${path}/versions/9/rollback`, body)).status).toBe(404);
    const inForce = await analyst.send("POST", `${path}/versions/2/rollback`, body);
    expect([inForce.status, inForce.at("code")]).toEqual([409, "versionInForce"]);
    const done = await analyst.send("POST", `${path}/versions/1/rollback`, body);
    expect([done.status, done.at("version")]).toEqual([200, 1]);
    expect((await analyst.get(path)).at("versions/0")).toMatchObject({
      version: 1,
      inForce: true,
      author: "pemasangan",
      approver: "dewi-lestari",
      reason: body.reason,
    });
    running.clock.set(nextWeekMs + 120_000);
    const own = await analyst.send("POST", `${path}/versions/2/rollback`, body);
    expect([own.status, own.at("code")]).toEqual([403, "ownVersion"]);
    expect((await second.send("POST", `${path}/versions/2/rollback`, body)).status).toBe(200);
  });
});

test("what was decided can be read again from the embedded store once the server has gone", async () => {
  const other = await startServer();
  await submitReport(await other.as("pemohon"));
  const { dataDir } = other;
  await other.server.stop();
  const store = await openStore({ kind: "sqlite", folder: dataDir, readOnly: true });
  expect(await store.decisions.count("provinsi", "rute-verifikasi")).toBe(1);
  await store.close();
  await other.stop();
});
