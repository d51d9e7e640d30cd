/** The environment: what it means, and what a wrong value is told. */
import { describe, expect, test } from "vitest";
import { isLoopback, readConfig } from "../../../server/config.ts";

describe("the environment", () => {
  test("empty gives loopback, port 8080 and the embedded store", () => {
    expect(readConfig({})).toMatchObject({
      ok: true,
      config: { host: "127.0.0.1", port: 8080, dataDir: "./data", databaseUrl: null, publicOrigin: null },
    });
  });

  test.each([
    [{ PORT: "eighty" }, "PORT"],
    [{ PORT: "70000" }, "PORT"],
    [{ PUBLIC_ORIGIN: "poros.example.go.id" }, "PUBLIC_ORIGIN"],
    [{ PUBLIC_ORIGIN: "https://poros.example.go.id/desk" }, "PUBLIC_ORIGIN"],
    [{ DATABASE_URL: "mysql://x" }, "DATABASE_URL"],
    [{ TENANT: "../x" }, "TENANT"],
    [{ LOG_LEVEL: "loud" }, "LOG_LEVEL"],
    [{ TRUSTED_PROXIES: "10.0.0.1, everybody" }, "TRUSTED_PROXIES"],
  ])("%j is refused by name", (env, name) => {
    const reading = readConfig(env);
    expect(reading.ok ? "" : reading.problems.join()).toContain(name);
  });

  test("proxies are addresses or networks", () => {
    expect(readConfig({ TRUSTED_PROXIES: "10.0.0.1, 192.168.0.0/16" })).toMatchObject({
      config: { trustedProxies: ["10.0.0.1", "192.168.0.0/16"] },
    });
  });

  test.each(["127.0.0.1", "127.9.9.9", "localhost", "::1"])("%s is this machine", (host) => {
    expect(isLoopback(host)).toBe(true);
  });
  test.each(["0.0.0.0", "10.0.0.1", "127.0.0.1.evil.example", "::"])("%s is not", (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});
