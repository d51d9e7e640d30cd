/** Stands in until cases run and files are kept by their own folders; nothing here outlives that. */
import { createReadStream, existsSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { CaseRunner } from "./cases/index.ts";
import type { FileBytes } from "./http/parts.ts";

const refusal = { code: "storeUnavailable", message: "Cases do not run yet." };
const refused = async () => ({ ok: false as const, refusal });

export const interimRunner: CaseRunner = {
  submit: refused,
  act: refused,
  cancel: refused,
  retryIncident: refused,
  resolveIncident: refused,
  deliver: async () => refusal,
  completeJob: refused,
  failJob: refused,
  fire: refused,
  load: async () => null,
  onCommit: () => () => {},
};

export function interimFiles(folder: string): FileBytes {
  return {
    async keep(path, sha256) {
      await mkdir(folder, { recursive: true });
      await copyFile(path, join(folder, sha256));
    },
    read: async (sha256) =>
      existsSync(join(folder, sha256)) ? createReadStream(join(folder, sha256)) : null,
  };
}
