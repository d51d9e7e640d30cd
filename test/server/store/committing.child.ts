/** Commits as fast as it can and prints each case after its commit was acknowledged, until it is killed. */
import { openStore } from "../../../server/store/index.ts";
import { firstCommit } from "./commits.ts";

const [kind, where] = process.argv.slice(2);
if (where === undefined) throw new Error("where is the store?");
const store = await openStore(
  kind === "postgres" ? { kind: "postgres", url: where } : { kind: "sqlite", folder: where },
);
let made = 0;

async function commitForEver(): Promise<void> {
  while (true) {
    made += 1;
    const id = `crash-${made}`;
    const idempotency = { scope: "crash", key: id, bodyHash: "body" };
    const committed = await store.commit(firstCommit(id, { idempotency }));
    if (committed.kind === "committed") process.stdout.write(`${id}\n`);
  }
}

await Promise.all(Array.from({ length: 16 }, commitForEver));
