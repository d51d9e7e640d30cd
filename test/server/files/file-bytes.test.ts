/** Bytes of attachments, in a folder and in both databases. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { openFileBytes } from "../../../server/files/index.ts";
import { sha256Hex } from "../../../server/journal/index.ts";
import { freshPlace } from "../store/stores.ts";

describe.each([
  { where: "a folder", dialect: "sqlite" },
  { where: "the database", dialect: "sqlite" },
  { where: "the database", dialect: "postgres" },
] as const)("bytes kept in $where on $dialect", ({ where, dialect }) => {
  it("are read back as they were, once however often they are kept, and only by their hash", async () => {
    const folder = mkdtempSync(join(tmpdir(), "poros-files-"));
    const place = await freshPlace(dialect);
    const store = await place.open();
    try {
      const files = openFileBytes({ store, tenant: "jabar", folder: where === "a folder" ? folder : null });
      const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, at) => at % 256));
      const upload = join(folder, "upload");
      writeFileSync(upload, bytes);
      const hash = sha256Hex(bytes);
      await Promise.all([files.keep(upload, hash), files.keep(upload, hash)]);
      await files.keep(upload, hash);
      const read = await files.read(hash);
      if (read === null) throw new Error("the bytes are not there");
      expect((await buffer(read)).equals(bytes)).toBe(true);
      for (const name of ["../upload", "0".repeat(64), "", hash.toUpperCase()]) {
        expect(await files.read(name)).toBeNull();
      }
      await expect(files.keep(upload, "0".repeat(64))).rejects.toThrow(/not the one/);
      if (where === "a folder") {
        expect(readdirSync(join(folder, "files", hash.slice(0, 2)))).toEqual([hash]);
      }
    } finally {
      await store.close();
      await place.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
