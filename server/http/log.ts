/**
 * The log: one line of JSON per request, without bodies, cookies, credentials or query values; and the request's
 * id, which a refusal shows and a person can read out.
 */
import { randomUUID } from "node:crypto";
import type { RequestHandler } from "express";
import { type Logger, pino } from "pino";
import type { Config } from "../config.ts";
import type { RequestLocals } from "./pipeline.ts";
import { languageOf } from "./words.ts";

export type { Logger } from "pino";

export function createLog(level: Config["logLevel"]): Logger {
  return pino({
    level,
    base: null,
    redact: {
      paths: ["*.password", "*.token", "*.cookie", "*.authorization", "*.csrf", "*.secret"],
      remove: true,
    },
  });
}

/** Gives the request its id and language, and writes its line when it is answered. */
export function requestLog(log: Logger, onDone: (done: RequestDone) => void): RequestHandler {
  return (request, response, next) => {
    const startedAt = process.hrtime.bigint();
    const lang = /[?&]lang=(id|en)(?:&|$)/.exec(request.url)?.[1] ?? null;
    const locals: RequestLocals = {
      requestId: randomUUID(),
      language: languageOf(lang, request.headers["accept-language"]),
    };
    Object.assign(response.locals, locals);
    response.setHeader("x-request-id", locals.requestId);
    const path = request.path;
    response.once("close", () => {
      const milliseconds = Number(process.hrtime.bigint() - startedAt) / 1e6;
      const operation: unknown = response.locals.operation;
      onDone({
        operation: typeof operation === "string" ? operation : "other",
        status: response.statusCode,
        seconds: milliseconds / 1000,
      });
      const line = {
        requestId: locals.requestId,
        method: request.method,
        path,
        status: response.statusCode,
        milliseconds: Math.round(milliseconds),
        finished: response.writableFinished,
      };
      if (response.statusCode >= 500) log.error(line, "request");
      else if (path.startsWith("/api/")) log.info(line, "request");
      else log.debug(line, "request");
    });
    next();
  };
}

export interface RequestDone {
  readonly operation: string;
  readonly status: number;
  readonly seconds: number;
}
