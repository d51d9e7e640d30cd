/** Binds what must never reach the driver, through the same Kysely and binder as the store, and prints what it got. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { openSqlite } from "../../../server/store/sqlite.ts";

const folder = mkdtempSync(join(tmpdir(), "poros-binding-"));
const database = await openSqlite({ folder, readOnly: false });

const hostile: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  date: new Date(0),
  object: { a: 1 },
  array: [1],
  bigint: 10n,
  unsafe: 2 ** 53,
  nan: Number.NaN,
  infinity: Number.POSITIVE_INFINITY,
  undefined: undefined,
  symbol: Symbol("x"),
  function: () => 1,
  map: new Map([["a", 1]]),
  nul: "a\u0000b",
  bytes: new Uint8Array([1, 2, 3]),
  buffer: Buffer.from("ab"),
  text: "teks \u00e9 \ud83d\ude00",
  fraction: 1.5,
  safe: Number.MAX_SAFE_INTEGER,
  null: null,
};
for (const [name, value] of Object.entries(hostile)) {
  for (const db of [database.write, database.read]) {
    try {
      const result = await sql<{ v: unknown }>`select ${value} as v`.execute(db);
      const got = result.rows[0]?.v;
      process.stdout.write(
        `${name} ${got instanceof ArrayBuffer ? [...new Uint8Array(got)].join() : String(got)}\n`,
      );
    } catch (error) {
      process.stdout.write(`${name} ${error instanceof TypeError ? "refused" : String(error)}\n`);
    }
  }
}
await database.close();
rmSync(folder, { recursive: true, force: true });
process.stdout.write("alive\n");
