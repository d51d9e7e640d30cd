/** The demonstration comes by itself only where nobody but this machine can reach it. */
import { afterEach, expect, test } from "vitest";
import { seedDemonstration } from "../../server/demo/index.ts";
import { mondayMs, type ServerUnderTest, startServer } from "./http/server-under-test.ts";

let running: ServerUnderTest;
afterEach(() => running.stop());

async function seeded(
  config: Parameters<typeof startServer>[0] & object,
): Promise<readonly [boolean, number]> {
  running = await startServer({ ...config, empty: true });
  const told = await seedDemonstration(running.server, () => mondayMs);
  return [told !== null, (await running.server.store.people.accounts(running.server.config.tenant)).length];
}

test("an empty store on loopback is filled, also under a name of this machine", async () => {
  const [filled, accounts] = await seeded({ config: { publicOrigin: "http://localhost:8080" } });
  expect(filled).toBe(true);
  expect(accounts).toBeGreaterThan(10);
});

test("behind a proxy under a public name it stays empty, and no account comes by itself", async () => {
  expect(await seeded({ config: { publicOrigin: "https://poros.example.go.id" } })).toEqual([false, 0]);
});

test("a store that somebody began to use is left alone", async () => {
  running = await startServer();
  expect(await seedDemonstration(running.server, () => mondayMs)).toBeNull();
});
