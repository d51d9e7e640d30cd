/**
 * Opens the embedded store: one SQLite file under the data folder, in WAL mode with synchronous=FULL, so that a
 * commit that returned is on disk. One connection writes; a second one, opened read only, answers queries.
 * A second server on the same folder is refused by a lock that the operating system gives back when its holder
 * dies, however it dies.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Kysely, SqliteDialect } from "kysely";
import Database from "libsql";
import { boundDatabase } from "./binder.ts";
import type { OpenDatabase } from "./database.ts";
import { sqliteDialect } from "./dialect.ts";
import { StoreFailure, storeFailure } from "./failure.ts";
import { checkVersion, migrate } from "./migrations.ts";
import type { Tables } from "./schema.ts";

/** How long the connection waits for a reader that blocks it (a backup), in milliseconds. */
const BUSY_MS = 5_000;

export interface SqliteOptions {
  readonly folder: string;
  readonly readOnly: boolean;
}

export async function openSqlite(options: SqliteOptions): Promise<OpenDatabase> {
  const file = join(options.folder, "poros.db");
  return options.readOnly ? await openToRead(file) : await openToWrite(options.folder, file);
}

async function openToWrite(folder: string, file: string): Promise<OpenDatabase> {
  mkdirSync(folder, { recursive: true });
  const unlock = lockFolder(folder);
  try {
    const writer = new Database(file, { timeout: BUSY_MS });
    writer.pragma("journal_mode = WAL");
    writer.pragma("synchronous = FULL");
    // Copied back into the database every 32 MB instead of every 4: fewer syncs, a log that stays small.
    writer.pragma("wal_autocheckpoint = 8000");
    // Memory for pages and for what sorts need; the defaults are those of a telephone.
    writer.pragma("cache_size = -65536");
    writer.pragma("temp_store = MEMORY");
    checkPages(writer);
    const write = kyselyOn(writer);
    await migrate(write, sqliteDialect);
    const read = kyselyOn(openReader(file));
    return {
      dialect: sqliteDialect,
      readOnly: false,
      write,
      read,
      async close() {
        await read.destroy();
        // What is in the log goes into the database, so that one file holds all when nobody has it open.
        writer.pragma("wal_checkpoint(TRUNCATE)");
        await write.destroy();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw storeFailure(error);
  }
}

async function openToRead(file: string): Promise<OpenDatabase> {
  try {
    const read = kyselyOn(openReader(file));
    await checkVersion(read);
    return { dialect: sqliteDialect, readOnly: true, write: read, read, close: () => read.destroy() };
  } catch (error) {
    throw storeFailure(error);
  }
}

function openReader(file: string): Database.Database {
  const reader = new Database(`${pathToFileURL(file).href}?mode=ro`, { timeout: BUSY_MS });
  reader.pragma("query_only = ON");
  reader.pragma("cache_size = -65536");
  reader.pragma("temp_store = MEMORY");
  return reader;
}

function kyselyOn(database: Database.Database): Kysely<Tables> {
  const bound = boundDatabase(database);
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: bound }) });
  return db;
}

/** A page that does not agree with itself is found at the start, before anything is written over it. */
function checkPages(database: Database.Database): void {
  const rows = database.pragma("quick_check(1)");
  const first: unknown = Array.isArray(rows) ? rows[0] : rows;
  const verdict =
    typeof first === "object" && first !== null && "quick_check" in first ? first.quick_check : "unreadable";
  if (verdict !== "ok") {
    throw new StoreFailure(
      "storeDamaged",
      `The database is damaged: ${String(verdict)}. Nothing was changed. Restore a backup (poros restore).`,
    );
  }
}

// ---------------------------------------------------------------- one server per folder

/**
 * The lock is a transaction held open on a small database of its own: the operating system frees it with the
 * process. The note beside it only makes the refusal more helpful.
 */
function lockFolder(folder: string): () => void {
  const lock = new Database(join(folder, "server.lock"), { timeout: 0 });
  const note = join(folder, "server.pid");
  try {
    lock.exec("begin exclusive");
  } catch (error) {
    lock.close();
    throw new StoreFailure("storeInUse", inUse(folder, note), error);
  }
  writeFileSync(note, `${process.pid}\n`);
  return () => {
    lock.exec("rollback");
    lock.close();
  };
}

function inUse(folder: string, note: string): string {
  let holder = "Another server";
  try {
    holder = `Another server (process ${readFileSync(note, "utf8").trim()})`;
  } catch {
    // It has just begun, or the note was removed: the lock alone decides.
  }
  return (
    `${holder} has the store in ${folder} open. Stop it first, give this one another folder (--data), or set ` +
    "DATABASE_URL so that several servers share a PostgreSQL database. Commands that only read may run beside it."
  );
}
