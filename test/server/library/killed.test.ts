/** A server killed while it saves drafts leaves the old one or the new one, whole. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openLibrary } from "../../../server/library/index.ts";
import { openStore } from "../../../server/store/index.ts";
import { runChild } from "../store/child.ts";

it.each([3, 20, 41])(
  "a server killed after %i drafts has the last acknowledged one, or the next",
  async (drafts) => {
    const folder = mkdtempSync(join(tmpdir(), "poros-killed-"));
    try {
      const child = runChild(new URL("./killed.child.ts", import.meta.url), [folder]);
      await child.until(drafts);
      child.process.kill("SIGKILL");
      await child.ended;
      const acknowledged = Math.max(...child.lines.filter((line) => /^\d+$/.test(line)).map(Number));
      const store = await openStore({ kind: "sqlite", folder });
      const library = await openLibrary({ store, tenant: "jabar", folder });
      const copy = await library.read("forms", "paraf");
      const content: { draft: number; filling: string } = JSON.parse(copy?.content ?? "null");
      expect(content.filling).toHaveLength(50_000);
      expect([acknowledged, acknowledged + 1]).toContain(content.draft);
      expect(copy?.draftVersion).toBe(content.draft);
      await library.close();
      await store.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
