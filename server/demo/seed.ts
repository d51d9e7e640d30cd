/**
 * Fills an empty store with what `library/` holds, and makes an account for each person named there, with a random
 * password that is shown once. Only where nobody but this machine reaches it (on loopback, no proxy before it) and
 * without DATABASE_URL: nowhere else does an account come by itself.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type DocumentKind, documentKind, role } from "../../api/index.ts";
import { dayOf, postsOf } from "../../organisation/index.ts";
import { newPassword } from "../administration.ts";
import type { PorosServer } from "../app.ts";
import { createPasswords } from "../auth/index.ts";
import { isLoopback } from "../config.ts";
import { findProject } from "../project-root.ts";
import { createDocuments, postName } from "../views/index.ts";
import { accountTable, type ShownAccount } from "./account-table.ts";

const accountsFile = z.strictObject({
  accounts: z.array(z.strictObject({ username: z.string(), personId: z.string(), roles: z.array(role) })),
});

/** The text to print, or null when there was nothing to fill. */
export async function seedDemonstration(server: PorosServer, nowMs: () => number): Promise<string | null> {
  const { config, store } = server;
  if (!isOnlyHere(config) || config.databaseUrl !== null) return null;
  // A journal that holds anything is a store that somebody began to use, be it only by making a token.
  if ((await store.journal.heads(config.tenant, "", "", 1)).length > 0) return null;
  if ((await store.people.accounts(config.tenant)).length > 0) return null;
  const atMs = nowMs();
  await installLibrary(server, atMs);
  return accountTable(server.url, await makeAccounts(server, atMs));
}

/** A public origin is another address by which people come, through a proxy. */
function isOnlyHere({ host, publicOrigin }: PorosServer["config"]): boolean {
  return isLoopback(host) && (publicOrigin === null || isLoopback(new URL(publicOrigin).hostname));
}

/** Working documents that ship, as published versions; one that is there already is left alone. */
export async function installLibrary(server: Pick<PorosServer, "library">, atMs: number): Promise<void> {
  const folder = join(findProject().root, "library");
  // What others lean on first, so that every document finds what it names.
  for (const kind of ["organisation", "calendars", "forms", "rule-sets", "processes"] as const) {
    for (const shipped of shippedDocuments(folder, kind)) {
      await server.library.install({ kind, ...shipped, atMs, effectiveFromMs: 0 });
    }
  }
}

export interface ShippedDocument {
  readonly id: string;
  readonly title: string;
  readonly content: string;
}

export function shippedDocuments(folder: string, kind: DocumentKind): ShippedDocument[] {
  const inside = join(folder, documentKind.parse(kind));
  if (!existsSync(inside)) return [];
  const ending = kind === "processes" ? ".bpmn" : ".json";
  return readdirSync(inside)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => {
      const content = readFileSync(join(inside, name), "utf8");
      const id = name.slice(0, -ending.length);
      return { id, title: titleOf(content, kind) ?? id, content };
    });
}

/** The document's own title: the process's name, or a JSON document's `title` or `name`. */
function titleOf(content: string, kind: DocumentKind): string | null {
  if (kind === "processes") {
    const tag = /<(?:\w+:)?process\b[^>]*>/.exec(content)?.[0] ?? "";
    return /\bname="([^"]+)"/.exec(tag)?.[1] ?? null;
  }
  const json: unknown = JSON.parse(content);
  if (typeof json !== "object" || json === null) return null;
  const title = "title" in json ? json.title : "name" in json ? json.name : null;
  if (typeof title === "string") return title;
  return typeof title === "object" && title !== null && "id" in title && typeof title.id === "string"
    ? title.id
    : null;
}

async function makeAccounts(server: PorosServer, atMs: number): Promise<readonly ShownAccount[]> {
  const { config, store, library } = server;
  const file = readFileSync(join(findProject().root, "library/accounts.json"), "utf8");
  const { accounts } = accountsFile.parse(JSON.parse(file));
  const passwords = createPasswords(2);
  const organisation = await createDocuments(library).organisation(atMs);
  const shown = await Promise.all(
    accounts.map(async ({ username, personId, roles }): Promise<ShownAccount | null> => {
      const password = newPassword();
      const created = await store.people.createAccount(config.tenant, {
        username,
        personId,
        passwordHash: await passwords.hash(password),
        roles,
        disabled: false,
        failedAttempts: 0,
        lockedUntilMs: null,
        createdAtMs: atMs,
        generation: 1,
      });
      if (!created) return null;
      const today = organisation && dayOf(organisation.zone, atMs);
      const held = organisation && today ? postsOf(organisation, personId, today) : [];
      const posts = held.map(({ post }) => postName(organisation, post.id, atMs));
      return { username, password, roles, posts };
    }),
  );
  return shown.flatMap((account) => account ?? []);
}
