/** Attachments that no form asks for: any number, each with its row. */
import { useRef } from "preact/hooks";
import { type Attached, attach, bytes, extraSlot, Icon, language, type Slot, uiWords } from "../ui/index.ts";
import { deskWords } from "./words.ts";

const slot: Slot = {
  slot: extraSlot,
  title: { id: "", en: "" },
  required: false,
  accept: [],
  // No limit of a form: the server's own.
  maxBytes: Number.POSITIVE_INFINITY,
};

export function ExtraFiles({
  attached,
  onChange,
}: {
  attached: readonly Attached[];
  onChange: (change: (attached: readonly Attached[]) => readonly Attached[]) => void;
}) {
  const words = deskWords();
  const input = useRef<HTMLInputElement>(null);
  const mine = attached.filter((file) => file.slot === extraSlot);
  return (
    <div class="extra">
      {mine.length === 0 ? null : (
        <ul class="uploads">
          {mine.map((file) => (
            <li class="upload" key={file.name}>
              <Icon name={file.state.kind === "done" ? "circle-check" : "paperclip"} />
              <div class="upload-words">
                <strong>{file.name}</strong>
                <span class="small muted">
                  {file.state.kind === "sending"
                    ? uiWords().uploading(file.state.percent)
                    : bytes(file.bytes, language.value)}
                </span>
                {file.state.kind === "failed" ? (
                  <span class="field-error" role="alert">
                    <Icon name="circle-alert" />
                    {file.state.message}
                  </span>
                ) : null}
              </div>
              <button
                type="button"
                class="button quiet icon-only"
                aria-label={words.removeFile(file.name)}
                title={words.removeFile(file.name)}
                onClick={() => {
                  if (file.state.kind === "sending") file.state.cancel();
                  onChange((all) =>
                    all.filter((other) => other.slot !== extraSlot || other.name !== file.name),
                  );
                }}
              >
                <Icon name="trash" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <button type="button" class="button" onClick={() => input.current?.click()}>
        <Icon name="paperclip" small />
        {words.addAttachment}
      </button>
      <input
        ref={input}
        class="visually-hidden"
        type="file"
        multiple
        tabIndex={-1}
        name={extraSlot}
        aria-label={words.addAttachment}
        onChange={(event) => {
          for (const file of event.currentTarget.files ?? []) attach(slot, file, onChange);
          event.currentTarget.value = "";
        }}
      />
    </div>
  );
}
