/** What only the embedded store must stand: hostile values, a second server, a damaged file. */
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStore } from "../../../server/store/index.ts";
import { runChild } from "./child.ts";
import { everything, firstCommit, TENANT } from "./commits.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "poros-embedded-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("a value that would end the process", () => {
  it("is refused before the driver sees it, and the process lives", async () => {
    const child = runChild(new URL("./binding.child.ts", import.meta.url), []);
    expect(await child.ended).toEqual({ code: 0, signal: null });
    const got = Object.fromEntries(child.lines.map((line) => line.split(" ", 2)));
    expect(got).toEqual({
      true: "1",
      false: "0",
      date: "refused",
      object: "refused",
      array: "refused",
      bigint: "refused",
      unsafe: "refused",
      nan: "refused",
      infinity: "refused",
      undefined: "refused",
      symbol: "refused",
      function: "refused",
      map: "refused",
      nul: "refused",
      bytes: "1,2,3",
      buffer: "97,98",
      text: "teks",
      fraction: "1.5",
      safe: "9007199254740991",
      null: "null",
      alive: undefined,
    });
  });
});

describe("a second server on one embedded store", () => {
  it("is refused with what to do about it, while commands that only read may run", async () => {
    const child = runChild(new URL("./holding.child.ts", import.meta.url), [folder]);
    await child.until(1);
    const second = openStore({ kind: "sqlite", folder });
    await expect(second).rejects.toMatchObject({ code: "storeInUse" });
    await expect(openStore({ kind: "sqlite", folder })).rejects.toThrow(
      new RegExp(`process ${child.process.pid}.*Stop it first.*DATABASE_URL`),
    );
    const reader = await openStore({ kind: "sqlite", folder, readOnly: true });
    expect(await reader.cases.load(TENANT, "none", everything)).toBeNull();
    await reader.close();
    child.process.kill("SIGKILL");
    await child.ended;
    const after = await openStore({ kind: "sqlite", folder });
    await after.close();
  });

  it("in the same process is refused too", async () => {
    const first = await openStore({ kind: "sqlite", folder });
    await expect(openStore({ kind: "sqlite", folder })).rejects.toMatchObject({ code: "storeInUse" });
    await first.close();
    const again = await openStore({ kind: "sqlite", folder });
    await again.close();
  });
});

describe("a flipped byte", () => {
  async function filled(): Promise<string> {
    const store = await openStore({ kind: "sqlite", folder });
    await Promise.all(Array.from({ length: 200 }, (_, at) => store.commit(firstCommit(`c${at}`))));
    await store.close();
    return join(folder, "poros.db");
  }

  function flip(path: string, at: number): void {
    const byte = readFileSync(path)[at] ?? 0;
    const file = openSync(path, "r+");
    writeSync(file, Buffer.from([byte ^ 0xff]), 0, 1, at);
    closeSync(file);
  }

  it("in the file's first page is found, and the store is not opened", async () => {
    const path = await filled();
    flip(path, 18);
    flip(path, 28);
    await expect(openStore({ kind: "sqlite", folder })).rejects.toMatchObject({ code: "storeDamaged" });
  });

  it("in the structure of a page is found, and the store is not opened", async () => {
    const path = await filled();
    const size = statSync(path).size;
    for (let page = 4; page * 4096 < size; page += 3) flip(path, page * 4096 + 3);
    const before = readFileSync(path);
    await expect(openStore({ kind: "sqlite", folder })).rejects.toMatchObject({ code: "storeDamaged" });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it("in the text of a journal entry is found, and the entry is named", async () => {
    const path = await filled();
    const bytes = readFileSync(path);
    const at = bytes.indexOf('"stream":"case/c150"');
    expect(at).toBeGreaterThan(0);
    flip(path, bytes.indexOf("Tested", at - 200));
    await expect(openStore({ kind: "sqlite", folder })).rejects.toMatchObject({
      code: "storeDamaged",
      message: expect.stringMatching(/Entry 1 of case\/c\d+ .* Restore a backup/),
    });
  });

  it("a file that is no database is refused", async () => {
    writeFileSync(join(folder, "poros.db"), "this is not a database, and long enough to be looked at as one");
    await expect(openStore({ kind: "sqlite", folder })).rejects.toMatchObject({ code: "storeDamaged" });
  });
});
