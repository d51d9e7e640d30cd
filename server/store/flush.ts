/**
 * Writes a group of commits in one transaction. Its invariants: each member is written whole or not at all; a
 * member that lost (its version taken, its key used, its claim stale) leaves the others as they are; keys,
 * claims, counters and cases are locked in that order, each in the order of its key, so that nodes that flush at
 * the same time wait for each other and never in a circle.
 */
import { type Expression, type SqlBool, sql, type Transaction } from "kysely";
import type { OpenDatabase } from "./database.ts";
import type { Cell, MultiRow, Statement, TableShape } from "./multi-row.ts";
import type { CaseCommit, Claim, Committed, IdempotencyKey, NumberedStart, WorkChanges } from "./port.ts";
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

const filesShape = { table: "files", key: ["tenant", "file_id"], column: "case_id" } as const;

const answersShape: TableShape<"answers"> = {
  table: "answers",
  columns: ["tenant", "scope", "key", "body_hash", "case_id", "version", "answer", "at_ms"],
  key: ["tenant", "scope", "key"],
  update: [],
  returning: ["tenant", "scope", "key"],
};

/** The number that a series had before a flush, and the one that it has after it. */
export interface Given {
  readonly series: Series;
  readonly before: number;
  readonly last: number;
}

export interface Flushed {
  /** In the order of the members. */
  readonly results: readonly Committed[];
  readonly given: readonly Given[];
}

/** Finds out under locks who wins; numbered starts are built in between. */
export async function flush(
  database: OpenDatabase,
  rows: MultiRow,
  members: readonly Member[],
): Promise<Flushed> {
  return await database.write.transaction().execute(async (trx) => {
    const attempts = members.map(attempt);
    const ordered = attempts.toSorted((a, b) => compare(a.tenant, b.tenant) || compare(a.caseId, b.caseId));
    await takeKeys(trx, rows, ordered);
    await checkClaims(trx, database, open(ordered));
    const given = await giveNumbers(trx, rows, database, open(ordered));
    await writeCases(trx, rows, open(ordered));
    await giveBackKeys(trx, rows, ordered);
    const won = ordered.flatMap(({ result, commit }) =>
      result?.kind === "committed" && commit !== null ? [commit] : [],
    );
    await rows.run(trx, restOf(rows, won));
    await rows.run(trx, database.news?.statements(won) ?? []);
    return { results: attempts.map(({ result }) => result ?? { kind: "notBuilt" }), given };
  });
}

/** A commit that is ready, with the number that it was built with, if it starts a case. */
export interface Built {
  readonly commit: CaseCommit;
  readonly numbered: { readonly series: Series; readonly number: number } | null;
}

/**
 * The same as one batch, for the usual case that everybody wins: every statement says what it must touch, so a loser
 * undoes the whole batch. Null when the numbers do not follow each other.
 */
export function batchOf(rows: MultiRow, built: readonly Built[]): readonly Statement[] | null {
  const commits = built
    .map(({ commit }) => commit)
    .toSorted((a, b) => compare(a.tenant, b.tenant) || compare(a.caseId, b.caseId));
  const keys = commits.flatMap((commit) =>
    commit.idempotency === null ? [] : [{ commit, key: commit.idempotency }],
  );
  const counters = countersOf(built);
  if (counters === null) return null;
  return [
    rows.upserts(
      answersShape,
      keys
        .map(({ commit, key }) => answerCells(commit, key, commit.version, commit.entry.atMs))
        .toSorted(byKey),
      "touchAll",
    ),
    claimKinds.flatMap((work) => rows.holds(claimShapes[work], claimsOf(commits, work))),
    counters,
    rows.upserts(
      casesShape,
      commits.map((commit) => caseCells(commit.tenant, commit.row, commit.state)),
      "touchAll",
    ),
    restOf(rows, commits),
  ].flat();
}

function claimsOf(commits: readonly CaseCommit[], work: Claim["work"]): readonly (readonly Cell[])[] {
  return commits
    .flatMap(({ tenant, settles }) =>
      settles?.work === work ? [[tenant, settles.caseId, settles.id, settles.fence]] : [],
    )
    .toSorted((a, b) => compare(a.join("\n"), b.join("\n")));
}

