/** Reading streams, and appending to those whose head no case row keeps (library documents, access). */
import { type Kysely, sql, type Transaction } from "kysely";
import { type EntryContent, type Head, opened, type SealedEntry, seal } from "../../journal/index.ts";
import type { OpenDatabase } from "../database.ts";
import type { JournalQueries } from "../port.ts";
import type { Tables } from "../schema.ts";

export function journalQueries(database: OpenDatabase): JournalQueries {
  const { read, write } = database;

  async function sealed(tenant: string, stream: string, fromSeq = 1): Promise<readonly SealedEntry[]> {
    const rows = await read
      .selectFrom("journal")
      .selectAll()
      .where("tenant", "=", tenant)
      .where("stream", "=", stream)
      .where("seq", ">=", fromSeq)
      .orderBy("seq")
      .execute();
    return rows.map((row) => ({
      tenant: row.tenant,
      stream: row.stream,
      seq: row.seq,
      atMs: row.at_ms,
      prevHash: row.prev_hash,
      hash: row.hash,
      body: row.body,
    }));
  }

  return {
    sealed,
    async entries(tenant, stream, fromSeq) {
      return (await sealed(tenant, stream, fromSeq)).map(opened);
    },
    heads: (tenant, prefix, afterStream, max) => heads(read, tenant, prefix, afterStream, max),
    async append(tenant, stream, content) {
      return await write.transaction().execute((trx) => appendIn(trx, database, tenant, stream, content));
    },
  };
}

/** Appends within a transaction that changes something else as well. */
export async function appendIn(
  trx: Transaction<Tables>,
  database: OpenDatabase,
  tenant: string,
  stream: string,
  content: EntryContent,
): Promise<Head> {
  await sql`insert into heads (tenant, stream, seq, hash) values (${tenant}, ${stream}, 0, '')
    on conflict (tenant, stream) do nothing`.execute(trx);
  const found = await sql<{ seq: number; hash: string }>`
    select seq, hash from heads where tenant = ${tenant} and stream = ${stream}
    ${database.dialect.forUpdate}`.execute(trx);
  const head = found.rows[0];
  const after = head === undefined || head.seq === 0 ? null : head;
  const entry = seal({ tenant, stream, after }, content);
  await trx
    .insertInto("journal")
    .values({
      tenant,
      stream,
      seq: entry.seq,
      at_ms: entry.atMs,
      prev_hash: entry.prevHash,
      hash: entry.hash,
      body: entry.body,
    })
    .execute();
  await trx
    .updateTable("heads")
    .set({ seq: entry.seq, hash: entry.hash })
    .where("tenant", "=", tenant)
    .where("stream", "=", stream)
    .execute();
  return { stream, seq: entry.seq, hash: entry.hash };
}

/** Heads of cases stand in their rows, the others in `heads`; the journal itself is what an export reads. */
async function heads(
  read: Kysely<Tables>,
  tenant: string,
  prefix: string,
  afterStream: string,
  max: number,
): Promise<readonly Head[]> {
  const end = `${prefix}\u{10ffff}`;
  const rows = await sql<Head>`select stream, seq, hash from (
      select ${sql.lit("case/")} || case_id as stream, version as seq, head as hash from cases
        where tenant = ${tenant}
      union all select stream, seq, hash from heads where tenant = ${tenant} and seq > 0) as all_heads
    where stream > ${afterStream} and stream >= ${prefix} and stream < ${end}
    order by stream limit ${max}`.execute(read);
  return rows.rows;
}
