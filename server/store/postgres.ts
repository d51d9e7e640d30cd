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
import type { Statement } from "./multi-row.ts";
import { postgresNews } from "./news.ts";
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
    // Statements of a batch are sent one behind the other without waiting for the answers between them.
    pipeline: true,
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
    together: (batch) => runTogether(pool, batch),
    news: postgresNews(options.url),
    close: () => db.destroy(),
  };
}

/** What a guard raises when it counts another number of rows: SQLSTATE division_by_zero. */
const GUARD = "22012";
/** The statements behind one that failed: SQLSTATE in_failed_sql_transaction. */
const ABORTED = "25P02";

/**
 * Everything from `begin` to `commit` is sent at once. A statement that must touch so many rows counts them itself and
 * fails the transaction when there are others, so the commit need not wait for this side to look.
 */
async function runTogether(pool: pg.Pool, batch: readonly Statement[]): Promise<boolean> {
  const client = await pool.connect();
  const sent = [client.query("begin")];
  for (const { text, parameters, touches } of batch) {
    const guarded = touches === null ? text : guardedText(text, touches);
    sent.push(client.query({ name: nameOf(guarded), text: guarded, values: [...parameters] }));
  }
  sent.push(client.query("commit"));
  const failures = (await Promise.allSettled(sent)).flatMap((one) =>
    one.status === "rejected" ? [one.reason] : [],
  );
  client.release();
  const failure: unknown = failures.find((reason) => codeOf(reason) !== ABORTED);
  if (failure === undefined) return failures.length === 0;
  if (codeOf(failure) === GUARD) return false;
  throw failure;
}

function guardedText(text: string, touches: number): string {
  return `with touched as (${text} returning 1) select 1 / (count(*) = ${touches})::int from touched`;
}

function codeOf(reason: unknown): unknown {
  return typeof reason === "object" && reason !== null && "code" in reason ? reason.code : undefined;
}

/** Names of prepared statements: texts are few, so they are numbered. */
const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `poros_${names.size + 1}`;
  names.set(text, name);
  return name;
}
