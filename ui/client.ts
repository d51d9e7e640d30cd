/**
 * Talks to the server. A change carries the session's token and an idempotency key that outlives retries, so
 * that pressing again after a lost answer never acts twice. Failures are values; nothing here throws.
 */
import { signal } from "@preact/signals";
import type { Json, ProblemDocument } from "../api/index.ts";
import { language } from "./language.ts";

export type Failure =
  /** No answer: no connection, or too slow. Whether a change took effect is not known. */
  | { readonly kind: "unreachable" }
  /** The server said no, and why. `body` holds what came with it (a changed page, for instance). */
  | {
      readonly kind: "problem";
      readonly status: number;
      readonly code: string;
      readonly title: string;
      readonly detail: string | null;
      readonly faults: readonly Fault[];
      readonly body: Readonly<Record<string, unknown>>;
    };

/** Where an input is wrong: a JSON pointer into what was sent, and the remedy in words. */
export interface Fault {
  readonly at: string;
  readonly code: string;
  readonly message: string;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly etag: string | null }
  | { readonly ok: false; readonly failure: Failure };

export interface SendOptions {
  /** One for each act of a person; kept while that act is tried again. */
  readonly key?: string;
  readonly ifMatch?: string;
  readonly signal?: AbortSignal;
}

/** False while the browser or the server cannot be reached. */
export const online = signal(typeof navigator === "undefined" ? true : navigator.onLine !== false);
/** The session's token for changes; `session.ts` sets it. */
export const csrfToken = signal<string | null>(null);
/** Called when the server no longer knows the session. */
let signedOut: () => void = () => undefined;
export const onSignedOut = (act: () => void): void => {
  signedOut = act;
};

const base = "/api/v1";
const patienceMs = 20_000;
const pausesMs = [600, 2_000];

export const newKey = (): string => crypto.randomUUID();

export const api = {
  get: <T>(path: string, signal?: AbortSignal): Promise<Result<T>> =>
    attempt<T>("GET", path, undefined, signal === undefined ? {} : { signal }),
  text: (path: string): Promise<Result<string>> => attempt<string>("GET", path, undefined, {}, "text"),
  post: <T>(path: string, body: unknown, options: SendOptions = {}): Promise<Result<T>> =>
    attempt<T>("POST", path, body, { ...options, key: options.key ?? newKey() }),
  put: <T>(path: string, body: unknown, options: SendOptions = {}): Promise<Result<T>> =>
    attempt<T>("PUT", path, body, { ...options, key: options.key ?? newKey() }),
  delete: <T>(path: string, options: SendOptions = {}): Promise<Result<T>> =>
    attempt<T>("DELETE", path, undefined, { ...options, key: options.key ?? newKey() }),
} as const;

/** Builds a query string from what is set. */
export function query(parts: Readonly<Record<string, string | number | null | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parts))
    if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

/** Sends, and when no answer comes sends the same again: reading is harmless, a change carries its key. */
async function attempt<T>(
  method: string,
  path: string,
  body: unknown,
  options: SendOptions,
  as: "json" | "text" = "json",
): Promise<Result<T>> {
  for (let turn = 0; ; turn++) {
    const result = await once<T>(method, path, body, options, as);
    const pause = pausesMs[turn];
    const silent = !result.ok && result.failure.kind === "unreachable";
    if (!silent || pause === undefined || options.signal?.aborted) {
      if (!options.signal?.aborted) online.value = !silent;
      return result;
    }
    await new Promise((go) => setTimeout(go, pause));
  }
}

async function once<T>(
  method: string,
  path: string,
  body: unknown,
  options: SendOptions,
  as: "json" | "text",
): Promise<Result<T>> {
  const headers: Record<string, string> = { Accept: "application/json", "Accept-Language": language.peek() };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET" && csrfToken.peek() !== null) headers["X-Csrf-Token"] = csrfToken.peek() ?? "";
  if (options.key !== undefined) headers["Idempotency-Key"] = options.key;
  if (options.ifMatch !== undefined) headers["If-Match"] = options.ifMatch;
  const late = AbortSignal.timeout(patienceMs);
  const init: RequestInit = {
    method,
    headers,
    credentials: "same-origin",
    signal: options.signal === undefined ? late : AbortSignal.any([late, options.signal]),
  };
  if (body !== undefined) init.body = JSON.stringify(body);
  try {
    const response = await fetch(base + path, init);
    return await understood<T>(response, as);
  } catch {
    return { ok: false, failure: { kind: "unreachable" } };
  }
}

async function understood<T>(response: Response, as: "json" | "text"): Promise<Result<T>> {
  // A gateway that answers for a server which is away says nothing about the act.
  if (response.status === 502 || response.status === 504)
    return { ok: false, failure: { kind: "unreachable" } };
  const text = await response.text();
  if (response.ok) {
    const value = as === "text" ? text : text === "" ? null : parse(text);
    return { ok: true, value: value as T, etag: response.headers.get("ETag") };
  }
  if (response.status === 401) signedOut();
  return { ok: false, failure: problemOf(response.status, parse(text)) };
}

/** Reads RFC 9457, and makes one up for an answer that is not. */
export function problemOf(status: number, document: Json | undefined): Failure {
  const body = isRecord(document) ? document : {};
  const known: Partial<ProblemDocument> = body;
  return {
    kind: "problem",
    status,
    code: typeof known.code === "string" ? known.code : `http${status}`,
    title: typeof known.title === "string" ? known.title : "",
    detail: typeof known.detail === "string" ? known.detail : null,
    faults: Array.isArray(known.faults) ? known.faults : [],
    body,
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

if (typeof window !== "undefined") {
  window.addEventListener("online", () => {
    online.value = true;
  });
  window.addEventListener("offline", () => {
    online.value = false;
  });
}
