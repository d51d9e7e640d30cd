/** Who sees which case, as a condition of every query that opens or lists cases. Nothing is filtered afterwards. */
import { type Expression, type SqlBool, sql } from "kysely";
import type { Visibility } from "../port.ts";

/** Stands beside a `cases` table in the same query. */
export function visibleCase(visibility: Visibility): Expression<SqlBool> {
  if (visibility.all) return sql<SqlBool>`1 = 1`;
  const ways: Expression<SqlBool>[] = [];
  if (visibility.units.length > 0) {
    ways.push(sql<SqlBool>`cases.unit_id in (${sql.join([...visibility.units])})`);
  }
  if (visibility.posts.length > 0) {
    ways.push(sql<SqlBool>`cases.case_id in (
      select case_posts.case_id from case_posts
      where case_posts.tenant = cases.tenant and case_posts.post_id in (${sql.join([...visibility.posts])}))`);
  }
  return ways.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`(${sql.join(ways, sql` or `)})`;
}
