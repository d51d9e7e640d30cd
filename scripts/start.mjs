/** `npm start`: builds what is missing or stale, then runs the server in this process. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildAll, isBuilt, root } from "./build.mjs";

process.chdir(root);
if (!isBuilt()) {
  process.stdout.write("Membangun aplikasi, satu kali saja ...\n");
  await buildAll({ quiet: true });
}
await import(pathToFileURL(join(root, "dist/server/main.js")).href);
