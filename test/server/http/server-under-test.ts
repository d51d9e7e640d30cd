/**
 * A real server on a free port, over a real embedded store in a folder of its own, with the shipped library and an
 * account for each role. The test owns the clock.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import type { Role } from "../../../api/index.ts";
import { createServer, type PorosServer, type ServerOptions } from "../../../server/app.ts";
import { createPasswords } from "../../../server/auth/index.ts";
import { installLibrary } from "../../../server/demo/index.ts";

/** Monday 1 March 2027, 09.00 WIB. */
export const mondayMs = Date.UTC(2027, 2, 1, 2, 0);

export const password = "kuda-laut-biru-7";

/** One person of the demonstration province for each role, and a second analyst. */
export const people = {
  pemohon: { username: "yusuf.maulana", personId: "yusuf-maulana", roles: ["pemohon"] },
  pemohonLain: { username: "mega.puspita", personId: "mega-puspita", roles: ["pemohon"] },
  petugas: { username: "siti.nurhaliza.putri", personId: "siti-nurhaliza-putri", roles: ["petugas"] },
  kabag: { username: "hendra.gunawan", personId: "hendra-gunawan", roles: ["petugas", "pejabat"] },
  karo: { username: "ratna.widyastuti", personId: "ratna-widyastuti", roles: ["pejabat"] },
  asisten: { username: "laras.wibowo", personId: "laras-wibowo", roles: ["pejabat"] },
  sekda: { username: "sulaiman.effendi", personId: "sulaiman-effendi", roles: ["pejabat"] },
  pejabatLain: { username: "wayan.sudarma", personId: "wayan-sudarma", roles: ["petugas", "pejabat"] },
  perancang: { username: "dewi.lestari", personId: "dewi-lestari", roles: ["perancang"] },
  perancangLain: { username: "bambang.sutrisno", personId: "bambang-sutrisno", roles: ["perancang"] },
  auditor: { username: "arif.budiman.saragih", personId: "arif-budiman-saragih", roles: ["auditor"] },
  admin: { username: "novita.sihombing", personId: "novita-sihombing", roles: ["admin"] },
} as const satisfies Record<
  string,
  { readonly username: string; readonly personId: string; readonly roles: readonly Role[] }
>;
export type PersonName = keyof typeof people;

export interface ServerUnderTest {
  readonly server: PorosServer;
  readonly url: string;
  readonly dataDir: string;
  readonly clock: { nowMs(): number; set(ms: number): void };
  readonly faults: readonly string[];
  client(): Client;
  as(name: PersonName): Promise<Client>;
  stop(): Promise<void>;
}

export async function startServer(
  options: Partial<Omit<ServerOptions, "config">> & {
    readonly config?: Partial<ServerOptions["config"]>;
    readonly empty?: boolean;
    readonly expectsFaults?: boolean;
    readonly dataDir?: string;
  } = {},
): Promise<ServerUnderTest> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "poros-http-")));
  let nowMs = mondayMs;
  const clock = {
    nowMs: () => nowMs,
    set: (ms: number) => {
      nowMs = ms;
    },
  };
  const { config, empty, dataDir: _given, expectsFaults: _expected, ...rest } = options;
  // An error that nobody expected fails the test that met it, and says so when the server stops.
  const faults: string[] = [];
  const log = pino({ level: "error" }, { write: (text: string) => faults.push(text) });
  const server = await createServer({
    clock,
    log,
    ...rest,
    config: {
      host: "127.0.0.1",
      port: 0,
      dataDir,
      databaseUrl: null,
      publicOrigin: null,
      trustedProxies: [],
      tenant: "provinsi",
      logLevel: "silent",
      verifyReplies: true,
      ...config,
    },
  });
  if (!empty) await fill(server);
  const running: ServerUnderTest = {
    server,
    url: server.url,
    dataDir,
    clock,
    client: () => createClient(server.url),
    async as(name) {
      const client = createClient(server.url);
      await client.signIn(people[name].username);
      return client;
    },
    faults,
    async stop() {
      await server.stop();
      if (faults.length > 0 && !options.expectsFaults) throw new Error(faults.join("\n"));
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
  return running;
}

/** One hash for all accounts: hashing is what takes the time. */
const hashed = createPasswords(2).hash(password);

async function fill(server: PorosServer): Promise<void> {
  await installLibrary(server, mondayMs - 86_400_000);
  for (const { username, personId, roles } of Object.values(people)) {
    await server.store.people.createAccount(server.config.tenant, {
      username,
      personId,
      passwordHash: await hashed,
      roles,
      disabled: false,
      failedAttempts: 0,
      lockedUntilMs: null,
      createdAtMs: mondayMs,
      generation: 1,
    });
  }
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; null when it is not JSON. */
  readonly body: unknown;
  /** A member of the body by its path: `faults/0/code`. */
  at(path: string): unknown;
}

export interface Client {
  readonly cookie: string;
  readonly csrf: string;
  signIn(username: string, withPassword?: string): Promise<Reply>;
  get(path: string, headers?: Record<string, string>): Promise<Reply>;
  /** With cookie, CSRF token, and a fresh Idempotency-Key unless one is given. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  upload(name: string, content: string | Uint8Array, slot?: string, type?: string): Promise<Reply>;
}

let keys = 0;

export function createClient(url: string): Client {
  let cookie = "";
  let csrf = "";
  async function call(method: string, path: string, init: RequestInit & { headers: Record<string, string> }) {
    const response = await fetch(url + path, {
      method,
      redirect: "manual",
      ...init,
      headers: { ...(cookie ? { cookie } : {}), ...init.headers },
    });
    const set = response.headers.get("set-cookie");
    if (set) cookie = set.split(";")[0] ?? "";
    return await replyOf(response);
  }
  return {
    get cookie() {
      return cookie;
    },
    get csrf() {
      return csrf;
    },
    async signIn(username, withPassword = password) {
      const reply = await call("POST", "/api/v1/session", {
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ username, password: withPassword }),
      });
      if (reply.status === 200) csrf = String(reply.at("csrf"));
      return reply;
    },
    get: (path, headers = {}) => call("GET", path, { headers }),
    send(method, path, body, headers = {}) {
      keys += 1;
      const text = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
      return call(method, path, {
        ...(text === undefined ? {} : { body: text }),
        headers: {
          ...(text === undefined ? {} : { "content-type": "application/json" }),
          "x-csrf-token": csrf,
          "idempotency-key": `key-${keys}`,
          ...headers,
        },
      });
    },
    upload(name, content, slot = "suratPengantar", type = "application/pdf") {
      const form = new FormData();
      form.set("slot", slot);
      const bytes =
        typeof content === "string" ? new TextEncoder().encode(content) : Uint8Array.from(content);
      form.set("file", new Blob([bytes], { type }), name);
      return call("POST", "/api/v1/files", { headers: { "x-csrf-token": csrf }, body: form });
    },
  };
}

async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {
    body = null;
  }
  const parsed = body;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: parsed,
    at: (path) => path.split("/").reduce<unknown>(memberOf, parsed),
  };
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
