// @ts-check
/**
 * The thread that writes the embedded store: it holds the one connection that may write, so that a commit that waits
 * for the disk holds up nobody else. Plain JavaScript, because a thread is started from a file and no loader stands
 * before it. Its values have passed the binder; what it answers is rows, counts, or an error with its code.
 */
import { parentPort, workerData } from "node:worker_threads";
import Database from "libsql";

const KEPT_STATEMENTS = 2_000;

const port = parentPort;
if (port === null) throw new Error("This file is a thread of the store.");

/** @type {Map<string, import("libsql").Statement>} */
const statements = new Map();

/** @param {string} text */
function prepared(text) {
  let statement = statements.get(text);
  if (statement === undefined) {
    if (statements.size >= KEPT_STATEMENTS) statements.clear();
    statement = database.prepare(text);
    statements.set(text, statement);
  }
  return statement;
}

/**
 * @param {string} text
 * @param {readonly unknown[]} parameters
 */
function run(text, parameters) {
  const statement = prepared(text);
  if (statement.reader) return { rows: statement.all(parameters), changes: null };
  return { rows: [], changes: statement.run(parameters).changes };
}

/**
 * All of it in one transaction; nothing of it when a statement touches another number of rows than it must.
 * @param {readonly import("./writer.ts").BoundStatement[]} batch
 */
function runTogether(batch) {
  run("begin immediate", []);
  try {
    for (const { text, parameters, touches } of batch) {
      const { changes } = run(text, parameters);
      if (touches !== null && changes !== touches) {
        run("rollback", []);
        return { rows: [], changes: 0 };
      }
    }
    run("commit", []);
    return { rows: [], changes: 1 };
  } catch (error) {
    if (database.inTransaction) run("rollback", []);
    throw error;
  }
}

function close() {
  // What is in the log goes into the database, so that one file holds all when nobody has it open.
  database.pragma("wal_checkpoint(TRUNCATE)");
  statements.clear();
  database.close();
  return { rows: [], changes: null };
}

/** @param {import("./writer.ts").Question} question */
function answer(question) {
  switch (question.kind) {
    case "run":
      return run(question.text, question.parameters);
    case "together":
      return runTogether(question.batch);
    case "close":
      return close();
  }
}

/** @param {unknown} error */
function told(error) {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return { message: error instanceof Error ? error.message : String(error), code };
}

/** @type {import("libsql").Database} */
let database;
try {
  database = new Database(workerData.file, { timeout: workerData.busyMs });
  for (const pragma of workerData.pragmas) database.pragma(pragma);
  port.postMessage({ rows: database.pragma("quick_check(1)"), changes: null });
} catch (error) {
  port.postMessage({ error: told(error) });
}

port.on("message", (/** @type {import("./writer.ts").Question} */ question) => {
  try {
    port.postMessage(answer(question));
  } catch (error) {
    port.postMessage({ error: told(error) });
  }
});
