/**
 * Signing in with a local account, and who a request comes from. A session lives in the store; every request reads
 * its account again, so signing out, disabling an account or taking a role away holds from the next request on.
 * Everything that changes who may do what is written to the `access` stream of the journal.
 */
import { type Role, role } from "../../api/index.ts";
import type { Organisation } from "../../organisation/index.ts";
import { dayOf, postsOf } from "../../organisation/index.ts";
import type { ActingPost, Machine, Person } from "../policy/index.ts";
import type { Account, PeopleStore, Store, StoredSession } from "../store/index.ts";
import { type AttemptLimits, createAttempts } from "./attempts.ts";
import type { Passwords } from "./password.ts";
import { newSecret, secretHash } from "./secret.ts";

export interface ActiveSession {
  readonly person: Person;
  readonly csrf: string;
  readonly sessionHash: string;
}

type SignInOutcome =
  | { readonly kind: "signedIn"; readonly session: ActiveSession; readonly token: string }
  /** The same for a wrong password, an unknown name and a disabled account. */
  | { readonly kind: "wrong" }
  | { readonly kind: "tooMany"; readonly waitMs: number };

export interface SignIn {
  signIn(attempt: {
    readonly username: string;
    readonly password: string;
    readonly address: string;
  }): Promise<SignInOutcome>;
  /** The session behind a cookie's token; null when it has ended or its account may no longer sign in. */
  resume(token: string): Promise<ActiveSession | null>;
  /** Who a session that is in use elsewhere (an open stream) stands for now; null when it has ended. */
  personNow(sessionHash: string): Promise<Person | null>;
  signOut(session: ActiveSession): Promise<void>;
  machine(secret: string): Promise<Machine | null>;
}

export interface SignInParts {
  readonly store: Store;
  readonly tenant: string;
  readonly passwords: Passwords;
  readonly clock: { nowMs(): number };
  /** In force at the instant; null while none is published. */
  readonly organisation: (atMs: number) => Promise<Organisation | null>;
  readonly limits: AttemptLimits & { readonly sessionIdleMs: number; readonly sessionMs: number };
}

/** A session's last use is written at most this often: a read should not cost a commit. */
const touchEveryMs = 60_000;

