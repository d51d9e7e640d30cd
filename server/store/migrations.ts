/**
 * The schema's history. A migration that has shipped never changes; the next one is added. The number of the
 * last is the schema's version: an older Poros that meets a newer number refuses to open the store.
 */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Dialect } from "./dialect.ts";
import { StoreFailure } from "./failure.ts";
import type { Tables } from "./schema.ts";

type Migration = (trx: Transaction<Tables>, dialect: Dialect) => Promise<void>;

const migrations: readonly Migration[] = [firstSchema, keepDecisions, proposalsOverride, familiesOfCases];

const SCHEMA_VERSION = migrations.length;

/** Brings an empty or older store to this version. Nodes that start together take turns. */
export async function migrate(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  await db.transaction().execute(async (trx) => {
    if (dialect.name === "postgres") await sql`select pg_advisory_xact_lock(7340523)`.execute(trx);
    await sql`create table if not exists schema_version (version bigint not null)`.execute(trx);
    const stored = await storedVersion(trx);
    refuseNewer(stored);
    for (const migration of migrations.slice(stored)) await migration(trx, dialect);
    if (stored === SCHEMA_VERSION) return;
    await trx.deleteFrom("schema_version").execute();
    await trx.insertInto("schema_version").values({ version: SCHEMA_VERSION }).execute();
  });
}

/** For opening read only: what is there must be exactly what this Poros reads. */
export async function checkVersion(db: Kysely<Tables>): Promise<void> {
  const stored = await storedVersion(db).catch(() => 0);
  refuseNewer(stored);
  if (stored < SCHEMA_VERSION) {
    throw new StoreFailure(
      "storeOlder",
      `The store has schema ${stored}, this Poros reads ${SCHEMA_VERSION}. Start the server once: it brings the store up to date.`,
    );
  }
}

function refuseNewer(stored: number): void {
  if (stored <= SCHEMA_VERSION) return;
  throw new StoreFailure(
    "storeNewer",
    `The store has schema ${stored}, this Poros knows only ${SCHEMA_VERSION}. Start the newer Poros that wrote it.`,
  );
}

async function storedVersion(db: Kysely<Tables>): Promise<number> {
  const row = await db.selectFrom("schema_version").select("version").executeTakeFirst();
  return row?.version ?? 0;
}

type ColumnKind = "key" | "key?" | "text" | "text?" | "int" | "int?" | "bytes";
type Columns = Readonly<Record<string, ColumnKind>>;

async function firstSchema(trx: Transaction<Tables>, dialect: Dialect): Promise<void> {
  for (const [table, definition] of Object.entries(firstTables)) {
    await createTable(trx, dialect, table, definition);
  }
  for (const index of firstIndexes) await sql.raw(index).execute(trx);
}

/** A proposal may stand in spite of what was found; as JSON, null where nothing was. */
async function proposalsOverride(trx: Transaction<Tables>): Promise<void> {
  await sql`alter table proposals add column override text`.execute(trx);
}

/** Cases that others called or started, and waiting for signals beside messages. */
async function familiesOfCases(trx: Transaction<Tables>, dialect: Dialect): Promise<void> {
  await sql`alter table cases add column parent_id ${dialect.keyText}`.execute(trx);
  await sql`alter table cases add column parent_call ${dialect.keyText}`.execute(trx);
  await sql`alter table subscriptions add column kind ${dialect.keyText} not null default 'message'`.execute(
    trx,
  );
  await sql`create index cases_parent on cases (tenant, parent_id) where parent_id is not null`.execute(trx);
}

async function createTable(
  trx: Transaction<Tables>,
  dialect: Dialect,
  table: string,
  definition: { readonly columns: Columns; readonly key: readonly string[]; readonly wide?: true },
): Promise<void> {
  const all: Columns = { tenant: "key", ...definition.columns };
  const columns = Object.entries(all).map(([name, kind]) => {
    const type = kind.startsWith("key")
      ? dialect.keyText
      : kind === "bytes"
        ? sql.raw(dialect.bytes)
        : sql.raw(kind.startsWith("int") ? "bigint" : "text");
    return sql`${sql.ref(name)} ${type}${kind.endsWith("?") ? sql`` : sql` not null`}`;
  });
  const key = ["tenant", ...definition.key].map((column) => sql.ref(column));
  // Rows with long text stay in their own table; an index of long rows would be deep.
  const end = definition.wide ? sql`` : dialect.keyedTable;
  await sql`create table ${sql.table(table)} (${sql.join(columns)}, primary key (${sql.join(key)})) ${end}`.execute(
    trx,
  );
}

const lease: Columns = { lease_until_ms: "int", fence: "int", attempts: "int" };

const firstTables: Readonly<
  Record<string, { readonly columns: Columns; readonly key: readonly string[]; readonly wide?: true }>
