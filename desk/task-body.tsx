/** The columns of a task and the bar of acts. Keeps what is filled in; sends it with the version that was seen. */
import { useRef, useState } from "preact/hooks";
import type { TaskPage } from "../api/index.ts";
import {
  type Attached,
  api,
  checkValues,
  type Failure,
  type Fault,
  fieldsOf,
  language,
  missingDocuments,
  Note as NoteBox,
  newKey,
  type Result,
  sendable,
  toast,
  useFirstFault,
  useKey,
  type Values,
} from "../ui/index.ts";
import type { Acted } from "./acted.ts";
import { refreshCounts } from "./counts.ts";
import { beginning, useDraft } from "./draft.tsx";
import { nothingRefused, standing } from "./standing-faults.ts";
import { ChangedNote, TaskAside, TaskReading } from "./task-cards.tsx";
import { ConfirmAct, type Note } from "./task-confirm.tsx";
import { type Outcome, OutcomeBar, outcomesOf, primaryOf } from "./task-outcomes.tsx";
import { TaskSheet } from "./task-sheet.tsx";
import { deskWords } from "./words.ts";

interface TaskBodyProps {
  readonly page: TaskPage;
  /** What changed since the person last looked; null when nothing did. */
  readonly changes: readonly string[] | null;
  readonly onSeen: () => void;
  readonly onNewer: (page: TaskPage) => void;
  /** What is shown is no longer so, and the newer page did not come with the refusal. */
  readonly onStale: () => void;
  readonly onDone: () => void;
}

