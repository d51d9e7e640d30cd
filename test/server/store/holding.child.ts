/** Opens the embedded store as a server does and holds it until it is killed. */
import { openStore } from "../../../server/store/index.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("where is the store?");
await openStore({ kind: "sqlite", folder });
process.stdout.write("open\n");
setInterval(() => undefined, 1_000);