> = {
  cases: {
    columns: {
      case_id: "key",
      number: "key",
      title: "text",
      search: "text",
      process_id: "key",
      process_version: "int",
      process_hash: "key",
      unit_id: "key",
      submitted_by_person: "key",
      submitted_by_post: "key",
      state_name: "key",
      version: "int",
      content_version: "int",
      open_incidents: "int",
      submitted_at_ms: "int",
      ended_at_ms: "int?",
      due_at_ms: "int",
      head: "key",
      state: "text",
    },
    key: ["case_id"],
    wide: true,
  },
  journal: {
    columns: { stream: "key", seq: "int", at_ms: "int", prev_hash: "key", hash: "key", body: "text" },
    key: ["stream", "seq"],
    wide: true,
  },
  heads: { columns: { stream: "key", seq: "int", hash: "key" }, key: ["stream"] },
  tasks: {
    columns: {
      case_id: "key",
      task_id: "key",
      element_id: "key",
      post_id: "key",
      unit_id: "key",
      state: "key",
      version: "int",
      opened_at_ms: "int",
      closed_at_ms: "int?",
      due_at_ms: "int",
      mark: "int",
      acted_by: "key?",
    },
    key: ["case_id", "task_id"],
  },
  timers: {
    columns: {
      case_id: "key",
      timer_id: "key",
      element_id: "key",
      occurrence: "int",
      due_at_ms: "int",
      ...lease,
    },
    key: ["case_id", "timer_id"],
  },
  deadlines: {
    columns: {
      case_id: "key",
      deadline_id: "key",
      task_id: "key?",
      state: "key",
      anchor_ms: "int",
      deadline_ms: "int",
      minutes: "int",
      used_minutes: "int",
      clock: "key",
      marks: "text",
      pauses: "text",
      next_mark: "int?",
      due_at_ms: "int",
      closed_at_ms: "int?",
      ...lease,
    },
    key: ["case_id", "deadline_id"],
  },
  subscriptions: {
    columns: {
      case_id: "key",
      subscription_id: "key",
      element_id: "key",
      name: "key",
      correlation_key: "key?",
    },
    key: ["case_id", "subscription_id"],
  },
  jobs: {
    columns: {
      case_id: "key",
      request_id: "key",
      element_id: "key",
      kind: "key",
      name: "key",
      inputs: "text",
      max_attempts: "int",
      backoff: "key?",
      due_at_ms: "int",
      worker: "key?",
      ...lease,
    },
    key: ["case_id", "request_id"],
    wide: true,
  },
  messages: {
    columns: {
      case_id: "key",
      message_id: "key",
      element_id: "key",
      name: "key",
      correlation_key: "key?",
      payload: "text",
      due_at_ms: "int",
      thrown_at_ms: "int",
      ...lease,
    },
    key: ["case_id", "message_id"],
    wide: true,
  },
  notices: {
    columns: {
      case_id: "key",
      notice_id: "key",
      post_id: "key",
      kind: "key",
      task_id: "key?",
      at_ms: "int",
    },
    key: ["case_id", "notice_id"],
  },
  incidents: {
    columns: {
      case_id: "key",
      incident_id: "key",
      element_id: "key",
      code: "key",
      message: "text",
      details: "text",
      raised_at_ms: "int",
      closed_at_ms: "int?",
      closed_by: "key?",
    },
    key: ["case_id", "incident_id"],
    wide: true,
  },
  case_posts: { columns: { post_id: "key", case_id: "key" }, key: ["post_id", "case_id"] },
  counters: { columns: { prefix: "key", year: "int", last: "int" }, key: ["prefix", "year"] },
  answers: {
    columns: {
      scope: "key",
      key: "key",
      body_hash: "key",
      case_id: "key?",
      version: "int?",
      answer: "text?",
      at_ms: "int",
    },
    key: ["scope", "key"],
  },
  accounts: {
    columns: {
      username: "key",
      person_id: "key",
      password_hash: "text",
      roles: "text",
      disabled: "int",
      failed_attempts: "int",
      locked_until_ms: "int?",
      created_at_ms: "int",
      generation: "int",
    },
    key: ["username"],
  },
  sessions: {
    columns: {
      session_hash: "key",
      username: "key",
      person_id: "key",
      csrf: "key",
      created_at_ms: "int",
      seen_at_ms: "int",
      expires_at_ms: "int",
      generation: "int",
    },
    key: ["session_hash"],
  },
  credentials: {
    columns: {
      secret_hash: "key",
      kind: "key",
      name: "text",
      scopes: "text",
      created_at_ms: "int",
      expires_at_ms: "int?",
    },
    key: ["secret_hash"],
  },
  drafts: {
    columns: {
      person_id: "key",
      kind: "key",
      about: "key",
      fields: "text",
      comment: "text",
      saved_at_ms: "int",
    },
    key: ["person_id", "kind", "about"],
    wide: true,
  },
  reads: {
    columns: { person_id: "key", case_id: "key", task_id: "key", version: "int", at_ms: "int" },
    key: ["person_id", "case_id", "task_id"],
  },
  files: {
    columns: {
      file_id: "key",
      name: "text",
      media_type: "text",
      bytes: "int",
      sha256: "key",
      slot: "text",
      uploaded_by: "key",
      uploaded_at_ms: "int",
      case_id: "key?",
    },
    key: ["file_id"],
  },
  file_bytes: { columns: { sha256: "key", bytes: "bytes" }, key: ["sha256"], wide: true },
  versions: {
    columns: { kind: "key", id: "key", version: "int", hash: "key", title: "text", content: "text" },
    key: ["kind", "id", "version"],
    wide: true,
  },
  publications: {
    columns: {
      kind: "key",
      id: "key",
      seq: "int",
      version: "int",
      hash: "key",
      title: "text",
      effective_from_ms: "int",
      published_at_ms: "int",
      author: "key",
      approver: "key",
      reason: "text",
    },
    key: ["kind", "id", "seq"],
    wide: true,
  },
  proposals: {
    columns: {
      proposal_id: "key",
      kind: "key",
      id: "key",
      hash: "key",
      title: "text",
      content: "text",
      author: "key",
      at_ms: "int",
      effective_from_ms: "int?",
      reason: "text",
      state: "key",
    },
    key: ["proposal_id"],
    wide: true,
  },
  documents: { columns: { kind: "key", id: "key", body: "text" }, key: ["kind", "id"], wide: true },
  library_changes: { columns: { count: "int" }, key: [] },
};

