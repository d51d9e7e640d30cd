/**
 * Every text that people, analysts and machines write, written to do harm: markup, templates, formulas, marks that
 * turn the text, names without end. On every screen it stands as it was written, has made no element, and turns
 * nothing of what we say after it. The page's policy would stop a script besides; therefore elements are looked for,
 * and not only what they would have done.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { DocumentKind } from "../../api/index.ts";
import { newSecret, secretHash } from "../../server/auth/index.ts";
import { machineProcess, machineValues } from "../server/http/machine-process.ts";
import { actOnFirst, pdf, submitReport, uploads } from "../server/http/report.ts";
import { type Client, createClient } from "../server/http/server-under-test.ts";
import { openProvince, type Province, picture } from "./province.ts";

/** Monday 15 February 2027, 08.30 WIB. */
const mondayMs = Date.UTC(2027, 1, 15, 1, 30);

const markup = `<img src="x" onerror="terjalankan=1"><script>terjalankan=1</script>`;
/** Ends an isolate that is not its own, begins one that it leaves open, and turns all that follows. */
const turning = "\u2069\u2067\u202e\u0627";
const evil = `${markup}{{7*7}} =1+1 ${turning}&amp;`;
const long = "n".repeat(300);

const shipped = (path: string) => readFileSync(join(import.meta.dirname, "../../library", path), "utf8");

let province: Province;
let caseId = "";
beforeAll(async () => {
  province = await openProvince(mondayMs);
  await publish("organisation", "tanjung-raya", inOrganisation(shipped("organisation/tanjung-raya.json")));
  for (const id of ["laporan-pertanggungjawaban", "periksa-kelengkapan", "periksa-administrasi"]) {
    await publish("forms", id, inWords(shipped(`forms/${id}.json`)));
  }
  await publish("rule-sets", "rute-verifikasi", inRules(shipped("rule-sets/rute-verifikasi.json")));
  await publish("processes", "verifikasi-laporan", inDiagram(shipped("processes/verifikasi-laporan.bpmn")));
  const machine = { ...machineProcess, title: `Uji ${evil}`, content: inDiagram(machineProcess.content) };
  await province.server.library.install({ ...machine, atMs: mondayMs - 1 });
  province.clock.forward(1_000);

  const [operator, reviewer] = [await client("yusuf.maulana"), await client("siti.nurhaliza.putri")];
  const submitted = await submitReport(operator, {
    values: { nomorSurat: `1/${markup}`, ringkasan: `${evil}${long}` },
  });
  expect(submitted.status, submitted.text).toBe(201);
  caseId = String(submitted.at("caseId"));
  await actOnFirst(
    reviewer,
    "lengkap",
    { dokumenLengkap: 2, dokumenDiminta: 2 },
    { comment: `Catatan ${evil}` },
  );
  const file = await operator.upload(`${evil.replaceAll("/", "")}${long}.pdf`, pdf, "laporan");
  expect(file.status, file.text).toBe(201);
  const returned = await actOnFirst(
    reviewer,
    "tidakBenar",
    { hasilPemeriksaan: "sebagian", catatanPerbaikan: `Perbaiki ${evil}` },
    { comment: evil },
  );
  expect(returned.status, returned.text).toBe(200);
  const corrected = await actOnFirst(
    operator,
    "kirim",
    { penjelasanPerbaikan: evil },
    { attachments: [{ fileId: file.at("fileId"), slot: "laporan" }] },
  );
  expect(corrected.status, corrected.text).toBe(200);
  await failTwice(operator);
}, 180_000);
afterAll(() => province.close());

async function client(username: string): Promise<Client> {
  const made = createClient(province.server.url);
  expect((await made.signIn(username, province.password(username))).status).toBe(200);
  return made;
}

