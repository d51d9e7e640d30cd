/** Attachments as screens show them, with the title of their slot where a form of the process names it. */
import type { AttachmentView } from "../../api/index.ts";
import type { Attachment, CaseContext } from "../../casework/index.ts";
import { type Language, sayIf } from "./words.ts";

export function attachmentViews(
  context: CaseContext,
  attachments: readonly Attachment[],
  language: Language,
): AttachmentView[] {
  const titles = new Map<string, string>();
  for (const { form: formId } of context.process.elements) {
    const form = formId === null ? undefined : context.form(formId);
    for (const { slot, title } of form?.documents ?? []) titles.set(slot, title[language]);
  }
  return attachments.map(({ fileId, slot, name, mediaType, bytes, sha256 }) => ({
    fileId,
    slot,
    slotTitle: titles.get(slot) ?? sayIf(language, `slot.${slot}`) ?? slot,
    name,
    mediaType,
    bytes,
    sha256,
  }));
}
