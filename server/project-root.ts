/** Where the project stands: the nearest folder above this file whose package.json is ours, from source or bundled. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Project {
  readonly root: string;
  readonly version: string;
}

export function findProject(from = dirname(fileURLToPath(import.meta.url))): Project {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, "package.json");
    if (existsSync(path)) {
      const about: unknown = JSON.parse(readFileSync(path, "utf8"));
      if (typeof about === "object" && about !== null && "name" in about && about.name === "poros") {
        const version = "version" in about && typeof about.version === "string" ? about.version : "0";
        return { root: folder, version };
      }
    }
    if (dirname(folder) === folder) throw new Error(`No package.json of poros above ${from}.`);
  }
}
