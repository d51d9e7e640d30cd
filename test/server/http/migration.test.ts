/**
 * Running cases moved to a new version through the wire: planned in words, each moved by itself, one that changed
 * meanwhile left; the case page, the inbox and the audit know both versions.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reExecuteCases } from "../../../server/cases/index.ts";
import { commands } from "../../../server/command-line/commands.ts";
import { verifyExport } from "../../../server/journal/index.ts";
import { createDocuments } from "../../../server/views/index.ts";
import { textOf } from "../../library/province-library.ts";
import { submitReport } from "./report.ts";
import { type Client, type Reply, type ServerUnderTest, startServer } from "./server-under-test.ts";

let running: ServerUnderTest;
let operator: Client;
let reviewer: Client;
let admin: Client;
let first: string;
let second: string;

const process = "/api/v1/library/processes/verifikasi-laporan";
const reason = "Langkah pemeriksaan berganti nama menurut peraturan baru.";
/** The next version: the first check has another id and another name. */
const next = textOf("processes/verifikasi-laporan.bpmn")
  .replaceAll(/\bperiksaKelengkapan\b/g, "periksaBerkas")
  .replace('name="Periksa kelengkapan"', 'name="Periksa berkas"');

beforeAll(async () => {
  running = await startServer();
  operator = await running.as("pemohon");
  reviewer = await running.as("petugas");
  admin = await running.as("admin");
  first = String((await submitReport(operator)).at("caseId"));
  second = String((await submitReport(operator)).at("caseId"));
});
afterAll(() => running.stop());

interface Planned {
  readonly caseId: string;
  readonly version: number;
  readonly reasons: readonly { readonly code: string; readonly text: string }[];
  readonly changes: readonly string[];
  readonly where: readonly string[];
}
const listed = (reply: Reply, name: "movable" | "impossible") => reply.at(name) as readonly Planned[];

const plan = (client: Client, version: number, mapping = {}, query = "") =>
  client.send("POST", `${process}/migration/plan${query}`, { version, mapping });

test("while cases run the version in force there is nothing to move, and only who may publish is told so", async () => {
  const planned = await plan(admin, 1);
  expect([planned.status, planned.at("movable"), planned.at("impossible"), planned.at("unseen")]).toEqual([
    200,
    [],
    [],
    0,
  ]);
  expect((await plan(reviewer, 1)).status).toBe(403);
  expect((await plan(await running.as("auditor"), 1)).status).toBe(403);
  const missing = await admin.send("POST", "/api/v1/library/processes/tidak-ada/migration/plan", {
    version: 1,
    mapping: {},
  });
  expect(missing.status).toBe(404);
});

test("a step that is gone is named with its cases, in the reader's language, until another one is given for it", async () => {
  await published(next);
  expect((await plan(admin, 1)).at("code")).toBe("notInForce");
  const planned = await plan(admin, 2);
  expect(listed(planned, "movable")).toEqual([]);
  expect(
    listed(planned, "impossible")
      .map(({ caseId }) => caseId)
      .toSorted(),
  ).toEqual([first, second].toSorted());
  expect(planned.at("impossible/0/reasons/0")).toMatchObject({
    code: "elementGone",
    elementId: "periksaKelengkapan",
  });
  expect(planned.at("impossible/0/reasons/0/text")).toMatch(
    /Langkah “.*Periksa kelengkapan.*” tidak ada lagi dalam versi/,
  );
  expect(planned.at("impossible/0/where/0")).toMatch(/^Periksa kelengkapan menunggu/);
  expect(planned.at("gone")).toEqual([
    { elementId: "periksaKelengkapan", name: "Periksa kelengkapan", cases: 2 },
  ]);
  expect(planned.at("steps")).toContainEqual({ elementId: "periksaBerkas", name: "Periksa berkas" });
  expect((await plan(admin, 2, {}, "?lang=en")).at("impossible/0/reasons/0/text")).toContain(
    "is not in version",
  );
  const mapped = await plan(admin, 2, { periksaKelengkapan: "periksaBerkas" });
  expect(listed(mapped, "impossible")).toEqual([]);
  expect(listed(mapped, "movable")).toHaveLength(2);
  expect(mapped.at("movable/0/changes/0")).toMatch(/Periksa kelengkapan.*menjadi.*Periksa berkas/);
});

test("an analyst plans for the cases that he may see, and is told how many others there are", async () => {
  const planned = await plan(await running.as("perancang"), 2);
  expect(planned.status).toBe(200);
  expect(listed(planned, "impossible").length + Number(planned.at("unseen"))).toBe(2);
});

