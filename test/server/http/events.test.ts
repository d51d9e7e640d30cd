/** The event stream: who is told of what, role by role, and that what a person may no longer see ends in it too. */
import pg from "pg";
import { afterEach, describe, expect, inject, test } from "vitest";
import { freshDatabase } from "../../set-up/postgres.ts";
import { actOnFirst, submitReport } from "./report.ts";
import {
  type Client,
  type PersonName,
  people,
  type ServerUnderTest,
  startServer,
} from "./server-under-test.ts";

let running: ServerUnderTest;
const stops: AbortController[] = [];
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) stop.abort();
  await running.stop();
  for (const close of closing.splice(0)) await close();
});

/** Everything that a stream has said until now. */
async function listen(client: Client, on: ServerUnderTest = running): Promise<() => string> {
  const stop = new AbortController();
  stops.push(stop);
  const { body, status } = await fetch(`${on.url}/api/v1/events`, {
    headers: { cookie: client.cookie },
    signal: stop.signal,
  });
  expect(status).toBe(200);
  let text = "";
  const read = async () => {
    for await (const part of body?.pipeThrough(new TextDecoderStream()) ?? []) text += part;
  };
  read().catch(() => undefined);
  return () => text;
}
const beats = (said: () => string) => said().split(": beat").length;
/** Whatever was to be said of what is done has been said: two heartbeats later. */
async function settled(said: () => string): Promise<void> {
  const now = beats(said);
  await expect.poll(() => beats(said), { timeout: 10_000 }).toBeGreaterThan(now + 1);
}

describe("while a case is submitted and a document saved", () => {
  test("each role is told of what it may see, and of nothing else", async () => {
    running = await startServer({ limits: { heartbeatMs: 50 } });
    const streams = new Map<PersonName, () => string>();
    for (const name of Object.keys(people) as PersonName[])
      streams.set(name, await listen(await running.as(name)));
    const submitted = await submitReport(await running.as("pemohon"));
    const analyst = await running.as("perancang");
    const path = "/api/v1/library/forms/paraf";
    const opened = await analyst.get(path);
    const body = { title: "Paraf", content: opened.at("content") };
    const saved = await analyst.send("PUT", path, body, { "if-match": String(opened.at("draftVersion")) });
    expect([submitted.status, saved.status]).toEqual([201, 200]);
    for (const said of streams.values()) await settled(said);
    const told = [...streams].map(([name, said]) => {
      const kinds = new Set([...said().matchAll(/"kind":"(\w+)"/g)].map(([, kind]) => kind));
      return [name, [...kinds].sort()] as const;
    });
    expect(Object.fromEntries(told)).toEqual({
      pemohon: ["case"],
      pemohonLain: [],
      petugas: ["case", "inbox"],
      kabag: [],
      karo: [],
      asisten: [],
      sekda: [],
      pejabatLain: [],
      perancang: ["library"],
      perancangLain: ["library"],
      auditor: ["case", "library"],
      admin: ["case", "library"],
    });
  });
});

describe("an acting head whose decree ends at midnight", () => {
  test("is told of a case the evening before, and no more of it the next day, though still signed in", async () => {
    running = await startServer({ limits: { heartbeatMs: 50 } });
    running.clock.set(Date.UTC(2027, 3, 30, 16, 0));
    const operator = await running.as("pemohon");
    const reviewer = await running.as("petugas");
    const caseId = String((await submitReport(operator)).at("caseId"));
    await actOnFirst(reviewer, "lengkap", { dokumenLengkap: 4, dokumenDiminta: 4 });
    await actOnFirst(reviewer, "benar", { hasilPemeriksaan: "sesuai" });
    const karo = await running.as("karo");
    const said = await listen(karo);
    const paraf = { adaCatatan: "tidak", telahMembaca: true };
    const passed = await actOnFirst(await running.as("kabag"), "paraf", paraf);
    expect(passed.status, passed.text).toBe(200);
    await expect.poll(said).toContain(caseId);
    expect((await karo.get(`/api/v1/cases/${caseId}`)).status).toBe(200);

    running.clock.set(Date.UTC(2027, 3, 30, 17, 30));
    await settled(said);
    const before = said().split(caseId).length;
    const { version } = (await operator.get(`/api/v1/cases/${caseId}`)).body as { version: number };
    const body = { reason: "Diajukan dua kali.", version };
    expect((await operator.send("POST", `/api/v1/cases/${caseId}/cancel`, body)).status).toBe(200);
    await settled(said);
    expect((await karo.get(`/api/v1/cases/${caseId}`)).status).toBe(404);
    expect(said().split(caseId).length).toBe(before);
  });
});

describe("two servers on one PostgreSQL", () => {
  test("an open page on one is told of what happens on the other, by role, also after the database cut the line", async () => {
    const database = await freshDatabase(inject("postgresUrl"));
    const config = { databaseUrl: database.url };
    running = await startServer({ config, limits: { heartbeatMs: 50 } });
    const other = await startServer({ config, empty: true, limits: { heartbeatMs: 50 } });
    closing.push(
      () => other.stop(),
      () => database.drop(),
    );
    const said = new Map<PersonName, () => string>();
    for (const name of ["petugas", "pemohonLain", "auditor"] as const) {
      said.set(name, await listen(await running.as(name)));
    }
    const told = (name: PersonName) => said.get(name)?.() ?? "";
    const operator = await other.as("pemohon");
    const caseId = String((await submitReport(operator)).at("caseId"));
    await expect.poll(() => told("petugas")).toContain(`{"kind":"inbox","id":"${caseId}","version":1}`);
    await expect.poll(() => told("auditor")).toContain(`{"kind":"case","id":"${caseId}","version":1}`);
    await settled(said.get("pemohonLain") ?? (() => ""));
    expect(told("pemohonLain")).not.toContain("change");
    // Of its own commits a server tells once, not once more from the database.
    const own = await listen(await other.as("auditor"), other);
    const act = await actOnFirst(await other.as("petugas"), "lengkap", {
      dokumenLengkap: 4,
      dokumenDiminta: 4,
    });
    expect(act.status, act.text).toBe(200);
    await expect.poll(() => told("auditor")).toContain(`"id":"${caseId}","version":2`);
    await settled(own);
    expect(own().split(`"id":"${caseId}","version":2`)).toHaveLength(2);

    // While the line was cut anything may have happened: the stream ends, and its page asks for everything anew.
    const open = running.server;
    const count = async () =>
      /^poros_event_streams (\d+)$/m.exec(await (await fetch(`${open.url}/metrics`)).text())?.[1];
    expect(await count()).toBe("3");
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'poros news' and datname = current_database()",
    );
    await client.end();
    await expect.poll(count, { timeout: 10_000 }).toBe("0");
    const again = await listen(await running.as("auditor"));
    const next = String((await submitReport(operator)).at("caseId"));
    await expect.poll(again, { timeout: 10_000 }).toContain(next);
  });
});
