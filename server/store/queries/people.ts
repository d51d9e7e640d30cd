/** Accounts, sessions, credentials of machines, drafts and what has been read. */
import type { Kysely } from "kysely";
import type { Variables } from "../../../engine/index.ts";
import type { OpenDatabase } from "../database.ts";
import type { Account, Credential, Draft, PeopleStore, StoredSession } from "../port.ts";
import { parse } from "../rows.ts";
import type { AccountColumns, CredentialColumns, SessionColumns, Tables } from "../schema.ts";

export function peopleStore(database: OpenDatabase): PeopleStore {
  const { read, write } = database;
  return {
    ...accounts(read, write),
    ...sessions(read, write),
    ...credentials(read, write),
    ...drafts(read, write),
    async markRead(tenant, mark) {
      await write
        .insertInto("reads")
        .values({
          tenant,
          person_id: mark.personId,
          case_id: mark.caseId,
          task_id: mark.taskId,
          version: mark.version,
          at_ms: mark.atMs,
        })
        .onConflict((conflict) =>
          conflict
            .columns(["tenant", "person_id", "case_id", "task_id"])
            .doUpdateSet({ version: mark.version, at_ms: mark.atMs })
            .where("reads.version", "<", mark.version),
        )
        .execute();
    },
  };
}

function accounts(
  read: Kysely<Tables>,
  write: Kysely<Tables>,
): Pick<
  PeopleStore,
  "account" | "accountOf" | "accounts" | "createAccount" | "updateAccount" | "countFailure"
