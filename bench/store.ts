/**
 * What the store does for many people at once: 64 callers, each starting a case of the shipped verification process
 * and completing its first task, with everything a user gets (rules, addressing, deadlines, journal, idempotency).
 * Beside it, on the same disk and with the same durability, one connection that inserts one row of 500 bytes per
 * commit: what the disk gives to somebody who does not commit in groups.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import pg from "pg";
import type { CaseEvent } from "../casework/index.ts";
import { dayOf, holderOn, type Organisation } from "../organisation/index.ts";
import { type Answer, type CaseRunner, createCaseRunner, type PersonActor } from "../server/cases/index.ts";
import { installLibrary } from "../server/demo/seed.ts";
import { openLibrary } from "../server/library/index.ts";
import { openStore, type StoreOptions } from "../server/store/index.ts";
import { createDocuments } from "../server/views/index.ts";
import { freshDatabase, startPostgres } from "./postgres-server.ts";

const CALLERS = 64;
const WARM_MS = 5_000;
const ROUND_MS = 2_000;
const ROUNDS = 3;
const RAW_MS = 1_000;

const TENANT = "tanjung-raya";
const PROCESS = "verifikasi-laporan";
/** 22 February 2027, 09.00 in WIB: a working day. */
const NOW_MS = Date.UTC(2027, 1, 22, 2, 0);

export async function run(): Promise<Record<string, number>> {
  return { ...(await onSqlite()), ...(await onPostgres()) };
}

async function onSqlite(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), "poros-bench-store-"));
  try {
    const raw = () => rawSqlite(join(folder, `raw-${Math.random()}.db`));
    return await measured("sqlite", { kind: "sqlite", folder: join(folder, "data") }, raw);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onPostgres(): Promise<Record<string, number>> {
  const server = await startPostgres();
  try {
    const database = await freshDatabase(server.url);
    return await measured("postgres", { kind: "postgres", url: database.url }, () =>
      rawPostgres(database.url),
    );
  } finally {
    await server.stop();
  }
}

async function measured(
  name: string,
  options: StoreOptions,
  raw: () => Promise<number>,
): Promise<Record<string, number>> {
  const before = await raw();
  const commands = await commandsPerSecond(options);
  const rawCommits = median([before, await raw(), await raw()]);
  return {
    [`store.${name}.commandsPerSecond`]: Math.round(commands),
    [`store.${name}.rawCommitsPerSecond`]: Math.round(rawCommits),
    [`store.${name}.ratioToRawCommit`]: Math.round((commands / rawCommits) * 100) / 100,
  };
}

// ---------------------------------------------------------------- what a user gets

async function commandsPerSecond(options: StoreOptions): Promise<number> {
  const store = await openStore(options);
  const library = await openLibrary({ store, tenant: TENANT, folder: null });
  try {
    await installLibrary({ library }, NOW_MS);
    const documents = createDocuments(library);
    const clock = { nowMs: () => NOW_MS };
    const runner = createCaseRunner({ tenant: TENANT, store, library, contexts: documents, clock });
    const organisation = await documents.organisation(NOW_MS);
    if (organisation === null) throw new Error("no organisation is in force");
    await allCallers(runner, organisation, WARM_MS);
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push(await allCallers(runner, organisation, ROUND_MS));
    }
    return median(rounds);
  } finally {
    await library.close();
    await store.close();
  }
}

async function allCallers(runner: CaseRunner, organisation: Organisation, forMs: number): Promise<number> {
  const start = performance.now();
  let commands = 0;
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      while (performance.now() - start < forMs) {
        await startAndComplete(runner, organisation);
        commands += 2;
      }
    }),
  );
  return (commands / (performance.now() - start)) * 1000;
}

let requests = 0;

async function startAndComplete(runner: CaseRunner, organisation: Organisation): Promise<void> {
  requests += 1;
  // Held here: when the second key is made, other callers have counted on.
  const request = requests;
  const key = (what: string) => ({ scope: "bench", key: `${what} ${request}`, bodyHash: "body" });
  const submitted = taken(
    await runner.submit({
      actor: holderOf(organisation, "dinkes-operator"),
      processId: PROCESS,
      processVersion: 1,
      values: {
        jenisLaporan: "LKjIP",
        tahun: 2026,
        nomorSurat: "000.8.6/128/DINKES",
        tanggalSurat: "2027-02-15",
        anggaran: "412750000000",
      },
      attachments: ["suratPengantar", "laporan"].map((slot) => ({
        fileId: `${slot}-${request}`,
        slot,
        name: `${slot}.pdf`,
        mediaType: "application/pdf",
        bytes: 180_000,
        sha256: "0".repeat(64),
      })),
      idempotency: key("submit"),
    }),
  );
  const task = addressed(submitted.events);
  taken(
    await runner.act({
      actor: holderOf(organisation, task.postId),
      caseId: submitted.caseId,
      taskId: task.taskId,
      seenVersion: submitted.version,
      outcome: "lengkap",
      values: { dokumenLengkap: 11, dokumenDiminta: 11 },
      comment: null,
      attachments: [],
      idempotency: key("act"),
    }),
  );
}

function addressed(events: readonly CaseEvent[]): Extract<CaseEvent, { type: "TaskAddressed" }> {
  for (const event of events) if (event.type === "TaskAddressed") return event;
  throw new Error("the first task is addressed to nobody");
}

function holderOf(organisation: Organisation, postId: string): PersonActor {
  const held = holderOn(organisation, postId, dayOf(organisation.zone, NOW_MS));
  if (held === undefined) throw new Error(`nobody holds ${postId}`);
  return { kind: "person", personId: held.person.id, postId, mandate: held.holding.mandate };
}

function taken(answer: Answer): Extract<Answer, { ok: true }> {
  if (!answer.ok) throw new Error(JSON.stringify(answer.refusal));
  if (answer.repeated) throw new Error("A command was answered as a repeat: nothing was done for it.");
  return answer;
}

// ---------------------------------------------------------------- what the disk gives

const ROW = "x".repeat(500);

async function rawSqlite(file: string): Promise<number> {
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.exec("create table raw (id integer primary key, body text not null)");
  const insert = database.prepare("insert into raw (id, body) values (?, ?)");
  const perSecond = await repeated(async (at) => {
    insert.run([at, ROW]);
  });
  database.close();
  return perSecond;
}

async function rawPostgres(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set synchronous_commit = on");
    await client.query("create table if not exists raw (id bigserial primary key, body text not null)");
    return await repeated(async () => {
      await client.query({ name: "raw", text: "insert into raw (body) values ($1)", values: [ROW] });
    });
  } finally {
    await client.end();
  }
}

async function repeated(commit: (at: number) => Promise<void>): Promise<number> {
  for (let at = 1; at <= 50; at += 1) await commit(at);
  const start = performance.now();
  let commits = 0;
  while (performance.now() - start < RAW_MS) {
    await commit(100 + commits);
    commits += 1;
  }
  return (commits / (performance.now() - start)) * 1000;
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