const firstIndexes: readonly string[] = [
  "create unique index cases_number on cases (tenant, number)",
  "create index cases_submitted on cases (tenant, submitted_at_ms, case_id)",
  "create index cases_running on cases (tenant, process_id) where state_name = 'running'",
  "create index cases_unit on cases (tenant, unit_id, submitted_at_ms)",
  "create index tasks_open on tasks (tenant, post_id, due_at_ms) where state = 'open'",
  "create index timers_due on timers (tenant, due_at_ms)",
  `create index deadlines_due on deadlines (tenant, due_at_ms) where next_mark is not null`,
  "create index subscriptions_name on subscriptions (tenant, name, correlation_key)",
  "create index jobs_due on jobs (tenant, kind, due_at_ms)",
  "create index messages_due on messages (tenant, due_at_ms)",
  "create index notices_post on notices (tenant, post_id, at_ms)",
  "create index incidents_open on incidents (tenant, raised_at_ms) where closed_at_ms is null",
  "create unique index accounts_person on accounts (tenant, person_id)",
  "create index sessions_username on sessions (tenant, username)",
  "create index files_case on files (tenant, case_id)",
  "create unique index versions_hash on versions (tenant, kind, id, hash)",
  "create index proposals_open on proposals (tenant, kind, id) where state = 'open'",
];

// ---------------------------------------------------------------- 2: what rules decided, and what a proposer had read

const decisionsTable: { readonly columns: Columns; readonly key: readonly string[]; readonly wide: true } = {
  columns: {
    rule_set: "key",
    at_ms: "int",
    case_id: "key",
    decision_id: "key",
    hash: "key",
    facts: "text",
    outcome: "text",
  },
  key: ["rule_set", "at_ms", "case_id", "decision_id"],
  wide: true,
};

/** Entries that are read at a time while the table is filled from the journal. */
const ENTRIES_AT_ONCE = 500;

async function keepDecisions(trx: Transaction<Tables>, dialect: Dialect): Promise<void> {
  await createTable(trx, dialect, "decisions", decisionsTable);
  await sql`alter table proposals add column review text`.execute(trx);
  let after = { tenant: "", stream: "", seq: 0 };
  for (;;) {
    const { rows } = await sql<{ tenant: string; stream: string; seq: number; body: string }>`
      select tenant, stream, seq, body from journal
      where (tenant, stream, seq) > (${after.tenant}, ${after.stream}, ${after.seq})
      order by tenant, stream, seq limit ${ENTRIES_AT_ONCE}`.execute(trx);
    for (const { tenant, stream, seq, body } of rows) {
      for (const decision of decidedIn(body, stream, seq))
        await trx
          .insertInto("decisions")
          .values({ tenant, ...decision })
          .execute();
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last;
  }
}

/** The decisions of one journal entry, as the format of its day has them. */
function decidedIn(body: string, stream: string, seq: number) {
  if (!stream.startsWith("case/") || !/"(?:DecisionRecorded|CaseworkDecided)"/.test(body)) return [];
  const entry = JSON.parse(body) as { readonly atMs: number; readonly events: readonly DecidedEvent[] };
  return entry.events
    .filter(({ type }) => type === "DecisionRecorded" || type === "CaseworkDecided")
    .map(({ ruleSet, hash, facts, outcome }, index) => ({
      rule_set: ruleSet,
      at_ms: entry.atMs,
      case_id: stream.slice("case/".length),
      decision_id: `${seq}.${index + 1}`,
      hash,
      facts: JSON.stringify(facts),
      outcome: JSON.stringify(outcome),
    }));
}

interface DecidedEvent {
  readonly type: string;
  readonly ruleSet: string;
  readonly hash: string;
  readonly facts: unknown;
  readonly outcome: unknown;
}
