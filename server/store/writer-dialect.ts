/** Kysely over the writing thread: one connection, which transactions and batches take in turn. */
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import type { Writer } from "./writer.ts";

export interface Turn {
  /** Resolves when the connection is free, with what gives it back. */
  take(): Promise<() => void>;
}

export function turns(): Turn {
  let last: Promise<void> = Promise.resolve();
  return {
    async take() {
      const before = last;
      let give = () => {};
      last = new Promise((resolve) => {
        give = resolve;
      });
      await before;
      return give;
    },
  };
}

export function writerDialect(writer: Writer, turn: Turn): Dialect {
  return {
    createDriver: () => writerDriver(writer, turn),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

function writerDriver(writer: Writer, turn: Turn): Driver {
  const connection: DatabaseConnection = {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      const { rows, changes } = await writer.run(sql, parameters);
      // Kysely types the rows of a query by what the query selects.
      const typed = rows as Row[];
      return changes === null ? { rows: typed } : { rows: typed, numAffectedRows: BigInt(changes) };
    },
    streamQuery() {
      throw new Error("The writing connection does not stream.");
    },
  };
  let give = () => {};
  const run = async (text: string) => {
    await connection.executeQuery(CompiledQuery.raw(text));
  };
  return {
    init: async () => {},
    async acquireConnection() {
      give = await turn.take();
      return connection;
    },
    beginTransaction: () => run("begin"),
    commitTransaction: () => run("commit"),
    rollbackTransaction: () => run("rollback"),
    async releaseConnection() {
      give();
    },
    destroy: () => writer.close(),
  };
}
