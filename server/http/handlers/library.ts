/**
 * The library: drafts that analysts save, checks and rule tests that save nothing, and publishing by a second
 * person. A draft that could not be read back safely is not saved; one that is only unfinished is, and cannot be
 * proposed.
 */
import type { DocumentKind, LibraryRow } from "../../../api/index.ts";
import { answer, type Handlers } from "../call.ts";
import type { Parts } from "../parts.ts";
import { refusalOf } from "../refusal.ts";
import { type Refused, refuse } from "../refused.ts";
import type { Language } from "../words.ts";
import { kindOf, locatedOnly, notAccepted, savedBy, workingDocument } from "./working-document.ts";

type LibraryOperation =
  | "listDocuments"
  | "addDocument"
  | "readDocument"
  | "saveDocument"
  | "readDocumentVersion"
  | "checkDocument"
  | "testRuleSet";

export function libraryHandlers(parts: Parts): Pick<Handlers, LibraryOperation> {
  const { library, checker, limits } = parts;

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
    const broken = await checker.checkDraft(kind, id, content, language);
    return broken.length === 0 ? null : notAccepted("contentInvalid", broken);
  }

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
      const document = kind && (await workingDocument(parts, kind, call.params.id, call.subject, call.nowMs));
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
        ...savedBy(call.subject, call.nowMs),
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
      const document = await workingDocument(parts, kind, id, call.subject, call.nowMs);
      return document ? answer(document, { etag: `"${document.draftVersion}"` }) : refuse("notFound");
    },

    async saveDocument(call) {
      const kind = kindOf(call.params.kind);
      const { id } = call.params;
      if (!kind || !(await workingDocument(parts, kind, id, call.subject, call.nowMs)))
        return refuse("notFound");
      const expectedVersion = Number(call.ifMatch);
      if (!Number.isSafeInteger(expectedVersion) || expectedVersion < 0) return refuse("stale");
      const refused = await refuseContent(kind, id, call.body.content, call.language);
      if (refused) return refused;
      const saved = await library.save({
        ...savedBy(call.subject, call.nowMs),
        kind,
        id,
        title: call.body.title,
        content: call.body.content,
        expectedVersion,
      });
      if (!saved.ok)
        // To who saves over version 0, a draft that is there by now is one that somebody saved in between.
        return ["draftChanged", "documentExists"].includes(saved.refusal.code)
          ? refuse("stale")
          : refusalOf(saved.refusal, call.language);
      parts.hub.libraryChanged(`${kind}/${id}`);
      const document = await workingDocument(parts, kind, id, call.subject, call.nowMs);
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
        problems: problems.map(locatedOnly),
        publishable: problems.every((problem) => problem.severity !== "error"),
      });
    },

    async testRuleSet(call) {
      const tested = await checker.testRules(call.body.content, call.language);
      return "problems" in tested ? notAccepted("contentInvalid", tested.problems) : answer(tested);
    },
  };
}
