/** The library over a shelf of drafts and the store of what is published. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { documentKind, proposalReview } from "../../api/index.ts";
import type { Actor } from "../../casework/index.ts";
import type { Refusal } from "../../engine/index.ts";
import { type EntryContent, sha256Hex } from "../journal/index.ts";
import type { Publishing, Store, StoredProposal } from "../store/index.ts";
import { databaseShelf } from "./database-shelf.ts";
import { DraftMoved, type Drafts, isDocumentId, keepDrafts } from "./drafts.ts";
import { fileShelf } from "./file-shelf.ts";
import { type InForce, keepInForce } from "./in-force.ts";
import { mirrorPublished } from "./mirror.ts";
import type {
  DocumentKind,
  Library,
  LibraryEntry,
  Outcome,
  Proposal,
  PublicationOverride,
  WorkingCopy,
} from "./port.ts";

export interface LibraryOptions {
  readonly store: Store;
  readonly tenant: string;
  /** Folder for files (drafts and published versions); null keeps drafts in the database, for nodes that share one. */
  readonly folder: string | null;
}

interface Parts {
  readonly store: Store;
  readonly tenant: string;
  readonly drafts: Drafts;
  readonly inForce: InForce;
  /** Files follow what is published; they never hold it up. */
  readonly mirror: () => Promise<void>;
}

export async function openLibrary(options: LibraryOptions): Promise<Library> {
  const { store, tenant, folder } = options;
  const shelf = folder === null ? databaseShelf(store.published, tenant) : fileShelf(join(folder, "library"));
  const inForce = await keepInForce(store.published, tenant);
  const parts: Parts = {
    store,
    tenant,
    drafts: keepDrafts(shelf),
    inForce,
    async mirror() {
      if (folder === null) return;
      const all = await store.published.publications(tenant);
      await mirrorPublished(join(folder, "library"), store.published, tenant, all);
    },
  };
  await parts.mirror();
  return { ...reading(parts), ...writing(parts), ...proposing(parts), ...publishing(parts) };
}

function refuse(code: string, message: string, at?: string): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: at === undefined ? { code, message } : { code, message, at } };
}

function entryBy(
  by: {
    readonly by: string;
    readonly postId: string;
    readonly mandate?: "definitif" | "Plt" | "Plh" | "Pj";
    readonly atMs: number;
  },
  command: EntryContent["command"] & Readonly<Record<string, unknown>>,
  events: readonly (EntryContent["events"][number] & Readonly<Record<string, unknown>>)[],
): EntryContent {
  const actor: Actor = {
    kind: "person",
    personId: by.by,
    postId: by.postId,
    mandate: by.mandate ?? "definitif",
  };
  return { atMs: by.atMs, actor, command, events };
}

// ---------------------------------------------------------------- reading

type Reading = Pick<
  Library,
  | "list"
  | "read"
  | "publications"
  | "inForce"
  | "allInForce"
  | "version"
  | "byHash"
  | "onChange"
  | "refresh"
  | "close"
>;

function reading({ store, tenant, drafts, inForce }: Parts): Reading {
  return {
    async list(kind, atMs) {
      const drafted = (await drafts.names()).filter((name) => name.kind === kind).map(({ id }) => id);
      const proposals = await store.published.openProposals(tenant);
      const ids = [...new Set([...drafted, ...inForce.ids(kind)])].toSorted();
      const entries: LibraryEntry[] = [];
      for (const id of ids) {
        const copy = await drafts.read({ kind, id });
        const published = inForce.at(kind, id, atMs);
        entries.push({
          kind,
          id,
          title: copy?.title ?? published?.title ?? inForce.of(kind, id)[0]?.title ?? id,
          inForce: published,
          draft: copy === null ? null : withoutContent(copy),
          changed: copy !== null && sha256Hex(copy.content) !== published?.hash,
          proposed: proposals.some((proposal) => proposal.kind === kind && proposal.id === id),
        });
      }
      return entries;
    },
    read: (kind, id) => drafts.read({ kind, id }),
    publications: (kind, id) => inForce.of(kind, id),
    inForce: (kind, id, atMs) => inForce.at(kind, id, atMs),
    allInForce: (kind, atMs) => inForce.all(kind, atMs),
    version: (kind, id, version) => store.published.content(tenant, kind, id, version),
    byHash: (kind, hash) => store.published.contentByHash(tenant, kind, hash),
    onChange: (listener) =>
      inForce.onChange(({ kind, id }) => {
        const known = documentKind.safeParse(kind);
        if (known.success) listener({ kind: known.data, id });
      }),
    refresh: () => inForce.refresh(),
    async close() {
      inForce.close();
    },
  };
}

