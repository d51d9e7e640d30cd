/**
 * What every response tells the browser: nothing runs or loads but what this server serves. Modeller pages alone
 * allow styles with a nonce, because the JSON editor inserts its own.
 */
import { randomBytes } from "node:crypto";
import type { RequestHandler } from "express";
import helmet from "helmet";

export function securityHeaders(https: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: directives("'self'") },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: "same-origin" },
    xFrameOptions: { action: "deny" },
    crossOriginResourcePolicy: { policy: "same-origin" },
  });
}

function directives(...styles: readonly string[]): Record<string, string[]> {
  return {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": [...styles],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "object-src": ["'none'"],
  };
}

export function newNonce(): string {
  return randomBytes(16).toString("base64");
}

/** The policy of a modeller page: styles also with this nonce. */
export function policyWithNonce(nonce: string): string {
  return Object.entries(directives("'self'", `'nonce-${nonce}'`))
    .map(([name, sources]) => `${name} ${sources.join(" ")}`)
    .join(";");
}

/** A downloaded file is nobody's page: no scripts, no frames, a null origin. */
export const filePolicy = "default-src 'none'; sandbox";
