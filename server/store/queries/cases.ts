/** What the views ask about cases: one, many, and what belongs to one. */
import { type Kysely, sql } from "kysely";
import type { CaseListItem, CaseQueries, CasesQuery, DeadlineRow, Page, TaskRow } from "../port.ts";
import {
  caseRow,
  caseSelection,
  deadlineRow,
  incidentRow,
  indexed,
  noticeRow,
  subscriptionRow,
  taskRow,
  taskSelection,
} from "../rows.ts";
import type { Tables } from "../schema.ts";
import { inboxQueries } from "./inbox.ts";
import { afterKey, containing, pageToken, readToken, type SortColumn } from "./keyset.ts";
import { visibleCase } from "./visible.ts";

/** Children of one case that are listed: the oldest. */
const MOST_CHILDREN = 200;

export function caseQueries(db: Kysely<Tables>): CaseQueries {
  return {
    async load(tenant, caseId, visibility) {
      const row = await db
        .selectFrom("cases")
        .select([...caseSelection, "cases.state"])
        .where("cases.tenant", "=", tenant)
        .where("cases.case_id", "=", caseId)
        .where(visibleCase(visibility))
        .executeTakeFirst();
      return row === undefined ? null : { row: caseRow(row), state: row.state };
    },

    list: (tenant, query) => listCases(db, tenant, query),

    async task(tenant, caseId, taskId, visibility) {
      const row = await db
        .selectFrom("tasks")
        .innerJoin("cases", (join) =>
          join.onRef("cases.tenant", "=", "tasks.tenant").onRef("cases.case_id", "=", "tasks.case_id"),
        )
        .select(taskSelection)
        .where("tasks.tenant", "=", tenant)
        .where("tasks.case_id", "=", caseId)
        .where("tasks.task_id", "=", taskId)
        .where(visibleCase(visibility))
        .executeTakeFirst();
      return row === undefined ? null : taskRow(row);
    },

    async tasks(tenant, caseId) {
      const rows = await db
        .selectFrom("tasks")
        .select(taskSelection)
        .where("tenant", "=", tenant)
        .where("case_id", "=", caseId)
        .orderBy("opened_at_ms")
        .orderBy("task_id")
        .execute();
      return rows.map(taskRow);
    },

    async deadlines(tenant, caseId) {
      const rows = await db
        .selectFrom("deadlines")
        .selectAll()
        .where("tenant", "=", tenant)
        .where("case_id", "=", caseId)
        .orderBy("anchor_ms")
        .orderBy("deadline_id")
        .execute();
      return rows.map(deadlineRow);
    },

    async incidentsOf(tenant, caseId) {
      const rows = await db
        .selectFrom("incidents")
        .selectAll()
        .where("tenant", "=", tenant)
        .where("case_id", "=", caseId)
        .orderBy("raised_at_ms")
        .orderBy("incident_id")
        .execute();
      return rows.map(incidentRow);
    },

    async incidents(tenant, query) {
      const order: readonly SortColumn[] = [
        { column: "incidents.raised_at_ms", holds: "number", descending: true },
        { column: "incidents.case_id", holds: "text", descending: true },
        { column: "incidents.incident_id", holds: "text", descending: true },
      ];
      const key = query.after === null ? null : readToken(query.after, order);
      if (query.after !== null && key === null) return null;
      let base = db
        .selectFrom("incidents")
        .innerJoin("cases", (join) =>
          join
            .onRef("cases.tenant", "=", "incidents.tenant")
            .onRef("cases.case_id", "=", "incidents.case_id"),
        )
        .where("incidents.tenant", "=", tenant)
        .where("incidents.closed_at_ms", "is", null)
        .where(visibleCase(query.visibility));
      if (query.q !== null)
        base = base.where(sql<boolean>`cases.search like ${containing(query.q)} escape '\\'`);
      const total = await base.select((eb) => eb.fn.countAll<number>().as("count")).executeTakeFirstOrThrow();
      let rows = base.select([
        ...caseSelection,
        "incidents.incident_id",
        "incidents.element_id",
        "incidents.code",
        "incidents.message",
        "incidents.details",
        "incidents.raised_at_ms",
        "incidents.closed_at_ms",
        "incidents.closed_by",
      ]);
      if (key !== null) rows = rows.where(afterKey(order, key));
      for (const { column } of order) rows = rows.orderBy(sql.ref(column), "desc");
      const found = await rows.limit(query.size + 1).execute();
      return pageOf(
        found,
        query.size,
        total.count,
        (row) => [row.raised_at_ms, row.case_id, row.incident_id],
        (row) => ({
          incident: incidentRow(row),
          case: caseRow(row),
        }),
      );
    },

    async notices(tenant, query) {
      const order: readonly SortColumn[] = [
        { column: "notices.at_ms", holds: "number", descending: true },
        { column: "notices.case_id", holds: "text", descending: true },
        { column: "notices.notice_id", holds: "text", descending: true },
      ];
      const key = query.after === null ? null : readToken(query.after, order);
      if (query.after !== null && key === null) return null;
      if (query.posts.length === 0) return { items: [], total: 0, next: null };
      let base = db
        .selectFrom("notices")
        .innerJoin("cases", (join) =>
          join.onRef("cases.tenant", "=", "notices.tenant").onRef("cases.case_id", "=", "notices.case_id"),
        )
        .where("notices.tenant", "=", tenant)
        .where("notices.post_id", "in", [...query.posts]);
      if (query.kind !== null) base = base.where("notices.kind", "=", query.kind);
      if (query.q !== null)
        base = base.where(sql<boolean>`cases.search like ${containing(query.q)} escape '\\'`);
      const total = await base.select((eb) => eb.fn.countAll<number>().as("count")).executeTakeFirstOrThrow();
      let rows = base.select([
        ...caseSelection,
        "notices.notice_id",
        "notices.post_id",
        "notices.kind",
        "notices.task_id",
        "notices.at_ms",
      ]);
      if (key !== null) rows = rows.where(afterKey(order, key));
      for (const { column } of order) rows = rows.orderBy(sql.ref(column), "desc");
      const found = await rows.limit(query.size + 1).execute();
      return pageOf(
        found,
        query.size,
        total.count,
        (row) => [row.at_ms, row.case_id, row.notice_id],
        (row) => ({
          notice: noticeRow(row),
          case: caseRow(row),
        }),
      );
    },

    async openWork(tenant, nowMs) {
      // The index of open tasks holds all that is asked here.
      const rows = await db
        .selectFrom("tasks")
        .where("tenant", "=", tenant)
        .where(sql<boolean>`state = 'open'`)
        .select([
          "post_id",
          (eb) => eb.fn.countAll<number>().as("open"),
          sql<number>`sum(case when due_at_ms < ${nowMs} then 1 else 0 end)`.as("late"),
        ])
        .groupBy("post_id")
        .execute();
      return rows.map(({ post_id, open, late }) => ({ postId: post_id, open, late }));
    },

    async runningByProcess(tenant) {
      const rows = await db
        .selectFrom("cases")
        .select(["process_id", (eb) => eb.fn.countAll<number>().as("count")])
        .where("tenant", "=", tenant)
        .where(sql<boolean>`state_name = 'running'`)
        .groupBy("process_id")
        .execute();
      return Object.fromEntries(rows.map((row) => [row.process_id, row.count]));
    },

    async withRunningClocks(tenant, afterCaseId, max) {
      const rows = await db
        .selectFrom("deadlines")
        .select("case_id")
        .distinct()
        .where("tenant", "=", tenant)
        .where("case_id", ">", afterCaseId)
        .where("state", "=", "running")
        .where("clock", "=", "working")
        .orderBy("case_id")
        .limit(max)
        .execute();
      return rows.map((row) => row.case_id);
    },

    async waitingFor(tenant, name, correlationKey) {
      const rows = await db
        .selectFrom("subscriptions")
        .selectAll()
        .where("tenant", "=", tenant)
        .where("name", "=", indexed(name))
        .where("kind", "=", "message")
        .where((eb) =>
          correlationKey === null
            ? eb("correlation_key", "is", null)
            : eb("correlation_key", "=", indexed(correlationKey)),
        )
        .orderBy("case_id")
        .orderBy("subscription_id")
        .execute();
      return rows.map(subscriptionRow);
    },

    async hearing(tenant, name, afterCaseId, max) {
      const rows = await db
        .selectFrom("subscriptions")
        .select("case_id")
        .distinct()
        .where("tenant", "=", tenant)
        .where("name", "=", indexed(name))
        .where("kind", "=", "signal")
        .where("case_id", ">", afterCaseId)
        .orderBy("case_id")
        .limit(max)
        .execute();
      return rows.map((row) => row.case_id);
    },

    async childrenOf(tenant, caseId, visibility) {
      const rows = await db
        .selectFrom("cases")
        .select(caseSelection)
        .where("cases.tenant", "=", tenant)
        .where("cases.parent_id", "=", caseId)
        .where(visibleCase(visibility))
        .orderBy("cases.submitted_at_ms")
        .orderBy("cases.case_id")
        .limit(MOST_CHILDREN)
        .execute();
      return rows.map(caseRow);
    },

    async calledBy(tenant, caseId, callId) {
      const row = await db
        .selectFrom("cases")
        .select(caseSelection)
        .where("cases.tenant", "=", tenant)
        .where("cases.parent_id", "=", caseId)
        .where("cases.parent_call", "=", callId)
        .executeTakeFirst();
      return row === undefined ? null : caseRow(row);
    },

    ...inboxQueries(db),
  };
}

