/** What goes by itself, and what never does. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { tidy } from "../../../server/housekeeping.ts";
import { pdf, submitReport } from "./report.ts";
import { mondayMs, type ServerUnderTest, startServer } from "./server-under-test.ts";

let running: ServerUnderTest;
beforeAll(async () => {
  running = await startServer();
});
afterAll(() => running.stop());

test("uploads that no act took up go after a month; what belongs to a case stays, and sessions end", async () => {
  const { store, config } = running.server;
  const operator = await running.as("pemohon");
  const unsent = String((await operator.upload("surat.pdf", pdf)).at("fileId"));
  const submitted = await submitReport(operator);
  const page = await operator.get(`/api/v1/cases/${submitted.at("caseId")}`);
  const sent = String(page.at("attachments/0/fileId"));
  await tidy(store, config.tenant, mondayMs + 29 * 86_400_000);
  expect(await store.files.file(config.tenant, unsent)).not.toBe(null);
  await tidy(store, config.tenant, mondayMs + 31 * 86_400_000);
  expect(await store.files.file(config.tenant, unsent)).toBe(null);
  expect((await store.files.file(config.tenant, sent))?.caseId).toBe(submitted.at("caseId"));
  expect((await operator.get("/api/v1/session")).status).toBe(401);
});
