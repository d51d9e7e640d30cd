/**
 * What every request to an endpoint passes, in this order: who asks, from where, may he, is the input clean, and
 * only then the handler. A handler therefore never sees a body that its caller was not allowed to send.
 */
import type { Request, RequestHandler, Response } from "express";
import { type Endpoint, endpoints, type Operation } from "../../api/index.ts";
import {
  type ActiveSession,
  type CookieStyle,
  clearedCookie,
  type SignIn,
  sameSecret,
  tokenIn,
} from "../auth/index.ts";
import { isLoopback } from "../config.ts";
import { judge, policy, type Subject } from "../policy/index.ts";
import type { Call, Handler } from "./call.ts";
import { readJsonBody } from "./json-body.ts";
import type { HttpLimits } from "./limits.ts";
import { isForeign, isOurHost, type OriginRule } from "./origin.ts";
import { cleanParams, parseQuery, readQuery } from "./query.ts";
import { isRefused, type Refused, refuse } from "./refused.ts";
import { faultsOf } from "./schema-faults.ts";
import { sendRefused } from "./send.ts";
import { sendAnswer } from "./send-answer.ts";
import type { Language } from "./words.ts";

export interface PipelineParts {
  readonly signIn: SignIn;
  readonly cookie: CookieStyle;
  readonly origin: OriginRule;
  readonly limits: HttpLimits;
  readonly clock: { nowMs(): number };
  readonly verifyReplies: boolean;
  /** A reply that its schema does not know, or an error nobody expected. */
  readonly onFault: (fault: {
    readonly operation: Operation;
    readonly requestId: string;
    readonly error: unknown;
  }) => void;
}

/** Set on every response before the pipeline runs. */
export interface RequestLocals {
  readonly requestId: string;
  readonly language: Language;
}

export function pipeline<O extends Operation>(
  operation: O,
  handler: Handler<O>,
  parts: PipelineParts,
): RequestHandler {
  const endpoint: Endpoint = endpoints[operation];
  return async (request, response) => {
    const locals = response.locals as RequestLocals;
    const call = await admit(operation, endpoint, request, response, parts);
    if (isRefused(call)) return sendRefused(response, call);
    // What `admit` parsed by the endpoint's own schemas is what the handler's types say.
    const result = await handler(call as Call<O>);
    if (isRefused(result)) return sendRefused(response, result);
    await sendAnswer(endpoint, result, {
      request,
      response,
      verify: parts.verifyReplies,
      onFault: (error) => parts.onFault({ operation, requestId: locals.requestId, error }),
    });
  };
}

type Admitted = Omit<Call<Operation>, "params" | "query" | "body" | "subject"> & {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly subject: Subject;
};

async function admit(
  operation: Operation,
  endpoint: Endpoint,
  request: Request,
  response: Response,
  parts: PipelineParts,
): Promise<Admitted | Refused> {
  const { requestId, language } = response.locals as RequestLocals;
  const safe = endpoint.method === "get";
  if (!isOurHost(parts.origin, request.headers)) return refuse("foreignOrigin");
  if (!safe && endpoint.caller !== "machine" && isForeign(parts.origin, request.headers)) {
    return refuse("foreignOrigin");
  }
  const { subject, session } = await whoAsks(operation, request, response, parts);
  const verdict = judge(subject, operation);
  if (!verdict.allowed && verdict.code !== "forbidden") return refuse(verdict.code);
  if (!safe && session && endpoint.caller === "person") {
    const token = request.headers["x-csrf-token"];
    if (typeof token !== "string" || !sameSecret(token, session.csrf)) return refuse("csrfMissing");
  }
  if (!verdict.allowed) return refuse(verdict.code);
  const input = await readInput(endpoint, request, language, parts.limits);
  if (isRefused(input)) return input;
  return {
    operation,
    ...input,
    subject,
    session,
    sight: verdict.sight,
    language,
    requestId,
    nowMs: parts.clock.nowMs(),
    address: request.ip ?? request.socket.remoteAddress ?? "",
    request,
    response,
  };
}

