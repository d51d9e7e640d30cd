/** Named handlers: work that a service task asks of the server itself. */
import type { Variables } from "../../engine/index.ts";

interface ServiceHandler {
  /** What modellers see in their list. */
  readonly title: { readonly id: string; readonly en: string };
  /** A throw counts as a failed attempt; a BPMN error is an answer. */
  run(call: ServiceCall): Promise<ServiceResult>;
}

export interface ServiceCall {
  readonly tenant: string;
  readonly caseId: string;
  readonly elementId: string;
  readonly inputs: Variables;
  /** From 1. */
  readonly attempt: number;
  /** The same on every attempt: a remote system that has done it already knows it again. */
  readonly idempotencyKey: string;
  readonly nowMs: number;
  /** Aborted when the server stops and can wait no longer, or the lease is about to run out. */
  readonly signal: AbortSignal;
}

export type ServiceResult =
  | { readonly ok: true; readonly variables: Variables }
  | { readonly ok: false; readonly errorCode: string; readonly message: string };

export type ServiceHandlers = Readonly<Record<string, ServiceHandler>>;
