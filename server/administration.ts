/**
 * What an administrator of the machine may do from its command line: make the first administrator's token, accounts,
 * credentials for machines, a backup. Everything is a plain call on the store, so a running server does it for the
 * command line, and the command line does it alone when no server runs.
 */
import { randomInt } from "node:crypto";
import { z } from "zod";
import { newAccount, role } from "../api/index.ts";
import { accessEvent, createPasswords, newSecret, secretHash } from "./auth/index.ts";
import type { Store } from "./store/index.ts";

export const administrativeTask = z.discriminatedUnion("task", [
  z.strictObject({ task: z.literal("token") }),
  z.strictObject({
    task: z.literal("account"),
    username: newAccount.shape.username,
    personId: newAccount.shape.personId,
    roles: z.array(role).min(1),
  }),
  z.strictObject({
    task: z.literal("machine"),
    name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/),
    scopes: z.array(z.string().regex(/^(\*|jobs(:.{1,200})?|messages(:.{1,200})?)$/)).min(1),
  }),
]);
export type AdministrativeTask = z.infer<typeof administrativeTask>;

export const administrativeResult = z.union([
  z.strictObject({ ok: z.literal(true), secret: z.string(), expiresAtMs: z.number().nullable() }),
  z.strictObject({ ok: z.literal(false), code: z.string() }),
]);
export type AdministrativeResult = z.infer<typeof administrativeResult>;

/** A one-time token is for now, not for the drawer. */
const tokenMs = 60 * 60_000;

/** Secrets are in the answer only: the store keeps their hash. */
export async function administer(
  store: Store,
  tenant: string,
  nowMs: number,
  task: AdministrativeTask,
): Promise<AdministrativeResult> {
  const journal = (type: string, event: { readonly type: string }) =>
    store.journal.append(tenant, "access", {
      atMs: nowMs,
      actor: { kind: "system", name: "commandLine" },
      command: { type },
      events: [event],
    });
  switch (task.task) {
    case "token":
    case "machine": {
      const secret = newSecret();
      const isToken = task.task === "token";
      const expiresAtMs = isToken ? nowMs + tokenMs : null;
      const name = isToken ? "setup" : task.name;
      await store.people.createCredential(tenant, {
        secretHash: secretHash(secret),
        kind: isToken ? "setup" : "machine",
        name,
        scopes: isToken ? [] : task.scopes,
        createdAtMs: nowMs,
        expiresAtMs,
      });
      const event = { type: "CredentialMade", name, scopes: isToken ? ["setup"] : task.scopes };
      await journal("MakeCredential", event);
      return { ok: true, secret, expiresAtMs };
    }
    case "account": {
      const { username, personId, roles } = task;
      const secret = newPassword();
      const created = await store.people.createAccount(tenant, {
        username,
        personId,
        passwordHash: await createPasswords(1).hash(secret),
        roles,
        disabled: false,
        failedAttempts: 0,
        lockedUntilMs: null,
        createdAtMs: nowMs,
        generation: 1,
      });
      if (!created) return { ok: false, code: "exists" };
      await journal("AddAccount", accessEvent("AccountAdded", { username, personId }, { roles }));
      return { ok: true, secret, expiresAtMs: null };
    }
  }
}

/** Letters and digits that cannot be taken for one another when read out. */
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

/** Sixteen characters in four groups: 79 bits. */
export function newPassword(): string {
  const part = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join("");
  return [part(), part(), part(), part()].join("-");
}
