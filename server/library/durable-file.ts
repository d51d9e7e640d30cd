/**
 * Writing a file so that after a crash it holds the old text or the new one, whole: the text is written beside it
 * and synced, then takes its name, then the folder is synced.
 */
import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

export async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const aside = `${path}.${randomBytes(6).toString("hex")}${ASIDE}`;
  try {
    const file = await open(aside, "wx", 0o640);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** How names of unfinished files end; what is left of them after a crash can go. */
export const ASIDE = ".writing";

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
