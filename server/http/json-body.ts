/**
 * Reading a JSON body. What comes out is plain data that later code may walk, store and print without
 * surprise: bounded in bytes, time and depth, without keys that touch a prototype, without halves of surrogate
 * pairs or NUL, and with keys in NFC so that one name is one key.
 */
import type { IncomingMessage } from "node:http";
import type { HttpLimits } from "./limits.ts";
import { type Fault, type Refused, refuse } from "./refused.ts";

export type Plain = null | boolean | number | string | Plain[] | { [name: string]: Plain };

export async function readJsonBody(
  request: IncomingMessage,
  maxBytes: number,
  limits: HttpLimits,
): Promise<{ readonly kind: "json"; readonly value: Plain } | Refused> {
  const mediaType = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const bytes = await readBytes(request, maxBytes, limits.bodyMs);
  if ("kind" in bytes) return bytes;
  if (bytes.length === 0) return refuse("bodyMissing");
  if (mediaType !== "application/json") {
    return refuse("wrongMediaType", { params: { expected: "application/json", got: mediaType || "-" } });
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuse("badJson", { params: { reason: "not UTF-8" } });
  }
  // Depth is judged on the text: a parser that recurses would be judged by its own stack.
  if (deeperThan(text, limits.jsonDepth)) return refuse("tooDeep", { params: { limit: limits.jsonDepth } });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse("badJson", { params: { reason: error instanceof Error ? error.message : "" } });
  }
  const faults: Fault[] = [];
  const plain = clean(value, "", faults);
  const first = faults[0];
  if (first) return refuse(first.code, { faults, params: { at: first.at || "/" } });
  return { kind: "json", value: plain };
}

async function readBytes(
  request: IncomingMessage,
  maxBytes: number,
  withinMs: number,
): Promise<Buffer | Refused> {
  const encoding = request.headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") {
    return refuse("wrongMediaType", { params: { expected: "identity", got: encoding } });
  }
  const tooLarge = refuse("bodyTooLarge", { params: { limit: maxBytes }, headers: { connection: "close" } });
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) return tooLarge;
  return await new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let total = 0;
    const timer = setTimeout(
      () => end(refuse("bodyTooSlow", { headers: { connection: "close" } })),
      withinMs,
    );
    const onData = (chunk: Buffer) => {
      total += chunk.length;
      if (total > maxBytes) end(tooLarge);
      else chunks.push(chunk);
    };
    const onEnd = () => end(Buffer.concat(chunks));
    const onError = () => end(refuse("bodyMissing"));
    function end(result: Buffer | Refused) {
      clearTimeout(timer);
      request.off("data", onData).off("end", onEnd).off("error", onError).off("close", onError);
      resolve(result);
    }
    request.on("data", onData).on("end", onEnd).on("error", onError).on("close", onError);
  });
}

/** Whether brackets outside strings nest deeper than `limit`. */
function deeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 0x5c) i += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return false;
}

/** In Unicode mode a surrogate is matched only where its other half is missing. */
const loneSurrogate = /\p{Surrogate}/u;

const forbiddenKeys = new Set(["__proto__", "constructor", "prototype"]);

/** A copy with clean keys; faults say where it could not be had. Depth is already bounded. */
function clean(value: unknown, at: string, faults: Fault[]): Plain {
  if (typeof value === "string") {
    if (loneSurrogate.test(value)) faults.push(fault(at, "loneSurrogate"));
    // PostgreSQL cannot hold it, and no name or sentence needs it.
    else if (value.includes("\0")) faults.push(fault(at, "nulCharacter"));
    return value;
  }
  if (typeof value === "number") {
    // 1e400 parses to Infinity, which JSON cannot carry back.
    if (!Number.isFinite(value)) faults.push(fault(at, "numberOutOfRange"));
    return value;
  }
  if (value === null || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map((item, index) => clean(item, `${at}/${index}`, faults));
  const copy: { [name: string]: Plain } = {};
  for (const [rawKey, item] of Object.entries(Object(value))) {
    const key = rawKey.normalize("NFC");
    const here = `${at}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (forbiddenKeys.has(key)) faults.push(fault(here, "forbiddenKey"));
    else if (loneSurrogate.test(key)) faults.push(fault(at, "loneSurrogate"));
    else if (Object.hasOwn(copy, key)) faults.push(fault(here, "repeatedKey"));
    else copy[key] = clean(item, here, faults);
  }
  return copy;
}

function fault(at: string, code: string): Fault {
  return { at, code, message: code };
}
