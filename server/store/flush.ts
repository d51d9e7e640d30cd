/**
 * Writes a group of commits in one transaction. Its invariants: each member is written whole or not at all; a
 * member that lost (its version taken, its key used, its claim stale) leaves the others as they are; keys,
 * claims, counters and cases are locked in that order, each in the order of its key, so that nodes that flush at
 * the same time wait for each other and never in a circle.
 */
import { type Expression, type SqlBool, sql, type Transaction } from "kysely";
import type { OpenDatabase } from "./database.ts";
import type { MultiRow, TableShape } from "./multi-row.ts";
import type { CaseCommit, Claim, Committed, IdempotencyKey, NumberedStart } from "./port.ts";
import {
  caseCells,
  casePostsShape,
  casesShape,
  deadlineCells,
  deadlinesShape,
  decisionCells,
  decisionsShape,
  incidentCells,
  incidentsShape,
  jobCells,
  jobsShape,
  journalCells,
  journalShape,
  messageCells,
  messagesShape,
  noticeCells,
  noticesShape,
  subscriptionCells,
  subscriptionsShape,
  taskCells,
  tasksShape,
  timerCells,
  timersShape,
} from "./rows.ts";
import type { Tables } from "./schema.ts";

type Trx = Transaction<Tables>;

/** What waits to be written: a commit as it is, or a start that still needs its number. */
export type Member =
  | { readonly kind: "ready"; readonly commit: CaseCommit }
  | { readonly kind: "numbered"; readonly start: NumberedStart };

/** One member on its way through the transaction. */
interface Attempt {
  readonly member: Member;
  readonly tenant: string;
  readonly caseId: string;
  readonly key: IdempotencyKey | null;
  readonly claim: Claim | null;
  commit: CaseCommit | null;
  result: Committed | null;
}

const answersShape: TableShape<"answers"> = {
  table: "answers",
  columns: ["tenant", "scope", "key", "body_hash", "case_id", "version", "answer", "at_ms"],
  key: ["tenant", "scope", "key"],
  update: [],
  returning: ["tenant", "scope", "key"],
};

/** Results in the order of the members. */
export async function flush(
  database: OpenDatabase,
  rows: MultiRow,
  members: readonly Member[],
): Promise<readonly Committed[]> {
  return await database.write.transaction().execute(async (trx) => {
    const attempts = members.map(attempt);
    const ordered = attempts.toSorted((a, b) => compare(a.tenant, b.tenant) || compare(a.caseId, b.caseId));
    await takeKeys(trx, rows, ordered);
    await checkClaims(trx, database, open(ordered));
    await giveNumbers(trx, rows, database, open(ordered));
    await writeCases(trx, rows, open(ordered));
    await giveBackKeys(trx, rows, ordered);
    await writeRest(
      trx,
      rows,
      ordered.flatMap(({ result, commit }) =>
        result?.kind === "committed" && commit !== null ? [commit] : [],
      ),
    );
    return attempts.map(({ result }) => result ?? { kind: "notBuilt" });
  });
}

function attempt(member: Member): Attempt {
  const of = member.kind === "ready" ? member.commit : member.start;
  return {
    member,
    tenant: of.tenant,
    caseId: of.caseId,
    key: of.idempotency,
    claim: of.settles,
    commit: member.kind === "ready" ? member.commit : null,
    result: null,
  };
}

