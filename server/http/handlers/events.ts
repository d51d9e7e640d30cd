/** Server-sent events: what changes, as it changes, and only of what this person may see. */
import type { Change } from "../../../api/index.ts";
import type { Handlers } from "../call.ts";
import type { EventStream } from "../event-hub.ts";
import type { Parts } from "../parts.ts";
import { refuse } from "../refused.ts";

export function eventHandlers(parts: Parts): Pick<Handlers, "followEvents"> {
  return {
    async followEvents(call) {
      if (parts.stopping()) return refuse("stopping");
      const { response, session, subject } = call;
      // A question about the stream would hold it open and get nothing.
      if (call.request.method === "HEAD") {
        return refuse("methodNotAllowed", { params: { allow: "GET" }, headers: { allow: "GET" } });
      }
      if (!session) return refuse("notSignedIn");
      const stream: EventStream = {
        sessionHash: session.sessionHash,
        personId: subject.personId,
        sight: call.sight,
        seesLibrary: subject.roles.some((role) => ["perancang", "auditor", "admin"].includes(role)),
        seesIncidents: subject.roles.includes("admin"),
        send: (change: Change) => {
          response.write(`event: change\ndata: ${JSON.stringify(change)}\n\n`);
        },
        beat: () => {
          response.write(": beat\n\n");
        },
        close: () => {
          response.end();
        },
      };
      if (!parts.hub.open(stream)) return refuse("tooManyStreams");
      response.on("close", () => parts.hub.drop(stream));
      response.status(200);
      response.setHeader("content-type", "text/event-stream; charset=utf-8");
      response.setHeader("cache-control", "no-store");
      response.setHeader("x-accel-buffering", "no");
      // A browser whose session has ended asks again after this long, and is told 401.
      response.write("retry: 5000\n\n");
      return { kind: "held" };
    },
  };
}
