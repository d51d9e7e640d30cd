/** The address of a request: its parameters, each once, in NFC, and checked by the endpoint's schema. */
import type { z } from "zod";
import { type Fault, type Refused, refuse } from "./refused.ts";
import { faultsOf } from "./schema-faults.ts";
import type { Language } from "./words.ts";

export type Query = ReadonlyMap<string, string>;

/** Every parameter as text; a repeated one is refused. */
export function readQuery(url: string): Query | Refused {
  const at = url.indexOf("?");
  const found = new Map<string, string>();
  if (at < 0) return found;
  let search: URLSearchParams;
  try {
    // URLSearchParams repairs broken escapes in silence; decodeURIComponent refuses them.
    decodeURIComponent(url.slice(at + 1).replaceAll("+", " "));
    search = new URLSearchParams(url.slice(at + 1));
  } catch {
    return refuse("badUrl");
  }
  for (const [name, value] of search) {
    if (found.has(name)) return refuse("repeatedParameter", { params: { at: name } });
    if (value.includes("\0") || name.includes("\0")) return refuse("badUrl");
    found.set(name, value.normalize("NFC"));
  }
  return found;
}

export function parseQuery(
  schema: z.ZodObject | undefined,
  query: Query,
  language: Language,
): { readonly kind: "query"; readonly value: unknown } | Refused {
  const given = Object.fromEntries([...query].filter(([name]) => name !== "lang"));
  if (!schema) {
    const [first] = Object.keys(given);
    if (first === undefined) return { kind: "query", value: {} };
    const fault: Fault = { at: first, code: "unrecognized_keys", message: "invalidQuery" };
    return refuse("invalidQuery", { params: { at: first }, faults: [fault] });
  }
  const parsed = schema.safeParse(given);
  if (parsed.success) return { kind: "query", value: parsed.data };
  const faults = faultsOf(parsed.error, language).map((fault) => ({
    ...fault,
    at: fault.at.replace(/^\//, ""),
  }));
  return refuse("invalidQuery", { faults, params: { at: faults[0]?.at ?? "" } });
}

/** Path parameters, decoded by the router, in NFC; null where one cannot be an id of ours. */
export function cleanParams(params: Readonly<Record<string, unknown>>): Record<string, string> | null {
  const clean: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) {
    if (typeof value !== "string" || value.length > 300 || /\p{Cc}/u.test(value)) return null;
    clean[name] = value.normalize("NFC");
  }
  return clean;
}
