/** The same drafts in the database, where nodes share one: a write replaces exactly what was read. */
import type { Adapter } from "lowdb";
import { documentKind } from "../../api/index.ts";
import type { PublishedStore } from "../store/index.ts";
import { DraftMoved, type DraftName, type DraftShelf } from "./drafts.ts";
import type { WorkingCopy } from "./port.ts";

export function databaseShelf(store: PublishedStore, tenant: string): DraftShelf {
  return {
    async names() {
      const rows = await store.documents(tenant);
      return rows.flatMap(({ kind, id }) => {
        const known = documentKind.safeParse(kind);
        return known.success ? [{ kind: known.data, id }] : [];
      });
    },
    adapter: (name) => databaseAdapter(store, tenant, name),
  };
}

function databaseAdapter(
  store: PublishedStore,
  tenant: string,
  { kind, id }: DraftName,
): Adapter<WorkingCopy> {
  let text: string | null = null;
  return {
    async read() {
      text = await store.document(tenant, kind, id);
      return text === null ? null : (JSON.parse(text) as WorkingCopy);
    },
    async write(copy) {
      const next = JSON.stringify(copy);
      const written = await store.writeDocument(tenant, kind, id, next, text);
      if (!written) throw new DraftMoved(`${kind}/${id} was saved on another node`);
      text = next;
    },
  };
}
