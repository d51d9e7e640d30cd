/** The form to submit with, its documents, and what follows. Sent once, however often the button is pressed. */
import { useRef, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import type { Submission } from "../api/index.ts";
import {
  type Attached,
  query as address,
  api,
  checkValues,
  type Failure,
  FailureNote,
  type Fault,
  FormView,
  Icon,
  language,
  missingDocuments,
  Note,
  newKey,
  nowMs,
  place,
  plainDate,
  pointerOfSlot,
  sendable,
  session,
  toast,
  UploadList,
  uiWords,
  useFirstFault,
  useKey,
} from "../ui/index.ts";
import { beginning, DraftLine, useDraft } from "./draft.tsx";
import { Heading } from "./heading.tsx";
import { useLoaded } from "./loaded.ts";
import { NotFound } from "./not-found.tsx";
import { nothingRefused, standing } from "./standing-faults.ts";
import { deskWords } from "./words.ts";

interface Submitted {
  readonly caseId: string;
  readonly number: string;
  readonly text: string;
}

export function SubmissionScreen() {
  const { params } = useRoute();
  const { query } = useLocation();
  const processId = params.processId ?? "";
  const postId = query.jabatan ?? session.value?.posts[0]?.postId ?? "";
  const path = `/processes/${encodeURIComponent(processId)}/submission${address({ post: postId })}`;
  const found = useLoaded<Submission>(path, (signal) => api.get<Submission>(path, signal));
  if (found.failure?.kind === "problem" && found.failure.status === 404) return <NotFound />;
  if (found.value === null)
    return found.failure === null ? null : (
      <FailureNote failure={found.failure} onRetry={() => void found.refresh()} />
    );
  return <SubmissionForm key={path} page={found.value} path={path} postId={postId} refresh={found.refresh} />;
}

interface SubmissionFormProps {
  readonly page: Submission;
  readonly path: string;
  readonly postId: string;
  readonly refresh: () => Promise<void>;
}

function SubmissionForm({ page, path, postId, refresh }: SubmissionFormProps) {
  const words = deskWords();
  const { route } = useLocation();
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
  const act = useRef({ said: "", key: newKey() });
  const draft = useDraft(about, { values, comment: "", attached }, (filled) =>
    api.put(path, { values: sendable(page.form, filled.values, language.value) }),
  );

  const send = async () => {
    if (busy) return;
    const found = check(page, values, attached);
    setRefused({ faults: found, values, attached });
    setFailure(null);
    if (attached.some((file) => file.state.kind === "sending")) {
      toast(words.fileOnItsWay);
      return;
    }
    if (found.length > 0) {
      setRefusals((n) => n + 1);
      return;
    }
    const body = {
      processId: page.processId,
      version: page.version,
      postId,
      values: sendable(page.form, values, language.value),
      attachments: attached.flatMap(({ slot, state }) =>
        state.kind === "done" ? [{ slot, fileId: state.fileId }] : [],
      ),
    };
    const said = JSON.stringify(body);
    // Pressing again sends the same act; changed content is another.
    if (act.current.said !== said) act.current = { said, key: newKey() };
    setBusy(true);
    const answer = await api.post<Submitted>("/cases", body, { key: act.current.key });
    setBusy(false);
    if (answer.ok) {
      draft.done();
      void api.put(path, { values: null });
      toast(answer.value.text || words.submitted(answer.value.number));
      route(`/berkas/${answer.value.caseId}`);
      return;
    }
    onRefusal(answer.failure);
  };

  const onRefusal = (no: Failure) => {
    setFailure(no);
    if (no.kind !== "problem") return;
    if (no.faults.length > 0) {
      setRefused({ faults: no.faults, values, attached });
      setRefusals((n) => n + 1);
    }
    if (no.status === 409) void refresh();
  };
  useKey("Ctrl+Enter", () => void send());
  const shown = standing(refused, { values, attached }, check(page, values, attached));

  return (
    <div class="submission">
      <nav aria-label={words.youAreHere}>
        <ol class="crumbs">
          <li>
            <a href="/ajukan">{words.submit}</a>
            <Icon name="chevron-right" />
          </li>
          <li>{page.title}</li>
        </ol>
      </nav>
      <div class="title-row">
        <Heading>{page.form.title[language.value]}</Heading>
      </div>
      <div class="submission-columns">
        <form
          class="card"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <div ref={region}>
            <div class="card-pad submission-part">
              {start.restored ? <Note kind="plain">{words.draftRestored}</Note> : null}
              <FormView
                form={page.form}
                values={values}
                faults={shown}
                numberFrom={page.form.sections.length + page.form.documents.length > 1 ? 1 : null}
                onChange={setValues}
              />
            </div>
            {page.form.documents.length === 0 ? null : (
              <Documents page={page} attached={attached} faults={shown} onChange={setAttached} />
            )}
          </div>
          <div class="card-pad submission-part submission-end">
            <SubmissionRefusal failure={failure} faults={shown} />
            {page.steps[0] === undefined ? null : (
              <p class="small muted">{words.thenFirst(page.steps[0].text, page.steps[0].detail)}</p>
            )}
            <div class="submission-acts">
              <button type="submit" class={busy ? "button primary busy" : "button primary"}>
                <Icon name="send" small />
                {busy ? words.sending : failure?.kind === "unreachable" ? uiWords().retry : words.send}
              </button>
              <button type="button" class="button" onClick={() => void draft.flush()}>
                {words.saveDraft}
              </button>
              <DraftLine state={draft.state} />
            </div>
          </div>
        </form>
        <Following page={page} />
      </div>
    </div>
  );
}

function check(page: Submission, values: Submission["form"]["schema"], attached: readonly Attached[]) {
  return [
    ...checkValues(page.form, values, language.value),
    ...missingDocuments(page.form.documents, attached),
  ];
}

function SubmissionRefusal({ failure, faults }: { failure: Failure | null; faults: readonly Fault[] }) {
  const words = deskWords();
  if (failure?.kind === "unreachable")
    return (
      <Note kind="warn" icon="wifi-off" title={words.notSure}>
        {words.notSureHelp}
      </Note>
    );
  if (faults.length > 0)
    return (
      <Note kind="error" icon="circle-alert">
        {words.faultsTop(faults.length)}
      </Note>
    );
  if (failure === null) return null;
  if (failure.status === 409)
    return (
      <Note kind="info" title={words.versionChanged}>
        {words.versionChangedHelp}
      </Note>
    );
  return <FailureNote failure={failure} />;
}

function Documents({
  page,
  attached,
  faults,
  onChange,
}: {
  page: Submission;
  attached: readonly Attached[];
  faults: readonly Fault[];
  onChange: (change: (attached: readonly Attached[]) => readonly Attached[]) => void;
}) {
  const words = deskWords();
  const needed = page.form.documents.filter((slot) => slot.required);
  const there = needed.filter((slot) =>
    attached.some((file) => file.slot === slot.slot && file.state.kind === "done"),
  );
  const complete = there.length === needed.length;
  return (
    <section class="card-pad submission-part" aria-labelledby="dokumen">
      <div class="card-head">
        <h2 id="dokumen">
          {page.form.sections.length + 1}. {words.documents}
        </h2>
        {needed.length === 0 ? null : (
          <span class={complete ? "chip chip-done" : "chip chip-soon"}>
            <Icon name={complete ? "check" : "list-checks"} />
            {uiWords().documentsDone(there.length, needed.length)}
          </span>
        )}
      </div>
      <UploadList
        slots={page.form.documents}
        attached={attached}
        faults={faults.filter((fault) =>
          page.form.documents.some((slot) => fault.at === pointerOfSlot(slot.slot)),
        )}
        onChange={onChange}
      />
    </section>
  );
}

function Following({ page }: { page: Submission }) {
  const words = deskWords();
  return (
    <aside class="following">
      <section class="card card-pad" aria-labelledby="setelah">
        <h2 id="setelah">{words.afterSending}</h2>
        <p class="small muted">{words.ifSentToday(plainDate(nowMs(), place()))}</p>
        <ol class="steps">
          {page.steps.map((step, index) => (
            <li key={step.text} class={index === 0 ? "step step-first" : "step"}>
              <span class="step-mark" />
              <div>
                <strong class="small">{step.text}</strong>
                <p class="small muted">{step.detail}</p>
              </div>
            </li>
          ))}
        </ol>
      </section>
    </aside>
  );
}
