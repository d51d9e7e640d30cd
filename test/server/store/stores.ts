/** Both stores, each with a way to open it afresh and to open the same one again. Suites run on every one. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { openStore, type Store, type StoreOptions } from "../../../server/store/index.ts";
import { freshDatabase } from "../../set-up/postgres.ts";

export interface Place {
  readonly options: StoreOptions;
  open(): Promise<Store>;
  openToRead(): Promise<Store>;
  remove(): Promise<void>;
}

export const dialects = ["sqlite", "postgres"] as const;

export async function freshPlace(dialect: (typeof dialects)[number]): Promise<Place> {
  if (dialect === "sqlite") {
    const folder = mkdtempSync(join(tmpdir(), "poros-store-"));
    const options = { kind: "sqlite", folder } as const;
    return {
      options,
      open: () => openStore(options),
      openToRead: () => openStore({ ...options, readOnly: true }),
      async remove() {
        rmSync(folder, { recursive: true, force: true });
      },
    };
  }
  const database = await freshDatabase(inject("postgresUrl"));
  const options = { kind: "postgres", url: database.url } as const;
  return {
    options,
    open: () => openStore(options),
    openToRead: () => openStore({ ...options, readOnly: true }),
    remove: database.drop,
  };
}