function open(attempts: readonly Attempt[]): readonly Attempt[] {
  return attempts.filter(({ result }) => result === null);
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

// ---------------------------------------------------------------- idempotency keys

async function takeKeys(trx: Trx, rows: MultiRow, attempts: readonly Attempt[]): Promise<void> {
  const keyed = attempts.flatMap((one) => (one.key === null ? [] : [{ one, key: one.key }]));
  if (keyed.length === 0) return;
  const sorted = keyed.toSorted((a, b) => compare(keyName(a.one, a.key), keyName(b.one, b.key)));
  const taken = await rows.upsert(
    trx,
    answersShape,
    sorted.map(({ one, key }) => [
      one.tenant,
      key.scope,
      key.key,
      key.bodyHash,
      one.caseId,
      one.member.kind === "ready" ? one.member.commit.version : 1,
      null,
      one.member.kind === "ready" ? one.member.commit.entry.atMs : one.member.start.atMs,
    ]),
  );
  const mine = new Set(taken.map((row) => JSON.stringify([row.tenant, row.scope, row.key])));
  const others = sorted.filter(({ one, key }) => !mine.has(keyName(one, key)));
  for (const { one, key } of others) one.result = await firstAnswer(trx, one.tenant, key);
}

async function firstAnswer(trx: Trx, tenant: string, key: IdempotencyKey): Promise<Committed> {
  const row = await trx
    .selectFrom("answers")
    .select(["body_hash", "case_id", "version"])
    .where("tenant", "=", tenant)
    .where("scope", "=", key.scope)
    .where("key", "=", key.key)
    .executeTakeFirstOrThrow();
  if (row.body_hash !== key.bodyHash || row.case_id === null || row.version === null) {
    return { kind: "keyReused" };
  }
  return { kind: "repeated", caseId: row.case_id, version: row.version };
}

function keyName(one: Attempt, key: IdempotencyKey): string {
  return JSON.stringify([one.tenant, key.scope, key.key]);
}

/** A member that lost did nothing, so its key is free again. */
async function giveBackKeys(trx: Trx, rows: MultiRow, attempts: readonly Attempt[]): Promise<void> {
  const lost = attempts.flatMap(({ tenant, key, result }) => {
    const keeps = result?.kind === "committed" || result?.kind === "repeated" || result?.kind === "keyReused";
    return key === null || keeps ? [] : [[tenant, key.scope, key.key]];
  });
  await rows.remove(trx, answersShape, lost);
}

// ---------------------------------------------------------------- claims

/** Where claimed work of each kind lies, and what names it there. */
const claimTables = {
  timer: { table: "timers", id: "timer_id" },
  deadline: { table: "deadlines", id: "deadline_id" },
  message: { table: "messages", id: "message_id" },
  job: { table: "jobs", id: "request_id" },
} as const;

async function checkClaims(trx: Trx, database: OpenDatabase, attempts: readonly Attempt[]): Promise<void> {
  for (const work of ["timer", "deadline", "message", "job"] as const) {
    const claimed = attempts.flatMap((one) => (one.claim?.work === work ? [{ one, claim: one.claim }] : []));
    if (claimed.length === 0) continue;
    const { table, id } = claimTables[work];
    const found = await sql<{ tenant: string; case_id: string; id: string; fence: number }>`
      select tenant, case_id, ${sql.ref(id)} as id, fence from ${sql.table(table)}
      where ${anyOf(claimed.map(({ one, claim }) => claimIs(one.tenant, claim, id)))}
      order by tenant, case_id, ${sql.ref(id)} ${database.dialect.forUpdate}`.execute(trx);
    const fences = new Map(
      found.rows.map((row) => [JSON.stringify([row.tenant, row.case_id, row.id]), row.fence]),
    );
    for (const { one, claim } of claimed) {
      const fence = fences.get(JSON.stringify([one.tenant, claim.caseId, claim.id]));
      if (fence !== claim.fence) one.result = { kind: "staleClaim" };
    }
  }
}

function claimIs(tenant: string, claim: Claim, id: string): Expression<SqlBool> {
  return sql<SqlBool>`(tenant = ${tenant} and case_id = ${claim.caseId} and ${sql.ref(id)} = ${claim.id})`;
}

function anyOf(parts: readonly Expression<SqlBool>[]): Expression<SqlBool> {
  return sql<SqlBool>`(${sql.join(parts, sql` or `)})`;
}

// ---------------------------------------------------------------- numbers

const countersShape: TableShape<"counters"> = {
  table: "counters",
  columns: ["tenant", "prefix", "year", "last"],
  key: ["tenant", "prefix", "year"],
  update: ["last"],
};

/** Makes the counter where it is not there yet. */
const newCountersShape: TableShape<"counters"> = { ...countersShape, update: [] };

/** The counter is locked, then given out to the starts that are built, in turn; a start that is not built takes none. */
async function giveNumbers(
  trx: Trx,
  rows: MultiRow,
  database: OpenDatabase,
  attempts: readonly Attempt[],
): Promise<void> {
  const series = new Map<string, { attempts: Attempt[]; tenant: string; prefix: string; year: number }>();
  for (const one of attempts) {
    if (one.member.kind !== "numbered") continue;
    const { tenant, prefix, year } = one.member.start;
    const name = JSON.stringify([tenant, prefix, year]);
    const known = series.get(name) ?? { attempts: [], tenant, prefix, year };
    known.attempts.push(one);
    series.set(name, known);
  }
  for (const name of [...series.keys()].toSorted(compare)) {
    const one = series.get(name);
    if (one === undefined) continue;
    const { tenant, prefix, year } = one;
    await rows.upsert(trx, newCountersShape, [[tenant, prefix, year, 0]]);
    const counter = await sql<{ last: number }>`
      select last from counters where tenant = ${tenant} and prefix = ${prefix} and year = ${year}
      ${database.dialect.forUpdate}`.execute(trx);
    const before = counter.rows[0]?.last ?? 0;
    let last = before;
    for (const starting of one.attempts) {
      if (starting.member.kind !== "numbered") continue;
      const number = `${prefix}/${year}/${String(last + 1).padStart(4, "0")}`;
      starting.commit = await starting.member.start.build(number);
      if (starting.commit === null) starting.result = { kind: "notBuilt" };
      else last += 1;
    }
    if (last > before) await rows.upsert(trx, countersShape, [[tenant, prefix, year, last]]);
  }
}

// ---------------------------------------------------------------- cases and what belongs to them

async function writeCases(trx: Trx, rows: MultiRow, attempts: readonly Attempt[]): Promise<void> {
  const writing = attempts.flatMap((one) => (one.commit === null ? [] : [{ one, commit: one.commit }]));
  const won = await rows.upsert(
    trx,
    casesShape,
    writing.map(({ commit }) => caseCells(commit.tenant, commit.row, commit.state)),
  );
  const winners = new Set(won.map((row) => JSON.stringify([row.tenant, row.case_id, row.version])));
  for (const { one, commit } of writing) {
    const name = JSON.stringify([commit.tenant, commit.caseId, commit.version]);
    one.result = winners.has(name)
      ? { kind: "committed", caseId: commit.caseId, version: commit.version }
      : { kind: "versionTaken" };
  }
}

async function writeRest(trx: Trx, rows: MultiRow, commits: readonly CaseCommit[]): Promise<void> {
  const of = <Row>(
    pick: (commit: CaseCommit) => readonly Row[],
    cells: (tenant: string, row: Row) => readonly (string | number | null)[],
  ) => commits.flatMap((commit) => pick(commit).map((row) => cells(commit.tenant, row)));
  const closed = (pick: (commit: CaseCommit) => readonly string[]) =>
    commits.flatMap((commit) => pick(commit).map((id) => [commit.tenant, commit.caseId, id]));

  await rows.upsert(
    trx,
    journalShape,
    commits.map(({ entry }) => journalCells(entry)),
  );
  await rows.upsert(
    trx,
    tasksShape,
    of(({ changes }) => changes.tasks, taskCells),
  );
  await rows.remove(
    trx,
    timersShape,
    closed(({ changes }) => changes.timers.closed),
  );
  await rows.upsert(
    trx,
    timersShape,
    of(({ changes }) => changes.timers.opened, timerCells),
  );
  await rows.upsert(
    trx,
    deadlinesShape,
    of(({ changes }) => changes.deadlines, deadlineCells),
  );
  await rows.remove(
    trx,
    subscriptionsShape,
    closed(({ changes }) => changes.subscriptions.closed),
  );
  await rows.upsert(
    trx,
    subscriptionsShape,
    of(({ changes }) => changes.subscriptions.opened, subscriptionCells),
  );
  await rows.remove(
    trx,
    jobsShape,
    closed(({ changes }) => changes.jobs.closed),
  );
  await rows.upsert(
    trx,
    jobsShape,
    of(({ changes }) => changes.jobs.opened, jobCells),
  );
  await rows.remove(
    trx,
    messagesShape,
    commits.flatMap(({ tenant, settles }) =>
      settles?.work === "message" ? [[tenant, settles.caseId, settles.id]] : [],
    ),
  );
  await rows.upsert(
    trx,
    messagesShape,
    of(({ changes }) => changes.messages, messageCells),
  );
  await rows.upsert(
    trx,
    noticesShape,
    of(({ changes }) => changes.notices, noticeCells),
  );
  await rows.upsert(
    trx,
    incidentsShape,
    of(({ changes }) => changes.incidents, incidentCells),
  );
  await rows.upsert(
    trx,
    decisionsShape,
    of(({ changes }) => changes.decisions, decisionCells),
  );
  await rows.upsert(
    trx,
    casePostsShape,
    commits
      .flatMap(({ tenant, caseId, changes }) => changes.posts.map((postId) => [tenant, postId, caseId]))
      .toSorted((a, b) => compare(a.join("\n"), b.join("\n"))),
  );
  await attachFiles(trx, commits);
}

async function attachFiles(trx: Trx, commits: readonly CaseCommit[]): Promise<void> {
  const taken = commits.flatMap(({ tenant, caseId, changes }) =>
    changes.files.map((fileId) => sql`(${tenant}, ${fileId}, ${caseId})`),
  );
  if (taken.length === 0) return;
  await sql`with taken (tenant, file_id, case_id) as (values ${sql.join(taken)})
    update files set case_id = (select taken.case_id from taken
      where taken.tenant = files.tenant and taken.file_id = files.file_id limit 1)
    where (tenant, file_id) in (select taken.tenant, taken.file_id from taken)`.execute(trx);
}
