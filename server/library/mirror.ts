/**
 * Published versions as files beside the drafts, for people and git. The database decides: a file that is missing
 * or differs is written again when the library opens, and after each publication.
 *
 *   library/published/rule-sets/eskalasi/3.json
 *   library/published/rule-sets/eskalasi/publications.json   what came into force when, by whom and why
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { documentKind } from "../../api/index.ts";
import type { Publication, PublishedStore } from "../store/index.ts";
import { writeDurably } from "./durable-file.ts";
import { extensionOf } from "./file-shelf.ts";

export async function mirrorPublished(
  folder: string,
  store: PublishedStore,
  tenant: string,
  publications: readonly Publication[],
): Promise<void> {
  const versions = new Map(publications.map((one) => [`${one.kind}/${one.id}/${one.version}`, one]));
  for (const { kind, id, version } of versions.values()) {
    const known = documentKind.safeParse(kind);
    if (!known.success) continue;
    const published = await store.content(tenant, kind, id, version);
    if (published === null) continue;
    await bringAbout(
      join(folder, "published", kind, id, `${version}${extensionOf(known.data)}`),
      published.content,
    );
  }
  const documents = new Set(publications.map(({ kind, id }) => join(kind, id)));
  for (const document of documents) {
    const acts = publications.filter(({ kind, id }) => join(kind, id) === document);
    await bringAbout(
      join(folder, "published", document, "publications.json"),
      `${JSON.stringify(acts, null, 2)}\n`,
    );
  }
}

async function bringAbout(path: string, content: string): Promise<void> {
  const there = await readFile(path, "utf8").catch(() => null);
  if (there !== content) await writeDurably(path, content);
}
