/** What a browser gets: the apps, their policy, compression and caching; and what no path reaches. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Client, type ServerUnderTest, startServer } from "./server-under-test.ts";

let running: ServerUnderTest;
let client: Client;
let distDir: string;
const script = `console.log("${"poros ".repeat(500)}");`;

beforeAll(async () => {
  distDir = mkdtempSync(join(tmpdir(), "poros-dist-"));
  for (const app of ["desk", "modeller"]) mkdirSync(join(distDir, app, "assets"), { recursive: true });
  writeFileSync(join(distDir, "rahasia.txt"), "not for browsers");
  writeFileSync(join(distDir, "desk/index.html"), "<!doctype html><title>Kotak Masuk</title>");
  writeFileSync(join(distDir, "desk/assets/main-4f2a.js"), script);
  writeFileSync(
    join(distDir, "modeller/index.html"),
    '<!doctype html><meta name="nonce" content="__CSP_NONCE__">',
  );
  running = await startServer({ empty: true, distDir });
  client = running.client();
});
afterAll(async () => {
  await running.stop();
  rmSync(distDir, { recursive: true });
});

/** Without what fetch does to paths and encodings. */
const raw = (path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    const asked = httpRequest({ host: "127.0.0.1", port: running.server.port, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    asked.on("error", reject);
    asked.end();
  });

describe("pages", () => {
  test("the desk answers at / and at every address of its own", async () => {
    for (const path of ["/", "/berkas/123", "/tugas/a.b.c/isi"]) {
      const reply = await client.get(path);
      expect([reply.status, reply.text.includes("Kotak Masuk")], path).toEqual([200, true]);
      expect(reply.headers.get("cache-control")).toBe("no-cache");
    }
  });

  test("the modeller answers at /pemodel/ and below, and /pemodel leads there", async () => {
    expect((await client.get("/pemodel/proses/x")).text).toContain('name="nonce"');
    const reply = await client.get("/pemodel");
    expect([reply.status, reply.headers.get("location")]).toEqual([308, "/pemodel/"]);
  });

  test("every page, problem and file carries the policy: nothing runs or loads but what is ours", async () => {
    const policy =
      "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self' data:;" +
      "connect-src 'self';manifest-src 'self';base-uri 'none';form-action 'self';frame-ancestors 'none';object-src 'none'";
    for (const path of ["/", "/api/v1/inbox", "/assets/main-4f2a.js", "/healthz"]) {
      const { headers } = await client.get(path);
      expect(headers.get("content-security-policy"), path).toBe(policy);
      expect(headers.get("x-content-type-options"), path).toBe("nosniff");
      expect(headers.get("x-frame-options"), path).toBe("DENY");
      expect(headers.get("x-powered-by"), path).toBe(null);
      expect(headers.get("x-request-id"), path).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test("modeller pages alone allow styles with a nonce, another one each time, and no script by it", async () => {
    const nonces = [];
    for (let i = 0; i < 2; i += 1) {
      const reply = await client.get("/pemodel/");
      const nonce = /content="([^"]+)"/.exec(reply.text)?.[1] ?? "";
      const policy = reply.headers.get("content-security-policy") ?? "";
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(policy).toContain("script-src 'self';");
      nonces.push(nonce);
    }
    expect(nonces[0]).not.toBe(nonces[1]);
  });
});

describe("files of an app", () => {
  test("with a hash in their name are kept for ever, compressed as the browser asks", async () => {
    const path = "/assets/main-4f2a.js";
    const plain = await raw(path);
    expect(plain.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(plain.body.toString()).toBe(script);
    const br = await raw(path, { "accept-encoding": "gzip, br" });
    expect([br.headers["content-encoding"], brotliDecompressSync(br.body).toString()]).toEqual([
      "br",
      script,
    ]);
    const gz = await raw(path, { "accept-encoding": "gzip, br;q=0" });
    expect([gz.headers["content-encoding"], gunzipSync(gz.body).toString()]).toEqual(["gzip", script]);
    const again = await raw(path, { "if-none-match": String(plain.headers.etag) });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  test("that are not there answer 404, and not the page", async () => {
    expect((await client.get("/assets/main-0000.js")).status).toBe(404);
  });

  test.each([
    "/../rahasia.txt",
    "/%2e%2e/rahasia.txt",
    "/..%2frahasia.txt",
    "/assets/..%2f..%2frahasia.txt",
    "/assets/....//rahasia.txt",
    "/assets/%00.js",
    "/assets/..\\..\\rahasia.txt",
  ])("%s leads nowhere", async (path) => {
    const reply = await raw(path);
    expect(reply.body.toString()).not.toContain("not for browsers");
  });

  test("an app added by a build while the server runs is found", async () => {
    writeFileSync(join(distDir, "desk/assets/late-1.js"), "1;");
    expect((await client.get("/assets/late-1.js")).text).toBe("1;");
  });
});

describe("figures and health", () => {
  test("/metrics is for loopback; through a proxy it asks for an administrator", async () => {
    const own = await client.get("/metrics");
    expect(own.text).toContain("poros_http_request_seconds_bucket");
    expect((await client.get("/metrics", { "x-forwarded-for": "203.0.113.9" })).status).toBe(401);
    expect((await client.get("/metrics", { forwarded: "for=203.0.113.9" })).status).toBe(401);
  });

  test("/healthz and /readyz answer to anybody", async () => {
    expect((await client.get("/healthz")).body).toEqual({ status: "ok" });
    expect((await client.get("/readyz")).body).toEqual({ status: "ready" });
  });
});
