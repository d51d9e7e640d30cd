/**
 * The little that differs between SQLite and PostgreSQL. Everything else is one set of queries.
 */
import { type RawBuilder, sql } from "kysely";

export interface Dialect {
  readonly name: "sqlite" | "postgres";
  /** Type of an identifying text column: compared byte by byte in both. */
  readonly keyText: RawBuilder<unknown>;
  readonly bytes: "blob" | "bytea";
  /** After a table's definition: SQLite keeps small keyed rows in their index. */
  readonly keyedTable: RawBuilder<unknown>;
  /** After the inner select of a claim: rows that another node is claiming are passed over. */
  readonly skipLocked: RawBuilder<unknown>;
  /** After a select whose rows are about to change. */
  readonly forUpdate: RawBuilder<unknown>;
  /** Row counts that a multi-row statement may have, largest first: few sizes mean few texts, prepared once. */
  readonly batchSizes: readonly number[];
}

const batchSizes = [192, 128, 96, 64, 48, 32, 24, 16, 12, 8, 6, 4, 3, 2, 1];

const nothing = sql``;

export const sqliteDialect: Dialect = {
  name: "sqlite",
  keyText: sql`text`,
  bytes: "blob",
  keyedTable: sql`without rowid`,
  // One connection writes, so nobody else is claiming.
  skipLocked: nothing,
  forUpdate: nothing,
  batchSizes,
};

export const postgresDialect: Dialect = {
  name: "postgres",
  keyText: sql`text collate "C"`,
  bytes: "bytea",
  keyedTable: nothing,
  skipLocked: sql`for update skip locked`,
  forUpdate: sql`for update`,
  batchSizes,
};
