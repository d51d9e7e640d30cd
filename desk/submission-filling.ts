/** What a person fills in to submit: kept as a draft, checked, sent once however often the button is pressed. */
import { useState } from "preact/hooks";
import type { Submission } from "../api/index.ts";
import {
  type Attached,
  api,
  checkValues,
  type Failure,
  type Fault,
  language,
  missingDocuments,
  sendable,
  toast,
  useFirstFault,
  type Values,
} from "../ui/index.ts";
import { useAct } from "./act-key.ts";
import { type AfterUploads, useAfterUploads } from "./after-uploads.tsx";
import { beginning, type Draft, useDraft } from "./draft.tsx";
import { nothingRefused, standing } from "./standing-faults.ts";
import { deskWords } from "./words.ts";

interface Submitted {
  readonly caseId: string;
  readonly number: string;
  readonly text: string;
}

export interface SubmissionFilling {
  readonly values: Values;
  readonly attached: readonly Attached[];
  readonly restored: boolean;
  readonly draft: Draft;
  readonly faults: readonly Fault[];
  readonly failure: Failure | null;
  readonly busy: boolean;
  readonly region: ReturnType<typeof useFirstFault>;
  readonly setValues: (values: Values) => void;
  readonly setAttached: (change: (attached: readonly Attached[]) => readonly Attached[]) => void;
  readonly uploads: AfterUploads;
  readonly send: () => void;
}

/** `path` is the submission's own; `onSent` leads on, `onStale` asks for the form again. */
export function useSubmission(
  page: Submission,
  path: string,
  postId: string,
  onSent: (caseId: string) => void,
  onStale: () => void,
): SubmissionFilling {
  const words = deskWords();
  const about = `submission.${page.processId}.${postId}`;
  const [start] = useState(() =>
    beginning(about, page.draft === null ? null : { ...page.draft, comment: "" }, {}),
  );
  const [values, setValues] = useState(start.values);
  const [attached, setAttached] = useState<readonly Attached[]>(start.attached);
  const [refused, setRefused] = useState(nothingRefused);
  const [refusals, setRefusals] = useState(0);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const region = useFirstFault(refusals);
  const submit = useAct<Submitted>();
  const draft = useDraft(about, { values, comment: "", attached }, (filled) =>
    api.put(path, { values: sendable(page.form, filled.values, language.value) }),
  );
  const refuse = (faults: readonly Fault[]) => {
    setRefused({ faults, values, attached });
    if (faults.length > 0) setRefusals((n) => n + 1);
  };
  const send = async () => {
    setBusy(true);
    const answer = await submit("/cases", {
      processId: page.processId,
      version: page.version,
      postId,
      values: sendable(page.form, values, language.value),
      attachments: attached.flatMap(({ slot, state }) =>
        state.kind === "done" ? [{ slot, fileId: state.fileId }] : [],
      ),
    });
    setBusy(false);
    if (!answer.ok) {
      setFailure(answer.failure);
      if (answer.failure.kind === "problem") refuse(answer.failure.faults);
      if (answer.failure.kind === "problem" && answer.failure.status === 409) onStale();
      return;
    }
    draft.done();
    void api.put(path, { values: null });
    toast(answer.value.text || words.submitted(answer.value.number));
    onSent(answer.value.caseId);
  };
  const uploads = useAfterUploads(attached, () => void send());
  return {
    values,
    attached,
    restored: start.restored,
    draft,
    faults: standing(refused, { values, attached }, check(page, values, attached)),
    failure,
    busy,
    region,
    setValues,
    setAttached,
    uploads,
    send: () => {
      if (busy) return;
      const found = check(page, values, attached);
      refuse(found);
      setFailure(null);
      if (found.length === 0) uploads.ask();
    },
  };
}

function check(page: Submission, values: Values, attached: readonly Attached[]): readonly Fault[] {
  return [
    ...checkValues(page.form, values, language.value),
    ...missingDocuments(page.form.documents, attached),
  ];
}
