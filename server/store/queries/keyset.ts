/**
 * Paging by key: a page continues after the last row of the one before, so rows that come or go in between are
 * neither skipped nor shown twice. The token is opaque to callers and holds the last row's sort key.
 */
import { type Expression, type SqlBool, sql } from "kysely";

export type KeyPart = string | number;

export interface SortColumn {
  /** A column, with its table. */
  readonly column: string;
  readonly holds: "number" | "text";
  readonly descending: boolean;
}

export function pageToken(key: readonly KeyPart[]): string {
  return Buffer.from(JSON.stringify(key), "utf8").toString("base64url");
}

/** Null when the token is not one of ours for this order. */
export function readToken(token: string, order: readonly SortColumn[]): readonly KeyPart[] | null {
  try {
    const read: unknown = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    if (!Array.isArray(read) || read.length !== order.length) return null;
    const key: KeyPart[] = [];
    // PostgreSQL would fail on a text where a number belongs.
    for (const [at, part] of read.entries()) {
      const fits =
        order[at]?.holds === "text"
          ? typeof part === "string" && !part.includes("\u0000")
          : Number.isSafeInteger(part);
      if (!fits) return null;
      key.push(part);
    }
    return key;
  } catch {
    return null;
  }
}

/** Rows that come after the key in this order. */
export function afterKey(order: readonly SortColumn[], key: readonly KeyPart[]): Expression<SqlBool> {
  const ways = order.map((sort, depth) => {
    const same = order
      .slice(0, depth)
      .map((before, at) => sql`${sql.ref(before.column)} = ${key[at] ?? null}`);
    const beyond = sql`${sql.ref(sort.column)} ${sql.raw(sort.descending ? "<" : ">")} ${key[depth] ?? null}`;
    return sql`(${sql.join([...same, beyond], sql` and `)})`;
  });
  return sql<SqlBool>`(${sql.join(ways, sql` or `)})`;
}

/** For `like`: what people type is looked for as it stands. */
export function containing(words: string): string {
  const plain = words.replaceAll("\u0000", "").toLowerCase();
  return `%${plain.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
