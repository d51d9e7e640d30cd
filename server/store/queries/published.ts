/**
 * What is published. Its invariants: a version's content never changes and has one number; each act of publishing
 * adds a row that says what is in force from when; both, the closed proposal and the journal entry are one
 * transaction; the counter of changes moves with it, so every node learns of it.
 */
import { type Kysely, sql, type Transaction } from "kysely";
import { libraryStream } from "../../journal/index.ts";
import type { OpenDatabase } from "../database.ts";
import type { Publication, PublishedStore, Publishing, PublishOutcome, StoredProposal } from "../port.ts";
import type { ProposalColumns, PublicationColumns, Tables } from "../schema.ts";
import { appendIn } from "./journal.ts";

export function publishedStore(database: OpenDatabase): PublishedStore {
  const { read, write } = database;
  return {
    ...reading(read),
    async publish(tenant, publishing) {
      return await write.transaction().execute((trx) => publishIn(trx, database, tenant, publishing));
    },
    async propose(tenant, proposal, entry) {
      return await write.transaction().execute(async (trx) => {
        await lockDocument(trx, database, tenant, proposal.kind, proposal.id);
        const open = await openProposal(trx, tenant, proposal.kind, proposal.id);
        if (open !== undefined && open.author !== proposal.by) return false;
        if (open !== undefined) await setProposalState(trx, tenant, open.proposal_id, "withdrawn");
        await trx.insertInto("proposals").values(proposalColumns(tenant, proposal)).execute();
        await appendIn(trx, database, tenant, libraryStream(proposal.kind, proposal.id), entry);
        return true;
      });
    },
    async closeProposal(tenant, proposalId, how, entry) {
      return await write.transaction().execute(async (trx) => {
        const closed = await setProposalState(trx, tenant, proposalId, how);
        if (closed === null) return false;
        await appendIn(trx, database, tenant, libraryStream(closed.kind, closed.id), entry);
        return true;
      });
    },
    async writeDocument(tenant, kind, id, body, previous) {
      if (previous === null) {
        const made = await write
          .insertInto("documents")
          .values({ tenant, kind, id, body })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        return (made.numInsertedOrUpdatedRows ?? 0n) > 0n;
      }
      const changed = await write
        .updateTable("documents")
        .set({ body })
        .where("tenant", "=", tenant)
        .where("kind", "=", kind)
        .where("id", "=", id)
        .where("body", "=", previous)
        .executeTakeFirst();
      return changed.numUpdatedRows > 0n;
    },
  };
}

function reading(
  read: Kysely<Tables>,
): Pick<
  PublishedStore,
  | "changes"
  | "publications"
  | "content"
  | "contentByHash"
  | "proposal"
  | "openProposals"
  | "document"
  | "documents"
> {
  return {
    async changes(tenant) {
      const row = await read
        .selectFrom("library_changes")
        .select("count")
        .where("tenant", "=", tenant)
        .executeTakeFirst();
      return row?.count ?? 0;
    },
    async publications(tenant) {
      const rows = await read
        .selectFrom("publications")
        .selectAll()
        .where("tenant", "=", tenant)
        .orderBy("kind")
        .orderBy("id")
        .orderBy("seq")
        .execute();
      return rows.map(publication);
    },
    async content(tenant, kind, id, version) {
      const row = await read
        .selectFrom("versions")
        .select(["kind", "id", "version", "hash", "title", "content"])
        .where("tenant", "=", tenant)
        .where("kind", "=", kind)
        .where("id", "=", id)
        .where("version", "=", version)
        .executeTakeFirst();
      return row ?? null;
    },
    async contentByHash(tenant, kind, hash) {
      const row = await read
        .selectFrom("versions")
        .select(["kind", "id", "version", "hash", "title", "content"])
        .where("tenant", "=", tenant)
        .where("kind", "=", kind)
        .where("hash", "=", hash)
        .executeTakeFirst();
      return row ?? null;
    },
    async proposal(tenant, proposalId) {
      const row = await read
        .selectFrom("proposals")
        .selectAll()
        .where("tenant", "=", tenant)
        .where("proposal_id", "=", proposalId)
        .executeTakeFirst();
      return row === undefined ? null : storedProposal(row);
    },
    async openProposals(tenant) {
      const rows = await read
        .selectFrom("proposals")
        .selectAll()
        .where("tenant", "=", tenant)
        .where(sql<boolean>`state = 'open'`)
        .orderBy("at_ms")
        .execute();
      return rows.map(storedProposal);
    },
    async document(tenant, kind, id) {
      const row = await read
        .selectFrom("documents")
        .select("body")
        .where("tenant", "=", tenant)
        .where("kind", "=", kind)
        .where("id", "=", id)
        .executeTakeFirst();
      return row?.body ?? null;
    },
    async documents(tenant) {
      return await read
        .selectFrom("documents")
        .select(["kind", "id"])
        .where("tenant", "=", tenant)
        .orderBy("kind")
        .orderBy("id")
        .execute();
    },
  };
}

