/**
 * An error that was thrown, as a refusal. What can be named from outside (the database is away, the disk is full)
 * gets its own code; everything else is our bug and tells nothing but the request's id.
 */
import { type Refused, refuse } from "./refused.ts";

export function failureOf(error: unknown): Refused {
  const code = member(error, "code");
  if (code === "storeFull" || code === "ENOSPC" || code === "EDQUOT") return refuse("storeFull");
  if (code === "storeUnavailable") return refuse("storeUnavailable", { headers: { "retry-after": "5" } });
  // The router's own: a path whose escapes cannot be decoded.
  if (member(error, "status") === 400) return refuse("badUrl");
  return refuse("internal");
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
