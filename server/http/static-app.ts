/**
 * A built browser app: its files by name, its page for every other address below it. Files under `assets/` have
 * their hash in the name and never change; the page is asked for anew each time. Only names that were found on
 * disk are served, so no path can lead out of the folder.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Request, RequestHandler, Response } from "express";
import { newNonce, policyWithNonce } from "./security-headers.ts";

const mediaTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".txt": "text/plain; charset=utf-8",
};
const compressible = new Set([".html", ".js", ".css", ".svg", ".json", ".webmanifest", ".txt"]);

interface Served {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly mtimeMs: number;
  readonly packed: Map<"br" | "gzip", Promise<Buffer>>;
}

export interface StaticApp {
  /** Folder with `index.html` and `assets/`. */
  readonly folder: string;
  /** Where the app lives: `/` or `/pemodel/`. */
  readonly base: string;
  /** Put a nonce for styles into the page (`__CSP_NONCE__`) and its policy. */
  readonly withNonce: boolean;
}

export function staticApp(app: StaticApp): RequestHandler {
  const files = new Map<string, Served>();
  let names = namesIn(app.folder);

  const find = (name: string): Served | null => {
    // A rebuild brings new names while the server runs.
    if (!names.has(name)) names = namesIn(app.folder);
    if (!names.has(name)) return null;
    const path = join(app.folder, name);
    const { mtimeMs } = statSync(path);
    const known = files.get(name);
    if (known?.mtimeMs === mtimeMs) return known;
    const bytes = readFileSync(path);
    const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
    const served: Served = { bytes, etag, mtimeMs, packed: new Map() };
    files.set(name, served);
    return served;
  };

  return async (request, response, next) => {
    if (request.method !== "GET" && request.method !== "HEAD") return next();
    if (!request.path.startsWith(app.base)) return next();
    const name = request.path.slice(app.base.length);
    const isFile = extname(name) !== "" && name !== "index.html";
    const served = find(isFile ? name : "index.html");
    if (!served) return next();
    if (!isFile && app.withNonce) return sendPageWithNonce(response, served);
    await sendFile(request, response, isFile ? name : "index.html", served);
  };
}

async function sendFile(request: Request, response: Response, name: string, served: Served): Promise<void> {
  const extension = extname(name);
  response.setHeader("content-type", mediaTypes[extension] ?? "application/octet-stream");
  response.setHeader("etag", served.etag);
  response.setHeader(
    "cache-control",
    name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
  );
  response.setHeader("vary", "accept-encoding");
  if (request.headers["if-none-match"] === served.etag) {
    response.status(304).end();
    return;
  }
  const encoding = compressible.has(extension) ? encodingFor(request.headers["accept-encoding"]) : null;
  const body = encoding === null ? served.bytes : await packed(served, encoding);
  if (encoding !== null) response.setHeader("content-encoding", encoding);
  response.setHeader("content-length", body.length);
  response.status(200).end(request.method === "HEAD" ? undefined : body);
}

function sendPageWithNonce(response: Response, served: Served): void {
  const nonce = newNonce();
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.setHeader("content-security-policy", policyWithNonce(nonce));
  response.setHeader("cache-control", "no-store");
  response.status(200).end(served.bytes.toString("utf8").replaceAll("__CSP_NONCE__", nonce));
}

/** The best encoding that both sides know. */
export function encodingFor(header: string | string[] | undefined): "br" | "gzip" | null {
  const offered = String(header ?? "")
    .split(",")
    .map((part) => part.trim().toLowerCase())
    .filter((part) => !/;\s*q=0(?:\.0*)?$/.test(part))
    .map((part) => part.split(";")[0]);
  if (offered.includes("br")) return "br";
  return offered.includes("gzip") ? "gzip" : null;
}

/** Compressed once for as long as the file stays the same. */
function packed(served: Served, encoding: "br" | "gzip"): Promise<Buffer> {
  const known = served.packed.get(encoding);
  if (known) return known;
  const made =
    encoding === "br"
      ? promisify(brotliCompress)(served.bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
      : promisify(gzip)(served.bytes, { level: 9 });
  served.packed.set(encoding, made);
  return made;
}

function namesIn(folder: string): Set<string> {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return new Set(
      entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/")),
    );
  } catch {
    return new Set();
  }
}
