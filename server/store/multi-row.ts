/**
 * Multi-row statements: one insert, upsert or delete for the rows of many commits. The text of a statement
 * depends only on its table and its number of rows; it is compiled once by Kysely and kept.
 */
import { CompiledQuery, type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import type { Dialect } from "./dialect.ts";
import type { Tables } from "./schema.ts";

type Executor = Kysely<Tables> | Transaction<Tables>;
export type Cell = string | number | null;

export interface TableShape<Name extends keyof Tables> {
  readonly table: Name;
  readonly columns: readonly (keyof Tables[Name] & string)[];
  /** The primary key's columns. */
  readonly key: readonly (keyof Tables[Name] & string)[];
  /** Set when the key is there already; empty leaves the row as it is. */
  readonly update: readonly (keyof Tables[Name] & string)[];
  /** Columns of `update` that are not simply taken from the new row. */
  readonly set?: Partial<Record<keyof Tables[Name] & string, RawBuilder<unknown>>>;
  /** The stored row is replaced only where this holds. */
  readonly where?: RawBuilder<unknown>;
  readonly returning?: readonly (keyof Tables[Name] & string)[];
}

/** How many texts are kept: shapes times sizes. A shape is a constant, known by its identity. */
const KEPT_TEXTS = 2_000;
const MOST_ROWS = 500;

export interface MultiRow {
  upsert<Name extends keyof Tables>(
    trx: Executor,
    shape: TableShape<Name>,
    rows: readonly (readonly Cell[])[],
  ): Promise<readonly Tables[Name][]>;
  remove<Name extends keyof Tables>(
    trx: Executor,
    shape: TableShape<Name>,
    keys: readonly (readonly Cell[])[],
  ): Promise<void>;
}

export function multiRow(dialect: Dialect): MultiRow {
  const texts = new Map<object, Map<string, string>>();
  let kept = 0;

  function text(
    shape: object,
    action: "upsert" | "remove",
    rows: number,
    trx: Executor,
    build: () => RawBuilder<unknown>,
  ): string {
    const ofShape = texts.get(shape) ?? new Map<string, string>();
    texts.set(shape, ofShape);
    const known = ofShape.get(`${action} ${rows}`);
    if (known !== undefined) return known;
    const compiled = build().compile(trx).sql;
    kept += 1;
    if (kept > KEPT_TEXTS) {
      texts.clear();
      kept = 0;
    } else {
      ofShape.set(`${action} ${rows}`, compiled);
    }
    return compiled;
  }

  return {
    async upsert(trx, shape, rows) {
      const returned: Tables[typeof shape.table][] = [];
      for (const part of parts(rows, dialect)) {
        const query = text(shape, "upsert", part.length, trx, () => upsertText(shape, part.length));
        const result = await trx.executeQuery<Tables[typeof shape.table]>(
          CompiledQuery.raw(query, part.flat()),
        );
        for (const row of result.rows) returned.push(row);
      }
      return returned;
    },
    async remove(trx, shape, keys) {
      for (const part of parts(keys, dialect)) {
        const query = text(shape, "remove", part.length, trx, () => removeText(shape, part.length));
        await trx.executeQuery(CompiledQuery.raw(query, part.flat()));
      }
    },
  };
}

function parts<Row>(rows: readonly Row[], dialect: Dialect): readonly (readonly Row[])[] {
  const made: Row[][] = [];
  let from = 0;
  while (from < rows.length) {
    const left = Math.min(rows.length - from, MOST_ROWS);
    const size = dialect.batchSizes?.find((allowed) => allowed <= left) ?? left;
    made.push(rows.slice(from, from + size));
    from += size;
  }
  return made;
}

function upsertText<Name extends keyof Tables>(shape: TableShape<Name>, rows: number): RawBuilder<unknown> {
  const row = sql`(${sql.join(shape.columns.map(() => sql`${0}`))})`;
  const values = sql.join(Array.from({ length: rows }, () => row));
  const target = sql.join(shape.key.map((column) => sql.ref(column)));
  const action =
    shape.update.length === 0
      ? sql`nothing`
      : sql`update set ${sql.join(
          shape.update.map(
            (column) => sql`${sql.ref(column)} = ${shape.set?.[column] ?? sql`excluded.${sql.ref(column)}`}`,
          ),
        )}`;
  const where = shape.where === undefined ? sql`` : sql` where ${shape.where}`;
  const returning =
    shape.returning === undefined
      ? sql``
      : sql` returning ${sql.join(shape.returning.map((column) => sql.ref(`${shape.table}.${column}`)))}`;
  return sql`insert into ${sql.table(shape.table)} (${sql.join(
    shape.columns.map((column) => sql.ref(column)),
  )}) values ${values} on conflict (${target}) do ${action}${where}${returning}`;
}

function removeText<Name extends keyof Tables>(shape: TableShape<Name>, rows: number): RawBuilder<unknown> {
  const one = sql`(${sql.join(
    shape.key.map((column) => sql`${sql.ref(column)} = ${0}`),
    sql` and `,
  )})`;
  const any = sql.join(
    Array.from({ length: rows }, () => one),
    sql` or `,
  );
  return sql`delete from ${sql.table(shape.table)} where ${any}`;
}
