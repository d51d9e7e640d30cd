/**
 * Looks at what the store wrote last before anything is built on it: bytes that changed under a journal entry or a
 * case's state show here. Texts are read as bytes, because libsql ends the process when a text is not UTF-8.
 */
import { sql } from "kysely";
import { sha256Hex } from "../journal/index.ts";
import type { OpenDatabase } from "./database.ts";
import { StoreFailure } from "./failure.ts";
import { asBytes } from "./rows.ts";

/** How many of the newest journal entries, and of the newest cases, are looked at. */
const CHECKED = 2_000;

export async function checkTexts(database: OpenDatabase): Promise<void> {
  const entries = await sql<{ stream: unknown; seq: number; hash: unknown; body: unknown }>`
    select cast(stream as blob) as stream, seq, cast(hash as blob) as hash, cast(body as blob) as body
    from journal order by rowid desc limit ${CHECKED}`.execute(database.read);
  for (const { stream, seq, hash, body } of entries.rows) {
    if (sha256Hex(asBytes(body)) === textOf(hash)) continue;
    throw damaged(`Entry ${seq} of ${textOf(stream)} in the journal is not what was written`);
  }
  const cases = await sql<{ case_id: unknown; state: unknown }>`
    select cast(case_id as blob) as case_id, cast(state as blob) as state
    from cases order by rowid desc limit ${CHECKED}`.execute(database.read);
  for (const { case_id, state } of cases.rows) {
    if (!isJson(asBytes(state))) throw damaged(`The state of case ${textOf(case_id)} cannot be read`);
  }
}

function textOf(value: unknown): string {
  return Buffer.from(asBytes(value)).toString("utf8");
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
}

function damaged(what: string): StoreFailure {
  return new StoreFailure("storeDamaged", `${what}. Nothing was changed. Restore a backup (poros restore).`);
}
