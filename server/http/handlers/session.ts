/** Signing in and out, and who I am. */
import type { Session } from "../../../api/index.ts";
import { type ActiveSession, clearedCookie, sessionCookie } from "../../auth/index.ts";
import { postView } from "../../views/index.ts";
import { answer, type Call, type Handlers } from "../call.ts";
import type { Parts } from "../parts.ts";
import { type Refused, refuse } from "../refused.ts";

export function sessionHandlers(parts: Parts): Pick<Handlers, "signIn" | "readSession" | "signOut"> {
  return {
    async signIn(call) {
      const outcome = await parts.signIn.signIn({ ...call.body, address: call.address });
      switch (outcome.kind) {
        case "wrong":
          return refuse("wrongCredentials");
        case "tooMany":
          return tooMany(outcome.waitMs);
        case "signedIn": {
          // The old session of this browser ends: a session's secret never survives a sign-in.
          if (call.session) await parts.signIn.signOut(call.session);
          const cookie = sessionCookie(parts.cookie, outcome.token, parts.limits.sessionMs);
          return answer(await sessionView(parts, outcome.session, call), { "set-cookie": cookie });
        }
      }
    },
    async readSession(call) {
      return call.session ? answer(await sessionView(parts, call.session, call)) : refuse("notSignedIn");
    },
    async signOut(call) {
      if (call.session) {
        await parts.signIn.signOut(call.session);
        parts.hub.closeSession(call.session.sessionHash);
      }
      return answer(null, { "set-cookie": clearedCookie(parts.cookie) });
    },
  };
}

function tooMany(waitMs: number): Refused {
  const seconds = Math.ceil(waitMs / 1000);
  return refuse("tooManyAttempts", {
    params: { minutes: Math.ceil(seconds / 60) },
    headers: { "retry-after": String(seconds) },
  });
}

export async function sessionView(
  parts: Parts,
  session: ActiveSession,
  call: Pick<Call<"readSession">, "nowMs">,
): Promise<Session> {
  const organisation = await parts.documents.organisation(call.nowMs);
  return {
    personId: session.person.personId,
    name: session.person.name,
    roles: [...session.person.roles],
    posts: session.person.posts.flatMap(
      (post) => (organisation && postView(organisation, post.postId, call.nowMs)) ?? [],
    ),
    csrf: session.csrf,
    province: { name: organisation?.document.name ?? "", zone: organisation?.zone ?? "WIB" },
    fileBytes: parts.limits.fileBytes,
    nowMs: call.nowMs,
  };
}