function withoutContent(copy: WorkingCopy): Omit<WorkingCopy, "content"> {
  const { kind, id, title, draftVersion, savedAtMs, savedBy, basedOn } = copy;
  return { kind, id, title, draftVersion, savedAtMs, savedBy, basedOn };
}

// ---------------------------------------------------------------- drafts

function writing({ drafts, inForce }: Parts): Pick<Library, "save"> {
  return {
    async save(save) {
      const { kind, id, title, content, expectedVersion } = save;
      if (!isDocumentId(id)) {
        return refuse("documentNotFound", "An id has small letters, digits and hyphens only.", "/id");
      }
      let refusal: Refusal | null = null;
      try {
        const copy = await drafts.save({ kind, id }, (current) => {
          const there = current?.draftVersion ?? 0;
          if (there !== expectedVersion) {
            refusal =
              expectedVersion === 0
                ? { code: "documentExists", message: `There is a document ${kind}/${id} already.`, at: "/id" }
                : draftChanged(expectedVersion, there);
            return null;
          }
          return {
            kind,
            id,
            title,
            content,
            draftVersion: there + 1,
            savedAtMs: save.atMs,
            savedBy: save.by,
            basedOn: current?.basedOn ?? inForce.at(kind, id, save.atMs)?.version ?? null,
          };
        });
        if (copy !== null) return { ok: true, value: copy };
      } catch (error) {
        if (!(error instanceof DraftMoved)) throw error;
        refusal = draftChanged(expectedVersion, null);
      }
      return { ok: false, refusal: refusal ?? draftChanged(expectedVersion, null) };
    },
  };
}

function draftChanged(seen: number, there: number | null): Refusal {
  const now = there === null ? "another one" : `draft ${there}`;
  return {
    code: "draftChanged",
    message: `Somebody saved in between: you saw draft ${seen}, now there is ${now}. Load it and compare.`,
  };
}

// ---------------------------------------------------------------- proposals

type Proposing = Pick<Library, "proposals" | "proposal" | "propose" | "proposeAgain" | "reject">;

