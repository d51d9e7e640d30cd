/** The server as a process: it starts a province, has its store to itself, stops in order, and loses nothing. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, inject, test } from "vitest";
import { freshDatabase } from "../../set-up/postgres.ts";
import { actOnFirst, submitReport, uploads } from "./report.ts";
import { createClient, startServer } from "./server-under-test.ts";

const root = join(import.meta.dirname, "../../..");
const children: ChildProcess[] = [];
const folders: string[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly printed: string;
  readonly ended: Promise<number | null>;
}

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "poros-process-"));
  folders.push(folder);
  return folder;
}

function run(words: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ["--import", "tsx", ...words], {
    cwd: root,
    env: { ...process.env, LOG_LEVEL: "silent", PORT: "0", ...env },
  });
  children.push(child);
  let text = "";
  child.stdout.on("data", (part) => {
    text += String(part);
  });
  child.stderr.on("data", (part) => {
    text += String(part);
  });
  const ended = new Promise<number | null>((resolve) => child.on("exit", (code) => resolve(code)));
  return { child, ended, text: () => text };
}

async function start(dataDir: string): Promise<Running> {
  const { child, ended, text } = run(["server/main.ts"], { DATA_DIR: dataDir });
  await expect.poll(text, { timeout: 60_000, interval: 100 }).toMatch(/http:\/\/127\.0\.0\.1:\d+[\s\S]*\n/);
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text())?.[0] ?? "";
  await expect
    .poll(() =>
      fetch(`${url}/readyz`).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200);
  return { child, url, ended, printed: text() };
}

const passwordOf = (printed: string, username: string) =>
  new RegExp(`${username.replace(".", "\\.")}\\s+(\\S+)`).exec(printed)?.[1] ?? "";

describe("a first start on loopback", () => {
  test("prints the address and an account for each role, with passwords that work and are not kept", async () => {
    const dataDir = freshFolder();
    const { url, printed, child, ended } = await start(dataDir);
    for (const name of ["yusuf.maulana", "dewi.lestari", "arif.budiman.saragih", "novita.sihombing"]) {
      expect((await createClient(url).signIn(name, passwordOf(printed, name))).status, name).toBe(200);
    }
    const password = passwordOf(printed, "sulaiman.effendi");
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(readFileSync(join(dataDir, "poros.db")).includes(password)).toBe(false);
    const again = await start(dataDir);
    expect(again.printed).not.toContain("Kata sandi");
    expect((await createClient(again.url).signIn("sulaiman.effendi", password)).status).toBe(200);
  }, 120_000);
});

describe("one store, one server", () => {
  test("a second server on the same folder ends with a message; the command line goes through the first", async () => {
    const dataDir = freshFolder();
    const { url, printed } = await start(dataDir);
    const second = run(["server/main.ts"], { DATA_DIR: dataDir });
    expect(await second.ended).toBe(1);
    expect(second.text()).toContain("has the store in");
    const machine = run(["server/poros.ts", "account", "machine", "srikandi", "jobs:srikandi", "--json"], {
      DATA_DIR: dataDir,
    });
    expect(await machine.ended).toBe(0);
    const { secret } = JSON.parse(/\{.*\}/.exec(machine.text())?.[0] ?? "{}") as { secret: string };
    const claimed = await createClient(url).send(
      "POST",
      "/api/v1/jobs/claim",
      { topics: ["srikandi"], worker: "w", max: 1, leaseSeconds: 10 },
      { authorization: `Bearer ${secret}` },
    );
    expect(claimed.body).toEqual({ jobs: [] });
    const copy = join(freshFolder(), "cadangan");
    const backup = run(["server/poros.ts", "backup", copy], { DATA_DIR: dataDir });
    expect(await backup.ended, backup.text()).toBe(0);
    const restored = await start(copy);
    const name = "arif.budiman.saragih";
    expect((await createClient(restored.url).signIn(name, passwordOf(printed, name))).status).toBe(200);
  }, 180_000);
});

describe("stopping", () => {
  test("SIGTERM under load: what had begun is answered, what was answered is kept, nothing new is taken", async () => {
    const dataDir = freshFolder();
    const { url, printed, child, ended } = await start(dataDir);
    const operator = createClient(url);
    await operator.signIn("yusuf.maulana", passwordOf(printed, "yusuf.maulana"));
    const page = await operator.get("/api/v1/processes/verifikasi-laporan/submission?post=dinkes-operator");
    // A draft whose body is still on its way when the signal comes.
    const body = JSON.stringify({ values: { ringkasan: "sedang dikirim" } });
    const stream = await fetch(`${url}/api/v1/events`, { headers: { cookie: operator.cookie } });
    const request = httpRequest(
      `${url}/api/v1/processes/verifikasi-laporan/submission?post=dinkes-operator`,
      {
        method: "PUT",
        headers: {
          cookie: operator.cookie,
          "x-csrf-token": operator.csrf,
          "content-type": "application/json",
          "content-length": String(body.length),
          expect: "100-continue",
        },
      },
    );
    const slow = new Promise<number>((resolve, reject) => {
      request.on("response", (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      request.on("error", reject);
    });
    // The server has taken the request, then hears that it is to stop, then gets the body.
    await new Promise<void>((resolve) => {
      request.on("continue", resolve);
      request.flushHeaders();
    });
    child.kill("SIGTERM");
    await expect
      .poll(() =>
        fetch(`${url}/healthz`).then(
          () => true,
          () => false,
        ),
      )
      .toBe(false);
    request.end(body);
    expect(await slow).toBe(200);
    expect(await stream.text()).toContain("retry");
    expect(await ended).toBe(0);
    const again = await start(dataDir);
    const client = createClient(again.url);
    await client.signIn("yusuf.maulana", passwordOf(printed, "yusuf.maulana"));
    const kept = await client.get("/api/v1/processes/verifikasi-laporan/submission?post=dinkes-operator");
    expect([kept.at("draft/values/ringkasan"), page.status]).toEqual(["sedang dikirim", 200]);
  }, 180_000);

  test("kill -9 after an answer: the case is there, and the same request gets the first answer", async () => {
    const dataDir = freshFolder();
    const { url, printed, child, ended } = await start(dataDir);
    const operator = createClient(url);
    await operator.signIn("yusuf.maulana", passwordOf(printed, "yusuf.maulana"));
    const body = {
      processId: "verifikasi-laporan",
      version: 1,
      postId: "dinkes-operator",
      values: {
        jenisLaporan: "LKjIP",
        tahun: 2026,
        nomorSurat: "000.8.6/128/DINKES",
        tanggalSurat: "2026-11-20",
        anggaran: "412750000000",
      },
      attachments: await uploads(operator, ["suratPengantar", "laporan"]),
    };
    const headers = { "idempotency-key": "sebelum-mati" };
    const first = await operator.send("POST", "/api/v1/cases", body, headers);
    expect(first.status, first.text).toBe(201);
    child.kill("SIGKILL");
    await ended;
    const again = await start(dataDir);
    const client = createClient(again.url);
    await client.signIn("yusuf.maulana", passwordOf(printed, "yusuf.maulana"));
    const repeated = await client.send("POST", "/api/v1/cases", body, headers);
    expect([repeated.status, repeated.at("caseId")]).toEqual([201, first.at("caseId")]);
    expect((await client.get("/api/v1/cases")).at("total")).toBe(1);
  }, 180_000);
});

/** A way to the database that can be cut, as a cable can. */
async function cuttable(to: { readonly host: string; readonly port: number }) {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(to.port, to.host);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    cut: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
    mend: () => listen(port),
  };
}

