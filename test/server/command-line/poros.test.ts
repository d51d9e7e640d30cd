/** The command line, as a person types it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commands, usage } from "../../../server/command-line/commands.ts";
import { actOnFirst, submitReport } from "../http/report.ts";
import { type ServerUnderTest, startServer } from "../http/server-under-test.ts";

const root = join(import.meta.dirname, "../../..");
const shipped = (path: string) => join(root, "library", path);
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "poros-command-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function poros(
  line: readonly string[],
  options: { readonly json?: boolean; readonly dataDir?: string; readonly cases?: string } = {},
) {
  const [name = "", ...words] = line;
  const result = await commands[name]?.run({
    words,
    env: { DATA_DIR: options.dataDir ?? join(folder, "data") },
    json: options.json ?? false,
    options: { cases: options.cases },
  });
  return { code: result?.code, out: result?.out ?? "", err: result?.err ?? "" };
}

describe("poros", () => {
  test("names each command with its use", () => {
    for (const { use, about } of Object.values(commands)) {
      expect(usage()).toContain(use);
      expect(about.length).toBeGreaterThan(10);
    }
  });
  test.each([
    ["check"],
    ["rules", "test"],
    ["audit", "verify"],
    ["account", "add", "x"],
    ["account"],
    ["backup"],
  ])("%s %s without what it needs says how it is used, with code 2", async (...line) => {
    const { code, err } = await poros(line.filter((word) => word !== undefined));
    expect([code, err.startsWith("Use: poros")]).toEqual([2, true]);
  });
});

describe("poros check", () => {
  test("finds nothing wrong with what ships", async () => {
    expect(await poros(["check", shipped("processes/verifikasi-laporan.bpmn")])).toMatchObject({ code: 0 });
    expect(await poros(["check", shipped("rule-sets/rute-verifikasi.json")])).toMatchObject({ code: 0 });
  });
  test("names the element of an unknown handler, and the line of a broken file", async () => {
    const text = readFileSync(shipped("processes/verifikasi-laporan.bpmn"), "utf8");
    const unknown = write("a.bpmn", text.replace('handler="arsipkan"', 'handler="terbangkan"'));
    const found = await poros(["check", unknown], { json: true });
    expect(JSON.parse(found.out)).toMatchObject({ problems: [{ code: "unknownHandler", at: "arsipkan" }] });
    expect(found.code).toBe(1);
    const broken = await poros(["check", write("b.bpmn", text.slice(0, 900))]);
    expect([broken.code, /line \d+/.test(broken.out)]).toEqual([1, true]);
  });
});

describe("poros rules", () => {
  test("test runs the tests inside, and fails with the one that fails", async () => {
    const path = shipped("rule-sets/rute-verifikasi.json");
    expect((await poros(["rules", "test", path])).out).toMatch(/ 0 failed\n$/);
    const document = JSON.parse(readFileSync(path, "utf8")) as { tests: { name: string; expect: unknown }[] };
    const [first, ...rest] = document.tests;
    const wrong = { ...document, tests: [{ ...first, expect: { type: "MANUAL" } }, ...rest] };
    const { code, out } = await poros(["rules", "test", write("r.json", JSON.stringify(wrong))]);
    expect([code, out.includes(`FAILED  ${first?.name}`)]).toEqual([1, true]);
  });
});

describe("poros rules check", () => {
  test.each(readdirSync(shipped("rule-sets")))("finds nothing wrong with %s", async (name) => {
    const { code, out } = await poros(["rules", "check", shipped(`rule-sets/${name}`)]);
    expect([code, out.endsWith(`${name}: nothing is wrong.\n`)], out).toEqual([0, true]);
  });

  test("names the rule that an earlier one hides, and the line of a broken file, with code 1", async () => {
    const route = JSON.parse(readFileSync(shipped("rule-sets/rute-verifikasi.json"), "utf8"));
    const [first] = route.rules;
    const hidden = { ...route, rules: [first, { ...first, name: "lagi" }] };
    const found = await poros(["rules", "check", write("hidden.json", JSON.stringify(hidden))], {
      json: true,
    });
    expect(found.code).toBe(1);
    expect(JSON.parse(found.out).problems).toMatchObject([{ code: "neverFires", at: "/rules/1" }]);
    const broken = await poros(["rules", "check", write("broken.json", '{\n "id": 7 }')]);
    expect([broken.code, /line 2/.test(broken.out)]).toEqual([1, true]);
  });

  test("two rules that may both hit where only one may are an error; a gap is said, and is none", async () => {
    const route = JSON.parse(readFileSync(shipped("rule-sets/rute-verifikasi.json"), "utf8"));
    const both = { ...route, hitPolicy: "unique" };
    const found = await poros(["rules", "check", write("both.json", JSON.stringify(both))], { json: true });
    expect(JSON.parse(found.out).problems[0]).toMatchObject({ code: "overlap" });
    const gap = await poros(["rules", "check", shipped("rule-sets/rute-verifikasi.json")], { json: true });
    expect(JSON.parse(gap.out).notes.map(({ code }: { code: string }) => code)).toContain("gap");
  });

  test("without tests is an error", async () => {
    const route = JSON.parse(readFileSync(shipped("rule-sets/rute-verifikasi.json"), "utf8"));
    const path = write("untested.json", JSON.stringify({ ...route, tests: [] }));
    expect((await poros(["rules", "check", path])).code).toBe(1);
    expect((await poros(["rules", "test", path])).code).toBe(1);
  });
});

describe("poros rules compare", () => {
  const route = shipped("rule-sets/rute-verifikasi.json");
  const facts = {
    pengirim: { jenisUnit: "dinas" },
    laporan: { jenis: "LKjIP" },
    pemrakarsa: { urusan: "kesehatan" },
  };
  const draft = () => write("draft.json", readFileSync(route, "utf8").replace('"kesehatan"', '"perkebunan"'));

  test("says which cases would go elsewhere, from where to where", async () => {
    const cases = write(
      "cases.json",
      JSON.stringify([
        { id: "A-1", facts },
        { id: "A-2", facts: { ...facts, pemrakarsa: {} } },
      ]),
    );
    const { code, out } = await poros(["rules", "compare", route, draft()], { cases });
    expect(code).toBe(0);
    expect(out).toMatch(/^1 of 2 cases would go elsewhere\.\nBiro Kesra -> .*: 1 \(A-1\)\n$/);
    const lines = write("cases.ndjson", `${JSON.stringify({ id: "A-1", facts })}\n\n`);
    const again = await poros(["rules", "compare", route, draft()], { cases: lines, json: true });
    expect(JSON.parse(again.out)).toMatchObject({
      total: 1,
      moved: 1,
      groups: [{ from: "BIRO", cases: ["A-1"] }],
    });
  });

  test("takes the decisions of an exported journal as they were made", async () => {
    const outcome = { type: "SEKDA", params: {} };
    const made = { type: "DecisionRecorded", ruleSet: "rute-verifikasi", facts, outcome };
    const entry = {
      stream: "case/1",
      seq: 1,
      events: [made, { ...made, ruleSet: "lain" }, { type: "Lain" }],
    };
    const journal = [{ format: "poros-journal" }, { entry, hash: "x" }, { end: { entries: 1 } }];
    const cases = write("journal.ndjson", journal.map((line) => JSON.stringify(line)).join("\n"));
    const { out } = await poros(["rules", "compare", route, route], { cases, json: true });
    expect(JSON.parse(out)).toMatchObject({
      total: 1,
      moved: 1,
      groups: [{ from: "SEKDA", cases: ["case/1#1"] }],
    });
  });

  test("names the line of a cases file that is none, and says how it is used without one", async () => {
    const cases = write("bad.ndjson", `${JSON.stringify({ id: 1, facts })}\n{ "id": 2 }\n`);
    const bad = await poros(["rules", "compare", route, route], { cases });
    expect([bad.code, bad.err]).toEqual([2, "bad.ndjson: line 2: not { id, facts, outcome? }\n"]);
    expect((await poros(["rules", "compare", route, route])).err).toMatch(/^Use: poros/);
  });
});

describe("poros audit verify", () => {
  let running: ServerUnderTest;
  let exported: string;
  beforeAll(async () => {
    running = await startServer();
    await submitReport(await running.as("pemohon"));
    const values = { dokumenLengkap: 4, dokumenDiminta: 4 };
    await actOnFirst(await running.as("petugas"), "lengkap", values, { comment: "Lengkap semua." });
    exported = (await (await running.as("auditor")).get("/api/v1/journal/export")).text;
  });
  afterAll(() => running.stop());

  test("accepts what a server exported, and executes its case again", async () => {
    const result = await poros(["audit", "verify", write("j.ndjson", exported)], { json: true });
    expect(JSON.parse(result.out)).toMatchObject({ ok: true, executedAgain: { again: 1, without: 0 } });
    expect(result.code).toBe(0);
  });

  test("names the entry in which one byte was changed", async () => {
    const changed = exported.replace("Lengkap semua.", "Lengkap semua!");
    expect(changed).not.toBe(exported);
    const { code, out } = await poros(["audit", "verify", write("k.ndjson", changed)]);
    expect(code).toBe(1);
    expect(out).toMatch(/line \d+, case\/[0-9a-f-]+, entry 2: .*\(changed\)/);
  });

  test("misses an entry that was taken out, and a tail that was cut off", async () => {
    const lines = exported.trimEnd().split("\n");
    const at = lines.findIndex((line) => line.includes("Lengkap semua."));
    const without = lines.filter((_, index) => index !== at).join("\n");
    expect((await poros(["audit", "verify", write("l.ndjson", without)])).code).toBe(1);
    expect((await poros(["audit", "verify", write("m.ndjson", lines.slice(0, -2).join("\n"))])).code).toBe(1);
  });
});

describe("poros backup and restore", () => {
  test("copy a store beside its running server, and do not overwrite one", async () => {
    const running = await startServer();
    await submitReport(await running.as("pemohon"));
    const copy = join(folder, "cadangan");
    expect((await poros(["backup", copy], { dataDir: running.dataDir })).code).toBe(0);
    expect((await poros(["backup", copy], { dataDir: running.dataDir })).err).toContain("not empty");
    expect((await poros(["restore", copy], { dataDir: running.dataDir })).err).toContain("not empty");
    await running.stop();
    const restored = join(folder, "pulih");
    expect((await poros(["restore", copy], { dataDir: restored })).code).toBe(0);
    const again = await startServer({ empty: true, dataDir: restored });
    const operator = await again.as("pemohon");
    const cases = await operator.get("/api/v1/cases");
    expect(cases.at("total")).toBe(1);
    const page = await operator.get(`/api/v1/cases/${cases.at("items/0/caseId")}`);
    expect((await operator.get(`/api/v1/files/${page.at("attachments/0/fileId")}`)).text).toContain("%PDF-");
    await again.stop();
  });
});

describe("poros account", () => {
  test("without a server: a token, an account whose password works, a name that is taken", async () => {
    const dataDir = join(folder, "akun");
    const token = JSON.parse((await poros(["account", "token"], { json: true, dataDir })).out) as {
      secret: string;
    };
    expect(token.secret).toMatch(/^[\w-]{43}$/);
    const line = ["account", "add", "budi.santoso", "budi-santoso", "auditor,admin"];
    const made = JSON.parse((await poros(line, { json: true, dataDir })).out) as { secret: string };
    expect(await poros(line, { dataDir })).toMatchObject({ code: 1, err: "Not done: exists.\n" });
    expect((await poros(["account", "add", "a.b", "p", "raja"], { dataDir })).code).toBe(2);
    const running = await startServer({ empty: true, dataDir });
    expect((await running.client().signIn("budi.santoso", made.secret)).at("roles")).toEqual([
      "auditor",
      "admin",
    ]);
    await running.stop();
  });
});
