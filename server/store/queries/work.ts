/**
 * Claiming work. A claim is one statement: it takes what is due and not under a lease, raises the fence and sets
 * the lease. Giving work back raises the fence too. Who answers with an older fence has the work no longer.
 */
import { type Kysely, sql } from "kysely";
import type { OpenDatabase } from "../database.ts";
import { multiRow } from "../multi-row.ts";
import type { Claim, ClaimRequest, Leased, WorkQueue } from "../port.ts";
import { deadlineRow, jobRow, messageRow, timerCells, timerRow, timersShape } from "../rows.ts";
import {
  type DeadlineColumns,
  type JobColumns,
  type MessageColumns,
  NEVER_MS,
  type Tables,
  type TimerColumns,
} from "../schema.ts";

const places = {
  timer: { table: "timers", id: "timer_id" },
  deadline: { table: "deadlines", id: "deadline_id" },
  message: { table: "messages", id: "message_id" },
  job: { table: "jobs", id: "request_id" },
} as const;

/** Nothing that the case asked for earlier is still to be done. */
const firstOfItsCase = sql`and not exists (select 1 from jobs as earlier where earlier.tenant = jobs.tenant
  and earlier.case_id = jobs.case_id and earlier.kind = 'relay' and earlier.request_id < jobs.request_id)`;

/** What is armed already stays as it is. */
const newTimersShape = { ...timersShape, update: [] };

export function workQueue(database: OpenDatabase): WorkQueue {
  const { write, read, dialect } = database;
  const rows = multiRow(dialect, write);

  async function claim<Row extends { fence: number; lease_until_ms: number; due_at_ms: number }>(
    work: Claim["work"],
    tenant: string,
    request: ClaimRequest,
    only = sql``,
    also = sql``,
  ): Promise<readonly Row[]> {
    const { table, id } = places[work];
    const until = request.nowMs + request.leaseMs;
    const due = await sql<Row>`
      update ${sql.table(table)} set lease_until_ms = ${until}, fence = fence + 1 ${also}
      where tenant = ${tenant} and (case_id, ${sql.ref(id)}) in (
        select case_id, ${sql.ref(id)} from ${sql.table(table)}
        where tenant = ${tenant} and due_at_ms <= ${request.nowMs} and lease_until_ms <= ${request.nowMs} ${only}
        order by due_at_ms, case_id, ${sql.ref(id)} limit ${request.max} ${dialect.skipLocked})
      returning *`.execute(write);
    return due.rows.toSorted((a, b) => a.due_at_ms - b.due_at_ms);
  }

  return {
    async timers(tenant, request) {
      return leased(await claim<TimerColumns>("timer", tenant, request), timerRow);
    },
    async deadlines(tenant, request) {
      const only = sql`and next_mark is not null`;
      return leased(await claim<DeadlineColumns>("deadline", tenant, request, only), deadlineRow);
    },
    async messages(tenant, request) {
      return leased(await claim<MessageColumns>("message", tenant, request), messageRow);
    },
    async jobs(tenant, request) {
      const names = request.names.includes("*")
        ? sql``
        : request.names.length === 0
          ? sql`and 1 = 0`
          : sql`and name in (${sql.join([...request.names])})`;
      const only = sql`and kind = ${request.kind} ${names} ${request.kind === "relay" ? firstOfItsCase : sql``}`;
      const also = sql`, worker = ${request.worker}`;
      return leased(await claim<JobColumns>("job", tenant, request, only, also), jobRow);
    },
    async timersOf(tenant, ownerId) {
      const rows = await read
        .selectFrom("timers")
        .selectAll()
        .where("tenant", "=", tenant)
        .where("case_id", "=", ownerId)
        .orderBy("timer_id")
        .execute();
      return rows.map(timerRow);
    },
    async setTimers(tenant, ownerId, { opened, closed }) {
      await write.transaction().execute(async (trx) => {
        await rows.run(
          trx,
          rows.removes(
            timersShape,
            closed.map((id) => [tenant, ownerId, id]),
          ),
        );
        await rows.run(
          trx,
          rows.upserts(
            newTimersShape,
            opened.map((row) => timerCells(tenant, row)),
          ),
        );
      });
    },
    async job(tenant, caseId, requestId) {
      const row = await read
        .selectFrom("jobs")
        .selectAll()
        .where("tenant", "=", tenant)
        .where("case_id", "=", caseId)
        .where("request_id", "=", requestId)
        .executeTakeFirst();
      return row === undefined ? null : (leased([row], jobRow)[0] ?? null);
    },
    async release(tenant, given, again) {
      const { table, id } = places[given.work];
      const changed = await sql`
        update ${sql.table(table)}
        set ${given.work === "deadline" ? sql`` : sql`due_at_ms = ${again.dueAtMs},`}
          lease_until_ms = ${given.work === "deadline" ? again.dueAtMs : 0}, attempts = ${again.attempts},
          fence = fence + 1
        where tenant = ${tenant} and case_id = ${given.caseId} and ${sql.ref(id)} = ${given.id}
          and fence = ${given.fence}`.execute(write);
      return (changed.numAffectedRows ?? 0n) > 0n;
    },
    async drop(tenant, given) {
      const { table, id } = places[given.work];
      const gone = await sql`
        delete from ${sql.table(table)}
        where tenant = ${tenant} and case_id = ${given.caseId} and ${sql.ref(id)} = ${given.id}
          and fence = ${given.fence}`.execute(write);
      return (gone.numAffectedRows ?? 0n) > 0n;
    },
    depth: (tenant) => depth(read, tenant),
  };
}

function leased<Columns extends { fence: number; lease_until_ms: number }, Row>(
  rows: readonly Columns[],
  row: (columns: Columns) => Row,
): readonly Leased<Row>[] {
  return rows.map((columns) => ({
    row: row(columns),
    fence: columns.fence,
    leaseUntilMs: columns.lease_until_ms,
  }));
}

async function depth(read: Kysely<Tables>, tenant: string): Promise<Readonly<Record<Claim["work"], number>>> {
  const counts = await sql<{ timer: number; deadline: number; message: number; job: number }>`select
    (select count(*) from timers where tenant = ${tenant} and due_at_ms < ${NEVER_MS}) as timer,
    (select count(*) from deadlines where tenant = ${tenant} and next_mark is not null) as deadline,
    (select count(*) from messages where tenant = ${tenant}) as message,
    (select count(*) from jobs where tenant = ${tenant}) as job`.execute(read);
  return counts.rows[0] ?? { timer: 0, deadline: 0, message: 0, job: 0 };
}
