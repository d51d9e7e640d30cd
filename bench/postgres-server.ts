/**
 * A real PostgreSQL for measuring and for tests: one server for the run, on a free port of 127.0.0.1, its files in a temporary
 * folder, run by an own user of the system where this runs as root (PostgreSQL refuses root). Each suite makes
 * its own database in it. Without PostgreSQL's programs the run fails and says what to install.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

export interface PostgresServer {
  /** Of the maintenance database, with a superuser. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
  /** Ends all its processes as a crash would, and starts it again on the same files. */
  crashAndRestart(): Promise<void>;
}

const SUPERUSER = "poros";

export async function startPostgres(): Promise<PostgresServer> {
  const bin = findPostgres();
  const folder = mkdtempSync(join(tmpdir(), "poros-postgres-"));
  const owner = ownUser();
  if (owner !== null) chownSync(folder, owner.uid, owner.gid);
  const as = owner ?? {};
  const data = join(folder, "data");
  execFileSync(
    join(bin, "initdb"),
    ["-D", data, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-instructions"],
    { ...as, cwd: folder, stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, HOME: folder } },
  );
  const port = await freePort();
  const url = `postgres://${SUPERUSER}@127.0.0.1:${port}/postgres`;
  let child = await run();

  async function run(): Promise<ChildProcess> {
    const settings = [
      ...["-c", `listen_addresses=127.0.0.1`],
      ...["-c", `unix_socket_directories=${folder}`],
      ...["-c", "max_connections=200"],
    ];
    const started = spawn(join(bin, "postgres"), ["-D", data, "-p", String(port), ...settings], {
      ...as,
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let told = "";
    started.stderr?.on("data", (text: Buffer) => {
      told = `${told}${text.toString()}`.slice(-4_000);
    });
    await untilReady(url, started, () => told);
    return started;
  }

  return {
    url,
    port,
    async stop() {
      await end(child, "SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
    async crashAndRestart() {
      // SIGQUIT is PostgreSQL's immediate shutdown: no checkpoint, recovery at the next start.
      await end(child, "SIGQUIT");
      child = await run();
    },
  };
}

/** Makes an empty database in the server and gives its address; `drop` takes it away with its connections. */
export async function freshDatabase(
  serverUrl: string,
): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const name = `poros_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  await administer(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => administer(serverUrl, `drop database if exists ${name} with (force)`),
  };
}

async function administer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function findPostgres(): string {
  const lib = "/usr/lib/postgresql";
  const versions = existsSync(lib) ? readdirSync(lib).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [process.env.POROS_POSTGRES_BIN, ...versions.map((version) => join(lib, version, "bin"))];
  const found = places.find((place) => place !== undefined && existsSync(join(place, "initdb")));
  if (found === undefined) {
    throw new Error(
      "This needs PostgreSQL's programs (initdb, postgres), which are not here. Install them " +
        "(Debian: apt-get install postgresql) or set POROS_POSTGRES_BIN to the folder that holds them.",
    );
  }
  return found;
}

/** Null where this does not run as root: then PostgreSQL runs as the same user. */
function ownUser(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag: string) => Number(execFileSync("id", [flag, name], { encoding: "utf8" }).trim());
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      // No such user: the next one.
    }
  }
  throw new Error(
    "PostgreSQL refuses to run as root, and there is no user postgres or nobody to run it as. Run as another user.",
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No port was given.");
  return address.port;
}

async function untilReady(url: string, child: ChildProcess, told: () => string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL did not start:\n${told()}`);
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.query("select 1");
      await client.end();
      return;
    } catch {
      await client.end().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`PostgreSQL did not answer within 30 s:\n${told()}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await ended;
}
