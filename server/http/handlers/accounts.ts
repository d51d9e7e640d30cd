/**
 * Accounts and roles. Every change raises the account's generation, so its sessions end at once; and it is an entry
 * of the `access` stream. The last administrator cannot be taken away.
 */
import type { AccountRow, Role } from "../../../api/index.ts";
import { role as roleShape } from "../../../api/index.ts";
import type { Actor } from "../../../casework/index.ts";
import { accessEvent, isWeakPassword, secretHash, sessionCookie } from "../../auth/index.ts";
import { actorOf } from "../../policy/index.ts";
import type { Account } from "../../store/index.ts";
import { answer, type Handlers } from "../call.ts";
import type { Parts } from "../parts.ts";
import { refuse } from "../refused.ts";
import { sessionView } from "./session.ts";

type Accounts = "listAccounts" | "addAccount" | "changeAccount" | "setUp";

export function accountHandlers(parts: Parts): Pick<Handlers, Accounts> {
  const { store, tenant } = parts;

  const row = async (account: Account, nowMs: number): Promise<AccountRow> => ({
    username: account.username,
    personId: account.personId,
    name:
      (await parts.documents.organisation(nowMs))?.persons.get(account.personId)?.name ?? account.username,
    roles: account.roles.flatMap((name): Role[] => {
      const known = roleShape.safeParse(name);
      return known.success ? [known.data] : [];
    }),
    disabled: account.disabled,
  });

  const journal = (actor: Actor, nowMs: number, type: string, event: { readonly type: string }) =>
    store.journal.append(tenant, "access", {
      atMs: nowMs,
      actor,
      command: { type },
      events: [event],
    });

  async function make(
    username: string,
    personId: string,
    password: string,
    roles: readonly Role[],
    nowMs: number,
  ): Promise<Account | null> {
    const account: Account = {
      username,
      personId,
      passwordHash: await parts.passwords.hash(password),
      roles,
      disabled: false,
      failedAttempts: 0,
      lockedUntilMs: null,
      createdAtMs: nowMs,
      generation: 1,
    };
    return (await store.people.createAccount(tenant, account)) ? account : null;
  }

  return {
    async listAccounts(call) {
      const accounts = await store.people.accounts(tenant);
      return answer({ items: await Promise.all(accounts.map((account) => row(account, call.nowMs))) });
    },

    async addAccount(call) {
      const { username, personId, password, roles } = call.body;
      if (isWeakPassword(password, username)) return refuse("weakPassword");
      const account = await make(username, personId, password, roles, call.nowMs);
      if (!account) return refuse("exists");
      await journal(
        actorOf(call.subject),
        call.nowMs,
        "AddAccount",
        accessEvent("AccountAdded", account, { roles }),
      );
      return answer(await row(account, call.nowMs));
    },

    async changeAccount(call) {
      const account = await store.people.account(tenant, call.params.username);
      if (!account) return refuse("notFound");
      const { roles, disabled, password } = call.body;
      if (password !== undefined && isWeakPassword(password, account.username)) return refuse("weakPassword");
      const changed: Account = {
        ...account,
        roles: roles ?? account.roles,
        disabled: disabled ?? account.disabled,
        passwordHash: password === undefined ? account.passwordHash : await parts.passwords.hash(password),
        failedAttempts: 0,
        lockedUntilMs: null,
        generation: account.generation + 1,
      };
      if (administers(account) && !administers(changed)) {
        const others = await store.people.accounts(tenant);
        if (!others.some((other) => other.username !== account.username && administers(other))) {
          return refuse("lastAdministrator");
        }
      }
      if (!(await store.people.updateAccount(tenant, changed, account.generation))) {
        return refuse("versionConflict");
      }
      await store.people.endSessionsOf(tenant, account.username);
      parts.hub.closePerson(account.personId);
      const what = {
        roles: changed.roles,
        disabled: changed.disabled,
        passwordChanged: password !== undefined,
      };
      await journal(
        actorOf(call.subject),
        call.nowMs,
        "ChangeAccount",
        accessEvent("AccountChanged", changed, what),
      );
      return answer(await row(changed, call.nowMs));
    },

    /** Only while a one-time token is outstanding is there anything at this address. */
    async setUp(call) {
      const { token, username, password } = call.body;
      const hash = secretHash(token);
      const credential = await store.people.credential(tenant, hash);
      const valid =
        credential?.kind === "setup" &&
        (credential.expiresAtMs === null || credential.expiresAtMs > call.nowMs);
      if (!valid) return refuse("notFound");
      if (isWeakPassword(password, username)) return refuse("weakPassword");
      if (await store.people.account(tenant, username)) return refuse("exists");
      if (!(await store.people.takeCredential(tenant, hash))) return refuse("notFound");
      const account = await make(username, `akun-${username}`, password, ["admin"], call.nowMs);
      if (!account) return refuse("exists");
      await journal(
        { kind: "system", name: "setup" },
        call.nowMs,
        "SetUp",
        accessEvent("AccountAdded", account, { roles: ["admin"] }),
      );
      const outcome = await parts.signIn.signIn({ username, password, address: call.address });
      if (outcome.kind !== "signedIn") return refuse("wrongCredentials");
      return answer(await sessionView(parts, outcome.session, call), {
        "set-cookie": sessionCookie(parts.cookie, outcome.token, parts.limits.sessionMs),
      });
    },
  };
}

function administers(account: Account): boolean {
  return !account.disabled && account.roles.includes("admin");
}
