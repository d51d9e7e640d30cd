/**
 * The library: drafts that analysts save, checks and rule tests that save nothing, and publishing by a second
 * person. A draft that breaks its format is not saved; one that is only unfinished is, and cannot be published.
 */
import {
  type DocumentKind,
  documentKind,
  type LibraryRow,
  type Located,
  type PublishedVersion,
  type WorkingDocument,
} from "../../../api/index.ts";
import type { Publication } from "../../library/index.ts";
import { actorOf, type Person } from "../../policy/index.ts";
import { answer, type Handlers } from "../call.ts";
import type { Parts } from "../parts.ts";
import { refusalOf } from "../refusal.ts";
import { type Refused, refuse } from "../refused.ts";
import type { Language } from "../words.ts";

type LibraryOperation =
  | "listDocuments"
  | "addDocument"
  | "readDocument"
  | "saveDocument"
  | "readDocumentVersion"
  | "checkDocument"
  | "testRuleSet"
  | "proposePublication"
  | "approvePublication"
  | "rejectPublication";

export function libraryHandlers(parts: Parts): Pick<Handlers, LibraryOperation> {
  const { library, checker, limits } = parts;

  /** Null where nothing of that kind and id was ever written. */
  async function working(
    kind: DocumentKind,
    id: string,
    person: Person,
    nowMs: number,
  ): Promise<WorkingDocument | null> {
    const copy = await library.read(kind, id);
    const publications = library.publications(kind, id);
    const inForce = library.inForce(kind, id, nowMs);
    if (!copy && publications.length === 0) return null;
    const latest = publications[0];
    const content =
      copy?.content ?? (latest && (await library.version(kind, id, latest.version)))?.content ?? "";
    const proposal = await library.proposal(kind, id);
    return {
      kind,
      id,
      title: copy?.title ?? latest?.title ?? id,
      content,
      draftVersion: copy?.draftVersion ?? 0,
      savedAtMs: copy?.savedAtMs ?? latest?.publishedAtMs ?? 0,
      savedBy: copy?.savedBy ?? latest?.author ?? "",
      basedOn: copy?.basedOn ?? latest?.version ?? null,
      versions: publications.map((publication) => versionView(publication, inForce)),
      proposal: proposal && {
        proposalId: proposal.proposalId,
        hash: proposal.hash,
        by: proposal.by,
        atMs: proposal.atMs,
        effectiveFromMs: proposal.effectiveFromMs,
        reason: proposal.reason,
        mayApprove: person.roles.includes("perancang") && proposal.by !== person.personId,
      },
    };
  }

  /** The size that a document may have, and what its format must be before it is kept. */
  async function refuseContent(
    kind: DocumentKind,
    id: string,
    content: string,
    language: Language,
  ): Promise<Refused | null> {
    const bytes = Buffer.byteLength(content);
    if (bytes > limits.contentBytes)
      return refuse("contentTooLarge", { params: { limit: limits.contentBytes } });
    const broken = (await checker.check(kind, id, content, language)).filter(
      (problem) => problem.breaksFormat,
    );
    return broken.length === 0 ? null : notAccepted("contentInvalid", broken);
  }

  const by = (person: Person, nowMs: number) => ({
    by: person.personId,
    postId: actorOf(person).postId,
    atMs: nowMs,
  });

  return {
    async listDocuments(call) {
      const kind = kindOf(call.params.kind);
      if (!kind) return refuse("notFound");
      const entries = await library.list(kind, call.nowMs);
      const running = kind === "processes" ? await parts.store.cases.runningByProcess(parts.tenant) : {};
      const items = entries.map(
        (entry): LibraryRow => ({
          kind,
          id: entry.id,
          title: entry.title,
          inForce: entry.inForce?.version ?? null,
          changed: entry.changed,
          draftSavedAtMs: entry.draft?.savedAtMs ?? null,
          draftBy: entry.draft?.savedBy ?? null,
          proposed: entry.proposed,
          runningCases: running[entry.id] ?? 0,
        }),
      );
      return answer({ items });
    },

    async readDocument(call) {
      const kind = kindOf(call.params.kind);
      const document = kind && (await working(kind, call.params.id, call.subject, call.nowMs));
      return document ? answer(document, { etag: `"${document.draftVersion}"` }) : refuse("notFound");
    },

    async addDocument(call) {
      const kind = kindOf(call.params.kind);
      if (!kind) return refuse("notFound");
      const { id, title, content } = call.body;
      if (library.publications(kind, id).length > 0) return refuse("documentExists");
      const refused = await refuseContent(kind, id, content, call.language);
      if (refused) return refused;
      const saved = await library.save({
        ...by(call.subject, call.nowMs),
        kind,
        id,
        title,
        content,
        expectedVersion: 0,
      });
      if (!saved.ok)
        return saved.refusal.code === "draftChanged"
          ? refuse("documentExists")
          : refusalOf(saved.refusal, call.language);
      parts.hub.libraryChanged(`${kind}/${id}`);
      const document = await working(kind, id, call.subject, call.nowMs);
      return document ? answer(document, { etag: `"${document.draftVersion}"` }) : refuse("notFound");
    },

    async saveDocument(call) {
      const kind = kindOf(call.params.kind);
      const { id } = call.params;
      if (!kind || !(await working(kind, id, call.subject, call.nowMs))) return refuse("notFound");
      const expectedVersion = Number(call.ifMatch);
      if (!Number.isSafeInteger(expectedVersion) || expectedVersion < 0) return refuse("stale");
      const refused = await refuseContent(kind, id, call.body.content, call.language);
      if (refused) return refused;
      const saved = await library.save({
        ...by(call.subject, call.nowMs),
        kind,
        id,
        title: call.body.title,
        content: call.body.content,
        expectedVersion,
      });
      if (!saved.ok)
        return saved.refusal.code === "draftChanged"
          ? refuse("stale")
          : refusalOf(saved.refusal, call.language);
      parts.hub.libraryChanged(`${kind}/${id}`);
      const document = await working(kind, id, call.subject, call.nowMs);
      return document ? answer(document, { etag: `"${document.draftVersion}"` }) : refuse("notFound");
    },

    async readDocumentVersion(call) {
      const kind = kindOf(call.params.kind);
      const version = Number(call.params.version);
      if (!kind || !Number.isSafeInteger(version)) return refuse("notFound");
      const found = await library.version(kind, call.params.id, version);
      return found ? answer({ content: found.content }) : refuse("notFound");
    },

    async checkDocument(call) {
      const kind = kindOf(call.params.kind);
      if (!kind) return refuse("notFound");
      if (Buffer.byteLength(call.body.content) > limits.contentBytes) {
        return refuse("contentTooLarge", { params: { limit: limits.contentBytes } });
      }
      const problems = await checker.check(kind, call.params.id, call.body.content, call.language);
      return answer({
        problems: problems.map(({ breaksFormat, ...located }) => located),
        publishable: problems.every((problem) => problem.severity !== "error"),
      });
    },

    async testRuleSet(call) {
      const tested = await checker.testRules(call.body.content, call.language);
      return "problems" in tested ? notAccepted("contentInvalid", tested.problems) : answer(tested);
    },

    async proposePublication(call) {
      const kind = kindOf(call.params.kind);
      const { id } = call.params;
      const copy = kind && (await library.read(kind, id));
      if (!kind || !copy) return refuse("notFound");
      if (copy.draftVersion !== call.body.draftVersion) return refuse("draftChanged");
      const errors = (await checker.check(kind, id, copy.content, call.language)).filter(
        ({ severity }) => severity === "error",
      );
      if (errors.length > 0) return notAccepted("notPublishable", errors);
      const proposed = await library.propose({ ...by(call.subject, call.nowMs), kind, id, ...call.body });
      if (!proposed.ok) return refusalOf(proposed.refusal, call.language);
      parts.hub.libraryChanged(`${kind}/${id}`);
      const document = await working(kind, id, call.subject, call.nowMs);
      return document ? answer(document) : refuse("notFound");
    },

    async approvePublication(call) {
      const kind = kindOf(call.params.kind);
      const { id, proposalId } = call.params;
      const proposal = kind && (await library.proposal(kind, id));
      if (!kind || proposal?.proposalId !== proposalId) return refuse("notFound");
      // What it leans on may have changed since it was proposed.
      const errors = (await checker.check(kind, id, proposal.content, call.language)).filter(
        ({ severity }) => severity === "error",
      );
      if (errors.length > 0) return notAccepted("notPublishable", errors);
      const approved = await library.approve({
        ...by(call.subject, call.nowMs),
        proposalId,
        hash: call.body.hash,
      });
      if (!approved.ok) return refusalOf(approved.refusal, call.language);
      const { version, hash, effectiveFromMs } = approved.value;
      return answer({ version, hash, effectiveFromMs });
    },

    async rejectPublication(call) {
      const kind = kindOf(call.params.kind);
      const { id, proposalId } = call.params;
      const proposal = kind && (await library.proposal(kind, id));
      if (!kind || proposal?.proposalId !== proposalId) return refuse("notFound");
      const rejected = await library.reject({ ...by(call.subject, call.nowMs), proposalId, reason: "" });
      if (!rejected.ok) return refusalOf(rejected.refusal, call.language);
      parts.hub.libraryChanged(`${kind}/${id}`);
      const document = await working(kind, id, call.subject, call.nowMs);
      return document ? answer(document) : refuse("notFound");
    },
  };
}

function kindOf(text: string): DocumentKind | null {
  const known = documentKind.safeParse(text);
  return known.success ? known.data : null;
}

/** Every problem with its place: the element of a diagram, the pointer into a JSON text, or the line. */
function notAccepted(code: string, problems: readonly Located[]): Refused {
  const faults = problems.map((problem) => ({
    at: problem.pointer ?? problem.elementId ?? (problem.line === null ? "" : `line ${problem.line}`),
    code: problem.code,
    message: problem.message,
  }));
  return refuse(code, {
    faults,
    params: { at: faults[0]?.at ?? "", count: faults.length },
    more: { problems },
  });
}

function versionView(publication: Publication, inForce: Publication | null): PublishedVersion {
  return {
    version: publication.version,
    hash: publication.hash,
    effectiveFromMs: publication.effectiveFromMs,
    publishedAtMs: publication.publishedAtMs,
    author: publication.author,
    approver: publication.approver,
    reason: publication.reason,
    inForce: inForce?.seq === publication.seq,
  };
}