function proposing({ store, tenant, drafts }: Parts): Proposing {
  const { published } = store;

  async function keep(
    by: Parameters<typeof entryBy>[0],
    made: Omit<StoredProposal, "proposalId" | "by" | "atMs" | "state">,
  ): Promise<Outcome<Proposal>> {
    const proposal = { ...made, proposalId: randomUUID(), by: by.by, atMs: by.atMs, state: "open" as const };
    const { kind, id, proposalId, hash, reason, effectiveFromMs, review } = proposal;
    const about = {
      ...{ kind, id, proposalId, hash, reason, effectiveFromMs },
      ...(review === null ? {} : { review: JSON.parse(review) as Record<string, number> }),
      ...overridden(proposal.override),
    };
    const entry = entryBy(by, { type: "ProposePublication", ...about }, [
      { type: "PublicationProposed", ...about },
    ]);
    if (await published.propose(tenant, proposal, entry)) {
      return { ok: true, value: asProposal(proposal) };
    }
    return refuse(
      "proposalOpen",
      "Somebody else's proposal of this document is open. Approve or reject it first.",
    );
  }

  return {
    async proposals() {
      return (await published.openProposals(tenant)).map(asProposal);
    },
    async proposal(kind, id) {
      const open = await published.openProposals(tenant);
      const found = open.find((one) => one.kind === kind && one.id === id);
      return found === undefined ? null : asProposal(found);
    },
    async propose(asked) {
      const { kind, id } = asked;
      const copy = await drafts.read({ kind, id });
      if (copy === null) return refuse("documentNotFound", `There is no draft ${kind}/${id}.`);
      if (copy.draftVersion !== asked.draftVersion) {
        return { ok: false, refusal: draftChanged(asked.draftVersion, copy.draftVersion) };
      }
      const { title, content } = copy;
      const { reason, effectiveFromMs } = asked;
      return await keep(asked, {
        kind,
        id,
        title,
        content,
        hash: sha256Hex(content),
        reason,
        effectiveFromMs,
        review: asked.review == null ? null : JSON.stringify(asked.review),
        override: asked.override ?? null,
      });
    },
    async proposeAgain(asked) {
      const { kind, id, reason, effectiveFromMs } = asked;
      const earlier = await published.content(tenant, kind, id, asked.version);
      if (earlier === null)
        return refuse("versionNotFound", `${kind}/${id} has no version ${asked.version}.`);
      const { title, content, hash } = earlier;
      const override = asked.override ?? null;
      const made = { kind, id, title, content, hash, reason, effectiveFromMs, review: null, override };
      return await keep(asked, made);
    },
    async reject(rejection) {
      const proposal = await published.proposal(tenant, rejection.proposalId);
      if (proposal === null) return notThere();
      const how = proposal.by === rejection.by ? "withdrawn" : "rejected";
      const { kind, id, proposalId, hash } = proposal;
      const about = { kind, id, proposalId, hash, reason: rejection.reason };
      const entry = entryBy(rejection, { type: "RejectPublication", ...about }, [
        { type: how === "rejected" ? "PublicationRejected" : "PublicationWithdrawn", ...about },
      ]);
      const closed = await published.closeProposal(tenant, proposalId, how, entry);
      return closed ? { ok: true, value: null } : noLongerOpen();
    },
  };
}

const notThere = () => refuse("proposalNotFound", "There is no such proposal.");
const noLongerOpen = () =>
  refuse("proposalClosed", "The proposal has been approved, rejected or withdrawn meanwhile.");

function asProposal(stored: StoredProposal): Proposal {
  const { proposalId, id, title, hash, content, by, atMs, effectiveFromMs, reason, override } = stored;
  const kind = documentKind.parse(stored.kind);
  const review = stored.review === null ? null : proposalReview.parse(JSON.parse(stored.review));
  return { proposalId, kind, id, title, hash, content, by, atMs, effectiveFromMs, reason, review, override };
}

/** The journal says it where it is so, and says nothing where nothing stood in the way. */
function overridden(override: PublicationOverride | null) {
  return override === null ? {} : { override };
}

// ---------------------------------------------------------------- publishing

