/** Acknowledged means durable: a server that is killed while it commits has lost nothing that it acknowledged. */
import { afterEach, describe, expect, it } from "vitest";
import { openStore, type Store } from "../../../server/store/index.ts";
import { freshDatabase, startPostgres } from "../../set-up/postgres.ts";
import { runChild } from "./child.ts";
import { bodiesOf, everything, firstCommit, TENANT } from "./commits.ts";
import { dialects, freshPlace } from "./stores.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function expectAllThere(store: Store, acknowledged: readonly string[]): Promise<void> {
  await Promise.all(
    acknowledged.map(async (id) => {
      expect((await store.cases.load(TENANT, id, everything))?.row.caseId).toBe(id);
      expect(await bodiesOf(store, id)).toHaveLength(1);
      const again = firstCommit(`${id}-again`, {
        idempotency: { scope: "crash", key: id, bodyHash: "body" },
      });
      expect(await store.commit(again)).toEqual({ kind: "repeated", caseId: id, version: 1 });
    }),
  );
}

/** Of what was not acknowledged everything is there or nothing. */
async function expectWhole(store: Store, ids: readonly string[]): Promise<void> {
  await Promise.all(
    ids.map(async (id) => {
      const there = (await store.cases.load(TENANT, id, everything)) !== null;
      expect(await bodiesOf(store, id)).toHaveLength(there ? 1 : 0);
      const key = await store.answers.find(TENANT, { scope: "crash", key: id, bodyHash: "body" });
      expect(key !== null).toBe(there);
    }),
  );
}

describe.each(dialects)("a server on %s killed while it commits", (dialect) => {
  it.each([1, 2, 3])(
    "has everything that it acknowledged, and a retry with the same key sees it done (kill %i)",
    async (round) => {
      const place = await freshPlace(dialect);
      closing.push(place.remove);
      const where = place.options.kind === "postgres" ? place.options.url : place.options.folder;
      const child = runChild(new URL("./committing.child.ts", import.meta.url), [dialect, where]);
      await child.until(150 * round);
      child.process.kill("SIGKILL");
      await child.ended;
      // The last line may be cut: it was acknowledged only when it was printed whole.
      const acknowledged = child.lines.filter((line) => /^crash-\d+$/.test(line));
      const store = await place.open();
      closing.push(() => store.close());
      await expectAllThere(store, acknowledged);
      const last = Math.max(...acknowledged.map((id) => Number(id.slice(6))));
      await expectWhole(
        store,
        Array.from({ length: 64 }, (_, at) => `crash-${last - 32 + at}`).filter(
          (id) => !acknowledged.includes(id),
        ),
      );
    },
  );
});

describe("a PostgreSQL that crashes while a server commits", () => {
  it("has everything that was acknowledged; the server says it is away, and goes on by itself", async () => {
    const server = await startPostgres();
    closing.push(server.stop);
    const database = await freshDatabase(server.url);
    const store = await openStore({ kind: "postgres", url: database.url });
    closing.push(() => store.close());
    const acknowledged: string[] = [];
    const failures = new Set<string>();
    let stopped = false;
    const committing = Array.from({ length: 8 }, async (_, caller) => {
      for (let at = 0; !stopped; at += 1) {
        const id = `crash-${caller}-${at}`;
        try {
          const idempotency = { scope: "crash", key: id, bodyHash: "body" };
          const committed = await store.commit(firstCommit(id, { idempotency }));
          if (committed.kind === "committed") acknowledged.push(id);
        } catch (error) {
          failures.add(error instanceof Error && "code" in error ? String(error.code) : String(error));
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
    });
    const enough = async (more: number) => {
      const wanted = acknowledged.length + more;
      while (acknowledged.length < wanted) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await enough(100);
    await server.crashAndRestart();
    await enough(100);
    stopped = true;
    await Promise.all(committing);
    expect([...failures]).toEqual(["storeUnavailable"]);
    await expectAllThere(store, acknowledged);
    await store.ping();
  });
});