async function publishIn(
  trx: Transaction<Tables>,
  database: OpenDatabase,
  tenant: string,
  publishing: Publishing,
): Promise<PublishOutcome> {
  const { kind, id } = publishing;
  await lockDocument(trx, database, tenant, kind, id);
  if (publishing.proposalId !== null) {
    const closed = await setProposalState(trx, tenant, publishing.proposalId, "approved");
    if (closed === null) return { kind: "proposalClosed" };
  }
  const newest = await trx
    .selectFrom("publications")
    .selectAll()
    .where("tenant", "=", tenant)
    .where("kind", "=", kind)
    .where("id", "=", id)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  // The newest word on this document says the same already.
  if (newest?.hash === publishing.hash && newest.effective_from_ms <= publishing.effectiveFromMs) {
    return { kind: "unchanged", publication: publication(newest) };
  }
  const version = await versionOf(trx, tenant, publishing);
  const made: PublicationColumns = {
    tenant,
    kind,
    id,
    seq: (newest?.seq ?? 0) + 1,
    version,
    hash: publishing.hash,
    title: publishing.title,
    effective_from_ms: publishing.effectiveFromMs,
    published_at_ms: publishing.publishedAtMs,
    author: publishing.author,
    approver: publishing.approver,
    reason: publishing.reason,
  };
  await trx.insertInto("publications").values(made).execute();
  await sql`insert into library_changes (tenant, count) values (${tenant}, 1)
    on conflict (tenant) do update set count = library_changes.count + 1`.execute(trx);
  await appendIn(trx, database, tenant, libraryStream(kind, id), publishing.entry);
  return { kind: "published", publication: publication(made) };
}

/** The number that this content has, or the next one. */
async function versionOf(trx: Transaction<Tables>, tenant: string, publishing: Publishing): Promise<number> {
  const { kind, id, hash, title, content } = publishing;
  const known = await trx
    .selectFrom("versions")
    .select("version")
    .where("tenant", "=", tenant)
    .where("kind", "=", kind)
    .where("id", "=", id)
    .where("hash", "=", hash)
    .executeTakeFirst();
  if (known !== undefined) return known.version;
  const last = await trx
    .selectFrom("versions")
    .select((eb) => eb.fn.max("version").as("version"))
    .where("tenant", "=", tenant)
    .where("kind", "=", kind)
    .where("id", "=", id)
    .executeTakeFirst();
  const version = (last?.version ?? 0) + 1;
  await trx.insertInto("versions").values({ tenant, kind, id, version, hash, title, content }).execute();
  return version;
}

/** Two people who publish or propose the same document take turns: its stream's head is the lock. */
async function lockDocument(
  trx: Transaction<Tables>,
  database: OpenDatabase,
  tenant: string,
  kind: string,
  id: string,
): Promise<void> {
  const stream = libraryStream(kind, id);
  await sql`insert into heads (tenant, stream, seq, hash) values (${tenant}, ${stream}, 0, '')
    on conflict (tenant, stream) do nothing`.execute(trx);
  await sql`select seq from heads where tenant = ${tenant} and stream = ${stream}
    ${database.dialect.forUpdate}`.execute(trx);
}

async function openProposal(
  trx: Transaction<Tables>,
  tenant: string,
  kind: string,
  id: string,
): Promise<{ proposal_id: string; author: string } | undefined> {
  return await trx
    .selectFrom("proposals")
    .select(["proposal_id", "author"])
    .where("tenant", "=", tenant)
    .where("kind", "=", kind)
    .where("id", "=", id)
    .where(sql<boolean>`state = 'open'`)
    .executeTakeFirst();
}

/** Null when it was not open any more. */
async function setProposalState(
  trx: Transaction<Tables>,
  tenant: string,
  proposalId: string,
  state: "approved" | "rejected" | "withdrawn",
): Promise<{ kind: string; id: string } | null> {
  const row = await trx
    .updateTable("proposals")
    .set({ state })
    .where("tenant", "=", tenant)
    .where("proposal_id", "=", proposalId)
    .where(sql<boolean>`state = 'open'`)
    .returning(["kind", "id"])
    .executeTakeFirst();
  return row ?? null;
}

function publication(row: PublicationColumns): Publication {
  return {
    kind: row.kind,
    id: row.id,
    seq: row.seq,
    version: row.version,
    hash: row.hash,
    title: row.title,
    effectiveFromMs: row.effective_from_ms,
    publishedAtMs: row.published_at_ms,
    author: row.author,
    approver: row.approver,
    reason: row.reason,
  };
}

function storedProposal(row: ProposalColumns): StoredProposal {
  return {
    proposalId: row.proposal_id,
    kind: row.kind,
    id: row.id,
    hash: row.hash,
    title: row.title,
    content: row.content,
    by: row.author,
    atMs: row.at_ms,
    effectiveFromMs: row.effective_from_ms,
    reason: row.reason,
    state: row.state as StoredProposal["state"],
    review: row.review,
    // Nothing else is ever written there.
    override: row.override === null ? null : (JSON.parse(row.override) as StoredProposal["override"]),
  };
}

function proposalColumns(tenant: string, proposal: StoredProposal): ProposalColumns {
  return {
    tenant,
    proposal_id: proposal.proposalId,
    kind: proposal.kind,
    id: proposal.id,
    hash: proposal.hash,
    title: proposal.title,
    content: proposal.content,
    author: proposal.by,
    at_ms: proposal.atMs,
    effective_from_ms: proposal.effectiveFromMs,
    reason: proposal.reason,
    state: proposal.state,
    review: proposal.review,
    override: proposal.override === null ? null : JSON.stringify(proposal.override),
  };
}
