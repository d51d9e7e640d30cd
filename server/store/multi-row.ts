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

/** One statement of a batch. */
export interface Statement {
  readonly text: string;
  readonly parameters: readonly Cell[];
  /** Rows that it must touch, or nothing of its batch is kept; null where any number will do. */
  readonly touches: number | null;
}

/** How many texts are kept: shapes times sizes. A shape is a constant, known by its identity. */
const KEPT_TEXTS = 2_000;
const MOST_ROWS = 500;

export interface MultiRow {
  /** Inserts or replaces; answers the rows of `returning`. */
  upsert<Name extends keyof Tables>(
    trx: Executor,
    shape: TableShape<Name>,
    rows: readonly (readonly Cell[])[],
  ): Promise<readonly Tables[Name][]>;
  run(trx: Executor, statements: readonly Statement[]): Promise<void>;
  /** As `upsert`, for a batch. */
  upserts<Name extends keyof Tables>(
    shape: TableShape<Name>,
    rows: readonly (readonly Cell[])[],
    must?: "touchAll",
  ): readonly Statement[];
  removes<Name extends keyof Tables>(
    shape: TableShape<Name>,
    keys: readonly (readonly Cell[])[],
  ): readonly Statement[];
  /** For a batch: sets one column of rows that are there; each row is the key's columns, then the value. */
  sets<Name extends keyof Tables>(
    shape: Pick<TableShape<Name>, "table" | "key"> & { readonly column: keyof Tables[Name] & string },
    rows: readonly (readonly Cell[])[],
  ): readonly Statement[];
  /** For a batch: every one of these rows must be there; it is locked and left as it is. */
  holds(
    shape: { readonly table: keyof Tables; readonly key: readonly string[] },
    keys: readonly (readonly Cell[])[],
  ): readonly Statement[];
}

export function multiRow(dialect: Dialect, db: Executor): MultiRow {
  const texts = new Map<object, Map<string, string>>();
  let kept = 0;

  function text(shape: object, name: string, build: () => RawBuilder<unknown>): string {
    const ofShape = texts.get(shape) ?? new Map<string, string>();
    texts.set(shape, ofShape);
    const known = ofShape.get(name);
    if (known !== undefined) return known;
    const compiled = build().compile(db).sql;
    kept += 1;
    if (kept > KEPT_TEXTS) {
      texts.clear();
      kept = 0;
    } else {
      ofShape.set(name, compiled);
    }
    return compiled;
  }

  return {
    async upsert(trx, shape, rows) {
      const returned: Tables[typeof shape.table][] = [];
      for (const part of parts(rows, dialect)) {
        const query = text(shape, `answer ${part.length}`, () => upsertText(shape, part.length, true));
        const result = await trx.executeQuery<Tables[typeof shape.table]>(
          CompiledQuery.raw(query, part.flat()),
        );
        for (const row of result.rows) returned.push(row);
      }
      return returned;
    },
    async run(trx, statements) {
      for (const one of statements) await trx.executeQuery(CompiledQuery.raw(one.text, [...one.parameters]));
    },
    upserts: (shape, rows, must) =>
      parts(rows, dialect).map((part) => ({
        text: text(shape, `upsert ${part.length}`, () => upsertText(shape, part.length, false)),
        parameters: part.flat(),
        touches: must === "touchAll" ? part.length : null,
      })),
    removes: (shape, keys) =>
      parts(keys, dialect).map((part) => ({
        text: text(shape, `remove ${part.length}`, () => removeText(shape, part.length)),
        parameters: part.flat(),
        touches: null,
      })),
    sets: (shape, all) =>
      parts(all, dialect).map((part) => ({
        text: text(shape, `set ${part.length}`, () => setText(shape, part.length)),
        parameters: part.flat(),
        touches: null,
      })),
    holds: (shape, keys) =>
      parts(keys, dialect).map((part) => ({
        text: text(shape, `hold ${part.length}`, () => holdText(shape, part.length)),
        parameters: part.flat(),
        touches: part.length,
      })),
  };
}

function parts<Row>(rows: readonly Row[], dialect: Dialect): readonly (readonly Row[])[] {
  const made: Row[][] = [];
  let from = 0;
  while (from < rows.length) {
    const left = Math.min(rows.length - from, MOST_ROWS);
    const size = dialect.batchSizes.find((allowed) => allowed <= left) ?? 1;
    made.push(rows.slice(from, from + size));
    from += size;
  }
  return made;
}

function upsertText<Name extends keyof Tables>(
  shape: TableShape<Name>,
  rows: number,
  answers: boolean,
): RawBuilder<unknown> {
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
    shape.returning === undefined || !answers
      ? sql``
      : sql` returning ${sql.join(shape.returning.map((column) => sql.ref(`${shape.table}.${column}`)))}`;
  return sql`insert into ${sql.table(shape.table)} (${sql.join(
    shape.columns.map((column) => sql.ref(column)),
  )}) values ${values} on conflict (${target}) do ${action}${where}${returning}`;
}

function removeText<Name extends keyof Tables>(shape: TableShape<Name>, rows: number): RawBuilder<unknown> {
  return sql`delete from ${sql.table(shape.table)} where ${anyKey(shape.key, rows)}`;
}

function setText<Name extends keyof Tables>(
  { table, key, column }: Pick<TableShape<Name>, "table" | "key"> & { readonly column: string },
  rows: number,
): RawBuilder<unknown> {
  const cells = sql.join([...key, column].map(() => sql`${""}`));
  const names = sql.join(key.map((name) => sql.ref(name)));
  const same = sql.join(
    key.map((name) => sql`${sql.ref(`given.${name}`)} = ${sql.ref(`${table}.${name}`)}`),
    sql` and `,
  );
  return sql`with given (${names}, ${sql.ref(column)}) as (values ${sql.join(
    Array.from({ length: rows }, () => sql`(${cells})`),
  )}) update ${sql.table(table)} set ${sql.ref(column)} = (select ${sql.ref(`given.${column}`)} from given
    where ${same} limit 1) where (${names}) in (select ${names} from given)`;
}

function holdText(
  shape: { readonly table: keyof Tables; readonly key: readonly string[] },
  rows: number,
): RawBuilder<unknown> {
  const column = sql.ref(shape.key.at(-1) ?? "tenant");
  return sql`update ${sql.table(shape.table)} set ${column} = ${column} where ${anyKey(shape.key, rows)}`;
}

function anyKey(key: readonly string[], rows: number): RawBuilder<unknown> {
  const one = sql`(${sql.join(
    key.map((column) => sql`${sql.ref(column)} = ${0}`),
    sql` and `,
  )})`;
  return sql.join(
    Array.from({ length: rows }, () => one),
    sql` or `,
  );
}
