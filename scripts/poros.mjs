#!/usr/bin/env node
/** The command line, built: `poros serve`, `poros check FILE`, `poros audit verify FILE` ... */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildAll, isBuilt, root } from "./build.mjs";

if (!isBuilt()) await buildAll({ quiet: true });
await import(pathToFileURL(join(root, "dist/server/poros.js")).href);
