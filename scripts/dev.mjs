/**
 * `npm run dev`: the server from source, restarted on change, and both browser apps rebuilt on change into
 * dist, where the server serves them; so pages, headers and policy are those of production.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { build } from "vite";
import { root } from "./build.mjs";

const watch = { build: { watch: {} }, logLevel: "warn" };
await build({ configFile: join(root, "desk/vite.config.ts"), ...watch });
await build({ configFile: join(root, "modeller/vite.config.ts"), ...watch });
const server = spawn(process.execPath, ["--watch", "--import", "tsx", "server/main.ts"], {
  cwd: root,
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    server.kill(signal);
    process.exit(0);
  });
}
