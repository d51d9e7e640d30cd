/** What changed on a task page since it was opened, in words: nobody acts on what he has not seen. */
import type { TaskPage } from "../api/index.ts";
import { fullInstant, place } from "../ui/index.ts";
import { deskWords } from "./words.ts";

export function differences(before: TaskPage, after: TaskPage): readonly string[] {
  const words = deskWords();
  const lines: string[] = [];
  for (const entry of after.before.filter(({ state }) => state !== "now")) {
    const known = before.before.some((other) => other.atMs === entry.atMs && other.text === entry.text);
    if (!known) lines.push(words.changedHappened(entry.text));
  }
  for (const { label, value } of after.summary) {
    const was = before.summary.find((other) => other.label === label)?.value;
    if (was !== value) lines.push(words.changedSummary(label, was ?? "–", value));
  }
  lines.push(...attachmentLines(before, after));
  if (before.deadline?.dueAtMs !== after.deadline?.dueAtMs && after.deadline !== null)
    lines.push(words.changedDeadline(fullInstant(after.deadline.dueAtMs, place())));
  if (before.post.postId !== after.post.postId) lines.push(words.changedPost(after.post.title));
  return lines;
}

function attachmentLines(before: TaskPage, after: TaskPage): readonly string[] {
  const words = deskWords();
  const lines: string[] = [];
  for (const file of after.attachments) {
    const same = before.attachments.find((other) => other.fileId === file.fileId);
    if (same !== undefined && same.sha256 === file.sha256) continue;
    const slot = before.attachments.some((other) => other.slot === file.slot && other.name === file.name);
    lines.push(slot ? words.changedAttachment(file.name) : words.changedAttachmentNew(file.name));
  }
  for (const file of before.attachments)
    if (!after.attachments.some((other) => other.fileId === file.fileId))
      lines.push(words.changedAttachmentGone(file.name));
  return lines;
}
