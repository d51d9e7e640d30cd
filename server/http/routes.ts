/**
 * The routes: every endpoint of `api/` with its handler, behind the pipeline. Known paths answer an unknown method
 * with 405, unknown paths under /api with 404. A server whose policy misses an operation does not come up.
 */
import express, { type Router } from "express";
import { type Endpoint, endpoints, type Operation } from "../../api/index.ts";
import { unruled } from "../policy/index.ts";
import type { Handlers } from "./call.ts";
import { type PipelineParts, pipeline } from "./pipeline.ts";
import { refuse } from "./refused.ts";
import { sendRefused } from "./send.ts";

export function createRoutes(handlers: Handlers, parts: PipelineParts): Router {
  const operations = Object.keys(endpoints) as Operation[];
  const missing = unruled(operations);
  if (missing.length > 0) throw new Error(`No policy for ${missing.join(", ")}: the server does not start.`);
  const router = express.Router({ caseSensitive: true, strict: true });
  const methodsOf = new Map<string, string[]>();
  for (const operation of operations) {
    const { method, path }: Endpoint = endpoints[operation];
    const route = path.replaceAll(/\{(\w+)\}/g, ":$1");
    const methods = methodsOf.get(route) ?? [];
    methodsOf.set(route, [...methods, ...(method === "get" ? ["GET", "HEAD"] : [method.toUpperCase()])]);
    const serve = bind(operation, handlers, parts);
    router[method](route, (request, response, next) => {
      response.locals.operation = operation;
      return serve(request, response, next);
    });
  }
  for (const [route, methods] of methodsOf) {
    const allow = methods.join(", ");
    router.all(route, (_request, response) => {
      sendRefused(response, refuse("methodNotAllowed", { params: { allow }, headers: { allow } }));
    });
  }
  router.use(["/api", "/metrics", "/healthz", "/readyz"], (_request, response) => {
    sendRefused(response, refuse("notFound"));
  });
  return router;
}

function bind<O extends Operation>(operation: O, handlers: Handlers, parts: PipelineParts) {
  return pipeline(operation, handlers[operation], parts);
}
