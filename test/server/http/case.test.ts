/** A case through the wire: submitted, worked, seen, and what each wrong act gets. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actOnFirst, pdf, reportValues, submitReport, uploads } from "./report.ts";
import { type Client, mondayMs, type Reply, type ServerUnderTest, startServer } from "./server-under-test.ts";

let running: ServerUnderTest;
let operator: Client;
let reviewer: Client;
beforeAll(async () => {
  running = await startServer();
  operator = await running.as("pemohon");
  reviewer = await running.as("petugas");
});
afterAll(() => running.stop());

const completeness = { dokumenLengkap: 4, dokumenDiminta: 4 };

/** Acts on the case's open task as its page says. */
async function actOn(
  client: Client,
  caseId: string,
  outcome: string,
  values: object,
  attachments: readonly object[] = [],
): Promise<Reply> {
  const taskId = String((await client.get(`/api/v1/cases/${caseId}`)).at("here/0/taskId"));
  const version = (await client.get(`/api/v1/tasks/${taskId}`)).at("version");
  const body = { version, outcome, values, comment: null, attachments };
  return await client.send("POST", `/api/v1/tasks/${taskId}/act`, body);
}

describe("a report", () => {
  test("is offered to the operator as the post that may submit it, with form and steps", async () => {
    const offered = await operator.get("/api/v1/processes");
    expect(offered.at("items/0/posts/0/postId")).toBe("dinkes-operator");
    const page = await operator.get("/api/v1/processes/verifikasi-laporan/submission?post=dinkes-operator");
    expect(page.at("form/id")).toBe("laporan-pertanggungjawaban");
    expect(page.at("steps/0/text")).toBe("Periksa kelengkapan");
    expect((await reviewer.get("/api/v1/processes")).at("items")).toEqual([]);
    const asPost = (post: string) => `/api/v1/processes/verifikasi-laporan/submission?post=${post}`;
    for (const post of ["setwan-operator", "tidak-ada", "sekda"]) {
      expect((await operator.get(asPost(post))).status, post).toBe(404);
      const draft = { values: { ringkasan: "milik orang lain" } };
      expect((await operator.send("PUT", asPost(post), draft)).status, post).toBe(404);
    }
    const other = await running.as("pemohonLain");
    expect((await other.get(asPost("setwan-operator"))).at("draft")).toBe(null);
  });

  test("goes from the operator to the biro, is returned, corrected, and shows its path to who has part in it", async () => {
    const submitted = await submitReport(operator);
    expect(submitted.status).toBe(201);
    expect(submitted.at("number")).toBe("VLP/2027/0001");
    expect(submitted.at("text")).toContain("Pemeriksa Kesra");
    const caseId = String(submitted.at("caseId"));

    const inbox = await reviewer.get("/api/v1/inbox");
    expect(inbox.at("counts")).toMatchObject({ all: 1, unread: 1, byPost: { "pemeriksa-kesra": 1 } });
    expect(inbox.at("page/items/0/title")).toBe("Periksa kelengkapan: LKjIP 2026 Dinas Kesehatan");
    const taskId = String(inbox.at("page/items/0/taskId"));
    const task = await reviewer.get(`/api/v1/tasks/${taskId}`);
    expect(task.at("mine")).toBe(true);
    expect(task.at("outcomes/0/label/id")).toBe("Lengkap, teruskan");
    expect(task.at("outcomes/0/consequence/text")).toContain("Pemeriksa");
    expect((await reviewer.get("/api/v1/inbox")).at("counts/unread")).toBe(0);

    expect((await actOnFirst(reviewer, "lengkap", completeness)).status).toBe(200);
    const returned = await actOnFirst(
      reviewer,
      "tidakBenar",
      { hasilPemeriksaan: "sebagian", catatanPerbaikan: "Lampiran aset belum ada." },
      { comment: "Satu catatan." },
    );
    expect(returned.at("text")).toBe("Kini menunggu Operator Dinkes.");
    const page = await operator.get(`/api/v1/cases/${caseId}`);
    expect(page.at("here/0/mine")).toBe(true);
    expect(page.at("deadline/state")).toBe("stopped");
    expect(page.at("path/elements/periksaAdministrasi")).toBe(1);
    expect(page.at("reasons/0/ruleSet/version")).toBe(1);
    expect(page.at("summary/4")).toEqual({ label: "Anggaran", value: "Rp412.750.000.000" });
    expect(page.at("attachments/0/slotTitle")).not.toBe(page.at("attachments/0/slot"));

    const corrected = await actOnFirst(
      operator,
      "kirim",
      { penjelasanPerbaikan: "Sudah dilengkapi." },
      { attachments: await uploads(operator, ["laporan"]) },
    );
    expect(corrected.status).toBe(200);
    const diagram = await operator.get(`/api/v1/cases/${caseId}/diagram`);
    expect(diagram.headers.get("content-type")).toContain("application/xml");
    expect(diagram.text).toContain('id="periksaAdministrasi"');
    const list = await operator.get("/api/v1/cases?sort=number&q=LKjIP");
    expect(list.at("items/0")).toMatchObject({ caseId, number: "VLP/2027/0001", where: "Pemeriksa Kesra" });
  });
});

