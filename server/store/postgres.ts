/**
 * Opens the store on PostgreSQL, for any number of nodes. Commits wait for the disk (synchronous_commit), whatever
 * the database's default is.
 */
import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import type { OpenDatabase } from "./database.ts";
import { postgresDialect } from "./dialect.ts";
import { storeFailure } from "./failure.ts";
import { checkVersion, migrate } from "./migrations.ts";
import type { Tables } from "./schema.ts";

export interface PostgresOptions {
  readonly url: string;
  readonly readOnly: boolean;
  /** Connections at most; 10 when absent. */
  readonly connections?: number;
}

const INT8 = 20;

export async function openPostgres(options: PostgresOptions): Promise<OpenDatabase> {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections ?? 10,
    connectionTimeoutMillis: 5_000,
    application_name: "poros",
    // Every integer here is an instant or a count below 2^53.
    types: { getTypeParser: (oid, format) => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) },
    options: options.readOnly ? "-c default_transaction_read_only=on" : "-c synchronous_commit=on",
  });
  // A connection that breaks is replaced, and whoever used it is told by his query. Without listeners its error
  // would end the process.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await sql`select 1`.execute(db);
    if (options.readOnly) await checkVersion(db);
    else await migrate(db, postgresDialect);
  } catch (error) {
    await db.destroy();
    throw storeFailure(error);
  }
  return {
    dialect: postgresDialect,
    readOnly: options.readOnly,
    write: db,
    read: db,
    close: () => db.destroy(),
  };
}
