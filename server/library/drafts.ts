/**
 * Working documents, each a lowdb database of its own. lowdb keeps a refused value in memory and does not
 * serialise writers, so nobody writes through it directly: `saveDraft` takes turns for each document, changes a
 * copy, writes the copy, and only then lets lowdb hold it.
 */
import { type Adapter, Low } from "lowdb";
import type { DocumentKind, WorkingCopy } from "./port.ts";

/** Where drafts lie: files under the data folder, or the database that nodes share. */
export interface DraftShelf {
  names(): Promise<readonly DraftName[]>;
  /** lowdb's adapter for one document; its `write` throws `DraftMoved` when another node wrote meanwhile. */
  adapter(name: DraftName): Adapter<WorkingCopy>;
}

export interface DraftName {
  readonly kind: DocumentKind;
  readonly id: string;
}

export class DraftMoved extends Error {}

export interface Drafts {
  names(): Promise<readonly DraftName[]>;
  read(name: DraftName): Promise<WorkingCopy | null>;
  /** `change` gets what is there now and gives what is to be, or null to leave it. */
  save(
    name: DraftName,
    change: (current: WorkingCopy | null) => WorkingCopy | null,
  ): Promise<WorkingCopy | null>;
}

/** An id is also a file's name: nothing but these can be one. */
const ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

export function isDocumentId(id: string): boolean {
  return ID.test(id);
}

export function keepDrafts(shelf: DraftShelf): Drafts {
  const open = new Map<string, Low<WorkingCopy | null>>();
  const turns = new Map<string, Promise<unknown>>();

  function database(name: DraftName): Low<WorkingCopy | null> {
    const known = open.get(keyOf(name));
    if (known !== undefined) return known;
    const adapter = shelf.adapter(name);
    const made = new Low<WorkingCopy | null>(
      {
        read: () => adapter.read(),
        write: async (copy) => {
          if (copy !== null) await adapter.write(copy);
        },
      },
      null,
    );
    open.set(keyOf(name), made);
    return made;
  }

  /** One after the other, whatever became of the one before. */
  async function inTurn<T>(name: DraftName, work: () => Promise<T>): Promise<T> {
    const before = turns.get(keyOf(name)) ?? Promise.resolve();
    const mine = before.then(work, work);
    turns.set(keyOf(name), mine);
    try {
      return await mine;
    } finally {
      if (turns.get(keyOf(name)) === mine) turns.delete(keyOf(name));
    }
  }

  return {
    names: () => shelf.names(),
    async read(name) {
      if (!isDocumentId(name.id)) return null;
      return await inTurn(name, async () => {
        const low = database(name);
        await readAfresh(low);
        return low.data;
      });
    },
    async save(name, change) {
      if (!isDocumentId(name.id)) return null;
      return await inTurn(name, async () => {
        const low = database(name);
        await readAfresh(low);
        const next = change(structuredClone(low.data));
        if (next === null) return null;
        await low.adapter.write(next);
        low.data = next;
        return next;
      });
    },
  };
}

/** lowdb keeps what it holds when there is nothing to read any more. */
async function readAfresh(low: Low<WorkingCopy | null>): Promise<void> {
  low.data = null;
  await low.read();
}

function keyOf({ kind, id }: DraftName): string {
  return `${kind}/${id}`;
}