const caseOrders: Readonly<Record<CasesQuery["sort"], readonly SortColumn[]>> = {
  submitted: [
    { column: "cases.submitted_at_ms", holds: "number", descending: true },
    { column: "cases.case_id", holds: "text", descending: true },
  ],
  due: [
    { column: "cases.due_at_ms", holds: "number", descending: false },
    { column: "cases.case_id", holds: "text", descending: false },
  ],
  number: [
    { column: "cases.number", holds: "text", descending: true },
    { column: "cases.case_id", holds: "text", descending: true },
  ],
};

async function listCases(
  db: Kysely<Tables>,
  tenant: string,
  query: CasesQuery,
): Promise<Page<CaseListItem> | null> {
  const order = caseOrders[query.sort];
  const key = query.after === null ? null : readToken(query.after, order);
  if (query.after !== null && key === null) return null;
  let base = db.selectFrom("cases").where("cases.tenant", "=", tenant).where(visibleCase(query.visibility));
  if (query.state === "incident") {
    base = base.where("cases.state_name", "=", "running").where("cases.open_incidents", ">", 0);
  } else if (query.state !== null) {
    base = base.where("cases.state_name", "=", query.state);
  }
  if (query.processId !== null) base = base.where("cases.process_id", "=", query.processId);
  if (query.exceptVersion !== undefined)
    base = base.where("cases.process_version", "!=", query.exceptVersion);
  if (query.q !== null) base = base.where(sql<boolean>`cases.search like ${containing(query.q)} escape '\\'`);
  const total = await base.select((eb) => eb.fn.countAll<number>().as("count")).executeTakeFirstOrThrow();
  let rows = base.select(caseSelection);
  if (key !== null) rows = rows.where(afterKey(order, key));
  for (const { column, descending } of order)
    rows = rows.orderBy(sql.ref(column), descending ? "desc" : "asc");
  const found = await rows.limit(query.size + 1).execute();
  const ids = found.map((row) => row.case_id);
  const tasks = await openTasksOf(db, tenant, ids);
  const deadlines = await caseDeadlinesOf(db, tenant, ids);
  const keyOf: Readonly<Record<CasesQuery["sort"], (row: (typeof found)[number]) => string | number>> = {
    submitted: (row) => row.submitted_at_ms,
    due: (row) => row.case_due_at_ms,
    number: (row) => row.number,
  };
  return pageOf(
    found,
    query.size,
    total.count,
    (row) => [keyOf[query.sort](row), row.case_id],
    (row) => ({
      case: caseRow(row),
      tasks: tasks.filter(({ caseId }) => caseId === row.case_id),
      deadline: deadlines.find(({ caseId }) => caseId === row.case_id) ?? null,
    }),
  );
}