/** As two analysts do it, past the check of names: what stands in an old store was checked by nobody of today. */
async function publish(kind: DocumentKind, id: string, content: string): Promise<void> {
  const { library } = province.server;
  const by = { by: "dewi-lestari", postId: "-", atMs: province.clock.nowMs() };
  const at = { kind, id, title: `${id} ${evil}` };
  const copy = await library.read(kind, id);
  const saved = await library.save({ ...by, ...at, content, expectedVersion: copy?.draftVersion ?? 0 });
  if (!saved.ok) throw new Error(saved.refusal.message);
  const draftVersion = saved.value.draftVersion;
  const proposed = await library.propose({
    ...by,
    kind,
    id,
    draftVersion,
    reason: evil,
    effectiveFromMs: null,
  });
  if (!proposed.ok) throw new Error(proposed.refusal.message);
  const { proposalId, hash } = proposed.value;
  const approved = await library.approve({ ...by, by: "bambang-sutrisno", proposalId, hash });
  if (!approved.ok) throw new Error(approved.refusal.message);
}

/** A worker that says harmful things: an incident in words. */
async function failTwice(operator: Client): Promise<void> {
  const secret = newSecret();
  await province.server.store.people.createCredential(province.server.config.tenant, {
    secretHash: secretHash(secret),
    kind: "machine",
    name: "srikandi",
    scopes: ["*"],
    createdAtMs: mondayMs,
    expiresAtMs: null,
  });
  const bearer = { authorization: `Bearer ${secret}` };
  const started = await operator.send("POST", "/api/v1/cases", {
    processId: "uji-mesin",
    version: 1,
    postId: "dinkes-operator",
    values: machineValues,
    attachments: await uploads(operator, ["suratPengantar", "laporan"]),
  });
  expect(started.status, started.text).toBe(201);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const asked = { topics: ["srikandi"], worker: "w", max: 1, leaseSeconds: 60 };
    const claimed = await operator.send("POST", "/api/v1/jobs/claim", asked, bearer);
    const failure = {
      fence: claimed.at("jobs/0/fence"),
      message: evil,
      errorCode: null,
      retryAfterSeconds: 0,
    };
    const path = `/api/v1/jobs/${claimed.at("jobs/0/jobId")}/fail`;
    expect((await operator.send("POST", path, failure, bearer)).status).toBe(204);
  }
}

function inDiagram(xml: string): string {
  const escaped = evil
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
  return xml
    .replaceAll(/(<bpmn:(?!message|signal|error)\w+ [^>]*\bname="[^"]*)"/g, `$1 ${escaped}"`)
    .replaceAll(/(<poros:outcome [^>]*\blabel="[^"]*)"/g, `$1 ${escaped}"`)
    .replaceAll("</bpmn:documentation>", ` ${escaped}</bpmn:documentation>`);
}

/** Every `{ id, en }`: titles, labels, hints, options. */
function inWords(json: string): string {
  const isWords = (value: object) => Object.keys(value).sort().join() === "en,id";
  return JSON.stringify(JSON.parse(json), (_name, value: unknown) =>
    typeof value === "object" && value !== null && isWords(value)
      ? Object.fromEntries(Object.entries(value).map(([language, said]) => [language, `${said} ${evil}`]))
      : value,
  );
}

/** What a rule says of itself, and what its facts are called. */
function inRules(json: string): string {
  const said = new Set(["title", "alasan", "reason", "x-title-en"]);
  return JSON.stringify(JSON.parse(json), (name, value: unknown) =>
    typeof value === "string" && said.has(name) ? `${value} ${evil}` : value,
  );
}

function inOrganisation(json: string): string {
  const said = new Set(["name", "shortName", "title", "shortTitle"]);
  return JSON.stringify(JSON.parse(json), (name, value: unknown) =>
    typeof value === "string" && said.has(name) ? `${value} ${evil}` : value,
  );
}

