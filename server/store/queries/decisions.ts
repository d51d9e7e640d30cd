/**
 * What rules have decided, newest first, by rule set. Facts of a case are shown only through its case: who may not see
 * the case gets neither row nor facts, and of impact only the count.
 */
import { type Kysely, sql } from "kysely";
import type { CaseRow, DecisionQueries } from "../port.ts";
import { caseRow, caseSelection, decisionRow } from "../rows.ts";
import type { Tables } from "../schema.ts";
import { afterKey, type SortColumn } from "./keyset.ts";
import { visibleCase } from "./visible.ts";

const newestFirst: readonly SortColumn[] = [
  { column: "decisions.at_ms", holds: "number", descending: true },
  { column: "decisions.case_id", holds: "text", descending: true },
  { column: "decisions.decision_id", holds: "text", descending: true },
];

const columns = [
  "decisions.rule_set",
  "decisions.at_ms",
  "decisions.case_id",
  "decisions.decision_id",
  "decisions.hash",
  "decisions.facts",
  "decisions.outcome",
] as const;

/** Ids in one question; SQLite bounds the parameters of a statement. */
const IDS_AT_ONCE = 500;

export function decisionQueries(db: Kysely<Tables>): DecisionQueries {
  return {
    async count(tenant, ruleSet) {
      const row = await db
        .selectFrom("decisions")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .where("tenant", "=", tenant)
        .where("rule_set", "=", ruleSet)
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },

    async newest(tenant, ruleSet, before, max) {
      let rows = db
        .selectFrom("decisions")
        .select(columns)
        .where("decisions.tenant", "=", tenant)
        .where("decisions.rule_set", "=", ruleSet);
      if (before !== null)
        rows = rows.where(afterKey(newestFirst, [before.atMs, before.caseId, before.decisionId]));
      for (const { column } of newestFirst) rows = rows.orderBy(sql.ref(column), "desc");
      return (await rows.limit(max).execute()).map(decisionRow);
    },

    async newestVisible(tenant, ruleSet, visibility, max) {
      let rows = db
        .selectFrom("decisions")
        .innerJoin("cases", (join) =>
          join
            .onRef("cases.tenant", "=", "decisions.tenant")
            .onRef("cases.case_id", "=", "decisions.case_id"),
        )
        .select([
          ...caseSelection,
          "decisions.rule_set",
          "decisions.at_ms",
          "decisions.decision_id",
          "decisions.hash",
          "decisions.facts",
          "decisions.outcome",
        ])
        .where("decisions.tenant", "=", tenant)
        .where("decisions.rule_set", "=", ruleSet)
        .where(visibleCase(visibility));
      for (const { column } of newestFirst) rows = rows.orderBy(sql.ref(column), "desc");
      const found = await rows.limit(max).execute();
      return found.map((row) => ({ decision: decisionRow(row), case: caseRow(row) }));
    },

    async casesOf(tenant, caseIds, visibility) {
      const running: string[] = [];
      const visible: CaseRow[] = [];
      for (let from = 0; from < caseIds.length; from += IDS_AT_ONCE) {
        const ids = caseIds.slice(from, from + IDS_AT_ONCE);
        const those = db
          .selectFrom("cases")
          .where("cases.tenant", "=", tenant)
          .where("cases.case_id", "in", [...ids]);
        const open = await those.select("case_id").where("state_name", "=", "running").execute();
        for (const row of open) running.push(row.case_id);
        const seen = await those.select(caseSelection).where(visibleCase(visibility)).execute();
        for (const row of seen) visible.push(caseRow(row));
      }
      return { running, visible };
    },
  };
}
