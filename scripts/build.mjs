/**
 * Builds what `npm start` runs: the browser apps with vite, the server with vite's SSR build. `built(root)`
 * tells whether dist is newer than every source, so that a start rebuilds only what changed.
 */
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = [
  "engine",
  "rules",
  "organisation",
  "casework",
  "api",
  "server",
  "ui",
  "desk",
  "modeller",
  "package.json",
];
const stamp = join(root, "dist/built");

export function isBuilt() {
  if (!existsSync(stamp)) return false;
  const builtAt = statSync(stamp).mtimeMs;
  return sources.every((source) => newest(join(root, source)) <= builtAt);
}

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

export async function buildAll({ quiet = false } = {}) {
  rmSync(stamp, { force: true });
  const logLevel = quiet ? "warn" : "info";
  await build({ configFile: join(root, "desk/vite.config.ts"), logLevel });
  await build({ configFile: join(root, "modeller/vite.config.ts"), logLevel });
  await build({ configFile: join(root, "server/vite.config.ts"), logLevel });
  writeFileSync(stamp, "");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await buildAll();
