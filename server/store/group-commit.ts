/**
 * Group commit: what arrives while a group is being written waits and is written together, with one sync of the
 * disk. Nobody is made to wait for company: a lone commit is written at once. A promise resolves only after its
 * group is on disk.
 *
 * While one group is written the next is made: a start of a case is built ahead, with the number that it will get if
 * everything before it is kept. The database has the last word: a group in which anybody loses, or whose numbers
 * somebody else took, is written again under locks (`flush`).
 */

import { buildAhead } from "./build-ahead.ts";
import type { OpenDatabase } from "./database.ts";
import { StoreFailure, storeFailure } from "./failure.ts";
import { type Built, batchOf, flush, type Member } from "./flush.ts";
import { multiRow } from "./multi-row.ts";
import type { CaseCommit, Committed, NumberedStart } from "./port.ts";

/** Largest group: more would make the first of them wait for the last. */
const MOST_MEMBERS = 192;

/** Callers that go on in one turn of the event loop, so that a group's end does not hold up everything else. */
const ANSWERED_AT_ONCE = 8;

export interface Waiting {
  readonly member: Member;
  /** Null while a start has no number. */
  built: Built | null;
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
  const rows = multiRow(database.dialect, database.write);
  const open = new Set<Promise<unknown>>();
  const ahead = buildAhead(enqueue);
  const answer = inSlices();
  let waiting: Waiting[] = [];
  let writing = false;

  function take(member: Member): Promise<Committed> {
    if (database.readOnly) {
      return Promise.reject(new StoreFailure("storeReadOnly", "The store was opened read only."));
    }
    const taken = new Promise<Committed>((resolve, reject) => {
      const built = member.kind === "ready" ? { commit: member.commit, numbered: null } : null;
      const one: Waiting = { member, built, resolve, reject };
      if (member.kind === "ready") enqueue(one);
      else ahead.take(one, member.start);
    });
    const settled: Promise<void> = taken.then(
      () => void open.delete(settled),
      () => void open.delete(settled),
    );
    open.add(settled);
    return taken;
  }

  function enqueue(one: Waiting): void {
    waiting.push(one);
    if (writing) return;
    writing = true;
    // Everything that became ready in this turn of the event loop comes along.
    setImmediate(writeAll);
  }

  async function writeAll(): Promise<void> {
    let answers: readonly (() => void)[] = [];
    while (waiting.length > 0) {
      const { group, rest } = pickGroup(waiting);
      waiting = rest;
      const written = writeGroup(group);
      // Who was written before goes on while this group is on its way.
      answer(answers);
      answers = await written;
    }
    writing = false;
    answer(answers);
  }

  /** What is to be told to the members, whatever happened: it never rejects. */
  async function writeGroup(group: readonly Waiting[]): Promise<readonly (() => void)[]> {
    try {
      if (await keptTogether(group)) {
        return group.map(({ member, resolve }) => {
          const { caseId, version } = committedAs(member);
          return () => resolve({ kind: "committed", caseId, version });
        });
      }
      return await writeLocked(group);
    } catch (thrown) {
      return await afterFailure(group, storeFailure(thrown));
    }
  }

  async function keptTogether(group: readonly Waiting[]): Promise<boolean> {
    const built = group.flatMap((one) => one.built ?? []);
    if (built.length < group.length) return false;
    const batch = batchOf(rows, built);
    if (batch === null) return false;
    const news = database.news?.statements(built.map(({ commit }) => commit)) ?? [];
    return await database.together([...batch, ...news]);
  }

  async function writeLocked(group: readonly Waiting[]): Promise<readonly (() => void)[]> {
    waiting = ahead.halt(group, waiting);
    try {
      const { results, given } = await flush(
        database,
        rows,
        group.map(({ member }) => member),
      );
      ahead.goOn(given);
      return group.map(
        ({ resolve }, at) =>
          () =>
            resolve(results[at] ?? { kind: "notBuilt" }),
      );
    } finally {
      ahead.goOn([]);
    }
  }

  /**
   * When the database went away nobody knows whether the group was written: the journal is asked. Any other
   * failure is one member's (a value that the database refuses): each is tried alone, and only the culprit fails.
   */
  async function afterFailure(group: readonly Waiting[], failure: unknown): Promise<readonly (() => void)[]> {
    const answers: (() => void)[] = [];
    if (failure instanceof StoreFailure) {
      for (const { member, resolve, reject } of group) {
        const done = failure.code === "storeUnavailable" ? await wasWritten(member) : null;
        answers.push(done === null ? () => reject(failure) : () => resolve(done));
      }
      return answers;
    }
    if (group.length === 1)
      return group.map(
        ({ reject }) =>
          () =>
            reject(failure),
      );
    for (const one of group) answers.push(...(await writeGroup([one])));
    return answers;
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
      while (open.size > 0) await Promise.all(open);
    },
  };
}

/** A case that starts is version 1. */
function committedAs(member: Member): { readonly caseId: string; readonly version: number } {
  return member.kind === "ready" ? member.commit : { caseId: member.start.caseId, version: 1 };
}

/** Runs what it is given, a few in each turn of the event loop, in order. */
function inSlices(): (work: readonly (() => void)[]) => void {
  let waiting: (() => void)[] = [];
  function slice(): void {
    for (const one of waiting.slice(0, ANSWERED_AT_ONCE)) one();
    waiting = waiting.slice(ANSWERED_AT_ONCE);
    if (waiting.length > 0) setImmediate(slice);
  }
  return (work) => {
    if (work.length === 0) return;
    const idle = waiting.length === 0;
    waiting.push(...work);
    if (idle) slice();
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
