/**
 * Attachments that an act names: only files that this person uploaded and that no act has taken up yet; whose else
 * they are, or that they exist, is not told.
 */
import type { Attachment } from "../../../casework/index.ts";
import type { Person } from "../../policy/index.ts";
import type { Parts } from "../parts.ts";
import { type Fault, type Refused, refuse } from "../refused.ts";

export async function sentAttachments(
  parts: Parts,
  person: Person,
  sent: readonly { readonly fileId: string; readonly slot: string }[],
  /** The request was answered before: its files belong to the case by now. */
  repeated: boolean,
): Promise<readonly Attachment[] | Refused> {
  if (sent.length === 0) return [];
  const files = await parts.store.files.files(
    parts.tenant,
    sent.map(({ fileId }) => fileId),
  );
  const faults: Fault[] = [];
  const attachments: Attachment[] = [];
  for (const [index, { fileId, slot }] of sent.entries()) {
    const file = files.find((each) => each.fileId === fileId);
    const usable = file?.uploadedBy === person.personId && (file.caseId === null || repeated);
    const twice = sent.findIndex((other) => other.fileId === fileId) !== index;
    if (!file || !usable || twice) {
      faults.push({ at: `/attachments/${index}`, code: "unknownFile", message: "unknownFile" });
      continue;
    }
    const { name, mediaType, bytes, sha256 } = file;
    attachments.push({ fileId, slot, name, mediaType, bytes, sha256 });
  }
  return faults.length === 0
    ? attachments
    : refuse("unknownFile", { faults, params: { at: faults[0]?.at ?? "" } });
}
