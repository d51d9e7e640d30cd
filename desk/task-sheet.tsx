/** What one fills in: the form of the task, a note, documents; and the line that says where the draft is. */
import { useId, useRef } from "preact/hooks";
import type { TaskPage } from "../api/index.ts";
import {
  type Attached,
  type Fault,
  FormView,
  fieldsOf,
  language,
  Note,
  say,
  UploadList,
  uiWords,
  useKey,
  type Values,
} from "../ui/index.ts";
import { DraftLine, type DraftState } from "./draft.tsx";
import { ExtraFiles } from "./extra-files.tsx";
import { deskWords } from "./words.ts";

interface TaskSheetProps {
  readonly page: TaskPage;
  readonly values: Values;
  readonly comment: string;
  readonly attached: readonly Attached[];
  readonly faults: readonly Fault[];
  readonly readOnly: boolean;
  readonly restored: boolean;
  readonly draft: DraftState;
  readonly onValues: (values: Values) => void;
  readonly onComment: (text: string) => void;
  readonly onAttached: (change: (attached: readonly Attached[]) => readonly Attached[]) => void;
}

export function TaskSheet(props: TaskSheetProps) {
  const words = deskWords();
  const note = useId();
  const { page, readOnly } = props;
  const sheet = useRef<HTMLElement>(null);
  useKey("c", () => sheet.current?.querySelector("textarea")?.focus());
  // A form with a field for remarks needs no second one beside it.
  const ownNote =
    page.form !== null &&
    fieldsOf(page.form, language.value).some((field) => field.widget === "multiline" && !field.readOnly);
  return (
    <section class="card card-pad" aria-labelledby="lembar" ref={sheet}>
      <div class="card-head">
        <h2 id="lembar">{page.form === null ? words.yourSheet : say(page.form.title, language.value)}</h2>
      </div>
      <div class="sheet-fields">
        {props.restored && !readOnly ? <Note kind="plain">{words.draftRestored}</Note> : null}
        {page.form === null ? null : (
          <FormView
            form={page.form}
            values={props.values}
            faults={props.faults}
            readOnly={readOnly}
            onChange={props.onValues}
          />
        )}
        {readOnly ? null : (
          <>
            {ownNote ? null : (
              <div class="field">
                <label class="field-label" for={note}>
                  {words.yourNote} <span class="need">({uiWords().optional})</span>
                </label>
                <textarea
                  class="input"
                  id={note}
                  rows={3}
                  maxLength={10_000}
                  value={props.comment}
                  onInput={(event) => props.onComment(event.currentTarget.value)}
                />
              </div>
            )}
            <TaskFiles {...props} />
            <DraftLine state={props.draft} />
          </>
        )}
      </div>
    </section>
  );
}

function TaskFiles({ page, attached, faults, onAttached }: TaskSheetProps) {
  const words = deskWords();
  const slots = page.form?.documents ?? [];
  return (
    <div>
      <h3 class="field-label">{words.yourDocuments}</h3>
      {slots.length === 0 ? null : (
        <UploadList slots={slots} attached={attached} faults={faults} onChange={onAttached} />
      )}
      <ExtraFiles attached={attached} onChange={onAttached} />
    </div>
  );
}
