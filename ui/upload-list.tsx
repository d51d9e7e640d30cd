/** Rows of documents: done, on the way with its percent, missing with its limit, failed with what helps. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Form } from "../api/index.ts";
import type { Fault } from "./client.ts";
import { acceptAttribute, kindNames, mayBe } from "./file-kind.ts";
import { pointerOfSlot, say } from "./form-fields.ts";
import { bytes } from "./format.ts";
import { Icon } from "./icon.tsx";
import { isolated } from "./isolate.ts";
import { language } from "./language.ts";
import { failureText } from "./note.tsx";
import { session } from "./session.ts";
import { upload } from "./upload.ts";
import { uiWords } from "./words.ts";

export type Slot = Form["documents"][number];

export interface Attached {
  readonly slot: string;
  readonly name: string;
  readonly bytes: number;
  readonly state:
    | { readonly kind: "done"; readonly fileId: string }
    | { readonly kind: "sending"; readonly percent: number; readonly cancel: () => void }
    | { readonly kind: "failed"; readonly message: string; readonly file: File | null };
}

interface UploadListProps {
  readonly slots: readonly Slot[];
  readonly attached: readonly Attached[];
  readonly faults: readonly Fault[];
  /** Takes the change, not the list: files arrive while others are still on their way. */
  readonly onChange: (change: (attached: readonly Attached[]) => readonly Attached[]) => void;
}

export function UploadList({ slots, attached, faults, onChange }: UploadListProps) {
  return (
    <ul class="uploads">
      {slots.map((slot) => (
        <UploadRow
          key={slot.slot}
          slot={slot}
          attached={attached.find((file) => file.slot === slot.slot) ?? null}
          fault={faults.find((fault) => fault.at === pointerOfSlot(slot.slot)) ?? null}
          onChange={onChange}
        />
      ))}
    </ul>
  );
}

/** Starts sending a file for a slot and keeps its row in step. */
export function attach(slot: Slot, file: File, onChange: UploadListProps["onChange"]): void {
  const put = (state: Attached["state"]) => {
    const row: Attached = { slot: slot.slot, name: file.name, bytes: file.size, state };
    onChange((all) => [...all.filter((other) => !isSame(other, row)), row]);
  };
  const refused = refusal(slot, file);
  if (refused !== null) {
    put({ kind: "failed", message: refused, file: null });
    return;
  }
  const sending = upload(slot.slot, file, (percent) => put({ kind: "sending", percent, cancel }));
  let cancelled = false;
  const cancel = () => {
    cancelled = true;
    sending.cancel();
  };
  put({ kind: "sending", percent: 0, cancel });
  void sending.done.then((answer) => {
    if (cancelled)
      onChange((all) => all.filter((other) => !isSame(other, { slot: slot.slot, name: file.name })));
    else if (answer.ok) put({ kind: "done", fileId: answer.value.fileId });
    else if (answer.failure.kind === "unreachable")
      put({ kind: "failed", message: uiWords().uploadFailed, file });
    else
      put({
        kind: "failed",
        message: answer.failure.detail ?? failureText(answer.failure).title,
        file: null,
      });
  });
}

/** The slot of attachments that no form asks for; it holds any number, by name. */
export const extraSlot = "lainnya";

const isSame = (one: Pick<Attached, "slot" | "name">, other: Pick<Attached, "slot" | "name">): boolean =>
  one.slot === other.slot && (one.slot !== extraSlot || one.name === other.name);

/** What the form says, within what the server takes. */
const mostBytes = (slot: Slot): number => Math.min(slot.maxBytes, session.value?.fileBytes ?? slot.maxBytes);

function refusal(slot: Slot, file: File): string | null {
  const words = uiWords();
  if (file.size === 0) return words.uploadEmpty;
  const most = mostBytes(slot);
  if (file.size > most)
    return words.uploadTooLarge(bytes(file.size, language.value), bytes(most, language.value));
  return mayBe(slot.accept, file) ? null : words.uploadWrongType(kindNames(slot.accept));
}