describe("what is sent with a submission", () => {
  test.each([
    ["a required field is missing", { nomorSurat: undefined }, "/values/nomorSurat"],
    ["an option that is not listed", { jenisLaporan: "LAIN" }, "/values/jenisLaporan"],
    ["a field that the form does not have", { disetujui: true }, "/values/disetujui"],
    ["a 16-digit number where money is a text", { anggaran: 4_127_500_000_000_000 }, "/values/anggaran"],
    ["a day that does not exist", { tanggalSurat: "2027-02-30" }, "/values/tanggalSurat"],
    ["the owner of the case", { pemilik: "x", unitId: "biro-umum" }, "/values/pemilik"],
  ])("%s: refused with 422 and its place", async (_what, values, at) => {
    const before = (await operator.get("/api/v1/cases")).at("total");
    const reply = await submitReport(operator, { values });
    expect(reply.status).toBe(422);
    const faults = reply.at("faults") as readonly { at: string }[];
    expect(faults.map((fault) => fault.at)).toContain(at);
    expect((await operator.get("/api/v1/cases")).at("total")).toBe(before);
  });

  test.each([
    ["a field that the form keeps and does not show", { rahasia: "buka" }, "/values/rahasia", "hidden"],
    ["a field that the form shows and does not let change", { nomor: "1" }, "/values/nomor", "readOnly"],
  ])("%s: refused with 422 and its place", async (_what, values, at, code) => {
    await installHidden();
    const before = (await operator.get("/api/v1/cases")).at("total");
    const body = { processId: "uji-tersembunyi", version: 1, postId: "dinkes-operator", attachments: [] };
    const send = (sent: object) => operator.send("POST", "/api/v1/cases", { ...body, values: sent });
    const reply = await send({ nama: "Dinkes", ...values });
    expect([reply.status, reply.at("code")]).toEqual([422, "invalidForm"]);
    expect(reply.at("faults")).toMatchObject([{ at, code }]);
    expect((await operator.get("/api/v1/cases")).at("total")).toBe(before);
    expect((await send({ nama: "Dinkes" })).status).toBe(201);
  });

  test("template text in a field stays text", async () => {
    const reply = await submitReport(operator, {
      values: { ringkasan: "{{7*7}} =1+1 <script>alert(1)</script>" },
    });
    const page = await operator.get(`/api/v1/cases/${reply.at("caseId")}`);
    expect(page.at("summary/5/value")).toBe("{{7*7}} =1+1 <script>alert(1)</script>");
  });

  test("a post that is not held is refused; another process version than the form's too", async () => {
    const body = { processId: "verifikasi-laporan", version: 1, values: reportValues, attachments: [] };
    const foreign = await operator.send("POST", "/api/v1/cases", { ...body, postId: "sekda" });
    expect([foreign.status, foreign.at("code")]).toEqual([422, "unknownPost"]);
    const old = await operator.send("POST", "/api/v1/cases", {
      ...body,
      version: 7,
      postId: "dinkes-operator",
    });
    expect([old.status, old.at("code")]).toEqual([409, "processVersionChanged"]);
  });

  test("a file of somebody else, a file twice, and one that is not there are refused alike", async () => {
    const other = await running.as("pemohonLain");
    const foreign = String((await other.upload("surat.pdf", pdf)).at("fileId"));
    const own = String((await operator.upload("surat.pdf", pdf)).at("fileId"));
    const base = {
      processId: "verifikasi-laporan",
      version: 1,
      postId: "dinkes-operator",
      values: reportValues,
    };
    for (const ids of [[foreign], ["00000000-0000-4000-8000-000000000000"], [own, own]]) {
      const attachments = ids.map((fileId) => ({ fileId, slot: "suratPengantar" }));
      const reply = await operator.send("POST", "/api/v1/cases", { ...base, attachments });
      expect([reply.status, reply.at("code")]).toEqual([422, "unknownFile"]);
    }
  });
});