/** Moves each counter from before the first number that was built with to the last one. */
function countersOf(built: readonly Built[]): readonly Statement[] | null {
  const taken = new Map<string, { readonly series: Series; readonly numbers: number[] }>();
  for (const { numbered } of built) {
    if (numbered === null) continue;
    const name = seriesName(numbered.series);
    const known = taken.get(name) ?? { series: numbered.series, numbers: [] };
    known.numbers.push(numbered.number);
    taken.set(name, known);
  }
  const statements: Statement[] = [];
  for (const name of [...taken.keys()].toSorted(compare)) {
    const { series, numbers } = taken.get(name) ?? { series: undefined, numbers: [] };
    if (series === undefined) continue;
    const first = Math.min(...numbers);
    const last = Math.max(...numbers);
    if (last - first + 1 !== numbers.length) return null;
    statements.push({
      text: "update counters set last = $1 where tenant = $2 and prefix = $3 and year = $4 and last = $5",
      parameters: [last, series.tenant, series.prefix, series.year, first - 1],
      touches: 1,
    });
  }
  return statements;
}

function answerCells(
  { tenant, caseId }: { readonly tenant: string; readonly caseId: string },
  key: IdempotencyKey,
  version: number,
  atMs: number,
): readonly Cell[] {
  return [tenant, key.scope, key.key, key.bodyHash, caseId, version, null, atMs];
}

/** By tenant, scope and key: the first three cells. */
function byKey(a: readonly Cell[], b: readonly Cell[]): number {
  return compare(JSON.stringify(a.slice(0, 3)), JSON.stringify(b.slice(0, 3)));
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
    sorted.map(({ one, key }) =>
      one.member.kind === "ready"
        ? answerCells(one, key, one.member.commit.version, one.member.commit.entry.atMs)
        : answerCells(one, key, 1, one.member.start.atMs),
    ),
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
  await rows.run(trx, rows.removes(answersShape, lost));
}

// ---------------------------------------------------------------- claims

/** Where claimed work of each kind lies, what names it there, and the fence that its holder knows. */
const claimShapes = {
  timer: { table: "timers", key: ["tenant", "case_id", "timer_id", "fence"] },
  deadline: { table: "deadlines", key: ["tenant", "case_id", "deadline_id", "fence"] },
  message: { table: "messages", key: ["tenant", "case_id", "message_id", "fence"] },
  job: { table: "jobs", key: ["tenant", "case_id", "request_id", "fence"] },
} as const;

const claimKinds = ["timer", "deadline", "message", "job"] as const;

