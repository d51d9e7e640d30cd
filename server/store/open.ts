/** Opens a store: embedded in a folder, or on a PostgreSQL database. */
import { sql } from "kysely";
import { checkTexts } from "./check-texts.ts";
import type { OpenDatabase } from "./database.ts";
import { storeFailure } from "./failure.ts";
import { groupCommit } from "./group-commit.ts";
import type { Store } from "./port.ts";
import { openPostgres } from "./postgres.ts";
import { answerStore } from "./queries/answers.ts";
import { caseQueries } from "./queries/cases.ts";
import { decisionQueries } from "./queries/decisions.ts";
import { fileStore } from "./queries/files.ts";
import { journalQueries } from "./queries/journal.ts";
import { peopleStore } from "./queries/people.ts";
import { publishedStore } from "./queries/published.ts";
import { workQueue } from "./queries/work.ts";
import { openSqlite } from "./sqlite.ts";

export type StoreOptions =
  | { readonly kind: "sqlite"; readonly folder: string; readonly readOnly?: boolean }
  | {
      readonly kind: "postgres";
      readonly url: string;
      readonly readOnly?: boolean;
      readonly connections?: number;
    };

/** Throws a `StoreFailure` when the store must not be opened: in use, newer, damaged, away. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const database = await open(options);
  try {
    if (options.kind === "sqlite" && !database.readOnly) await checkTexts(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  const commits = groupCommit(database);
  const guard = guarded;
  return {
    dialect: database.dialect.name,
    readOnly: database.readOnly,
    commit: commits.commit,
    commitNumbered: commits.commitNumbered,
    cases: guard(caseQueries(database.read)),
    decisions: guard(decisionQueries(database.read)),
    work: guard(workQueue(database)),
    journal: guard(journalQueries(database)),
    people: guard(peopleStore(database)),
    files: guard(fileStore(database)),
    published: guard(publishedStore(database)),
    answers: guard(answerStore(database)),
    follow: async (tenant, listener) =>
      (await database.news?.follow(tenant, listener)) ?? (async () => undefined),
    async ping() {
      try {
        await sql`select version from schema_version`.execute(database.read);
      } catch (error) {
        throw storeFailure(error);
      }
    },
    async close() {
      await commits.idle();
      await database.close();
    },
  };
}

async function open(options: StoreOptions): Promise<OpenDatabase> {
  const readOnly = options.readOnly ?? false;
  if (options.kind === "sqlite") return await openSqlite({ folder: options.folder, readOnly });
  return await openPostgres({
    url: options.url,
    readOnly,
    ...(options.connections === undefined ? {} : { connections: options.connections }),
  });
}

/** Gives what a driver throws its stable code, whatever query threw it. */
function guarded<Queries extends object>(queries: Queries): Queries {
  const made: Record<string, unknown> = {};
  for (const [name, query] of Object.entries(queries)) {
    made[name] =
      typeof query === "function"
        ? async (...parameters: unknown[]) => {
            try {
              return await query(...parameters);
            } catch (error) {
              throw storeFailure(error);
            }
          }
        : query;
  }
  return made as Queries;
}
