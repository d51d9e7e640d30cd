/** The form to submit with, its documents, and what follows. Sent once, however often the button is pressed. */
import { useLocation, useRoute } from "preact-iso";
import type { Submission } from "../api/index.ts";
import {
  type Attached,
  query as address,
  api,
  type Failure,
  FailureNote,
  type Fault,
  FormView,
  Icon,
  language,
  Note,
  nowMs,
  place,
  plainDate,
  pointerOfSlot,
  session,
  UploadList,
  uiWords,
  useKey,
} from "../ui/index.ts";
import { UploadsNote } from "./after-uploads.tsx";
import { DraftLine } from "./draft.tsx";
import { Heading } from "./heading.tsx";
import { useLoaded } from "./loaded.ts";
import { NotFound } from "./not-found.tsx";
import { type SubmissionFilling, useSubmission } from "./submission-filling.ts";
import { deskWords } from "./words.ts";

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
  const filling = useSubmission(
    page,
    path,
    postId,
    (caseId) => route(`/berkas/${caseId}`),
    () => void refresh(),
  );
  useKey("Ctrl+Enter", filling.send);

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
            filling.send();
          }}
        >
          <div ref={filling.region}>
            <div class="card-pad submission-part">
              {filling.restored ? <Note kind="plain">{words.draftRestored}</Note> : null}
              <FormView
                form={page.form}
                values={filling.values}
                faults={filling.faults}
                numberFrom={page.form.sections.length + page.form.documents.length > 1 ? 1 : null}
                onChange={filling.setValues}
              />
            </div>
            {page.form.documents.length === 0 ? null : (
              <Documents
                page={page}
                attached={filling.attached}
                faults={filling.faults}
                onChange={filling.setAttached}
              />
            )}
          </div>
          <Sending page={page} filling={filling} />
        </form>
        <Following page={page} />
      </div>
    </div>
  );
}

function Sending({ page, filling }: { page: Submission; filling: SubmissionFilling }) {
  const words = deskWords();
  const { failure } = filling;
  const busy = filling.busy || filling.uploads.state === "waiting";
  return (
    <div class="card-pad submission-part submission-end">
      <UploadsNote uploads={filling.uploads} onTakeBack={filling.uploads.takeBack} />
      <SubmissionRefusal failure={failure} faults={filling.faults} />
      {page.steps[0] === undefined ? null : (
        <p class="small muted">{words.thenFirst(page.steps[0].text, page.steps[0].detail)}</p>
      )}
      <div class="submission-acts">
        <button type="submit" class={busy ? "button primary busy" : "button primary"}>
          <Icon name="send" small />
          {filling.busy ? words.sending : failure?.kind === "unreachable" ? uiWords().retry : words.send}
        </button>
        <button type="button" class="button" onClick={() => void filling.draft.flush()}>
          {words.saveDraft}
        </button>
        <DraftLine state={filling.draft.state} />
      </div>
    </div>
  );
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
