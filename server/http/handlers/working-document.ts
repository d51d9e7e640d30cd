/** A working document as analysts see it, and what its handlers share. */
import {
  type DocumentKind,
  documentKind,
  type Located,
  type PublishedVersion,
  type WorkingDocument,
} from "../../../api/index.ts";
import type { Publication } from "../../library/index.ts";
import { actorOf, type Person } from "../../policy/index.ts";
import type { Parts } from "../parts.ts";
import { type Refused, refuse } from "../refused.ts";

/** Null where nothing of that kind and id was ever written. */
export async function workingDocument(
  parts: Parts,
  kind: DocumentKind,
  id: string,
  person: Person,
  nowMs: number,
): Promise<WorkingDocument | null> {
  const { library } = parts;
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
      review: proposal.review,
      override: proposal.override && { ...proposal.override, findings: [...proposal.override.findings] },
      mayApprove: person.roles.includes("perancang") && proposal.by !== person.personId,
    },
  };
}

export function kindOf(text: string): DocumentKind | null {
  const known = documentKind.safeParse(text);
  return known.success ? known.data : null;
}

/** As it crosses the wire: what it means for saving and proposing is the server's own. */
export function locatedOnly({ code, severity, elementId, pointer, line, message }: Located): Located {
  return { code, severity, elementId, pointer, line, message };
}

/** Every problem with its place: the element of a diagram, the pointer into a JSON text, or the line. */
export function notAccepted(code: string, problems: readonly Located[]): Refused {
  const faults = problems.map((problem) => ({
    at: problem.pointer ?? problem.elementId ?? (problem.line === null ? "" : `line ${problem.line}`),
    code: problem.code,
    message: problem.message,
  }));
  return refuse(code, {
    faults,
    params: { at: faults[0]?.at ?? "", count: faults.length },
    more: { problems: problems.map(locatedOnly) },
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

/** Who saves or publishes, as the journal has it. */
export function savedBy(person: Person, nowMs: number) {
  const { personId, postId, mandate } = actorOf(person);
  return { by: personId, postId, mandate, atMs: nowMs };
}
