/** A declared conflict of interest through the wire: who declares it is out, and his superior has seven working days. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { submitReport } from "./report.ts";
import { type Client, type ServerUnderTest, startServer } from "./server-under-test.ts";

let running: ServerUnderTest;
let operator: Client;
let reviewer: Client;
let kabag: Client;
beforeAll(async () => {
  running = await startServer();
  operator = await running.as("pemohon");
  reviewer = await running.as("petugas");
  kabag = await running.as("kabag");
});
afterAll(() => running.stop());

const firstTask = async (client: Client) =>
  String((await client.get("/api/v1/inbox")).at("page/items/0/taskId"));

test("the task says beforehand who would get it; once declared it is the kabag's, with seven working days", async () => {
  const caseId = String((await submitReport(operator)).at("caseId"));
  const taskId = await firstTask(reviewer);
  const page = await reviewer.get(`/api/v1/tasks/${taskId}`);
  expect(page.at("interest/text")).toBe("Ke Kabag Kesejahteraan, tenggat 7 hari kerja");

  const declaring = (body: unknown, client = reviewer) =>
    client.send("POST", `/api/v1/tasks/${taskId}/interest`, body, { "idempotency-key": "kepentingan-1" });
  expect((await declaring({ reason: "" })).status).toBe(422);
  expect((await declaring({ reason: "Bukan tugas saya." }, kabag)).status).toBe(404);
  const declared = await declaring({ reason: "Kepala dinas saudara kandung saya." });
  expect([declared.status, declared.at("text")]).toEqual([200, "Kini menunggu Kabag Kesejahteraan."]);
  expect((await declaring({ reason: "Kepala dinas saudara kandung saya." })).at("text")).toBe(
    declared.at("text"),
  );
  expect((await declaring({ reason: "Alasan lain." })).at("code")).toBe("idempotencyKeyReused");

  expect((await reviewer.get("/api/v1/inbox")).at("counts/all")).toBe(0);
  expect(await firstTask(kabag)).toBe(taskId);
  const handed = await kabag.get(`/api/v1/tasks/${taskId}`);
  expect(handed.at("deadline/totalMinutes")).toBe(7 * 450);
  expect(handed.at("reason/text")).toContain("kepentingan");
  const told = await operator.get(`/api/v1/cases/${caseId}`);
  const lines = (told.at("timeline") as readonly { text: string; quote: string | null }[]).slice(0, 4);
  expect(lines.map(({ text }) => text)).toContain(
    "Periksa kelengkapan dialihkan ke Kepala Bagian Kesejahteraan",
  );
  expect(lines.map(({ quote }) => quote)).toContain("Kepala dinas saudara kandung saya.");
});

test("who declared it cannot act on the case any more, and is told why", async () => {
  const taskId = await firstTask(kabag);
  const act = { version: 1, outcome: "lengkap", values: {}, comment: null, attachments: [] };
  const refused = await reviewer.send("POST", `/api/v1/tasks/${taskId}/act`, act);
  expect([refused.status, refused.at("code")]).toEqual([403, "notYourTask"]);
  const again = await reviewer.send("POST", `/api/v1/tasks/${taskId}/interest`, { reason: "Sekali lagi." });
  expect([again.status, again.at("code")]).toEqual([403, "notYourTask"]);
  expect((await reviewer.get(`/api/v1/tasks/${taskId}`)).at("interest")).toBe(null);
});