export function TaskBody({ page, changes, onSeen, onNewer, onStale, onDone }: TaskBodyProps) {
  const words = deskWords();
  const about = `task.${page.taskId}`;
  const path = `/tasks/${encodeURIComponent(page.taskId)}`;
  const [start] = useState(() => beginning(about, page.draft, page.values));
  const [values, setValues] = useState(start.values);
  const [comment, setComment] = useState(start.comment);
  const [attached, setAttached] = useState<readonly Attached[]>(start.attached);
  const [refused, setRefused] = useState(nothingRefused);
  const [refusals, setRefusals] = useState(0);
  const [chosen, setChosen] = useState<Outcome | null>(null);
  const region = useFirstFault(refusals);
  const acting = useRef({ outcome: "", key: newKey() });
  const mayAct = page.mine && page.state === "open";
  const outcomes = mayAct ? outcomesOf(page) : [];
  const note = noteOf(page, values, setValues) ?? {
    label: words.noteFor,
    text: comment,
    write: setComment,
  };
  const draft = useDraft(about, { values, comment, attached }, (filled) =>
    mayAct
      ? api.put(`${path}/draft`, {
          values: page.form === null ? {} : sendable(page.form, filled.values, language.value),
          comment: filled.comment,
        })
      : Promise.resolve({ ok: false, failure: { kind: "unreachable" } } as const),
  );

  const refuse = (found: readonly Fault[]) => {
    setRefused({ faults: found, values, attached });
    setRefusals((n) => n + 1);
  };

  const choose = (outcome: Outcome) => {
    if (attached.some((file) => file.state.kind === "sending")) {
      toast(words.fileOnItsWay);
      return;
    }
    // A return need not carry a complete form; the server has the last word on either.
    const found =
      outcome.style === "return" || outcome.style === "reject" ? [] : check(page, values, attached);
    setRefused(nothingRefused);
    if (found.length > 0) refuse(found);
    else setChosen(outcome);
  };
  useKey("Ctrl+Enter", () => {
    const primary = primaryOf(outcomes);
    if (primary !== undefined && primary.blocked === null && chosen === null) choose(primary);
  });

  const act = (outcome: Outcome): Promise<Result<Acted>> => {
    // One key for one act: another outcome, or other content, is another act.
    const body = {
      version: page.version,
      outcome: outcome.value === "" ? null : outcome.value,
      values: page.form === null ? {} : sendable(page.form, values, language.value),
      comment: comment.trim() === "" ? null : comment,
      attachments: attached.flatMap(({ slot, state }) =>
        state.kind === "done" ? [{ slot, fileId: state.fileId }] : [],
      ),
    };
    const said = JSON.stringify(body);
    if (acting.current.outcome !== said) acting.current = { outcome: said, key: newKey() };
    return api.post<Acted>(`${path}/act`, body, { key: acting.current.key });
  };

  const faults = standing(refused, { values, attached }, check(page, values, attached));

  const onRefused = (failure: Failure): boolean => {
    if (failure.kind !== "problem") return false;
    if (failure.code === "changedMeanwhile") {
      const newer = failure.body.current;
      setChosen(null);
      if (isTaskPage(newer)) onNewer(newer);
      else onStale();
      return true;
    }
    if (failure.faults.length === 0) return false;
    setChosen(null);
    refuse(failure.faults);
    return true;
  };

  return (
    <>
      {mayAct ? null : <ReadOnlyNote page={page} />}
      {changes === null ? null : <ChangedNote lines={changes} onSeen={onSeen} />}
      {faults.length === 0 ? null : (
        <NoteBox kind="error" icon="circle-alert">
          {words.faultsTop(faults.length)}
          <UnplacedFaults faults={faults} page={page} />
        </NoteBox>
      )}
      <div class="task-columns">
        <TaskReading page={page} />
        <div class="task-sheet" ref={region}>
          <TaskSheet
            page={page}
            values={values}
            comment={comment}
            attached={attached}
            faults={faults}
            readOnly={!mayAct}
            restored={start.restored}
            draft={draft.state}
            onValues={setValues}
            onComment={setComment}
            onAttached={setAttached}
          />
        </div>
        <TaskAside page={page} />
      </div>
      {outcomes.length === 0 ? null : (
        <OutcomeBar outcomes={outcomes} busy={chosen !== null} onChoose={choose} />
      )}
      {chosen === null ? null : (
        <ConfirmAct
          outcome={chosen}
          note={note}
          act={() => act(chosen)}
          onDone={(done) => {
            draft.done();
            void refreshCounts();
            toast(done.text);
            onDone();
          }}
          onRefused={onRefused}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  );
}

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

function check(page: TaskPage, values: TaskPage["values"], attached: readonly Attached[]): readonly Fault[] {
  if (page.form === null) return [];
  return [
    ...checkValues(page.form, values, language.value),
    ...missingDocuments(page.form.documents, attached),
  ];
}

/** Faults that no field on the screen stands for are said at the top, so that none is lost. */
function UnplacedFaults({ faults, page }: { faults: readonly Fault[]; page: TaskPage }) {
  const fields = Object.keys(page.form?.words ?? {});
  const slots = page.form?.documents.map((slot) => `/attachments/${slot.slot}`) ?? [];
  const unplaced = faults.filter(
    (fault) =>
      !fields.some((name) => fault.at === `/values/${name}` || fault.at.startsWith(`/values/${name}/`)) &&
      !slots.includes(fault.at),
  );
  if (unplaced.length === 0) return null;
  return (
    <ul>
      {unplaced.map((fault) => (
        <li key={fault.at + fault.code}>{fault.message}</li>
      ))}
    </ul>
  );
}

function ReadOnlyNote({ page }: { page: TaskPage }) {
  const words = deskWords();
  const link = (
    <a href={`/berkas/${page.caseId}`} class="link">
      {words.seeCase}
    </a>
  );
  if (page.state === "open") return <NoteBox kind="plain">{words.taskOf(page.post.title)}</NoteBox>;
  return (
    <NoteBox kind="plain" title={page.state === "done" ? words.taskDone : words.taskCancelled}>
      {words.taskDoneHelp} {link}
    </NoteBox>
  );
}

function isTaskPage(value: unknown): value is TaskPage {
  return typeof value === "object" && value !== null && "taskId" in value && "outcomes" in value;
}
