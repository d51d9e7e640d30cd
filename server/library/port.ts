/**
 * The library: working documents that analysts edit, and what has been published from them. Its invariants: a
 * draft is saved only over the version that its author saw; a published version never changes; nobody approves
 * what he proposed; what is in force is known to every node within a second, without a restart.
 */
import type { DocumentKind, ProposalReview } from "../../api/index.ts";
import type { Refusal } from "../../engine/index.ts";
import type { MandateKind } from "../../organisation/index.ts";
import type { Publication, PublicationOverride, PublishedContent } from "../store/index.ts";

export type { DocumentKind, Publication, PublicationOverride };

export interface WorkingCopy {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly title: string;
  /** BPMN XML or JSON text, exactly as written. */
  readonly content: string;
  readonly draftVersion: number;
  readonly savedAtMs: number;
  readonly savedBy: string;
  /** Published version that the draft was made from; null for a new document. */
  readonly basedOn: number | null;
}

export interface LibraryEntry {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly title: string;
  /** What is in force at the instant asked for. */
  readonly inForce: Publication | null;
  readonly draft: Omit<WorkingCopy, "content"> | null;
  /** The draft differs from what is in force. */
  readonly changed: boolean;
  readonly proposed: boolean;
}

export interface Proposal {
  readonly proposalId: string;
  readonly kind: DocumentKind;
  readonly id: string;
  readonly title: string;
  readonly hash: string;
  readonly content: string;
  readonly by: string;
  readonly atMs: number;
  readonly effectiveFromMs: number | null;
  readonly reason: string;
  /** What its author had read; null where there is nothing to read. */
  readonly review: ProposalReview | null;
  /** Why it is proposed in spite of what was found; null where nothing stood in the way. */
  readonly override: PublicationOverride | null;
}

/** Refusal codes: `documentNotFound`, `documentExists`, `draftChanged`, `proposalOpen`, `proposalNotFound`, `proposalClosed`, `ownProposal`, `contentChanged`, `versionNotFound`, `ownVersion`, `versionInForce`. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

interface By {
  /** Person id. */
  readonly by: string;
  readonly postId: string;
  /** How the post is held; definitif when absent. */
  readonly mandate?: MandateKind;
  readonly atMs: number;
}

export interface Library {
  list(kind: DocumentKind, atMs: number): Promise<readonly LibraryEntry[]>;
  read(kind: DocumentKind, id: string): Promise<WorkingCopy | null>;
  /** `expectedVersion` 0 makes a new document. */
  save(
    save: By & {
      readonly kind: DocumentKind;
      readonly id: string;
      readonly title: string;
      readonly content: string;
      readonly expectedVersion: number;
    },
  ): Promise<Outcome<WorkingCopy>>;

  /** Publications of one document, newest first. */
  publications(kind: DocumentKind, id: string): readonly Publication[];
  /** The publication in force then; of several, the one with the latest date. From memory. */
  inForce(kind: DocumentKind, id: string, atMs: number): Publication | null;
  allInForce(kind: DocumentKind, atMs: number): readonly Publication[];
  version(kind: DocumentKind, id: string, version: number): Promise<PublishedContent | null>;
  byHash(kind: DocumentKind, hash: string): Promise<PublishedContent | null>;

  proposals(): Promise<readonly Proposal[]>;
  proposal(kind: DocumentKind, id: string): Promise<Proposal | null>;
  propose(
    proposal: By & {
      readonly kind: DocumentKind;
      readonly id: string;
      readonly draftVersion: number;
      readonly reason: string;
      readonly effectiveFromMs: number | null;
      /** Where the kind has something to read before it is proposed. */
      readonly review?: ProposalReview | null;
      /** Absent: nothing stood in the way. */
      readonly override?: PublicationOverride | null;
    },
  ): Promise<Outcome<Proposal>>;
  /** Proposes that an earlier version be in force again. */
  proposeAgain(
    proposal: By & {
      readonly kind: DocumentKind;
      readonly id: string;
      readonly version: number;
      readonly reason: string;
      readonly effectiveFromMs: number | null;
      readonly override?: PublicationOverride | null;
    },
  ): Promise<Outcome<Proposal>>;
  /** A second person, never the author, publishes exactly what he saw (`hash`). */
  approve(
    approval: By & { readonly proposalId: string; readonly hash: string },
  ): Promise<Outcome<Publication>>;
  /**
   * Puts an earlier version in force at once, in one act: two people agreed on its text before. Whoever wrote that
   * version is no second person to it and proposes it again instead (`ownVersion`).
   */
  rollBack(
    rollback: By & {
      readonly kind: DocumentKind;
      readonly id: string;
      readonly version: number;
      readonly reason: string;
    },
  ): Promise<Outcome<Publication>>;
  /** `withdrawn` by the author, `rejected` by another. */
  reject(rejection: By & { readonly proposalId: string; readonly reason: string }): Promise<Outcome<null>>;
  /** What ships with the product, at installation: publishes without a second person, and makes the draft. Only where the document does not exist; else nothing. */
  install(document: {
    readonly kind: DocumentKind;
    readonly id: string;
    readonly title: string;
    readonly content: string;
    readonly atMs: number;
    /** Absent: at once. Earlier than `atMs` is allowed here. */
    readonly effectiveFromMs?: number;
  }): Promise<Publication>;

  /** Called after what is in force changed, here or on another node. Returns how to stop. */
  onChange(listener: (change: { readonly kind: DocumentKind; readonly id: string }) => void): () => void;
  /** Looks now for publications by other nodes (it also does so by itself every half second). */
  refresh(): Promise<void>;
  close(): Promise<void>;
}
