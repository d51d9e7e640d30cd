/**
 * Publishing by a second person: proposed by one analyst, approved or rejected by another. A diagram that the check
 * finds unsound goes that way only with a reason, which stands in the proposal and in the journal.
 */
import type { DocumentKind, ProposalReview } from "../../../api/index.ts";
import type { PublicationOverride } from "../../library/index.ts";
import { analysisOf, contentHash, impactOf, recentDecisions } from "../../views/index.ts";
import { answer, type Call, type Handlers } from "../call.ts";
import type { Parts } from "../parts.ts";
import { refusalOf } from "../refusal.ts";
import { isRefused, type Refused, refuse } from "../refused.ts";
import type { Language } from "../words.ts";
import { draftOf } from "./rule-work.ts";
import { kindOf, notAccepted, savedBy, workingDocument } from "./working-document.ts";

type Publishing =
  | "proposePublication"
  | "proposeAgain"
  | "rollBack"
  | "approvePublication"
  | "rejectPublication";

export function publishingHandlers(parts: Parts): Pick<Handlers, Publishing> {
  const { library, checker } = parts;

  /** What is to be recorded as overridden; a refusal where something forbids publishing. */
  async function allow(
    kind: DocumentKind,
    id: string,
    content: string,
    language: Language,
    overrideReason: string | undefined,
  ): Promise<Refused | { readonly override: PublicationOverride | null }> {
    const problems = await checker.check(kind, id, content, language);
    const errors = problems.filter(({ severity }) => severity === "error");
    if (errors.length === 0) return { override: null };
    if (errors.some(({ overridable }) => !overridable)) return notAccepted("notPublishable", errors);
    if (overrideReason === undefined) return notAccepted("unsound", errors);
    const findings = errors.map(({ code, elementId }) => ({ code, elementId }));
    return { override: { reason: overrideReason, findings } };
  }

  return {
    async proposePublication(call) {
      const kind = kindOf(call.params.kind);
      const { id } = call.params;
      const copy = kind && (await library.read(kind, id));
      if (!kind || !copy) return refuse("notFound");
      if (copy.draftVersion !== call.body.draftVersion) return refuse("draftChanged");
      const { draftVersion, reason, effectiveFromMs } = call.body;
      const allowed = await allow(kind, id, copy.content, call.language, call.body.override?.reason);
      if (isRefused(allowed)) return allowed;
      const review = kind === "rule-sets" ? await reviewed(parts, id, copy.content, call) : null;
      if (isRefused(review)) return review;
      const by = savedBy(call.subject, call.nowMs);
      const proposal = { kind, id, draftVersion, reason, effectiveFromMs, review, ...allowed };
      const proposed = await library.propose({ ...by, ...proposal });
      if (!proposed.ok) return refusalOf(proposed.refusal, call.language);
      parts.hub.libraryChanged(`${kind}/${id}`);
      const document = await workingDocument(parts, kind, id, call.subject, call.nowMs);
      return document ? answer(document) : refuse("notFound");
    },

    async proposeAgain(call) {
      const kind = kindOf(call.params.kind);
      const { id } = call.params;
      const version = Number(call.params.version);
      const earlier = kind && Number.isSafeInteger(version) ? await library.version(kind, id, version) : null;
      if (!kind || !earlier) return refuse("notFound");
      const { reason, effectiveFromMs } = call.body;
      const allowed = await allow(kind, id, earlier.content, call.language, call.body.override?.reason);
      if (isRefused(allowed)) return allowed;
      const by = savedBy(call.subject, call.nowMs);
      const proposal = { kind, id, version, reason, effectiveFromMs, ...allowed };
      const proposed = await library.proposeAgain({ ...by, ...proposal });
      if (!proposed.ok) return refusalOf(proposed.refusal, call.language);
      parts.hub.libraryChanged(`${kind}/${id}`);
      const document = await workingDocument(parts, kind, id, call.subject, call.nowMs);
      return document ? answer(document) : refuse("notFound");
    },

    async rollBack(call) {
      const kind = kindOf(call.params.kind);
      const { id } = call.params;
      const version = Number(call.params.version);
      const earlier = kind && Number.isSafeInteger(version) ? await library.version(kind, id, version) : null;
      if (!kind || !earlier) return refuse("notFound");
      // What the earlier version leans on may have gone since.
      const errors = (await checker.check(kind, id, earlier.content, call.language)).filter(
        ({ severity }) => severity === "error",
      );
      if (errors.length > 0) return notAccepted("notPublishable", errors);
      const { reason } = call.body;
      const by = savedBy(call.subject, call.nowMs);
      const rolledBack = await library.rollBack({ ...by, kind, id, version, reason });
      if (!rolledBack.ok) return refusalOf(rolledBack.refusal, call.language);
      const { hash, effectiveFromMs } = rolledBack.value;
      return answer({ version: rolledBack.value.version, hash, effectiveFromMs });
    },

    async approvePublication(call) {
      const kind = kindOf(call.params.kind);
      const { id, proposalId } = call.params;
      const proposal = kind && (await library.proposal(kind, id));
      if (!kind || proposal?.proposalId !== proposalId) return refuse("notFound");
      // What it leans on may have changed since it was proposed.
      const allowed = await allow(kind, id, proposal.content, call.language, proposal.override?.reason);
      if (isRefused(allowed)) return allowed;
      // Only what the author saw and the second person read is overridden.
      const unseen = allowed.override?.findings.find((finding) => !says(proposal.override, finding));
      if (unseen) return refuse("contentChanged");
      const approved = await library.approve({
        ...savedBy(call.subject, call.nowMs),
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
      const rejected = await library.reject({ ...savedBy(call.subject, call.nowMs), proposalId, reason: "" });
      if (!rejected.ok) return refusalOf(rejected.refusal, call.language);
      parts.hub.libraryChanged(`${kind}/${id}`);
      const document = await workingDocument(parts, kind, id, call.subject, call.nowMs);
      return document ? answer(document) : refuse("notFound");
    },
  };
}

/** What the author read of exactly this content, in figures that the second person sees too. */
async function reviewed(
  parts: Parts,
  id: string,
  content: string,
  call: Call<"proposePublication">,
): Promise<ProposalReview | Refused> {
  const { analysis, impact } = call.body.reviewed ?? { analysis: "", impact: "" };
  const hash = contentHash(content);
  if (analysis !== hash || impact !== hash) return refuse("reviewMissing");
  const { language, nowMs: atMs } = call;
  const draft = draftOf(content, language, parts.limits.contentBytes);
  if (isRefused(draft)) return draft;
  const found = analysisOf(content, draft, { organisation: null, atMs, language });
  const measured = await impactOf(parts, {
    id,
    content,
    draft,
    language,
    visibility: call.sight,
    most: recentDecisions,
  });
  return {
    gaps: found.gaps.length,
    overlaps: found.overlaps.length,
    neverFire: found.neverFire.length,
    examined: measured?.examined ?? 0,
    moved: measured?.moved ?? 0,
  };
}

function says(
  override: PublicationOverride | null,
  { code, elementId }: PublicationOverride["findings"][number],
): boolean {
  return override?.findings.some((one) => one.code === code && one.elementId === elementId) ?? false;
}