> {
  return {
    async account(tenant, username) {
      const row = await read
        .selectFrom("accounts")
        .selectAll()
        .where("tenant", "=", tenant)
        .where("username", "=", username)
        .executeTakeFirst();
      return row === undefined ? null : account(row);
    },
    async accountOf(tenant, personId) {
      const row = await read
        .selectFrom("accounts")
        .selectAll()
        .where("tenant", "=", tenant)
        .where("person_id", "=", personId)
        .executeTakeFirst();
      return row === undefined ? null : account(row);
    },
    async accounts(tenant) {
      const rows = await read
        .selectFrom("accounts")
        .selectAll()
        .where("tenant", "=", tenant)
        .orderBy("username")
        .execute();
      return rows.map(account);
    },
    async createAccount(tenant, made) {
      const result = await write
        .insertInto("accounts")
        .values(accountColumns(tenant, made))
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
    async updateAccount(tenant, changed, expectedGeneration) {
      const result = await write
        .updateTable("accounts")
        .set(accountColumns(tenant, changed))
        .where("tenant", "=", tenant)
        .where("username", "=", changed.username)
        .where("generation", "=", expectedGeneration)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    async countFailure(tenant, username, failure) {
      const row = await write
        .updateTable("accounts")
        .set((eb) =>
          failure === null
            ? { failed_attempts: 0, locked_until_ms: null }
            : { failed_attempts: eb("failed_attempts", "+", 1), locked_until_ms: failure.lockedUntilMs },
        )
        .where("tenant", "=", tenant)
        .where("username", "=", username)
        .returning("failed_attempts")
        .executeTakeFirst();
      return row?.failed_attempts ?? 0;
    },
  };
}

function sessions(
  read: Kysely<Tables>,
  write: Kysely<Tables>,
): Pick<
  PeopleStore,
  "session" | "createSession" | "touchSession" | "endSession" | "endSessionsOf" | "endExpired"
> {
  return {
    async session(tenant, sessionHash) {
      const row = await read
        .selectFrom("sessions")
        .selectAll()
        .where("tenant", "=", tenant)
        .where("session_hash", "=", sessionHash)
        .executeTakeFirst();
      return row === undefined ? null : session(row);
    },
    async createSession(tenant, made) {
      await write
        .insertInto("sessions")
        .values({
          tenant,
          session_hash: made.sessionHash,
          username: made.username,
          person_id: made.personId,
          csrf: made.csrf,
          created_at_ms: made.createdAtMs,
          seen_at_ms: made.seenAtMs,
          expires_at_ms: made.expiresAtMs,
          generation: made.generation,
        })
        .execute();
    },
    async touchSession(tenant, sessionHash, seenAtMs, expiresAtMs) {
      await write
        .updateTable("sessions")
        .set({ seen_at_ms: seenAtMs, expires_at_ms: expiresAtMs })
        .where("tenant", "=", tenant)
        .where("session_hash", "=", sessionHash)
        .execute();
    },
    async endSession(tenant, sessionHash) {
      await write
        .deleteFrom("sessions")
        .where("tenant", "=", tenant)
        .where("session_hash", "=", sessionHash)
        .execute();
    },
    async endSessionsOf(tenant, username) {
      await write
        .deleteFrom("sessions")
        .where("tenant", "=", tenant)
        .where("username", "=", username)
        .execute();
    },
    async endExpired(tenant, nowMs) {
      await write
        .deleteFrom("sessions")
        .where("tenant", "=", tenant)
        .where("expires_at_ms", "<=", nowMs)
        .execute();
    },
  };
}

function credentials(
  read: Kysely<Tables>,
  write: Kysely<Tables>,
): Pick<PeopleStore, "credential" | "createCredential" | "takeCredential"> {
  return {
    async credential(tenant, secretHash) {
      const row = await read
        .selectFrom("credentials")
        .selectAll()
        .where("tenant", "=", tenant)
        .where("secret_hash", "=", secretHash)
        .executeTakeFirst();
      return row === undefined ? null : credential(row);
    },
    async createCredential(tenant, made) {
      await write
        .insertInto("credentials")
        .values({
          tenant,
          secret_hash: made.secretHash,
          kind: made.kind,
          name: made.name,
          scopes: JSON.stringify(made.scopes),
          created_at_ms: made.createdAtMs,
          expires_at_ms: made.expiresAtMs,
        })
        .execute();
    },
    async takeCredential(tenant, secretHash) {
      const result = await write
        .deleteFrom("credentials")
        .where("tenant", "=", tenant)
        .where("secret_hash", "=", secretHash)
        .executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
  };
}

function drafts(
  read: Kysely<Tables>,
  write: Kysely<Tables>,
): Pick<PeopleStore, "draft" | "saveDraft" | "dropDraft"> {
  return {
    async draft(tenant, personId, kind, about) {
      const row = await read
        .selectFrom("drafts")
        .selectAll()
        .where("tenant", "=", tenant)
        .where("person_id", "=", personId)
        .where("kind", "=", kind)
        .where("about", "=", about)
        .executeTakeFirst();
      if (row === undefined) return null;
      const values = parse<Variables>(row.fields);
      return { personId, kind, about, values, comment: row.comment, savedAtMs: row.saved_at_ms };
    },
    async saveDraft(tenant, draft: Draft) {
      const fields = JSON.stringify(draft.values);
      const comment = draft.comment.replaceAll("\u0000", "\ufffd");
      await write
        .insertInto("drafts")
        .values({
          tenant,
          person_id: draft.personId,
          kind: draft.kind,
          about: draft.about,
          fields,
          comment,
          saved_at_ms: draft.savedAtMs,
        })
        .onConflict((conflict) =>
          conflict
            .columns(["tenant", "person_id", "kind", "about"])
            .doUpdateSet({ fields, comment, saved_at_ms: draft.savedAtMs }),
        )
        .execute();
    },
    async dropDraft(tenant, personId, kind, about) {
      await write
        .deleteFrom("drafts")
        .where("tenant", "=", tenant)
        .where("person_id", "=", personId)
        .where("kind", "=", kind)
        .where("about", "=", about)
        .execute();
    },
  };
}

function account(row: AccountColumns): Account {
  return {
    username: row.username,
    personId: row.person_id,
    passwordHash: row.password_hash,
    roles: parse<readonly string[]>(row.roles),
    disabled: row.disabled === 1,
    failedAttempts: row.failed_attempts,
    lockedUntilMs: row.locked_until_ms,
    createdAtMs: row.created_at_ms,
    generation: row.generation,
  };
}

function accountColumns(tenant: string, made: Account): AccountColumns {
  return {
    tenant,
    username: made.username,
    person_id: made.personId,
    password_hash: made.passwordHash,
    roles: JSON.stringify(made.roles),
    disabled: made.disabled ? 1 : 0,
    failed_attempts: made.failedAttempts,
    locked_until_ms: made.lockedUntilMs,
    created_at_ms: made.createdAtMs,
    generation: made.generation,
  };
}

function session(row: SessionColumns): StoredSession {
  return {
    sessionHash: row.session_hash,
    username: row.username,
    personId: row.person_id,
    csrf: row.csrf,
    createdAtMs: row.created_at_ms,
    seenAtMs: row.seen_at_ms,
    expiresAtMs: row.expires_at_ms,
    generation: row.generation,
  };
}

function credential(row: CredentialColumns): Credential {
  return {
    secretHash: row.secret_hash,
    kind: row.kind as Credential["kind"],
    name: row.name,
    scopes: parse<readonly string[]>(row.scopes),
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
  };
}
