/** An open database of either dialect, as the rest of the store uses it. */
import type { Kysely } from "kysely";
import type { Dialect } from "./dialect.ts";
import type { Statement } from "./multi-row.ts";
import type { News } from "./news.ts";
import type { Tables } from "./schema.ts";

export interface OpenDatabase {
  readonly dialect: Dialect;
  readonly readOnly: boolean;
  /** For transactions that change something. */
  readonly write: Kysely<Tables>;
  /** For queries; on SQLite a second connection that cannot write. */
  readonly read: Kysely<Tables>;
  /**
   * Many statements in one transaction, sent at once: the database does not wait for this side between them. False
   * when one of them touched another number of rows than it must: then nothing is kept.
   */
  together(batch: readonly Statement[]): Promise<boolean>;
  /** How other nodes on this database hear of commits; null where there can be none. */
  readonly news: News | null;
  close(): Promise<void>;
}
