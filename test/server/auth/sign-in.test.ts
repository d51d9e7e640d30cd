/** Signing in, sessions, and what takes them away. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newSecret, secretHash } from "../../../server/auth/index.ts";
import { mondayMs, password, people, type ServerUnderTest, startServer } from "../http/server-under-test.ts";

let running: ServerUnderTest;
beforeAll(async () => {
  running = await startServer({ limits: { wrongPasswordsPerAddress: 10_000 } });
});
afterAll(() => running.stop());

const signIn = (username: string, withPassword: string) =>
  running.client().send("POST", "/api/v1/session", { username, password: withPassword });

describe("signing in", () => {
  test("the right password gives a session with roles, posts and a CSRF token, in a cookie scripts cannot read", async () => {
    const client = running.client();
    const reply = await client.signIn(people.karo.username);
    expect(reply.at("posts/0/postId")).toBe("karo-org");
    expect(reply.at("posts/1/holder/mandate")).toBe("Plt");
    expect(reply.headers.get("set-cookie")).toMatch(
      /^poros=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200$/,
    );
    expect((await client.get("/api/v1/session")).at("personId")).toBe(people.karo.personId);
  });

  test("behind https the cookie is Secure and __Host-", async () => {
    const https = await startServer({ config: { publicOrigin: "https://poros.example.go.id" } });
    const reply = await https.client().signIn(people.karo.username);
    expect(reply.headers.get("set-cookie")).toMatch(/^__Host-poros=.*; Secure$/);
    expect(reply.headers.get("strict-transport-security")).toContain("max-age=");
    await https.stop();
  });

  test("a wrong password, an unknown name and a disabled account get the same answer", async () => {
    const account = await running.server.store.people.account("provinsi", people.asisten.username);
    if (account) {
      await running.server.store.people.updateAccount(
        "provinsi",
        { ...account, disabled: true, generation: account.generation + 1 },
        account.generation,
      );
    }
    const replies = [
      await signIn(people.sekda.username, "bukan kata sandinya"),
      await signIn("tidak.ada", "bukan kata sandinya"),
      await signIn(people.asisten.username, password),
    ];
    const told = replies.map((reply) => [
      reply.status,
      reply.at("code"),
      reply.at("title"),
      reply.at("detail"),
    ]);
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(told[0]?.slice(0, 2)).toEqual([401, "wrongCredentials"]);
  });

  test("an unknown name costs the same hash as a known one", async () => {
    const hashes = async () => {
      const { text } = await running.client().get("/metrics");
      return Number(/^poros_password_hashes_total (\d+)$/m.exec(text)?.[1]);
    };
    const before = await hashes();
    await signIn(people.pejabatLain.username, "bukan kata sandinya");
    const afterKnown = await hashes();
    await signIn("siapa.lagi", "bukan kata sandinya");
    expect([afterKnown - before, (await hashes()) - afterKnown]).toEqual([1, 1]);
  });

  test.each(["siti.nurhaliza.putri", "nama.yang.tidak.ada"])(
    "100 wrong passwords for %s end in 429, with the same words, and the right one waits too",
    async (username) => {
      const statuses = [];
      for (let i = 0; i < 100; i += 1) statuses.push((await signIn(username, "salah-salah-salah")).status);
      expect(statuses.filter((status) => status === 401)).toHaveLength(20);
      const last = await signIn(username, password);
      expect([last.status, last.at("code")]).toEqual([429, "tooManyAttempts"]);
      expect(last.at("detail")).toBe("Coba lagi dalam 15 menit.");
      expect(last.headers.get("retry-after")).toBe("900");
      running.clock.set(mondayMs + 15 * 60_000 + 1);
      expect((await signIn(username, "salah-salah-salah")).status).toBe(401);
      running.clock.set(mondayMs);
    },
    60_000,
  );

  test("100 wrong passwords at the same time are no better than one after another", async () => {
    const replies = await Promise.all(
      Array.from({ length: 100 }, () => signIn("serentak.sekali", "salah-salah-salah")),
    );
    const statuses = replies.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(20);
    expect(statuses.filter((status) => status === 429)).toHaveLength(80);
  }, 60_000);

  test("signing in again gives another session, and the old one is gone", async () => {
    const client = await running.as("auditor");
    const old = client.cookie;
    await client.signIn(people.auditor.username);
    expect(client.cookie).not.toBe(old);
    const reply = await running.client().get("/api/v1/session", { cookie: old });
    expect(reply.status).toBe(401);
  });

  test("a session that an attacker chose is not taken over", async () => {
    const chosen = `poros=${"a".repeat(43)}`;
    const reply = await running
      .client()
      .send("POST", "/api/v1/session", { username: people.auditor.username, password }, { cookie: chosen });
    expect(reply.headers.get("set-cookie")).not.toContain("a".repeat(43));
  });
});

describe("a session ends", () => {
  test("at sign-out: the next request with the same cookie is refused", async () => {
    const client = await running.as("auditor");
    const { cookie } = client;
    expect((await client.send("DELETE", "/api/v1/session")).status).toBe(204);
    expect((await running.client().get("/api/v1/session", { cookie })).status).toBe(401);
  });

  test("when the account is disabled, when a role is taken away, when the password changes", async () => {
    const admin = await running.as("admin");
    for (const change of [{ disabled: true }, { roles: [] }, { password: "sandi baru yang panjang" }]) {
      const victim = await running.as("perancangLain");
      expect((await victim.get("/api/v1/library/forms")).status).toBe(200);
      const path = `/api/v1/accounts/${people.perancangLain.username}`;
      expect((await admin.send("PATCH", path, change)).status).toBe(200);
      expect((await victim.get("/api/v1/library/forms")).status).toBe(401);
      const restored = { disabled: false, roles: ["perancang"], password };
      expect((await admin.send("PATCH", path, restored)).status).toBe(200);
    }
  });

  test("after two hours of silence, and after twelve hours in all", async () => {
    const client = await running.as("auditor");
    running.clock.set(mondayMs + 2 * 3_600_000);
    expect((await client.get("/api/v1/session")).status).toBe(401);
    running.clock.set(mondayMs);
    const busy = await running.as("auditor");
    for (let hour = 1; hour < 12; hour += 1) {
      running.clock.set(mondayMs + hour * 3_600_000);
      expect((await busy.get("/api/v1/session")).status).toBe(200);
    }
    running.clock.set(mondayMs + 12 * 3_600_000);
    expect((await busy.get("/api/v1/session")).status).toBe(401);
    running.clock.set(mondayMs);
  });

  test("an event stream closes when its person signs out", async () => {
    const client = await running.as("auditor");
    const response = await fetch(`${running.url}/api/v1/events`, { headers: { cookie: client.cookie } });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    await client.send("DELETE", "/api/v1/session");
    expect(await response.text()).toContain("retry: 5000");
  });
});

describe("where a change comes from", () => {
  test("a foreign Origin is refused with 403, and so is a cross-site fetch", async () => {
    const client = await running.as("admin");
    const body = { disabled: true };
    const path = `/api/v1/accounts/${people.auditor.username}`;
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "http://127.0.0.1:1" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ]) {
      const reply = await client.send("PATCH", path, body, headers);
      expect([reply.status, reply.at("code")]).toEqual([403, "foreignOrigin"]);
    }
    const own = await client.send("PATCH", path, { disabled: false }, { origin: running.url });
    expect(own.status).toBe(200);
  });

  test("signing in from a foreign Origin is refused", async () => {
    const reply = await running
      .client()
      .send("POST", "/api/v1/session", { username: "x", password: "y" }, { origin: "https://evil.example" });
    expect(reply.status).toBe(403);
  });

  test("a change without the CSRF token, or with another session's, is refused with 403", async () => {
    const client = await running.as("admin");
    const other = await running.as("auditor");
    const path = `/api/v1/accounts/${people.auditor.username}`;
    for (const token of ["", other.csrf]) {
      const reply = await client.send("PATCH", path, { disabled: false }, { "x-csrf-token": token });
      expect([reply.status, reply.at("code")]).toEqual([403, "csrfMissing"]);
    }
  });

  test("a host name that is not ours is refused: no page can rebind its name to this server", async () => {
    const { request } = await import("node:http");
    const status = await new Promise((resolve, reject) => {
      const asked = request(
        {
          port: running.server.port,
          host: "127.0.0.1",
          path: "/api/v1/openapi.json",
          headers: { host: "evil.example" },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      asked.on("error", reject);
      asked.end();
    });
    expect(status).toBe(403);
  });
});

describe("accounts", () => {
  test("a password that holds the name, or is a common word, is refused with 422", async () => {
    const admin = await running.as("admin");
    const weak = ["novita.baru-novita.baru", "password1234", "aaaaaaaaaaaaaa"];
    for (const one of weak) {
      const body = { username: "novita.baru", personId: "p1", roles: [], password: one };
      const reply = await admin.send("POST", "/api/v1/accounts", body);
      expect([reply.status, reply.at("code")]).toEqual([422, "weakPassword"]);
    }
  });

  test("the last administrator cannot be taken away", async () => {
    const admin = await running.as("admin");
    const path = `/api/v1/accounts/${people.admin.username}`;
    expect((await admin.send("PATCH", path, { roles: [] })).at("code")).toBe("lastAdministrator");
    expect((await admin.send("PATCH", path, { disabled: true })).at("code")).toBe("lastAdministrator");
  });

  test("a name that is taken is refused with 409", async () => {
    const admin = await running.as("admin");
    const body = {
      username: people.sekda.username,
      personId: "p2",
      roles: [],
      password: "sepuluh kuda laut",
    };
    expect((await admin.send("POST", "/api/v1/accounts", body)).status).toBe(409);
  });
});

describe("a fresh installation", () => {
  test("has no account, serves nobody, and makes its first administrator from a one-time token only", async () => {
    const fresh = await startServer({ empty: true });
    const client = fresh.client();
    for (const path of ["/api/v1/inbox", "/api/v1/cases", "/api/v1/accounts", "/api/v1/journal/export"]) {
      expect((await client.get(path)).status).toBe(401);
    }
    const body = { username: "pengelola", password: "tujuh gunung biru" };
    expect((await client.send("POST", "/api/v1/setup", { ...body, token: "tebakan" })).status).toBe(404);
    const token = newSecret();
    await fresh.server.store.people.createCredential("provinsi", {
      secretHash: secretHash(token),
      kind: "setup",
      name: "setup",
      scopes: [],
      createdAtMs: mondayMs,
      expiresAtMs: mondayMs + 3_600_000,
    });
    const made = await client.send("POST", "/api/v1/setup", { ...body, token });
    expect([made.status, made.at("roles/0")]).toEqual([201, "admin"]);
    expect((await client.get("/api/v1/accounts")).at("items/0/username")).toBe("pengelola");
    const again = await fresh.client().send("POST", "/api/v1/setup", { ...body, username: "kedua", token });
    expect(again.status).toBe(404);
    await fresh.stop();
  });

  test("a token that has expired answers 404", async () => {
    const fresh = await startServer({ empty: true });
    const token = newSecret();
    await fresh.server.store.people.createCredential("provinsi", {
      secretHash: secretHash(token),
      kind: "setup",
      name: "setup",
      scopes: [],
      createdAtMs: mondayMs - 7_200_000,
      expiresAtMs: mondayMs - 1,
    });
    const reply = await fresh
      .client()
      .send("POST", "/api/v1/setup", { username: "pengelola", password: "tujuh gunung biru", token });
    expect(reply.status).toBe(404);
    await fresh.stop();
  });
});

describe("machines", () => {
  test("a credential reaches what it was granted, a cookie and an expired one reach nothing", async () => {
    const make = async (scopes: string[], expiresAtMs: number | null) => {
      const secret = newSecret();
      await running.server.store.people.createCredential("provinsi", {
        secretHash: secretHash(secret),
        kind: "machine",
        name: `mesin ${scopes.join(" ")}`,
        scopes,
        createdAtMs: mondayMs,
        expiresAtMs,
      });
      return { authorization: `Bearer ${secret}` };
    };
    const claim = (topic: string, headers: Record<string, string>) =>
      running
        .client()
        .send(
          "POST",
          "/api/v1/jobs/claim",
          { topics: [topic], worker: "w", max: 1, leaseSeconds: 30 },
          headers,
        );
    const arsip = await make(["jobs:arsip"], null);
    expect((await claim("arsip", arsip)).body).toEqual({ jobs: [] });
    expect((await claim("surat", arsip)).status).toBe(403);
    expect((await claim("arsip", await make(["messages"], null))).status).toBe(403);
    expect((await claim("arsip", await make(["*"], mondayMs - 1))).status).toBe(401);
    expect((await claim("arsip", { authorization: "Bearer tebakan-tebakan-tebakan" })).status).toBe(401);
    const admin = await running.as("admin");
    expect((await claim("arsip", { cookie: admin.cookie })).status).toBe(401);
    const asPerson = await running.client().get("/api/v1/cases", arsip);
    expect(asPerson.status).toBe(401);
  });
});
