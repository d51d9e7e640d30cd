/** Attachments with what they are and how large; pictures open in place, a PDF beside in the browser's own reader. */
import { useState } from "preact/hooks";
import type { AttachmentView } from "../api/index.ts";
import { bytes, Icon, type IconName, isolated, kindName, language } from "../ui/index.ts";
import { deskWords } from "./words.ts";

const fileAddress = (fileId: string): string => `/api/v1/files/${encodeURIComponent(fileId)}`;

const isPicture = (file: AttachmentView): boolean => /^image\/(png|jpeg)$/.test(file.mediaType);

export function AttachmentList({ files }: { files: readonly AttachmentView[] }) {
  const words = deskWords();
  const [open, setOpen] = useState<string | null>(null);
  if (files.length === 0) return <p class="small muted">{words.noAttachments}</p>;
  const shown = files.find((file) => file.fileId === open && isPicture(file));
  return (
    <>
      <ul class="files">
        {files.map((file) => (
          <li
            key={`${file.slot} ${file.fileId}`}
            class={file.fileId === shown?.fileId ? "file current" : "file"}
          >
            <Icon name={iconFor(file)} />
            <div class="file-words">
              <strong>{file.slotTitle}</strong>
              <span class="small muted">
                {isolated(file.name)} · {kindName(file.mediaType)}, {bytes(file.bytes, language.value)}
              </span>
            </div>
            {isPicture(file) ? (
              <button
                type="button"
                class="button quiet"
                aria-pressed={file.fileId === shown?.fileId}
                onClick={() => setOpen(file.fileId === open ? null : file.fileId)}
              >
                <Icon name="eye" small />
                {words.preview}
              </button>
            ) : null}
            {file.mediaType === "application/pdf" ? (
              // In a tab of its own: the policy of our pages allows no frame.
              <a
                class="button quiet"
                href={`${fileAddress(file.fileId)}?show=inline`}
                target="_blank"
                rel="noopener"
                aria-label={words.readFile(file.name)}
              >
                <Icon name="eye" small />
                {words.read}
              </a>
            ) : null}
            <a
              class="button quiet icon-only"
              href={fileAddress(file.fileId)}
              download={file.name}
              aria-label={words.openFile(file.name)}
              title={words.openFile(file.name)}
            >
              <Icon name="download" />
            </a>
          </li>
        ))}
      </ul>
      {shown === undefined ? null : (
        <figure class="preview">
          <img src={fileAddress(shown.fileId)} alt={words.previewOf(shown.name)} />
        </figure>
      )}
    </>
  );
}

function iconFor(file: AttachmentView): IconName {
  if (file.mediaType.startsWith("image/")) return "image";
  return /sheet|excel|csv/.test(file.mediaType) ? "file-spreadsheet" : "file-text";
}
