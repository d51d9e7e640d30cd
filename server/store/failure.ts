/**
 * What can go wrong with the store itself, with a stable code. Thrown, because no caller can go on: routes
 * answer `storeFull` with 507 and `storeUnavailable` with 503; the others end the start of the server.
 */
export type StoreFailureCode =
  /** The database does not answer. It is tried again with the next request. */
  | "storeUnavailable"
  /** No room on the disk: nothing was written, reading works. */
  | "storeFull"
  /** Its pages or its journal do not agree with themselves. */
  | "storeDamaged"
  /** A newer Poros has written it. */
  | "storeNewer"
  /** It was opened read only, and an older Poros wrote it. */
  | "storeOlder"
  /** Another server has it open. */
  | "storeInUse"
  /** It was opened read only. */
  | "storeReadOnly";

export class StoreFailure extends Error {
  readonly code: StoreFailureCode;
  constructor(code: StoreFailureCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "StoreFailure";
    this.code = code;
  }
}

/** SQLSTATE classes and socket errors that mean: not now. */
const UNAVAILABLE =
  /^(08...|57P0.|53300|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT|ENOENT|SQLITE_BUSY.*|SQLITE_IOERR.*|SQLITE_CANTOPEN)$/;
const FULL = /^(53100|SQLITE_FULL|ENOSPC|EDQUOT)$/;
const DAMAGED = /^(SQLITE_CORRUPT.*|SQLITE_NOTADB|XX001|XX002)$/;

/** Names what a driver threw; anything unknown stays as it is: it is a bug of ours. */
export function storeFailure(error: unknown): unknown {
  if (error instanceof StoreFailure || !(error instanceof Error)) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (FULL.test(code)) {
    return new StoreFailure("storeFull", "The disk of the database is full; nothing was written.", error);
  }
  if (DAMAGED.test(code)) {
    return new StoreFailure(
      "storeDamaged",
      `The database is damaged (${error.message}). Restore a backup.`,
      error,
    );
  }
  if (UNAVAILABLE.test(code) || /Connection terminated|timeout exceeded when trying/.test(error.message)) {
    return new StoreFailure("storeUnavailable", `The database does not answer (${error.message}).`, error);
  }
  return error;
}