/** Faults of required documents that are neither there nor on their way, for the check before sending. */
export function missingDocuments(slots: readonly Slot[], attached: readonly Attached[]): readonly Fault[] {
  return slots
    .filter((slot) => slot.required)
    .filter((slot) => !attached.some((file) => file.slot === slot.slot && file.state.kind !== "failed"))
    .map((slot) => ({
      at: pointerOfSlot(slot.slot),
      code: "missingDocument",
      message: uiWords().missingDocument,
    }));
}

interface UploadRowProps {
  readonly slot: Slot;
  readonly attached: Attached | null;
  readonly fault: Fault | null;
  readonly onChange: UploadListProps["onChange"];
}

function UploadRow({ slot, attached, fault, onChange }: UploadRowProps) {
  const input = useRef<HTMLInputElement>(null);
  const state = attached?.state ?? null;
  const message = state?.kind === "failed" ? state.message : state === null ? (fault?.message ?? null) : null;
  return (
    <li class="upload">
      <StateIcon state={state} required={slot.required} />
      <div class="upload-words">
        <strong>{say(slot.title, language.value)}</strong>
        <span class="small muted">{detail(slot, attached)}</span>
        {state?.kind === "sending" ? <Progress percent={state.percent} /> : null}
        {message === null ? null : (
          <span class="field-error upload-fault" role="alert">
            <Icon name="circle-alert" />
            <span>{message}</span>
          </span>
        )}
      </div>
      <UploadButtons
        slot={slot}
        attached={attached}
        onChange={onChange}
        onPick={() => input.current?.click()}
      />
      <input
        ref={input}
        class="visually-hidden"
        type="file"
        tabIndex={-1}
        name={slot.slot}
        accept={acceptAttribute(slot.accept)}
        aria-label={say(slot.title, language.value)}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (file !== undefined) attach(slot, file, onChange);
        }}
      />
    </li>
  );
}

function UploadButtons({
  slot,
  attached,
  onChange,
  onPick,
}: Omit<UploadRowProps, "fault"> & { readonly onPick: () => void }) {
  const words = uiWords();
  const state = attached?.state ?? null;
  const title = say(slot.title, language.value);
  const named = (verb: string) => ({ "aria-label": `${verb}: ${isolated(title)}` });
  if (state?.kind === "sending")
    return (
      <button type="button" class="button quiet" onClick={state.cancel} {...named(words.cancel)}>
        {words.cancel}
      </button>
    );
  if (state?.kind === "failed" && state.file !== null) {
    const file = state.file;
    return (
      <button
        type="button"
        class="button"
        onClick={() => attach(slot, file, onChange)}
        {...named(words.retry)}
      >
        <Icon name="refresh-cw" small />
        {words.retry}
      </button>
    );
  }
  if (state?.kind === "done")
    return (
      <button type="button" class="button quiet" onClick={onPick} {...named(words.replace)}>
        {words.replace}
      </button>
    );
  return (
    <button type="button" class="button" onClick={onPick} {...named(words.pick)}>
      <Icon name="upload" small />
      {words.pick}
    </button>
  );
}

function detail(slot: Slot, attached: Attached | null): string {
  const words = uiWords();
  if (attached?.state.kind === "sending")
    return `${isolated(attached.name)}. ${words.uploading(attached.state.percent)}`;
  if (attached !== null) return `${isolated(attached.name)}, ${bytes(attached.bytes, language.value)}`;
  const limit = words.uploadLimit(kindNames(slot.accept), bytes(mostBytes(slot), language.value));
  return slot.required ? `${words.required}. ${limit}` : limit;
}

function StateIcon({ state, required }: { state: Attached["state"] | null; required: boolean }) {
  const shape = state?.kind ?? (required ? "missing" : "optional");
  return (
    <span class={`upload-state upload-${shape}`}>
      <Icon
        name={
          shape === "done"
            ? "circle-check"
            : shape === "sending"
              ? "loader-circle"
              : shape === "failed"
                ? "circle-alert"
                : "circle-dashed"
        }
      />
    </span>
  );
}

function Progress({ percent }: { percent: number }) {
  const words = uiWords();
  const fill = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (fill.current !== null) fill.current.style.width = `${percent}%`;
  }, [percent]);
  return (
    <span
      class="track track-progress"
      role="progressbar"
      aria-label={words.uploading(percent)}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <span class="track-fill" ref={fill} />
    </span>
  );
}