describe("on PostgreSQL", () => {
  test("a case runs; while the database is away it is 503, and it heals by itself", async () => {
    const database = await freshDatabase(inject("postgresUrl"));
    const direct = new URL(database.url);
    const cable = await cuttable({ host: direct.hostname, port: Number(direct.port) });
    direct.port = String(cable.port);
    const running = await startServer({ config: { databaseUrl: direct.href }, expectsFaults: true });
    const operator = await running.as("pemohon");
    const reviewer = await running.as("petugas");
    expect((await submitReport(operator)).status).toBe(201);
    const act = await actOnFirst(reviewer, "lengkap", { dokumenLengkap: 4, dokumenDiminta: 4 });
    expect(act.status, act.text).toBe(200);

    await cable.cut();
    for (let i = 0; i < 3; i += 1) {
      const away = await operator.get("/api/v1/cases");
      const told = [away.status, away.at("code"), away.headers.get("retry-after")];
      expect(told).toEqual([503, "storeUnavailable", "5"]);
    }
    expect((await operator.get("/readyz")).status).toBe(503);
    expect((await operator.get("/healthz")).status).toBe(200);
    const draft = { values: { ringkasan: "tidak tersimpan" } };
    const path = "/api/v1/processes/verifikasi-laporan/submission?post=dinkes-operator";
    expect((await operator.send("PUT", path, draft)).status).toBe(503);

    await cable.mend();
    await expect.poll(async () => (await operator.get("/readyz")).status, { timeout: 15_000 }).toBe(200);
    expect((await operator.get("/api/v1/cases")).at("total")).toBe(1);
    expect((await submitReport(operator)).at("number")).toBe("VLP/2027/0002");
    await running.stop();
    await cable.cut();
    await database.drop();
  }, 120_000);
});