/** A form with a field that only the engine writes and one that people may only read. */
async function installHidden(): Promise<void> {
  const words = (id: string) => ({ label: { id, en: id } });
  const form = {
    id: "uji-tersembunyi",
    title: { id: "Uji", en: "Trial" },
    schema: {
      type: "object",
      properties: {
        nama: { type: "string" },
        nomor: { type: "string", readOnly: true },
        rahasia: { type: "string" },
      },
      required: ["nama"],
      additionalProperties: false,
    },
    sections: [{ title: null, fields: ["nama", "nomor"] }],
    words: { nama: words("Nama"), nomor: words("Nomor"), rahasia: words("Rahasia") },
    widgets: {},
    documents: [],
  };
  const diagram = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:poros="urn:poros:bpmn:1" id="d" targetNamespace="urn:x">
<bpmn:process id="uji-tersembunyi" name="Uji" isExecutable="true">
<bpmn:extensionElements><poros:submission post="operator" prefix="TSB" title="&#34;Uji&#34;" /></bpmn:extensionElements>
<bpmn:startEvent id="a"><bpmn:extensionElements><poros:form ref="uji-tersembunyi" /></bpmn:extensionElements><bpmn:outgoing>f</bpmn:outgoing></bpmn:startEvent>
<bpmn:endEvent id="z"><bpmn:incoming>f</bpmn:incoming></bpmn:endEvent><bpmn:sequenceFlow id="f" sourceRef="a" targetRef="z" />
</bpmn:process></bpmn:definitions>`;
  const { library } = running.server;
  const own = { id: "uji-tersembunyi", title: "Uji", atMs: mondayMs - 1 };
  await library.install({ ...own, kind: "forms", content: JSON.stringify(form) });
  await library.install({ ...own, kind: "processes", content: diagram });
}

describe("the same request again", () => {
  test("the same key and body give the first answer and one case; another body is refused with 422", async () => {
    const page = await operator.get("/api/v1/processes/verifikasi-laporan/submission?post=dinkes-operator");
    const documents = page.at("form/documents") as readonly { slot: string; required: boolean }[];
    const attachments = await uploads(
      operator,
      documents.filter(({ required }) => required).map(({ slot }) => slot),
    );
    const body = {
      processId: "verifikasi-laporan",
      version: 1,
      postId: "dinkes-operator",
      values: reportValues,
      attachments,
    };
    const headers = { "idempotency-key": "ajukan-sekali" };
    const [one, two] = await Promise.all([
      operator.send("POST", "/api/v1/cases", body, headers),
      operator.send("POST", "/api/v1/cases", body, headers),
    ]);
    const three = await operator.send("POST", "/api/v1/cases", body, headers);
    expect([one.status, two.status, three.status]).toEqual([201, 201, 201]);
    expect(new Set([one.at("caseId"), two.at("caseId"), three.at("caseId")]).size).toBe(1);
    const other = { ...body, values: { ...reportValues, tahun: 2025 } };
    const reused = await operator.send("POST", "/api/v1/cases", other, headers);
    expect([reused.status, reused.at("code")]).toEqual([422, "idempotencyKeyReused"]);
  });

  test("an act that is repeated after its reply was lost is answered as the first time", async () => {
    const inbox = await reviewer.get("/api/v1/inbox");
    const taskId = String(inbox.at("page/items/0/taskId"));
    const { version } = (await reviewer.get(`/api/v1/tasks/${taskId}`)).body as { version: number };
    const body = { version, outcome: "lengkap", values: completeness, comment: null, attachments: [] };
    const headers = { "idempotency-key": "paraf-sekali" };
    const first = await reviewer.send("POST", `/api/v1/tasks/${taskId}/act`, body, headers);
    const again = await reviewer.send("POST", `/api/v1/tasks/${taskId}/act`, body, headers);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.at("caseId")).toBe(first.at("caseId"));
    const late = await reviewer.send("POST", `/api/v1/tasks/${taskId}/act`, body);
    expect(late.status).toBe(409);
  });
});

describe("two persons, one task", () => {
  test("two completions at once: one 200, one 409, and one next task", async () => {
    const submitted = await submitReport(operator);
    const caseId = String(submitted.at("caseId"));
    const here = await reviewer.get(`/api/v1/cases/${caseId}`);
    const taskId = String(here.at("here/0/taskId"));
    const { version } = (await reviewer.get(`/api/v1/tasks/${taskId}`)).body as { version: number };
    const body = { version, outcome: "lengkap", values: completeness, comment: null, attachments: [] };
    const replies = await Promise.all(
      [1, 2].map(() => reviewer.send("POST", `/api/v1/tasks/${taskId}/act`, body)),
    );
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409]);
    const after = await reviewer.get(`/api/v1/cases/${caseId}`);
    expect((after.at("here") as unknown[]).length).toBe(1);
  });

  test("an act on what has changed is refused with 409, and shows the page as it is now", async () => {
    const submitted = await submitReport(operator);
    const here = await reviewer.get(`/api/v1/cases/${submitted.at("caseId")}`);
    const taskId = String(here.at("here/0/taskId"));
    const body = { version: 0, outcome: "lengkap", values: completeness, comment: null, attachments: [] };
    const reply = await reviewer.send("POST", `/api/v1/tasks/${taskId}/act`, body);
    expect([reply.status, reply.at("code")]).toEqual([409, "changedMeanwhile"]);
    expect(reply.at("current/taskId")).toBe(taskId);
  });
});

describe("an act", () => {
  test("with a hidden or read-only field, an unknown outcome, or by who does not hold the post is refused", async () => {
    const submitted = await submitReport(operator);
    const caseId = String(submitted.at("caseId"));
    const here = await reviewer.get(`/api/v1/cases/${caseId}`);
    const taskId = String(here.at("here/0/taskId"));
    const { version } = (await reviewer.get(`/api/v1/tasks/${taskId}`)).body as { version: number };
    const act = (client: Client, change: object) =>
      client.send("POST", `/api/v1/tasks/${taskId}/act`, {
        version,
        outcome: "lengkap",
        values: completeness,
        comment: null,
        attachments: [],
        ...change,
      });
    const hidden = await act(reviewer, { values: { ...completeness, rute: { type: "SEKDA" } } });
    expect([hidden.status, hidden.at("faults/0/at")]).toEqual([422, "/values/rute"]);
    expect((await act(reviewer, { outcome: "setujuiSaja" })).status).toBe(422);
    expect((await act(operator, {})).at("code")).toBe("notYourTask");
    expect((await act(await running.as("pejabatLain"), {})).status).toBe(404);
    expect((await act(reviewer, { assignee: "x" })).status).toBe(422);
  });

  test("with a field that the form shows and does not let change is refused with 422 and its place", async () => {
    const submitted = await submitReport(operator);
    const caseId = String(submitted.at("caseId"));
    await actOn(reviewer, caseId, "lengkap", completeness);
    const findings = { hasilPemeriksaan: "sebagian", catatanPerbaikan: "Lampiran aset belum ada." };
    await actOn(reviewer, caseId, "tidakBenar", findings);
    const before = await operator.get(`/api/v1/cases/${caseId}`);
    const values = { penjelasanPerbaikan: "Sudah dilengkapi." };
    const sent = await uploads(operator, ["laporan"]);
    const forged = { ...values, catatan: ["Tidak ada catatan."] };
    const reply = await actOn(operator, caseId, "kirim", forged, sent);
    expect([reply.status, reply.at("code")]).toEqual([422, "invalidForm"]);
    expect(reply.at("faults")).toMatchObject([{ at: "/values/catatan", code: "readOnly" }]);
    expect((await operator.get(`/api/v1/cases/${caseId}`)).body).toEqual(before.body);
    expect((await actOn(operator, caseId, "kirim", values, sent)).status).toBe(200);
  });

  test("with a file of another case, of this one, of another person, or that is not there, is refused alike", async () => {
    const other = await running.as("pemohonLain");
    const theirs = await submitReport(other, { postId: "setwan-operator" });
    expect(theirs.status, theirs.text).toBe(201);
    const fileOf = async (client: Client, caseId: unknown) =>
      String((await client.get(`/api/v1/cases/${caseId}`)).at("attachments/0/fileId"));
    const caseId = String((await submitReport(operator)).at("caseId"));
    const second = String((await submitReport(operator)).at("caseId"));
    await actOn(reviewer, caseId, "lengkap", completeness);
    await actOn(reviewer, caseId, "tidakBenar", {
      hasilPemeriksaan: "sebagian",
      catatanPerbaikan: "Lampiran aset belum ada.",
    });
    const before = await operator.get(`/api/v1/cases/${caseId}`);
    const values = { penjelasanPerbaikan: "Sudah dilengkapi." };
    const attach = (fileId: string) =>
      actOn(operator, caseId, "kirim", values, [{ fileId, slot: "laporan" }]);
    const told = (reply: Reply) => [
      reply.status,
      JSON.stringify({ ...(reply.body as object), requestId: "" }),
    ];
    const unknown = told(await attach("00000000-0000-4000-8000-000000000000"));
    expect(unknown[0]).toBe(422);
    for (const fileId of [
      await fileOf(other, theirs.at("caseId")),
      await fileOf(operator, second),
      await fileOf(operator, caseId),
      String((await other.upload("surat.pdf", pdf)).at("fileId")),
      "",
      "../../etc/passwd",
    ]) {
      expect(told(await attach(fileId))).toEqual(unknown);
    }
    expect((await operator.get(`/api/v1/cases/${caseId}`)).body).toEqual(before.body);
    expect(await fileOf(other, theirs.at("caseId"))).not.toBe(await fileOf(operator, caseId));
    const own = String((await operator.upload("laporan.pdf", pdf, "laporan")).at("fileId"));
    expect((await attach(own)).status).toBe(200);
  });

  test("a draft of a task comes back to who wrote it, and to nobody else", async () => {
    const submitted = await submitReport(operator);
    const here = await reviewer.get(`/api/v1/cases/${submitted.at("caseId")}`);
    const taskId = String(here.at("here/0/taskId"));
    const draft = { values: { dokumenLengkap: 3 }, comment: "belum selesai" };
    expect((await reviewer.send("PUT", `/api/v1/tasks/${taskId}/draft`, draft)).at("savedAtMs")).toBe(
      mondayMs,
    );
    expect((await reviewer.get(`/api/v1/tasks/${taskId}`)).at("draft/comment")).toBe("belum selesai");
    expect((await operator.get(`/api/v1/tasks/${taskId}`)).at("draft")).toBe(null);
    expect((await operator.send("PUT", `/api/v1/tasks/${taskId}/draft`, draft)).status).toBe(403);
  });
});

describe("an inbox", () => {
  test("of a post that is not held answers as one that there is not", async () => {
    const told = async (post: string) => {
      const reply = await operator.get(`/api/v1/inbox?post=${post}`);
      const { requestId, ...rest } = reply.body as Record<string, unknown>;
      return [reply.status, JSON.stringify(rest).replaceAll(post, "…")];
    };
    expect(await told("pemeriksa-kesra")).toEqual(await told("tidak-ada-sama-sekali"));
    expect((await told("pemeriksa-kesra"))[0]).toBe(422);
  });
});

describe("cancelling", () => {
  test("is for the post that submitted, names the version seen, and says why", async () => {
    const submitted = await submitReport(operator);
    const path = `/api/v1/cases/${submitted.at("caseId")}`;
    const { version } = (await operator.get(path)).body as { version: number };
    const body = { reason: "Diajukan dua kali.", version };
    expect((await reviewer.send("POST", `${path}/cancel`, body)).status).toBe(403);
    expect((await operator.send("POST", `${path}/cancel`, { ...body, reason: "" })).status).toBe(422);
    expect((await operator.send("POST", `${path}/cancel`, body)).at("text")).toBe("Berkas dibatalkan.");
    expect((await operator.get(path)).at("state")).toBe("cancelled");
    expect((await operator.send("POST", `${path}/cancel`, body)).status).toBe(409);
  });
});

describe("the journal", () => {
  test("of a case is for the auditor; the export verifies, and shows a byte that was changed", async () => {
    const { verifyExport } = await import("../../../server/journal/index.ts");
    const auditor = await running.as("auditor");
    const caseId = String((await auditor.get("/api/v1/cases")).at("items/0/caseId"));
    const journal = await auditor.get(`/api/v1/cases/${caseId}/journal`);
    expect(journal.at("items/0")).toMatchObject({ stream: `case/${caseId}`, sequence: 1 });
    expect((await operator.get(`/api/v1/cases/${caseId}/journal`)).status).toBe(403);
    expect((await operator.get("/api/v1/journal/export")).status).toBe(403);
    const { text, headers } = await auditor.get("/api/v1/journal/export");
    expect(headers.get("content-type")).toContain("application/x-ndjson");
    expect(await verifyExport(text.split("\n"))).toMatchObject({ ok: true });
    const changed = text.replace("Diajukan dua kali.", "Diajukan tiga kali");
    expect(changed).not.toBe(text);
    const verified = await verifyExport(changed.split("\n"));
    expect(verified.ok).toBe(false);
    expect(verified.findings[0]?.stream).toMatch(/^case\//);
  });
});

describe("what changes", () => {
  test("is told to who may see the case while it changes, and to nobody else", async () => {
    const stranger = await running.as("pejabatLain");
    const listen = async (client: Client) => {
      const stop = new AbortController();
      const response = await fetch(`${running.url}/api/v1/events`, {
        headers: { cookie: client.cookie },
        signal: stop.signal,
      });
      return { reader: response.body?.pipeThrough(new TextDecoderStream()).getReader(), stop };
    };
    const [mine, theirs] = [await listen(reviewer), await listen(stranger)];
    const submitted = await submitReport(operator);
    let seen = "";
    while (!seen.includes("inbox")) seen += (await mine.reader?.read())?.value ?? "";
    expect(seen).toContain(`"kind":"case","id":"${submitted.at("caseId")}","version":1`);
    await running.server.pumps.drain();
    theirs.stop.abort();
    let foreign = "";
    try {
      for (;;) {
        const part = await theirs.reader?.read();
        if (!part || part.done) break;
        foreign += part.value;
      }
    } catch {
      // The stream was given up above.
    }
    expect(foreign).not.toContain(String(submitted.at("caseId")));
    mine.stop.abort();
  });
});
