/** Attachments as screens show them, with the title that the form gave with which they came. */
import type { AttachmentView } from "../../api/index.ts";
import { type CaseContext, type FiledAttachment, slotTitle } from "../../casework/index.ts";
import { type Language, sayIf } from "./words.ts";

export function attachmentViews(
  context: CaseContext,
  attachments: readonly FiledAttachment[],
  language: Language,
): AttachmentView[] {
  return attachments.map((attachment) => {
    const { fileId, slot, name, mediaType, bytes, sha256 } = attachment;
    return {
      fileId,
      slot,
      slotTitle: slotTitle(context, attachment, language) ?? sayIf(language, `slot.${slot}`) ?? slot,
      name,
      mediaType,
      bytes,
      sha256,
    };
  });
}