test("each case moves by itself: one that changed since it was planned is named and left; a repeat answers the same", async () => {
  const mapping = { periksaKelengkapan: "periksaBerkas" };
  const planned = await plan(admin, 2, mapping);
  // Somebody opens the task before the move, and works on what he saw.
  const opened = await reviewer.get("/api/v1/inbox");
  const seen = (opened.at("page/items") as readonly { taskId: string }[]).find(({ taskId }) =>
    taskId.startsWith(first),
  );
  const before = await reviewer.get(`/api/v1/tasks/${seen?.taskId}`);
  const acted = await act(second, "lengkap", { dokumenLengkap: 11, dokumenDiminta: 11 });
  expect(acted.status, acted.text).toBe(200);
  const body = {
    version: 2,
    hash: planned.at("hash"),
    mapping,
    reason,
    cases: listed(planned, "movable").map(({ caseId, version }) => ({ caseId, version })),
  };
  expect((await admin.send("POST", `${process}/migration`, { ...body, reason: " " })).status).toBe(422);
  const headers = { "idempotency-key": "pindah-1" };
  const moved = await admin.send("POST", `${process}/migration`, body, headers);
  expect(moved.status, moved.text).toBe(200);
  expect(moved.at("moved")).toMatchObject([{ caseId: first }]);
  expect(moved.at("left")).toMatchObject([
    {
      caseId: second,
      code: "changedMeanwhile",
      text: "Berkas berubah sejak rencana disusun. Lihat kembali rencananya.",
    },
  ]);
  const again = await admin.send("POST", `${process}/migration`, body, headers);
  expect(again.at("moved")).toEqual(moved.at("moved"));
  expect((await admin.send("POST", `${process}/migration`, body)).at("moved")).toEqual([]);
  const stale = await reviewer.send("POST", `/api/v1/tasks/${seen?.taskId}/act`, {
    version: before.at("version"),
    outcome: "lengkap",
    values: { dokumenLengkap: 11, dokumenDiminta: 11 },
    comment: null,
    attachments: [],
  });
  expect([stale.status, stale.at("code")]).toEqual([409, "changedMeanwhile"]);
});

test("the page of a moved case shows where it is, and says who moved it, from which version and why", async () => {
  const page = await admin.get(`/api/v1/cases/${first}`);
  expect(page.at("processVersion")).toBe(2);
  expect(page.at("here/0/text")).toMatch(/^Periksa berkas menunggu/);
  const lines = page.at("timeline") as readonly { text: string; who: string | null; quote: string | null }[];
  expect(lines.find(({ text }) => text.includes("versi"))).toMatchObject({
    text: "Berkas dipindahkan dari versi 1 ke versi 2 prosesnya",
    who: "Novita Sihombing",
    quote: reason,
  });
  expect((await admin.get(`/api/v1/cases/${first}/diagram`)).text).toContain("periksaBerkas");
  expect((await admin.get(`/api/v1/cases/${second}`)).at("processVersion")).toBe(1);
  const inbox = (await reviewer.get("/api/v1/inbox")).at("page/items") as readonly {
    taskId: string;
    title: string;
  }[];
  expect(inbox.find(({ taskId }) => taskId.startsWith(first))?.title).toMatch(/^Periksa berkas/);
});

test("a moved case runs on under its new version, and the audit executes both versions again", async () => {
  const planned = await plan(admin, 2);
  expect(listed(planned, "movable").map(({ caseId }) => caseId)).toEqual([second]);
  const cases = listed(planned, "movable").map(({ caseId, version }) => ({ caseId, version }));
  const body = { version: 2, hash: planned.at("hash"), mapping: {}, reason, cases };
  expect((await admin.send("POST", `${process}/migration`, body)).at("moved")).toMatchObject([
    { caseId: second },
  ]);
  const acted = await act(first, "lengkap", { dokumenLengkap: 11, dokumenDiminta: 11 });
  expect(acted.status, acted.text).toBe(200);
  expect((await admin.get(`/api/v1/cases/${first}`)).at("here/0/text")).toMatch(
    /^Periksa administrasi menunggu/,
  );
  const exported = await (await running.as("auditor")).get("/api/v1/journal/export");
  const documents = createDocuments(running.server.library);
  const verified = await verifyExport(lines(exported.text), {
    reExecute: async (stream, entries) =>
      stream.startsWith("case/")
        ? await reExecuteCases(({ id, version }) => documents.process(id, version))(stream, entries)
        : null,
  });
  expect(verified.findings).toEqual([]);

  // The same without the server: the new version's diagram is the working document of its data folder.
  const file = join(running.dataDir, "jurnal.ndjson");
  await writeFile(file, exported.text);
  const env = { DATA_DIR: running.dataDir };
  const asked = { words: ["verify", file], env, json: true, options: {} };
  const result = await commands.audit?.run(asked);
  expect(JSON.parse(result?.out ?? "")).toMatchObject({ ok: true, executedAgain: { again: 2, without: 0 } });
});

async function* lines(text: string): AsyncGenerator<string> {
  yield* text.split("\n");
}

async function act(
  caseId: string,
  outcome: string,
  values: Readonly<Record<string, unknown>>,
): Promise<Reply> {
  const items = (await reviewer.get("/api/v1/inbox")).at("page/items") as readonly { taskId: string }[];
  const task = items.find(({ taskId }) => taskId.startsWith(caseId));
  const page = await reviewer.get(`/api/v1/tasks/${task?.taskId}`);
  return await reviewer.send("POST", `/api/v1/tasks/${task?.taskId}/act`, {
    version: page.at("version"),
    outcome,
    values,
    comment: null,
    attachments: [],
  });
}

async function published(content: string): Promise<void> {
  const author = await running.as("perancang");
  const read = await author.get(process);
  const saved = await author.send(
    "PUT",
    process,
    { title: read.at("title"), content },
    { "if-match": `"${read.at("draftVersion")}"` },
  );
  expect(saved.status, saved.text).toBe(200);
  const proposed = await author.send("POST", `${process}/proposal`, {
    draftVersion: saved.at("draftVersion"),
    reason: "Nama langkah menurut peraturan baru.",
    effectiveFromMs: null,
  });
  expect(proposed.status, proposed.text).toBe(201);
  const { proposalId, hash } = proposed.at("proposal") as { proposalId: string; hash: string };
  const approver = await running.as("perancangLain");
  const approved = await approver.send("POST", `${process}/proposal/${proposalId}/approve`, { hash });
  expect(approved.status, approved.text).toBe(200);
}
