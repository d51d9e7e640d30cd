/** Who is signed in. `undefined` until asked, `null` when nobody is. */
import { signal } from "@preact/signals";
import type { Session } from "../api/index.ts";
import { api, csrfToken, type Failure, onSignedOut } from "./client.ts";
import type { Place } from "./format.ts";
import { language } from "./language.ts";

export const session = signal<Session | null | undefined>(undefined);

/** Milliseconds that the server's clock is ahead of this machine's: official machines are often wrong. */
let aheadMs = 0;
/** The instant by the server's clock. */
export const nowMs = (): number => Date.now() + aheadMs;

/** Language and zone for formatting. */
export const place = (): Place => ({
  language: language.value,
  zone: session.value?.province.zone ?? "WIB",
});

function enter(found: Session | null): void {
  if (found !== null) aheadMs = found.nowMs - Date.now();
  csrfToken.value = found?.csrf ?? null;
  session.value = found;
}

/** The session ended without the person having signed out: too long without activity, or taken away. */
export const sessionEnded = signal(false);

onSignedOut(() => {
  if (!session.peek()) return;
  sessionEnded.value = true;
  enter(null);
});

/** Asks who I am. A failure other than "nobody" is handed back. */
export async function loadSession(): Promise<Failure | null> {
  const answer = await api.get<Session>("/session");
  if (answer.ok) {
    enter(answer.value);
    return null;
  }
  if (answer.failure.kind === "problem" && answer.failure.status === 401) {
    enter(null);
    return null;
  }
  return answer.failure;
}

export async function signIn(username: string, password: string): Promise<Failure | null> {
  const answer = await api.post<Session>("/session", { username, password });
  if (!answer.ok) return answer.failure;
  sessionEnded.value = false;
  enter(answer.value);
  return null;
}

/** Makes the first administrator with the one-time token of the command line, and signs in. */
export async function setUp(token: string, username: string, password: string): Promise<Failure | null> {
  const answer = await api.post<Session>("/setup", { token, username, password });
  if (!answer.ok) return answer.failure;
  enter(answer.value);
  return null;
}

export async function signOut(): Promise<Failure | null> {
  const answer = await api.delete<null>("/session");
  if (!answer.ok && !(answer.failure.kind === "problem" && answer.failure.status === 401))
    return answer.failure;
  enter(null);
  return null;
}

export const hasRole = (...roles: readonly string[]): boolean =>
  session.value?.roles.some((role) => roles.includes(role)) ?? false;