async function openTasksOf(
  db: Kysely<Tables>,
  tenant: string,
  caseIds: readonly string[],
): Promise<readonly TaskRow[]> {
  if (caseIds.length === 0) return [];
  const rows = await db
    .selectFrom("tasks")
    .select(taskSelection)
    .where("tenant", "=", tenant)
    .where("case_id", "in", [...caseIds])
    .where("state", "=", "open")
    .orderBy("opened_at_ms")
    .orderBy("task_id")
    .execute();
  return rows.map(taskRow);
}

/** The cases' own deadlines, those that are not closed first. */
async function caseDeadlinesOf(
  db: Kysely<Tables>,
  tenant: string,
  caseIds: readonly string[],
): Promise<readonly DeadlineRow[]> {
  if (caseIds.length === 0) return [];
  const rows = await db
    .selectFrom("deadlines")
    .selectAll()
    .where("tenant", "=", tenant)
    .where("case_id", "in", [...caseIds])
    .where("task_id", "is", null)
    .orderBy(sql`case when state = 'closed' then 1 else 0 end`)
    .orderBy("anchor_ms", "desc")
    .execute();
  return rows.map(deadlineRow);
}

/** `found` holds one row more than the page where there is a next page. */
export function pageOf<Found, Item>(
  found: readonly Found[],
  size: number,
  total: number,
  keyOf: (row: Found) => readonly (string | number)[],
  item: (row: Found) => Item,
): Page<Item> {
  const shown = found.slice(0, size);
  const last = shown.at(-1);
  return {
    items: shown.map(item),
    total,
    next: found.length > size && last !== undefined ? pageToken(keyOf(last)) : null,
  };
}