async function checkClaims(trx: Trx, database: OpenDatabase, attempts: readonly Attempt[]): Promise<void> {
  for (const work of claimKinds) {
    const claimed = attempts.flatMap((one) => (one.claim?.work === work ? [{ one, claim: one.claim }] : []));
    if (claimed.length === 0) continue;
    const { table, key } = claimShapes[work];
    const id = key[2];
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

/** What numbers are given in: `prefix/year/number`. */
export interface Series {
  readonly tenant: string;
  readonly prefix: string;
  readonly year: number;
}

export const seriesName = ({ tenant, prefix, year }: Series): string =>
  JSON.stringify([tenant, prefix, year]);

export const numberIn = ({ prefix, year }: Series, number: number): string =>
  `${prefix}/${year}/${String(number).padStart(4, "0")}`;

/** The counter is locked, then given out to the starts that are built, in turn; a start that is not built takes none. */
async function giveNumbers(
  trx: Trx,
  rows: MultiRow,
  database: OpenDatabase,
  attempts: readonly Attempt[],
): Promise<readonly Given[]> {
  const starting = new Map<string, { readonly start: NumberedStart; readonly one: Attempt }[]>();
  for (const one of attempts) {
    if (one.member.kind !== "numbered") continue;
    const name = seriesName(one.member.start);
    const known = starting.get(name) ?? [];
    known.push({ start: one.member.start, one });
    starting.set(name, known);
  }
  const given: Given[] = [];
  for (const name of [...starting.keys()].toSorted(compare)) {
    const members = starting.get(name) ?? [];
    const series = members[0]?.start;
    if (series === undefined) continue;
    const { tenant, prefix, year } = series;
    await rows.run(trx, rows.upserts(newCountersShape, [[tenant, prefix, year, 0]]));
    const counter = await sql<{ last: number }>`
      select last from counters where tenant = ${tenant} and prefix = ${prefix} and year = ${year}
      ${database.dialect.forUpdate}`.execute(trx);
    const before = counter.rows[0]?.last ?? 0;
    let last = before;
    for (const { start, one } of members) {
      one.commit = await start.build(numberIn(series, last + 1));
      if (one.commit === null) one.result = { kind: "notBuilt" };
      else last += 1;
    }
    if (last > before) await rows.run(trx, rows.upserts(countersShape, [[tenant, prefix, year, last]]));
    given.push({ series: { tenant, prefix, year }, before, last });
  }
  return given;
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

/** Everything but keys, claims, counters and the cases themselves: what nobody else can have taken. */
function restOf(rows: MultiRow, commits: readonly CaseCommit[]): readonly Statement[] {
  const of = <Row>(
    pick: (changes: WorkChanges) => readonly Row[],
    cells: (tenant: string, row: Row) => readonly (string | number | null)[],
  ) => commits.flatMap((commit) => pick(commit.changes).map((row) => cells(commit.tenant, row)));
  const closed = (pick: (changes: WorkChanges) => readonly string[]) =>
    commits.flatMap((commit) => pick(commit.changes).map((id) => [commit.tenant, commit.caseId, id]));
  // What a commit opens anew while it settles it stays, with its fence.
  const settled = (work: Claim["work"]) =>
    commits.flatMap(({ tenant, settles, changes }) =>
      settles?.work === work &&
      !changes.jobs.opened.some(
        ({ caseId, requestId }) => caseId === settles.caseId && requestId === settles.id,
      )
        ? [[tenant, settles.caseId, settles.id]]
        : [],
    );
  const posts = commits
    .flatMap(({ tenant, caseId, changes }) => changes.posts.map((postId) => [tenant, postId, caseId]))
    .toSorted((a, b) => compare(a.join("\n"), b.join("\n")));
  const files = commits.flatMap(({ tenant, caseId, changes }) =>
    changes.files.map((fileId) => [tenant, fileId, caseId]),
  );
  const entries = commits.map(({ entry }) => journalCells(entry));
  const { upserts, removes } = rows;
  return [
    upserts(journalShape, entries),
    upserts(
      tasksShape,
      of(({ tasks }) => tasks, taskCells),
    ),
    removes(
      timersShape,
      closed(({ timers }) => timers.closed),
    ),
    upserts(
      timersShape,
      of(({ timers }) => timers.opened, timerCells),
    ),
    upserts(
      deadlinesShape,
      of(({ deadlines }) => deadlines, deadlineCells),
    ),
    removes(
      subscriptionsShape,
      closed(({ subscriptions }) => subscriptions.closed),
    ),
    upserts(
      subscriptionsShape,
      of(({ subscriptions }) => subscriptions.opened, subscriptionCells),
    ),
    removes(jobsShape, [...closed(({ jobs }) => jobs.closed), ...settled("job")]),
    upserts(
      jobsShape,
      of(({ jobs }) => jobs.opened, jobCells),
    ),
    removes(messagesShape, settled("message")),
    upserts(
      messagesShape,
      of(({ messages }) => messages, messageCells),
    ),
    upserts(
      noticesShape,
      of(({ notices }) => notices, noticeCells),
    ),
    upserts(
      incidentsShape,
      of(({ incidents }) => incidents, incidentCells),
    ),
    upserts(
      decisionsShape,
      of(({ decisions }) => decisions, decisionCells),
    ),
    upserts(casePostsShape, posts),
    rows.sets(filesShape, files),
  ].flat();
}
