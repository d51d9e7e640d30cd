/** What a person fills in on a task: kept as a draft, checked, refused, sent with the version that was seen. */
import { useState } from "preact/hooks";
import type { TaskPage } from "../api/index.ts";
import {
  type Attached,
  api,
  checkValues,
  type Fault,
  fieldsOf,
  language,
  missingDocuments,
  type Result,
  sendable,
  useFirstFault,
  type Values,
} from "../ui/index.ts";
import { useAct } from "./act-key.ts";
import type { Acted } from "./acted.ts";
import { beginning, type Draft, useDraft } from "./draft.tsx";
import { nothingRefused, standing } from "./standing-faults.ts";
import type { Outcome } from "./task-outcomes.tsx";
import { deskWords } from "./words.ts";

/** Where the reason of a return is written: a field of the form, or the general note. */
export interface Note {
  readonly label: string;
  readonly text: string;
  readonly write: (text: string) => void;
}

export interface Filling {
  readonly values: Values;
  readonly comment: string;
  readonly attached: readonly Attached[];
  readonly note: Note;
  /** Something was filled in before and is back. */
  readonly restored: boolean;
  readonly draft: Draft;
  readonly faults: readonly Fault[];
  /** Holds the fields; the first fault in it gets the focus after a refusal. */
  readonly region: ReturnType<typeof useFirstFault>;
  readonly setValues: (values: Values) => void;
  readonly setComment: (text: string) => void;
  readonly setAttached: (change: (attached: readonly Attached[]) => readonly Attached[]) => void;
  /** Whether this outcome may be asked about; what is wrong is shown. */
  readonly passes: (outcome: Outcome) => boolean;
  readonly refuse: (faults: readonly Fault[]) => void;
  readonly act: (outcome: Outcome) => Promise<Result<Acted>>;
}

export function useFilling(page: TaskPage, mayAct: boolean): Filling {
  const about = `task.${page.taskId}`;
  const path = `/tasks/${encodeURIComponent(page.taskId)}`;
  const [start] = useState(() => beginning(about, page.draft, page.values));
  const [values, setValues] = useState(start.values);
  const [comment, setComment] = useState(start.comment);
  const [attached, setAttached] = useState<readonly Attached[]>(start.attached);
  const [refused, setRefused] = useState(nothingRefused);
  const [refusals, setRefusals] = useState(0);
  const region = useFirstFault(refusals);
  const send = useAct<Acted>();
  const wire = (filled: Values) => (page.form === null ? {} : sendable(page.form, filled, language.value));
  const draft = useDraft(about, { values, comment, attached }, (filled) =>
    mayAct
      ? api.put(`${path}/draft`, { values: wire(filled.values), comment: filled.comment })
      : Promise.resolve({ ok: false, failure: { kind: "unreachable" } } as const),
  );
  const refuse = (found: readonly Fault[]) => {
    setRefused({ faults: found, values, attached });
    if (found.length > 0) setRefusals((n) => n + 1);
  };
  return {
    values,
    comment,
    attached,
    note: noteOf(page, values, setValues) ?? {
      label: deskWords().noteFor,
      text: comment,
      write: setComment,
    },
    restored: start.restored,
    draft,
    faults: standing(refused, { values, attached }, check(page, values, attached)),
    region,
    setValues,
    setComment,
    setAttached,
    passes: (outcome) => {
      // A return need not carry a complete form; the server has the last word on either.
      const found = isBack(outcome) ? [] : check(page, values, attached);
      refuse(found);
      return found.length === 0;
    },
    refuse,
    act: (outcome) =>
      send(`${path}/act`, {
        version: page.version,
        outcome: outcome.value === "" ? null : outcome.value,
        values: wire(values),
        comment: comment.trim() === "" ? null : comment,
        attachments: attached.flatMap(({ slot, state }) =>
          state.kind === "done" ? [{ slot, fileId: state.fileId }] : [],
        ),
      }),
  };
}

/** Back to where it came from, or away: who gets it must know why. */
export const isBack = (outcome: Outcome): boolean => outcome.style === "return" || outcome.style === "reject";

/** The form's own field for a note; the general one is for tasks whose form has none. */
function noteOf(page: TaskPage, values: Values, setValues: (values: Values) => void): Note | null {
  if (page.form === null) return null;
  const field = fieldsOf(page.form, language.value).find(
    ({ widget, readOnly }) => widget === "multiline" && !readOnly,
  );
  if (field === undefined) return null;
  return {
    label: field.label,
    text: String(values[field.name] ?? ""),
    write: (text) => setValues({ ...values, [field.name]: text }),
  };
}

function check(page: TaskPage, values: Values, attached: readonly Attached[]): readonly Fault[] {
  if (page.form === null) return [];
  return [
    ...checkValues(page.form, values, language.value),
    ...missingDocuments(page.form.documents, attached),
  ];
}
