/**
 * What one node commits, told to the other nodes on the same PostgreSQL. The notice is a statement of the commit's own
 * transaction: the database hands it on once the commit is durable, and never when it is undone. It carries no
 * content, only which case moved and whom that concerns.
 */
import { randomUUID } from "node:crypto";
import pg from "pg";
import type { Statement } from "./multi-row.ts";
import type { CaseCommit, CommitNews, NewsListener } from "./port.ts";

const CHANNEL = "poros";
/** PostgreSQL takes less than 8,000 bytes in one notice. */
const MOST_BYTES = 7_900;
/** Between two attempts to connect again. */
const AGAIN_MS = 1_000;
/** A connection that died without a word is noticed after at most this long. */
const PULSE_MS = 10_000;

export interface News {
  /** What goes into the transaction that writes these commits. */
  statements(commits: readonly CaseCommit[]): readonly Statement[];
  /** Resolves when the first attempt to connect has ended. */
  follow(tenant: string, listener: NewsListener): Promise<() => Promise<void>>;
}

export function postgresNews(url: string): News {
  const node = randomUUID();
  return {
    statements: (commits) =>
      commits.length === 0
        ? []
        : [
            {
              text: `select pg_notify('${CHANNEL}', one) from json_array_elements_text($1::json) as one`,
              parameters: [JSON.stringify(commits.map((commit) => written(node, commit)))],
              touches: null,
            },
          ],
    follow: (tenant, listener) => follow(url, { node, tenant, listener }),
  };
}

function written(node: string, { tenant, caseId, version, row, changes }: CaseCommit): string {
  const incidents = changes.incidents.length > 0;
  const notice = (posts: readonly string[] | null) =>
    JSON.stringify([node, tenant, caseId, version, row.unitId, incidents, posts]);
  const whole = notice(changes.inboxes);
  return Buffer.byteLength(whole) <= MOST_BYTES ? whole : notice(null);
}

function read(payload: string): {
  readonly node: string;
  readonly tenant: string;
  readonly news: CommitNews;
} {
  const [node, tenant, caseId, version, unitId, incidents, posts] = JSON.parse(payload) as [
    string,
    string,
    string,
    number,
    string,
    boolean,
    readonly string[] | null,
  ];
  return { node, tenant, news: { caseId, version, unitId, incidents, posts } };
}

async function follow(
  url: string,
  mine: { readonly node: string; readonly tenant: string; readonly listener: NewsListener },
): Promise<() => Promise<void>> {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let away = false;

  function hear({ payload = "" }: pg.Notification): void {
    const { node, tenant, news } = read(payload);
    if (node !== mine.node && tenant === mine.tenant) mine.listener.committed(news);
  }

  async function connect(): Promise<void> {
    const own = new pg.Client({
      connectionString: url,
      application_name: "poros news",
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
    });
    client = own;
    const lose = () => {
      if (client !== own) return;
      client = null;
      away = true;
      clearInterval(timer);
      own.end().catch(() => undefined);
      if (!stopped) timer = setTimeout(() => void connect(), AGAIN_MS).unref();
    };
    own.on("error", lose);
    own.on("end", lose);
    own.on("notification", hear);
    try {
      await own.connect();
      await own.query(`listen ${CHANNEL}`);
    } catch {
      return lose();
    }
    if (client !== own) return;
    timer = setInterval(() => own.query("select 1").catch(lose), PULSE_MS).unref();
    if (away) mine.listener.missed();
    away = false;
  }

  await connect();
  return async () => {
    stopped = true;
    clearInterval(timer);
    const last = client;
    client = null;
    await last?.end().catch(() => undefined);
  };
}
