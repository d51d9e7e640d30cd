/** The Express application: what every request passes before and after its route. */

import { join } from "node:path";
import express, { type ErrorRequestHandler, type Express } from "express";
import type { Handlers } from "./call.ts";
import { failureOf } from "./failure.ts";
import { requestLog } from "./log.ts";
import type { Parts } from "./parts.ts";
import { refuse } from "./refused.ts";
import { createRoutes } from "./routes.ts";
import { securityHeaders } from "./security-headers.ts";
import { sendRefused } from "./send.ts";
import { staticApp } from "./static-app.ts";

const served = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

export function createApp(parts: Parts, handlers: Handlers, distDir: string): Express {
  const { config, limits, log } = parts;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("query parser", false);
  // A client's X-Forwarded-For is believed only from the proxies that the administrator named.
  app.set("trust proxy", config.trustedProxies.length > 0 ? [...config.trustedProxies] : false);
  app.set("case sensitive routing", true);

  app.use(requestLog(log, (done) => parts.metrics.requestDone(done)));
  app.use(securityHeaders(parts.cookie.secure));
  app.use((request, response, next) => {
    response.setHeader("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()");
    if (!served.has(request.method)) {
      const allow = [...served].join(", ");
      return sendRefused(response, refuse("methodNotAllowed", { params: { allow }, headers: { allow } }));
    }
    if (request.url.length > limits.urlCharacters) {
      return sendRefused(response, refuse("urlTooLong", { params: { limit: limits.urlCharacters } }));
    }
    if (parts.stopping()) response.setHeader("connection", "close");
    if (request.path.startsWith("/api/")) response.setHeader("cache-control", "no-store");
    next();
  });

  app.use(
    createRoutes(handlers, {
      signIn: parts.signIn,
      cookie: parts.cookie,
      origin: { publicOrigin: config.publicOrigin, host: config.host },
      limits,
      clock: parts.clock,
      verifyReplies: config.verifyReplies,
      onFault: ({ operation, requestId, error }) => {
        parts.metrics.fault();
        log.error({ operation, requestId, err: error }, "fault");
      },
    }),
  );
  app.use(staticApp({ folder: join(distDir, "modeller"), base: "/pemodel/", withNonce: true }));
  app.get("/pemodel", (_request, response) => response.redirect(308, "/pemodel/"));
  app.use(staticApp({ folder: join(distDir, "desk"), base: "/", withNonce: false }));
  app.use((_request, response) => sendRefused(response, refuse("notFound")));

  const onError: ErrorRequestHandler = (error, _request, response, _next) => {
    const refused = failureOf(error);
    if (refused.code === "internal") {
      parts.metrics.fault();
      log.error({ requestId: response.locals.requestId, err: error }, "fault");
    }
    sendRefused(response, refused);
  };
  app.use(onError);
  return app;
}
