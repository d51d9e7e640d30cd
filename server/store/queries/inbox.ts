/** The inbox: open tasks of the posts that a person holds today, and the counts beside it. */
import { type Kysely, type SqlBool, sql } from "kysely";
import type { CaseQueries, DeadlineRow, InboxItem, InboxQuery, Page } from "../port.ts";
import { caseRow, caseSelection, deadlineRow, taskRow } from "../rows.ts";
import type { Tables } from "../schema.ts";
import { pageOf } from "./cases.ts";
import { afterKey, containing, readToken, type SortColumn } from "./keyset.ts";

const inboxOrders: Readonly<Record<InboxQuery["sort"], readonly SortColumn[]>> = {
  priority: [
    { column: "tasks.mark", holds: "number", descending: true },
    { column: "tasks.due_at_ms", holds: "number", descending: false },
    { column: "tasks.case_id", holds: "text", descending: false },
    { column: "tasks.task_id", holds: "text", descending: false },
  ],
  due: [
    { column: "tasks.due_at_ms", holds: "number", descending: false },
    { column: "tasks.case_id", holds: "text", descending: false },
    { column: "tasks.task_id", holds: "text", descending: false },
  ],
  opened: [
    { column: "tasks.opened_at_ms", holds: "number", descending: true },
    { column: "tasks.case_id", holds: "text", descending: true },
    { column: "tasks.task_id", holds: "text", descending: true },
  ],
};

export function inboxQueries(db: Kysely<Tables>): Pick<CaseQueries, "inbox" | "inboxCounts"> {
  return {
    inbox: (tenant, query) => inbox(db, tenant, query),

    async inboxCounts(tenant, who) {
      if (who.posts.length === 0) {
        return { all: 0, late: 0, unread: 0, waiting: 0, copies: 0, byPost: {} };
      }
      const posts = [...who.posts];
      const byPost = await openTasks(db, tenant)
        .where("tasks.post_id", "in", posts)
        .select([
          "tasks.post_id",
          (eb) => eb.fn.countAll<number>().as("all"),
          sql<number>`sum(case when tasks.due_at_ms < ${who.nowMs} then 1 else 0 end)`.as("late"),
          sql<number>`sum(case when ${isUnread(who.personId)} then 1 else 0 end)`.as("unread"),
        ])
        .groupBy("tasks.post_id")
        .execute();
      const waiting = await openTasks(db, tenant)
        .where("cases.submitted_by_post", "in", posts)
        .where("tasks.post_id", "not in", posts)
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .executeTakeFirstOrThrow();
      const copies = await db
        .selectFrom("notices")
        .where("tenant", "=", tenant)
        .where("post_id", "in", posts)
        .where("kind", "=", "copy")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .executeTakeFirstOrThrow();
      const sum = (of: "all" | "late" | "unread") => byPost.reduce((total, row) => total + row[of], 0);
      return {
        all: sum("all"),
        late: sum("late"),
        unread: sum("unread"),
        waiting: waiting.count,
        copies: copies.count,
        byPost: Object.fromEntries(byPost.map((row) => [row.post_id, row.all])),
      };
    },
  };
}

async function inbox(db: Kysely<Tables>, tenant: string, query: InboxQuery): Promise<Page<InboxItem> | null> {
  const order = inboxOrders[query.sort];
  const key = query.after === null ? null : readToken(query.after, order);
  if (query.after !== null && key === null) return null;
  const posts = query.post === null ? [...query.posts] : query.posts.filter((post) => post === query.post);
  if (posts.length === 0) return { items: [], total: 0, next: null };
  let base = openTasks(db, tenant);
  if (query.view === "waiting") {
    base = base.where("cases.submitted_by_post", "in", posts).where("tasks.post_id", "not in", posts);
  } else {
    base = base.where("tasks.post_id", "in", posts);
  }
  if (query.view === "late") base = base.where("tasks.due_at_ms", "<", query.nowMs);
  if (query.view === "unread") base = base.where(isUnread(query.personId));
  if (query.q !== null) base = base.where(sql<boolean>`cases.search like ${containing(query.q)} escape '\\'`);
  const total = await base.select((eb) => eb.fn.countAll<number>().as("count")).executeTakeFirstOrThrow();
  let rows = base.select([
    ...caseSelection,
    "tasks.task_id",
    "tasks.element_id",
    "tasks.post_id",
    "tasks.unit_id as task_unit_id",
    "tasks.state",
    "tasks.version",
    "tasks.opened_at_ms",
    "tasks.closed_at_ms",
    "tasks.due_at_ms",
    "tasks.mark",
    "tasks.acted_by",
    sql<number>`case when ${isUnread(query.personId)} then 1 else 0 end`.as("unread"),
  ]);
  if (key !== null) rows = rows.where(afterKey(order, key));
  for (const { column, descending } of order)
    rows = rows.orderBy(sql.ref(column), descending ? "desc" : "asc");
  const found = await rows.limit(query.size + 1).execute();
  const deadlines = await deadlinesOf(
    db,
    tenant,
    found.map((row) => row.case_id),
  );
  type Found = (typeof found)[number];
  const keyOf: Readonly<Record<InboxQuery["sort"], (row: Found) => readonly (string | number)[]>> = {
    priority: (row) => [row.mark, row.due_at_ms, row.case_id, row.task_id],
    due: (row) => [row.due_at_ms, row.case_id, row.task_id],
    opened: (row) => [row.opened_at_ms, row.case_id, row.task_id],
  };
  return pageOf(found, query.size, total.count, keyOf[query.sort], (row) => ({
    task: taskRow({ ...row, unit_id: row.task_unit_id }),
    case: caseRow(row),
    deadline:
      deadlines.find(({ caseId, taskId }) => caseId === row.case_id && taskId === row.task_id) ?? null,
    unread: row.unread === 1,
  }));
}

function openTasks(db: Kysely<Tables>, tenant: string) {
  return db
    .selectFrom("tasks")
    .innerJoin("cases", (join) =>
      join.onRef("cases.tenant", "=", "tasks.tenant").onRef("cases.case_id", "=", "tasks.case_id"),
    )
    .where("tasks.tenant", "=", tenant)
    .where(sql<boolean>`tasks.state = 'open'`);
}

/** The person has not seen the task since it last changed. */
function isUnread(personId: string) {
  return sql<SqlBool>`not exists (
    select 1 from reads where reads.tenant = tasks.tenant and reads.person_id = ${personId}
      and reads.case_id = tasks.case_id and reads.task_id = tasks.task_id and reads.version >= tasks.version)`;
}

async function deadlinesOf(
  db: Kysely<Tables>,
  tenant: string,
  caseIds: readonly string[],
): Promise<readonly DeadlineRow[]> {
  if (caseIds.length === 0) return [];
  const rows = await db
    .selectFrom("deadlines")
    .selectAll()
    .where("tenant", "=", tenant)
    .where("case_id", "in", [...new Set(caseIds)])
    .where("task_id", "is not", null)
    .where("state", "!=", "closed")
    .execute();
  return rows.map(deadlineRow);
}