const screens: readonly (readonly [name: string, who: string, path: () => string])[] = [
  ["the inbox", "siti.nurhaliza.putri", () => "/"],
  ["what may be submitted", "yusuf.maulana", () => "/ajukan"],
  ["the form to submit", "yusuf.maulana", () => "/ajukan/verifikasi-laporan?jabatan=dinkes-operator"],
  ["the list of cases", "yusuf.maulana", () => "/berkas"],
  ["the case", "yusuf.maulana", () => `/berkas/${caseId}`],
  ["incidents", "novita.sihombing", () => "/insiden"],
  ["the list of processes", "dewi.lestari", () => "/pemodel/proses"],
  ["the diagram", "dewi.lestari", () => "/pemodel/proses/verifikasi-laporan"],
  ["an earlier diagram", "dewi.lestari", () => "/pemodel/proses/verifikasi-laporan/versi/2"],
  ["the list of rule sets", "dewi.lestari", () => "/pemodel/aturan"],
  ["a rule set", "dewi.lestari", () => "/pemodel/aturan/rute-verifikasi"],
  ["the list of forms", "dewi.lestari", () => "/pemodel/formulir"],
  ["a form as text", "dewi.lestari", () => "/pemodel/formulir/laporan-pertanggungjawaban"],
  ["the organisation as text", "dewi.lestari", () => "/pemodel/organisasi/tanjung-raya"],
];

it.each(screens)("%s: everything stands as it was written, and nothing runs", async (name, who, path) => {
  const page = await province.as(who);
  await page.goto(`${province.server.url}${path()}`);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await expectHarmless(page);
  await picture(page, `jahat-${name.replaceAll(" ", "-")}`);
});

it("a task and the question before an act: everything stands as it was written", async () => {
  const page = await province.as("siti.nurhaliza.putri");
  await page.goto(province.server.url);
  await page
    .getByRole("link", { name: /Periksa kelengkapan/ })
    .first()
    .click();
  await page.getByRole("heading", { level: 1, name: /Periksa kelengkapan/ }).waitFor();
  await expectHarmless(page);
  await page.getByLabel(/okumen yang ada/).fill("2");
  await page.getByLabel(/okumen yang diminta/).fill("2");
  await page.getByRole("button", { name: /Lengkap, teruskan/ }).click();
  await page.getByRole("dialog").waitFor();
  await expectHarmless(page);
});

it("no page complained", () => {
  expect(province.complaints).toEqual([]);
});

/** Everything that can be read on the page: texts, fields, tooltips, and the diagram, whose words stand in pieces. */
async function expectHarmless(page: Page): Promise<void> {
  const read = () =>
    page.evaluate(() => ({
      ran: "terjalankan" in window,
      made: document.querySelectorAll("img[src='x'], [onerror], script:not([src]), iframe, object, embed")
        .length,
      text: [
        document.body.textContent ?? "",
        ...[...document.querySelectorAll("input, textarea")].map((field) =>
          "value" in field ? String(field.value) : "",
        ),
      ]
        .join("\n")
        .replaceAll(/\s+/g, ""),
    }));
  const literal = markup.replaceAll(/\s+/g, "");
  const inJson = JSON.stringify(literal).slice(1, -1);
  await expect
    .poll(
      async () => {
        const { text } = await read();
        return text.includes(literal) || text.includes(inJson);
      },
      { timeout: 15_000 },
    )
    .toBe(true);
  const { ran, made, text } = await read();
  expect([ran, made]).toEqual([false, 0]);
  expect(text).toContain("{{7*7}}");
  expect(text).not.toContain(">49=");
  expect(await turned(page)).toEqual([]);
}

/** What we say, wherever it stands on the page, that reads from the right: where its letters are drawn decides. */
function turned(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const ours =
      /\d{1,2} (?:Jan|Feb|Mar)[a-z]*(?:,? \d[\d.]+)?|menunggu \w+|diajukan \d|pada langkah|sejak \d+|Kode [a-z]+|\d hari kerja|\baturan \d dari|versi \d/gi;
    const wrong: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent ?? "";
      for (const found of text.matchAll(ours)) {
        const at = (index: number) => {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + 1);
          return range.getBoundingClientRect();
        };
        const [first, second] = [at(found.index), at(found.index + 1)];
        if (first.width > 0 && first.top === second.top && second.left < first.left) wrong.push(found[0]);
      }
    }
    return wrong;
  });
}
