/** One request as a handler sees it, parsed and permitted; and what a handler may answer. */
import type { Readable } from "node:stream";
import type { Request, Response } from "express";
import type { z } from "zod";
import type { endpoints, Operation } from "../../api/index.ts";
import type { ActiveSession } from "../auth/index.ts";
import type { Machine, Person, Sight, Subject } from "../policy/index.ts";
import type { Refused } from "./refused.ts";
import type { Language } from "./words.ts";

type Endpoints = typeof endpoints;

type BodyOf<O extends Operation> = Endpoints[O] extends { readonly body: infer B extends z.ZodType }
  ? z.output<B>
  : undefined;
type QueryOf<O extends Operation> = Endpoints[O] extends { readonly query: infer Q extends z.ZodType }
  ? z.output<Q>
  : Readonly<Record<string, never>>;
type ResponseOf<O extends Operation> = Endpoints[O]["response"] extends z.ZodType
  ? z.output<Endpoints[O]["response"]>
  : null;
type SubjectOf<O extends Operation> = {
  readonly person: Person;
  readonly machine: Machine;
  readonly anybody: Subject;
}[Endpoints[O]["caller"]];

type Braced<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Braced<Rest>
  : never;

export interface Call<O extends Operation> {
  readonly operation: O;
  readonly params: { readonly [name in Braced<Endpoints[O]["path"]>]: string };
  readonly query: QueryOf<O>;
  readonly body: BodyOf<O>;
  readonly subject: SubjectOf<O>;
  /** What the policy lets this subject see here; every query takes it. */
  readonly sight: Sight;
  readonly session: ActiveSession | null;
  readonly language: Language;
  readonly nowMs: number;
  readonly requestId: string;
  /** Empty where the endpoint does not ask for one. */
  readonly idempotencyKey: string;
  /** The version in `If-Match`; empty where the endpoint does not ask for one. */
  readonly ifMatch: string;
  readonly address: string;
  /** For uploads and streams only. */
  readonly request: Request;
  readonly response: Response;
}

export type Answer<T> =
  | { readonly kind: "answer"; readonly body: T; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: "stream"; readonly body: Readable; readonly headers: Readonly<Record<string, string>> }
  /** The handler holds the response open and ends it itself. */
  | { readonly kind: "held" };

export type Handler<O extends Operation> = (call: Call<O>) => Promise<Answer<ResponseOf<O>> | Refused>;
export type Handlers = { readonly [O in Operation]: Handler<O> };

export function answer<T>(body: T, headers: Readonly<Record<string, string>> = {}): Answer<T> {
  return { kind: "answer", body, headers };
}
