/** Working documents through the wire: drafts, checks, publishing by a second person, and what bad content gets. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { submitReport } from "./report.ts";
import { type Client, mondayMs, type Reply, type ServerUnderTest, startServer } from "./server-under-test.ts";

let running: ServerUnderTest;
let analyst: Client;
let second: Client;
beforeAll(async () => {
  running = await startServer();
  analyst = await running.as("perancang");
  second = await running.as("perancangLain");
});
afterAll(() => running.stop());

const shipped = (path: string) => readFileSync(join(import.meta.dirname, "../../../library", path), "utf8");
const verification = shipped("processes/verifikasi-laporan.bpmn");
const route = shipped("rule-sets/rute-verifikasi.json");

const process = (body: string, id = "uji") => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:poros="urn:poros:bpmn:1" id="d" targetNamespace="urn:x">
<bpmn:process id="${id}" isExecutable="true">
<bpmn:extensionElements><poros:submission post="operator" prefix="UJI" title="&#34;Uji&#34;" /></bpmn:extensionElements>
${body}
</bpmn:process></bpmn:definitions>`;
const line = (inner: string) => `<bpmn:startEvent id="a"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
${inner}
<bpmn:endEvent id="z"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
<bpmn:sequenceFlow id="f1" sourceRef="a" targetRef="b" /><bpmn:sequenceFlow id="f2" sourceRef="b" targetRef="z" />`;
const flows = "<bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing>";

let documents = 0;
async function add(kind: string, content: string, id = `uji-${++documents}`): Promise<Reply> {
  return await analyst.send("POST", `/api/v1/library/${kind}`, { id, title: "Uji", content });
}
const check = (kind: string, content: string, id = "uji") =>
  analyst.send("POST", `/api/v1/library/${kind}/${id}/check`, { content });
const codesOf = (reply: Reply) =>
  ((reply.at("problems") ?? []) as readonly { code: string }[]).map(({ code }) => code);

describe("a diagram that is not kept", () => {
  const nested = (depth: number) =>
    `${'<bpmn:subProcess id="s">'.repeat(depth)}${"</bpmn:subProcess>".repeat(depth)}`;
  test.each([
    ["a DOCTYPE with an entity", `<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>${process("")}`, /./],
    ["nothing at all", "", /./],
    ["half a file", verification.slice(0, 900), /./],
    ["HTML", "<!doctype html><html><body>proses</body></html>", /./],
    ["a NUL in a name", process(line(`<bpmn:task id="b" name="a&#0;b">${flows}</bpmn:task>`)), /./],
    ["the same id twice", process(line(`<bpmn:task id="b">${flows}</bpmn:task><bpmn:task id="b" />`)), /b/],
    [
      "a flow that leads nowhere",
      process(
        `${line(`<bpmn:task id="b">${flows}</bpmn:task>`)}<bpmn:sequenceFlow id="f9" sourceRef="b" targetRef="tidakAda" />`,
      ),
      /tidakAda|f9/,
    ],
    [
      "an id __proto__",
      process(line(`<bpmn:task id="b">${flows}</bpmn:task><bpmn:task id="__proto__" />`)),
      /__proto__/,
    ],
    ["sub-processes 20,000 deep", process(nested(20_000)), /./],
    [
      "6,000 elements",
      process(Array.from({ length: 6_000 }, (_, i) => `<bpmn:task id="t${i}" />`).join("")),
      /5[.,]?000/,
    ],
  ])("%s: refused with 422, named, nothing kept", async (_what, content, names) => {
    const id = `buruk-${++documents}`;
    const reply = await add("processes", content, id);
    expect([reply.status, reply.at("code")]).toEqual([422, "contentInvalid"]);
    expect(JSON.stringify(reply.at("problems"))).toMatch(names);
    expect((await analyst.get(`/api/v1/library/processes/${id}`)).status).toBe(404);
  });

  test("UTF-16 text, which is half NUL: refused with 422", async () => {
    const reply = await add("processes", Buffer.from(verification, "utf16le").toString("latin1"));
    expect([reply.status, reply.at("code")]).toEqual([422, "nulCharacter"]);
  });

  test("more than 2 MB: refused with 413", async () => {
    const reply = await add("processes", process(`<!-- ${"x".repeat(2_000_001)} -->`));
    expect([reply.status, reply.at("code")]).toEqual([413, "contentTooLarge"]);
    const looked = await check("processes", process(`<!-- ${"x".repeat(2_000_001)} -->`));
    expect([looked.status, looked.at("code")]).toEqual([413, "contentTooLarge"]);
    const opened = await analyst.get("/api/v1/library/processes/verifikasi-laporan");
    const saved = await analyst.send(
      "PUT",
      "/api/v1/library/processes/verifikasi-laporan",
      { title: "Besar", content: `${verification}<!-- ${"x".repeat(2_000_001)} -->` },
      { "if-match": String(opened.at("draftVersion")) },
    );
    expect([saved.status, saved.at("code")]).toEqual([413, "contentTooLarge"]);
    expect((await analyst.get("/api/v1/library/processes/verifikasi-laporan")).body).toEqual(opened.body);
  });
});

describe("a diagram that is kept as a draft and cannot be published", () => {
  const draft = async (body: string, id: string) => {
    const added = await add("processes", process(body, id), id);
    expect(added.status).toBe(201);
    const checked = await check("processes", process(body, id), id);
    const proposed = await analyst.send("POST", `/api/v1/library/processes/${id}/proposal`, {
      draftVersion: added.at("draftVersion"),
      reason: "Mohon diterbitkan.",
      effectiveFromMs: null,
    });
    expect([checked.at("publishable"), proposed.status, proposed.at("code")]).toEqual([
      false,
      422,
      "notPublishable",
    ]);
    return checked;
  };
  test("an element that is not executed is a problem, never skipped", async () => {
    const checked = await draft(line(`<bpmn:callActivity id="b">${flows}</bpmn:callActivity>`), "panggil");
    expect(checked.at("problems/0/elementId")).toBe("b");
  });
  test("a service task that nothing serves", async () => {
    const body = line(
      `<bpmn:serviceTask id="b"><bpmn:extensionElements><poros:work handler="tidak-ada" /></bpmn:extensionElements>${flows}</bpmn:serviceTask>`,
    );
    expect(codesOf(await draft(body, "layanan"))).toContain("unknownHandler");
  });
  test("a form, a rule set and a post that are not there", async () => {
    const body = line(
      `<bpmn:userTask id="b"><bpmn:extensionElements><poros:addressee post="juru-kunci" unit="setda" /><poros:form ref="tidak-ada" /></bpmn:extensionElements>${flows}</bpmn:userTask>`,
    );
    const codes = codesOf(await draft(body, "rujukan"));
    expect(codes).toContain("unknownForm");
    expect(codes).toContain("unknownPost");
  });
  test("names in HTML and with marks that turn the text stay what they are", async () => {
    const name = "&lt;img src=x onerror=alert(1)&gt;\u202e";
    const body = line(`<bpmn:task id="b" name="${name}">${flows}</bpmn:task>`);
    const reply = await add("processes", process(body, "nama"), "nama");
    expect(reply.status).toBe(201);
    expect(reply.at("content")).toBe(process(body, "nama"));
  });
});

describe("a rule set that is not kept", () => {
  const rules = (change: (document: Record<string, unknown>) => unknown) => {
    const document = { ...(JSON.parse(route) as Record<string, unknown>), id: "aturan-uji" };
    return JSON.stringify(change(document) ?? document);
  };
  const condition = (value: unknown) =>
    rules((document) => {
      const [first] = document.rules as readonly Record<string, unknown>[];
      return { ...document, tests: [], rules: [{ ...first, conditions: value }] };
    });
  const fact = Object.keys(
    (JSON.parse(route) as { facts: { properties: Record<string, unknown> } }).facts.properties,
  )[0];
  test.each([
    ["text that is not JSON", "{"],
    [
      "a path that is a script",
      condition({
        all: [{ fact, path: "$[?(@.constructor.constructor('x')())]", operator: "equal", value: 1 }],
      }),
    ],
    [
      "a path that climbs the prototype",
      condition({ all: [{ fact, path: "$.__proto__.x", operator: "equal", value: 1 }] }),
    ],
    ["an unknown fact", condition({ all: [{ fact: "cuaca", operator: "equal", value: 1 }] })],
    ["an unknown operator", condition({ all: [{ fact, operator: "kiraKira", value: 1 }] })],
    ["an empty all", condition({ all: [] })],
    [
      "conditions nested 20,000 deep",
      condition("DALAM").replace('"DALAM"', `${'{"all":['.repeat(20_000)}1${"]}".repeat(20_000)}`),
    ],
    [
      "a condition that names itself",
      condition({ condition: (JSON.parse(route) as { rules: { name: string }[] }).rules[0]?.name }),
    ],
    ["no otherwise", rules(({ otherwise: _gone, ...rest }) => rest)],
  ])("%s: refused with 422 and its place", async (_what, content) => {
    const reply = await add("rule-sets", content, "aturan-uji");
    expect([reply.status, reply.at("code")]).toEqual([422, "contentInvalid"]);
    expect(((reply.at("problems") ?? []) as unknown[]).length).toBeGreaterThan(0);
    expect((await analyst.get("/api/v1/library/rule-sets/aturan-uji")).status).toBe(404);
  });
});

describe("a draft", () => {
  test("is saved over the version that was seen; a stale one is refused with 412", async () => {
    const path = "/api/v1/library/forms/paraf";
    const opened = await analyst.get(path);
    const version = String(opened.at("draftVersion"));
    expect(opened.headers.get("etag")).toBe(`"${version}"`);
    const content = `${String(opened.at("content")).trimEnd()}\n`;
    const save = (client: Client, title: string) =>
      client.send("PUT", path, { title, content }, { "if-match": `"${version}"` });
    const saved = await save(analyst, "Paraf satu");
    expect([saved.status, saved.at("title")]).toEqual([200, "Paraf satu"]);
    const late = await save(second, "Paraf dua");
    expect([late.status, late.at("code")]).toEqual([412, "stale"]);
    expect((await second.get(path)).at("title")).toBe("Paraf satu");
  });

  test.each([
    ["If-Match 0, as if nothing were there", '"0"'],
    ["If-Match: *", "*"],
    ["If-Match with a word", '"abc"'],
    ["If-Match below zero", '"-1"'],
    ["If-Match past what a number holds", '"99999999999999999999"'],
  ])("with %s is refused with 412", async (_what, ifMatch) => {
    const path = "/api/v1/library/forms/paraf";
    const { content, title } = (await analyst.get(path)).body as { content: string; title: string };
    const reply = await analyst.send("PUT", path, { title, content }, { "if-match": ifMatch });
    expect([reply.status, reply.at("code")]).toEqual([412, "stale"]);
    expect((await analyst.get(path)).body).toMatchObject({ content, title });
  });

  test("with an id that is taken is refused with 409, and with one that is no id with 422", async () => {
    expect((await add("forms", shipped("forms/paraf.json"), "paraf")).status).toBe(409);
    expect((await add("forms", "{}", "../../etc/passwd")).status).toBe(422);
  });

  test("of a kind that there is not answers 404", async () => {
    expect((await analyst.get("/api/v1/library/secrets")).status).toBe(404);
    expect((await analyst.get("/api/v1/library/__proto__")).status).toBe(404);
  });
});

describe("publishing", () => {
  const propose = async (id: string) => {
    const opened = await analyst.get(`/api/v1/library/rule-sets/${id}`);
    const content = opened.at("content");
    const read = async (what: string) =>
      (await analyst.send("POST", `/api/v1/library/rule-sets/${id}/${what}`, { content })).at("contentHash");
    const reviewed = { analysis: await read("analysis"), impact: await read("impact") };
    return await analyst.send("POST", `/api/v1/library/rule-sets/${id}/proposal`, {
      draftVersion: opened.at("draftVersion"),
      reason: "Laporan besar langsung ke Sekda.",
      effectiveFromMs: null,
      reviewed,
    });
  };

  test("a rule whose own test fails cannot be proposed", async () => {
    const path = "/api/v1/library/rule-sets/rute-verifikasi";
    const opened = await analyst.get(path);
    const document = JSON.parse(route) as { tests: { expect: unknown }[] };
    const wrong = {
      ...document,
      tests: document.tests.map((one) => ({ ...one, expect: { type: "SEKDA" } })),
    };
    const saved = await analyst.send(
      "PUT",
      path,
      { title: "Rute", content: JSON.stringify(wrong) },
      { "if-match": String(opened.at("draftVersion")) },
    );
    expect(saved.status).toBe(200);
    const proposed = await propose("rute-verifikasi");
    expect([proposed.status, proposed.at("code")]).toEqual([422, "notPublishable"]);
    expect(proposed.at("problems/0/code")).toBe("testFailed");
  });

  test("needs a second person, takes effect without a restart, and leaves a running case its version", async () => {
    const operator = await running.as("pemohon");
    const before = await submitReport(operator);
    running.clock.set(mondayMs + 30_000);
    const path = "/api/v1/library/rule-sets/rute-verifikasi";
    const opened = await analyst.get(path);
    const document = JSON.parse(route) as {
      rules: { name: string; event: { type: string } }[];
      tests: { name: string; facts: unknown }[];
    };
    const [first] = document.rules;
    const [test] = document.tests;
    const changed = {
      ...document,
      tests: [{ ...test, expect: { type: "SEKDA" } }],
      rules: [
        {
          ...first,
          name: "semua-ke-sekda",
          conditions: anything(route),
          event: { type: "SEKDA", params: {} },
        },
      ],
    };
    const saved = await analyst.send(
      "PUT",
      path,
      { title: "Rute verifikasi", content: JSON.stringify(changed, null, 2) },
      { "if-match": String(opened.at("draftVersion")) },
    );
    expect(saved.status, saved.text).toBe(200);
    const proposed = await propose("rute-verifikasi");
    expect([proposed.status, proposed.at("proposal/mayApprove")]).toEqual([201, false]);
    const proposalId = String(proposed.at("proposal/proposalId"));
    const hash = proposed.at("proposal/hash");
    const approve = (client: Client, body: unknown) =>
      client.send("POST", `${path}/proposal/${proposalId}/approve`, body);
    expect((await approve(analyst, { hash })).at("code")).toBe("ownProposal");
    expect((await approve(second, { hash: "0".repeat(64) })).status).toBe(409);
    const published = await approve(second, { hash });
    expect([published.status, published.at("version")]).toEqual([200, 2]);
    expect((await approve(second, { hash })).status).toBe(404);

    running.clock.set(mondayMs + 60_000);
    const after = await submitReport(operator);
    const sekda = await running.as("sekda");
    expect((await sekda.get(`/api/v1/cases/${after.at("caseId")}`)).at("reasons/0/ruleSet/version")).toBe(2);
    expect((await operator.get(`/api/v1/cases/${before.at("caseId")}`)).at("reasons/0/ruleSet/version")).toBe(
      1,
    );
    expect((await analyst.get(path)).at("versions/0")).toMatchObject({
      version: 2,
      inForce: true,
      approver: "bambang-sutrisno",
    });
    expect((await analyst.get(`${path}/versions/1`)).at("content")).toBe(route);
  });

  test("an earlier version is in force again, by a second person, and the history says so", async () => {
    const path = "/api/v1/library/rule-sets/rute-verifikasi";
    const body = { reason: "Kembali ke aturan semula.", effectiveFromMs: null };
    expect((await analyst.send("POST", `${path}/versions/99/proposal`, body)).status).toBe(404);
    running.clock.set(mondayMs + 120_000);
    const proposed = await analyst.send("POST", `${path}/versions/1/proposal`, body);
    expect(proposed.status, proposed.text).toBe(201);
    const { proposalId, hash } = proposed.at("proposal") as { proposalId: string; hash: string };
    const approved = await second.send("POST", `${path}/proposal/${proposalId}/approve`, { hash });
    expect([approved.status, approved.at("version")]).toEqual([200, 1]);
    const versions = (await analyst.get(path)).at("versions") as readonly {
      version: number;
      inForce: boolean;
    }[];
    expect(versions.filter(({ inForce }) => inForce).map(({ version }) => version)).toEqual([1]);
    expect(versions).toHaveLength(3);
  });

  test("the same content again is the same version", async () => {
    const path = "/api/v1/library/forms/tentukan-rute";
    const opened = await analyst.get(path);
    const proposed = await analyst.send("POST", `${path}/proposal`, {
      draftVersion: opened.at("draftVersion"),
      reason: "Tanpa perubahan.",
      effectiveFromMs: null,
    });
    const proposal = proposed.at("proposal") as { proposalId: string; hash: string };
    const approved = await second.send("POST", `${path}/proposal/${proposal.proposalId}/approve`, {
      hash: proposal.hash,
    });
    expect([approved.status, approved.at("version")]).toEqual([200, 1]);
  });

  test("the same diagram twice again is the same version, and running cases keep theirs", async () => {
    const operator = await running.as("pemohon");
    const caseId = String((await submitReport(operator)).at("caseId"));
    const versionOf = async (id: string) =>
      (await running.server.store.cases.load("provinsi", id, { all: true }))?.row.processVersion;
    const path = "/api/v1/library/processes/verifikasi-laporan";
    const opened = await analyst.get(path);
    expect(opened.at("content")).toBe(verification);
    for (const content of [verification, verification]) {
      const seen = await analyst.get(path);
      const ifMatch = { "if-match": String(seen.at("draftVersion")) };
      const saved = await analyst.send("PUT", path, { title: opened.at("title"), content }, ifMatch);
      expect(saved.status, saved.text).toBe(200);
      const proposed = await analyst.send("POST", `${path}/proposal`, {
        draftVersion: saved.at("draftVersion"),
        reason: "Tanpa perubahan.",
        effectiveFromMs: null,
      });
      expect(proposed.status, proposed.text).toBe(201);
      const { proposalId, hash } = proposed.at("proposal") as { proposalId: string; hash: string };
      const approved = await second.send("POST", `${path}/proposal/${proposalId}/approve`, { hash });
      expect([approved.status, approved.at("version")]).toEqual([200, 1]);
    }
    const versions = (await analyst.get(path)).at("versions") as readonly { version: number }[];
    expect(versions.map(({ version }) => version)).toEqual([1]);
    const next = await submitReport(operator);
    expect([next.status, await versionOf(String(next.at("caseId"))), await versionOf(caseId)]).toEqual([
      201, 1, 1,
    ]);
    const reviewer = await running.as("petugas");
    const taskId = String((await reviewer.get(`/api/v1/cases/${caseId}`)).at("here/0/taskId"));
    const { version } = (await reviewer.get(`/api/v1/tasks/${taskId}`)).body as { version: number };
    const act = { version, outcome: "lengkap", comment: null, attachments: [] };
    const done = await reviewer.send("POST", `/api/v1/tasks/${taskId}/act`, {
      ...act,
      values: { dokumenLengkap: 4, dokumenDiminta: 4 },
    });
    expect(done.status, done.text).toBe(200);
  });

  test("a proposal is rejected, and is gone", async () => {
    const path = "/api/v1/library/forms/tanda-tangan-sekda";
    const opened = await analyst.get(path);
    const proposed = await analyst.send("POST", `${path}/proposal`, {
      draftVersion: opened.at("draftVersion"),
      reason: "Tanpa perubahan.",
      effectiveFromMs: null,
    });
    const id = String(proposed.at("proposal/proposalId"));
    expect((await second.send("POST", `${path}/proposal/${id}/reject`)).at("proposal")).toBe(null);
    const body = { hash: proposed.at("proposal/hash") };
    expect((await second.send("POST", `${path}/proposal/${id}/approve`, body)).status).toBe(404);
  });
});

/** A condition that any facts meet: a comparison of the shipped set, or its opposite. */
function anything(text: string): unknown {
  const { rules } = JSON.parse(text) as { rules: { conditions: unknown }[] };
  const condition = rules[0]?.conditions;
  return { any: [condition, { not: condition }] };
}

describe("the tests inside a rule set", () => {
  test("run on what is in the editor, saving nothing", async () => {
    const reply = await analyst.send("POST", "/api/v1/library/rule-sets/rute-verifikasi/test", {
      content: route,
    });
    const results = reply.at("results") as readonly { passed: boolean }[];
    expect(results.length).toBeGreaterThan(0);
    expect(results.every(({ passed }) => passed)).toBe(true);
  });
});

describe("what ships", () => {
  test("is publishable as it is", async () => {
    for (const kind of ["processes", "rule-sets", "forms", "organisation", "calendars"]) {
      const items = (await analyst.get(`/api/v1/library/${kind}`)).at("items") as readonly { id: string }[];
      expect(items.length, kind).toBeGreaterThan(0);
      for (const { id } of items) {
        if (/^(uji|panggil|layanan|rujukan|nama)/.test(id)) continue;
        const version = await analyst.get(`/api/v1/library/${kind}/${id}/versions/1`);
        const checked = await check(kind, String(version.at("content")), id);
        expect(checked.at("problems"), `${kind}/${id}`).toEqual([]);
      }
    }
  });
});
