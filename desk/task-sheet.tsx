/** What one fills in: the form of the task, a note, documents; and the line that says where the draft is. */
import { useId, useRef } from "preact/hooks";
import type { TaskPage } from "../api/index.ts";
import { FormView, fieldsOf, language, Note, say, UploadList, uiWords, useKey } from "../ui/index.ts";
import { DraftLine } from "./draft.tsx";
import { ExtraFiles } from "./extra-files.tsx";
import type { Filling } from "./task-filling.ts";
import { deskWords } from "./words.ts";

interface TaskSheetProps {
  readonly page: TaskPage;
  readonly filling: Filling;
  readonly readOnly: boolean;
}

export function TaskSheet({ page, filling, readOnly }: TaskSheetProps) {
  const words = deskWords();
  const note = useId();
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
        {filling.restored && !readOnly ? <Note kind="plain">{words.draftRestored}</Note> : null}
        {page.form === null ? null : (
          <FormView
            form={page.form}
            values={filling.values}
            faults={filling.faults}
            readOnly={readOnly}
            onChange={filling.setValues}
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
                  value={filling.comment}
                  onInput={(event) => filling.setComment(event.currentTarget.value)}
                />
              </div>
            )}
            <TaskFiles page={page} filling={filling} />
            <DraftLine state={filling.draft.state} />
          </>
        )}
      </div>
    </section>
  );
}

function TaskFiles({ page, filling }: { page: TaskPage; filling: Filling }) {
  const words = deskWords();
  const slots = page.form?.documents ?? [];
  return (
    <div>
      <h3 class="field-label">{words.yourDocuments}</h3>
      {slots.length === 0 ? null : (
        <UploadList
          slots={slots}
          attached={filling.attached}
          faults={filling.faults}
          onChange={filling.setAttached}
        />
      )}
      <ExtraFiles attached={filling.attached} onChange={filling.setAttached} />
    </div>
  );
}
