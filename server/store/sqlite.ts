/**
 * Opens the embedded store: one SQLite file under the data folder, in WAL mode with synchronous=FULL, so that a
 * commit that returned is on disk. One connection writes, in a thread of its own, so that nobody waits for the disk but
 * who committed; a second one, opened read only, answers queries.
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
import { openWriter } from "./writer.ts";
import { turns, writerDialect } from "./writer-dialect.ts";

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

const PRAGMAS = [
  "journal_mode = WAL",
  "synchronous = FULL",
  // Copied back into the database every 32 MB instead of every 4: fewer syncs, a log that stays small.
  "wal_autocheckpoint = 8000",
  // Memory for pages and for what sorts need; the defaults are those of a telephone.
  "cache_size = -65536",
  "temp_store = MEMORY",
];

async function openToWrite(folder: string, file: string): Promise<OpenDatabase> {
  mkdirSync(folder, { recursive: true });
  const unlock = lockFolder(folder);
  try {
    const writer = await openWriter({ file, busyMs: BUSY_MS, pragmas: PRAGMAS });
    const turn = turns();
    const write = new Kysely<Tables>({ dialect: writerDialect(writer, turn) });
    try {
      await migrate(write, sqliteDialect);
      const read = readerOn(file);
      return {
        dialect: sqliteDialect,
        readOnly: false,
        write,
        read,
        async together(batch) {
          const give = await turn.take();
          try {
            return await writer.together(batch);
          } finally {
            give();
          }
        },
        news: null,
        async close() {
          await read.destroy();
          await write.destroy();
          unlock();
        },
      };
    } catch (error) {
      await writer.close();
      throw error;
    }
  } catch (error) {
    unlock();
    throw storeFailure(error);
  }
}

async function openToRead(file: string): Promise<OpenDatabase> {
  try {
    const read = readerOn(file);
    await checkVersion(read);
    const close = () => read.destroy();
    return {
      dialect: sqliteDialect,
      readOnly: true,
      write: read,
      read,
      together: async () => false,
      news: null,
      close,
    };
  } catch (error) {
    throw storeFailure(error);
  }
}

function readerOn(file: string): Kysely<Tables> {
  const reader = new Database(`${pathToFileURL(file).href}?mode=ro`, { timeout: BUSY_MS });
  reader.pragma("query_only = ON");
  reader.pragma("cache_size = -65536");
  reader.pragma("temp_store = MEMORY");
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: boundDatabase(reader) }) });
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
