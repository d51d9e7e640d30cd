/**
 * The bytes of attachments, named by their SHA-256 and never by what a person called them. In a folder beside the
 * embedded store, or in the database that nodes share. What was kept is on disk; what is read is what was kept.
 */
import { createReadStream } from "node:fs";
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { sha256Hex } from "../journal/index.ts";
import { writeDurably } from "../library/index.ts";
import type { Store } from "../store/index.ts";

export interface FileBytes {
  /** Takes a copy of the file at the path; resolves when it is on disk. */
  keep(path: string, sha256: string): Promise<void>;
  /** Null when there are none. */
  read(sha256: string): Promise<Readable | null>;
}

const HASH = /^[0-9a-f]{64}$/;

/** `folder` null keeps the bytes in the database. */
export function openFileBytes(options: {
  readonly store: Store;
  readonly tenant: string;
  readonly folder: string | null;
}): FileBytes {
  return options.folder === null
    ? inDatabase(options.store, options.tenant)
    : inFolder(join(options.folder, "files"));
}

function inFolder(folder: string): FileBytes {
  // Two letters of the hash keep folders small.
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256);
  return {
    async keep(path, sha256) {
      const bytes = await readChecked(path, sha256);
      if (!(await exists(pathOf(sha256)))) await writeDurably(pathOf(sha256), bytes);
    },
    async read(sha256) {
      if (!HASH.test(sha256) || !(await exists(pathOf(sha256)))) return null;
      return createReadStream(pathOf(sha256));
    },
  };
}

function inDatabase(store: Store, tenant: string): FileBytes {
  return {
    async keep(path, sha256) {
      await store.files.keepBytes(tenant, sha256, await readChecked(path, sha256));
    },
    async read(sha256) {
      const bytes = await store.files.bytes(tenant, sha256);
      return bytes === null ? null : Readable.from([bytes]);
    },
  };
}

async function readChecked(path: string, sha256: string): Promise<Uint8Array> {
  const bytes = await readFile(path);
  if (!HASH.test(sha256) || sha256Hex(bytes) !== sha256) {
    throw new Error(`The file is not the one whose hash is ${sha256}.`);
  }
  return bytes;
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
