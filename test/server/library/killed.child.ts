/** Saves one draft after another until it is killed, and prints each after it was acknowledged. */
import { openLibrary } from "../../../server/library/index.ts";
import { openStore } from "../../../server/store/index.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("where is the library?");
const store = await openStore({ kind: "sqlite", folder });
const library = await openLibrary({ store, tenant: "jabar", folder });
for (let version = 0; ; version += 1) {
  const content = `{"draft":${version + 1},"filling":"${"x".repeat(50_000)}"}`;
  const saved = await library.save({
    by: "p",
    postId: "p",
    atMs: version,
    kind: "forms",
    id: "paraf",
    title: "Paraf",
    content,
    expectedVersion: version,
  });
  if (saved.ok) process.stdout.write(`${saved.value.draftVersion}\n`);
}
