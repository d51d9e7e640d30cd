/**
 * Stands between Kysely and libsql, before the thread that writes and before the connection that reads. libsql ends the whole process when a boolean, a Date or an object is bound,
 * rounds integers past 2^53, and cuts text at a NUL; so every value passes here first: what is not a string, a
 * safe integer, a finite number, bytes or null is refused by a thrown error, and the process lives.
 * Statements are prepared once per text and kept.
 */

import type { SqliteDatabase, SqliteStatement } from "kysely";
import type Database from "libsql";

const KEPT_STATEMENTS = 600;

export function boundDatabase(database: Database.Database): SqliteDatabase & { exec(sql: string): void } {
  const statements = new Map<string, SqliteStatement>();
  return {
    prepare(text) {
      const kept = statements.get(text);
      if (kept !== undefined) {
        statements.delete(text);
        statements.set(text, kept);
        return kept;
      }
      const statement = boundStatement(database.prepare(text));
      statements.set(text, statement);
      if (statements.size > KEPT_STATEMENTS) {
        for (const oldest of statements.keys()) {
          statements.delete(oldest);
          break;
        }
      }
      return statement;
    },
    exec(text) {
      database.exec(text);
    },
    close() {
      statements.clear();
      database.close();
    },
  };
}

type Bound = string | number | Uint8Array | null;

function boundStatement(statement: Database.Statement): SqliteStatement {
  const reader = statement.reader;
  return {
    reader,
    all: (parameters) => statement.all(bind(parameters)),
    run: (parameters) => statement.run(bind(parameters)),
    iterate: (parameters) => statement.iterate(bind(parameters)),
  };
}

/** The values as libsql takes them; throws a TypeError that names the first one it must not see. */
export function bind(parameters: readonly unknown[]): Bound[] {
  const bound = new Array<Bound>(parameters.length);
  for (let at = 0; at < parameters.length; at += 1) bound[at] = bindOne(parameters[at], at);
  return bound;
}

function bindOne(value: unknown, at: number): Bound {
  if (typeof value === "string") {
    if (value.includes("\u0000")) throw refused(at, "text with a NUL character");
    return value;
  }
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw refused(at, String(value));
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      throw refused(at, `${value}, an integer past 2^53`);
    }
    return value;
  }
  if (value === null) return null;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Uint8Array) return value;
  throw refused(at, Object.prototype.toString.call(value));
}

function refused(at: number, what: string): TypeError {
  return new TypeError(
    `Parameter ${at + 1} of a statement is ${what}; the database takes text, safe integers, finite numbers, bytes and null.`,
  );
}