export function createSignIn(parts: SignInParts): SignIn {
  const { store, tenant, passwords, clock, limits } = parts;
  const people: PeopleStore = store.people;
  const attempts = createAttempts(limits);

  async function signIn(attempt: {
    readonly username: string;
    readonly password: string;
    readonly address: string;
  }): Promise<SignInOutcome> {
    const name = attempt.username.normalize("NFKC").trim().toLowerCase();
    const nowMs = clock.nowMs();
    const waitMs = attempts.begin(name, attempt.address, nowMs);
    if (waitMs > 0) return { kind: "tooMany", waitMs };
    const account = await people.account(tenant, name);
    if (account?.lockedUntilMs && account.lockedUntilMs > nowMs) {
      return { kind: "tooMany", waitMs: account.lockedUntilMs - nowMs };
    }
    const right = await passwords.matches(account?.passwordHash ?? null, attempt.password);
    if (!account || !right || account.disabled) {
      if (account && !right) await countFailure(account, nowMs);
      return { kind: "wrong" };
    }
    attempts.succeeded(name, attempt.address);
    if (account.failedAttempts > 0) await people.countFailure(tenant, name, null);
    const token = newSecret();
    const stored: StoredSession = {
      sessionHash: secretHash(token),
      username: account.username,
      personId: account.personId,
      csrf: newSecret(),
      createdAtMs: nowMs,
      seenAtMs: nowMs,
      expiresAtMs: nowMs + limits.sessionIdleMs,
      generation: account.generation,
    };
    await people.createSession(tenant, stored);
    await store.journal.append(tenant, "access", {
      atMs: nowMs,
      actor: { kind: "system", name: "signIn" },
      command: { type: "SignIn" },
      events: [accessEvent("SignedIn", account)],
    });
    return { kind: "signedIn", session: await activeSession(stored, account, nowMs), token };
  }

  /** The account's own counter outlives a restart; a locked account is worth an entry in the journal. */
  async function countFailure(account: Account, nowMs: number): Promise<void> {
    const full = account.failedAttempts + 1 >= limits.wrongPasswordsPerName;
    const lockedUntilMs = full ? nowMs + limits.wrongPasswordWindowMs : null;
    await people.countFailure(tenant, account.username, { lockedUntilMs });
    if (!full) return;
    await store.journal.append(tenant, "access", {
      atMs: nowMs,
      actor: { kind: "system", name: "signIn" },
      command: { type: "SignIn" },
      events: [accessEvent("AccountLocked", account)],
    });
  }

  /** The account that the session still stands for; null when it has ended. */
  async function accountBehind(stored: StoredSession, nowMs: number): Promise<Account | null> {
    if (stored.expiresAtMs <= nowMs || stored.createdAtMs + limits.sessionMs <= nowMs) return null;
    const account = await people.account(tenant, stored.username);
    return account && !account.disabled && account.generation === stored.generation ? account : null;
  }

  async function activeSession(
    stored: StoredSession,
    account: Account,
    nowMs: number,
  ): Promise<ActiveSession> {
    return {
      person: personOf(account, await parts.organisation(nowMs), nowMs),
      csrf: stored.csrf,
      sessionHash: stored.sessionHash,
    };
  }

  return {
    signIn,
    async personNow(sessionHash) {
      const nowMs = clock.nowMs();
      const stored = await people.session(tenant, sessionHash);
      const account = stored && (await accountBehind(stored, nowMs));
      return account && personOf(account, await parts.organisation(nowMs), nowMs);
    },
    async resume(token) {
      const nowMs = clock.nowMs();
      const stored = await people.session(tenant, secretHash(token));
      if (!stored) return null;
      const account = await accountBehind(stored, nowMs);
      if (!account) {
        await people.endSession(tenant, stored.sessionHash);
        return null;
      }
      if (nowMs - stored.seenAtMs >= touchEveryMs) {
        await people.touchSession(tenant, stored.sessionHash, nowMs, nowMs + limits.sessionIdleMs);
      }
      return await activeSession(stored, account, nowMs);
    },
    async signOut(session) {
      await people.endSession(tenant, session.sessionHash);
      await store.journal.append(tenant, "access", {
        atMs: clock.nowMs(),
        actor: { kind: "system", name: "signIn" },
        command: { type: "SignOut" },
        events: [accessEvent("SignedOut", session.person)],
      });
    },
    async machine(secret) {
      const credential = await people.credential(tenant, secretHash(secret));
      if (credential?.kind !== "machine") return null;
      if (credential.expiresAtMs !== null && credential.expiresAtMs <= clock.nowMs()) return null;
      return { kind: "machine", name: credential.name, scopes: credential.scopes };
    },
  };
}

/** An event of the `access` stream about an account. */
export function accessEvent(
  type: string,
  account: { readonly username: string; readonly personId: string },
  more: Readonly<Record<string, unknown>> = {},
): { readonly type: string } {
  return { type, username: account.username, personId: account.personId, ...more } as {
    readonly type: string;
  };
}

function personOf(account: Account, organisation: Organisation | null, nowMs: number): Person {
  const today = organisation && dayOf(organisation.zone, nowMs);
  const posts: ActingPost[] =
    organisation && today
      ? postsOf(organisation, account.personId, today).map(({ post, holding }) => ({
          postId: post.id,
          unitId: post.unitId,
          mandate: holding.mandate,
        }))
      : [];
  return {
    kind: "person",
    username: account.username,
    personId: account.personId,
    name: organisation?.persons.get(account.personId)?.name ?? account.username,
    roles: rolesOf(account.roles),
    posts,
  };
}

function rolesOf(roles: readonly string[]): Role[] {
  return roles.flatMap((name) => {
    const known = role.safeParse(name);
    return known.success ? [known.data] : [];
  });
}
