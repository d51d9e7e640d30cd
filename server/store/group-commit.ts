/**
 * Group commit: what arrives while a group is being written waits and is written together, with one sync of the
 * disk. Nobody is made to wait for company: a lone commit is written at once. A promise resolves only after its
 * group is on disk.
 */
import type { OpenDatabase } from "./database.ts";
import { StoreFailure, storeFailure } from "./failure.ts";
import { flush, type Member } from "./flush.ts";
import { multiRow } from "./multi-row.ts";
import type { CaseCommit, Committed, NumberedStart } from "./port.ts";

/** Largest group: more would make the first of them wait for the last. */
const MOST_MEMBERS = 192;

interface Waiting {
  readonly member: Member;
  readonly resolve: (committed: Committed) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommit {
  commit(commit: CaseCommit): Promise<Committed>;
  commitNumbered(start: NumberedStart): Promise<Committed>;
  /** Resolves when everything that was taken is written. */
  idle(): Promise<void>;
}

export function groupCommit(database: OpenDatabase): GroupCommit {
  const rows = multiRow(database.dialect);
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;

  function take(member: Member): Promise<Committed> {
    if (database.readOnly) {
      return Promise.reject(new StoreFailure("storeReadOnly", "The store was opened read only."));
    }
    return new Promise((resolve, reject) => {
      waiting.push({ member, resolve, reject });
      writing ??= writeAll().finally(() => {
        writing = null;
      });
    });
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      // Everything that became ready in this turn of the event loop comes along.
      await new Promise((resolve) => setImmediate(resolve));
      const { group, rest } = pickGroup(waiting);
      waiting = rest;
      await writeGroup(group);
    }
  }

  async function writeGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const results = await flush(
        database,
        rows,
        group.map(({ member }) => member),
      );
      for (const [at, { resolve }] of group.entries()) resolve(results[at] ?? { kind: "notBuilt" });
    } catch (thrown) {
      await afterFailure(group, storeFailure(thrown));
    }
  }

  /**
   * When the database went away nobody knows whether the group was written: the journal is asked. Any other
   * failure is one member's (a value that the database refuses): each is tried alone, and only the culprit fails.
   */
  async function afterFailure(group: readonly Waiting[], failure: unknown): Promise<void> {
    if (failure instanceof StoreFailure) {
      for (const one of group) {
        const done = failure.code === "storeUnavailable" ? await wasWritten(one.member) : null;
        if (done === null) one.reject(failure);
        else one.resolve(done);
      }
      return;
    }
    if (group.length === 1) {
      for (const one of group) one.reject(failure);
      return;
    }
    for (const one of group) await writeGroup([one]);
  }

  async function wasWritten(member: Member): Promise<Committed | null> {
    if (member.kind === "numbered") return await wasStarted(member.start);
    const { commit } = member;
    try {
      const found = await database.read
        .selectFrom("journal")
        .select("hash")
        .where("tenant", "=", commit.tenant)
        .where("stream", "=", commit.entry.stream)
        .where("seq", "=", commit.entry.seq)
        .executeTakeFirst();
      return found?.hash === commit.entry.hash
        ? { kind: "committed", caseId: commit.caseId, version: commit.version }
        : null;
    } catch {
      return null;
    }
  }

  /** The id of a case that starts is new, so a case by that id is this one. */
  async function wasStarted(start: NumberedStart): Promise<Committed | null> {
    try {
      const found = await database.read
        .selectFrom("cases")
        .select("version")
        .where("tenant", "=", start.tenant)
        .where("case_id", "=", start.caseId)
        .executeTakeFirst();
      return found === undefined ? null : { kind: "committed", caseId: start.caseId, version: 1 };
    } catch {
      return null;
    }
  }

  return {
    commit: (commit) => take({ kind: "ready", commit }),
    commitNumbered: (start) => take({ kind: "numbered", start }),
    async idle() {
      await writing;
    },
  };
}

/** At most one commit of a case, and one use of a key, are in a group: the next one sees what the first did. */
function pickGroup(waiting: readonly Waiting[]): { readonly group: Waiting[]; readonly rest: Waiting[] } {
  const group: Waiting[] = [];
  const rest: Waiting[] = [];
  const names = new Set<string>();
  for (const one of waiting) {
    const of = one.member.kind === "ready" ? one.member.commit : one.member.start;
    const own = [`case ${of.tenant} ${of.caseId}`];
    if (of.idempotency !== null) {
      own.push(`key ${JSON.stringify([of.tenant, of.idempotency.scope, of.idempotency.key])}`);
    }
    if (group.length >= MOST_MEMBERS || own.some((name) => names.has(name))) {
      rest.push(one);
    } else {
      group.push(one);
    }
    // A later commit of the same case waits behind one that waits already.
    for (const name of own) names.add(name);
  }
  return { group, rest };
}