function publishing(parts: Parts): Pick<Library, "approve" | "rollBack" | "install"> {
  const { store, tenant, drafts, inForce } = parts;
  return {
    async approve(approval) {
      const proposal = await store.published.proposal(tenant, approval.proposalId);
      if (proposal === null) return notThere();
      if (proposal.state !== "open") return noLongerOpen();
      if (proposal.by === approval.by) {
        return refuse("ownProposal", "Nobody publishes what he proposed himself: a second person approves.");
      }
      if (proposal.hash !== approval.hash) {
        return refuse("contentChanged", "The proposal is not the text that you saw. Read it again.", "/hash");
      }
      const { kind, id, title, hash, content, reason, proposalId } = proposal;
      // A date that has passed while the proposal waited means now.
      const effectiveFromMs = Math.max(proposal.effectiveFromMs ?? approval.atMs, approval.atMs);
      const about = { kind, id, proposalId, hash, effectiveFromMs, ...overridden(proposal.override) };
      const outcome = await store.published.publish(tenant, {
        kind,
        id,
        title,
        hash,
        content,
        effectiveFromMs,
        publishedAtMs: approval.atMs,
        author: proposal.by,
        approver: approval.by,
        reason,
        proposalId,
        entry: entryBy(approval, { type: "ApprovePublication", ...about }, [{ type: "Published", ...about }]),
      });
      if (outcome.kind === "proposalClosed") return noLongerOpen();
      await afterwards(parts, outcome.publication.kind, outcome.publication);
      return { ok: true, value: outcome.publication };
    },

    async rollBack(rollback) {
      const { kind, id, version, reason, by, atMs } = rollback;
      const earlier = await store.published.content(tenant, kind, id, version);
      const written = inForce.of(kind, id).find((one) => one.version === version);
      if (earlier === null || written === undefined)
        return refuse("versionNotFound", `${kind}/${id} has no version ${version}.`);
      if (inForce.at(kind, id, atMs)?.version === version)
        return refuse("versionInForce", `Version ${version} of ${kind}/${id} is in force already.`);
      if (written.author === by) {
        return refuse("ownVersion", "Who wrote a version does not put it in force alone: propose it again.");
      }
      const { title, content, hash } = earlier;
      const about = { kind, id, version, hash, effectiveFromMs: atMs, reason };
      const outcome = await store.published.publish(tenant, {
        kind,
        id,
        title,
        hash,
        content,
        effectiveFromMs: atMs,
        publishedAtMs: atMs,
        author: written.author,
        approver: by,
        reason,
        proposalId: null,
        entry: entryBy(rollback, { type: "RollBack", ...about }, [{ type: "Published", ...about }]),
      });
      if (outcome.kind === "proposalClosed") throw new Error("A rollback closes no proposal.");
      await afterwards(parts, kind, outcome.publication);
      return { ok: true, value: outcome.publication };
    },

    async install(document) {
      const { kind, id, title, content, atMs } = document;
      const hash = sha256Hex(content);
      const existing = inForce.of(kind, id)[0];
      if (existing !== undefined) return existing;
      const effectiveFromMs = document.effectiveFromMs ?? atMs;
      const about = { kind, id, hash, effectiveFromMs };
      const made: Publishing = {
        kind,
        id,
        title,
        hash,
        content,
        effectiveFromMs,
        publishedAtMs: atMs,
        author: INSTALLATION,
        approver: INSTALLATION,
        reason: "Pemasangan awal",
        proposalId: null,
        entry: {
          atMs,
          actor: { kind: "system", name: INSTALLATION },
          command: { type: "Install", ...about },
          events: [{ type: "Published", ...about }],
        },
      };
      const outcome = await store.published.publish(tenant, made);
      if (outcome.kind === "proposalClosed") throw new Error("An installation closes no proposal.");
      const { version } = outcome.publication;
      await drafts.save({ kind, id }, (current) =>
        current === null
          ? {
              kind,
              id,
              title,
              content,
              draftVersion: 1,
              savedAtMs: atMs,
              savedBy: INSTALLATION,
              basedOn: version,
            }
          : null,
      );
      await inForce.refresh();
      return outcome.publication;
    },
  };
}

/** Who published what ships with the product. */
const INSTALLATION = "pemasangan";

/** The draft learns what it is based on, files follow. Neither undoes a publication when it fails. */
async function afterwards(
  { drafts, inForce, mirror }: Parts,
  kind: string,
  { id, hash, version }: { readonly id: string; readonly hash: string; readonly version: number },
): Promise<void> {
  await inForce.refresh();
  const known = documentKind.safeParse(kind);
  try {
    if (known.success) await noteBase(drafts, known.data, id, hash, version);
    await mirror();
  } catch {
    // Written again when the library opens next.
  }
}

async function noteBase(
  drafts: Drafts,
  kind: DocumentKind,
  id: string,
  hash: string,
  version: number,
): Promise<void> {
  await drafts.save({ kind, id }, (current) =>
    current === null || current.basedOn === version || sha256Hex(current.content) !== hash
      ? null
      : { ...current, basedOn: version },
  );
}