async function whoAsks(
  operation: Operation,
  request: Request,
  response: Response,
  parts: PipelineParts,
): Promise<{ readonly subject: Subject; readonly session: ActiveSession | null }> {
  const nobody: Subject = { kind: "nobody", loopback: fromLoopback(request) };
  const endpoint: Endpoint = endpoints[operation];
  // Health must answer while the store, and with it every session, is away.
  if (endpoint.method === "get" && policy[operation].who === "anybody")
    return { subject: nobody, session: null };
  if (endpoint.caller === "machine") {
    const secret = /^Bearer ([A-Za-z0-9._~+/=-]{16,200})$/.exec(request.headers.authorization ?? "")?.[1];
    const machine = secret === undefined ? null : await parts.signIn.machine(secret);
    return { subject: machine ?? nobody, session: null };
  }
  const token = tokenIn(parts.cookie, request.headers.cookie);
  const session = token === null ? null : await parts.signIn.resume(token);
  if (token !== null && session === null) response.setHeader("set-cookie", clearedCookie(parts.cookie));
  return { subject: session?.person ?? nobody, session };
}

/** From this machine itself, and not through a proxy that speaks for another. */
function fromLoopback(request: Request): boolean {
  const address = (request.socket.remoteAddress ?? "").replace(/^::ffff:/, "");
  return (
    isLoopback(address) &&
    request.headers["x-forwarded-for"] === undefined &&
    request.headers.forwarded === undefined
  );
}

type Input = Pick<Admitted, "params" | "query" | "body" | "idempotencyKey" | "ifMatch">;

async function readInput(
  endpoint: Endpoint,
  request: Request,
  language: Language,
  limits: HttpLimits,
): Promise<Input | Refused> {
  const params = cleanParams(request.params);
  if (params === null) return refuse("notFound");
  const raw = readQuery(request.url);
  if (isRefused(raw)) return raw;
  const query = parseQuery(endpoint.query, raw, language);
  if (isRefused(query)) return query;
  const idempotencyKey = request.headers["idempotency-key"];
  if (
    endpoint.idempotent &&
    (typeof idempotencyKey !== "string" || !/^[\x21-\x7e]{1,200}$/.test(idempotencyKey))
  ) {
    return refuse("idempotencyKeyMissing");
  }
  const ifMatch = request.headers["if-match"];
  if (endpoint.ifMatch && ifMatch === undefined) return refuse("ifMatchMissing");
  let body: unknown;
  if (endpoint.body) {
    const maxBytes = endpoint.path.includes("/library/") ? limits.documentBytes : limits.jsonBytes;
    const read = await readJsonBody(request, maxBytes, limits);
    if (isRefused(read)) return read;
    const large = largeValue(read.value, limits.valueBytes);
    if (large) return large;
    const parsed = endpoint.body.safeParse(read.value);
    if (!parsed.success) {
      const faults = faultsOf(parsed.error, language);
      return refuse("invalidBody", { faults, params: { at: faults[0]?.at || "/" } });
    }
    body = parsed.data;
  }
  return {
    params,
    query: query.value,
    body,
    idempotencyKey: endpoint.idempotent && typeof idempotencyKey === "string" ? idempotencyKey : "",
    ifMatch: endpoint.ifMatch ? (ifMatch ?? "").replace(/^(?:W\/)?"?|"$/g, "") : "",
  };
}

/** What a case keeps: no single value of a form, of variables or of a payload may pass the limit. */
function largeValue(body: unknown, limit: number): Refused | null {
  if (typeof body !== "object" || body === null) return null;
  for (const name of ["values", "variables", "payload"]) {
    const values: unknown = Object.getOwnPropertyDescriptor(body, name)?.value;
    if (typeof values !== "object" || values === null) continue;
    for (const [key, value] of Object.entries(values)) {
      if (JSON.stringify(value).length > limit) {
        return refuse("valueTooLarge", { params: { at: `/${name}/${key}`, limit } });
      }
    }
  }
  return null;
}
