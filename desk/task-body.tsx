/** The columns of a task and the bar of acts. Keeps what is filled in; sends it with the version that was seen. */
import { useState } from "preact/hooks";
import type { TaskPage } from "../api/index.ts";
import { type Failure, type Fault, Note, toast, useKey } from "../ui/index.ts";
import type { Acted } from "./acted.ts";
import { refreshCounts } from "./counts.ts";
import { DeclareInterest } from "./declare-interest.tsx";
import { ChangedNote, TaskAside, TaskReading } from "./task-cards.tsx";
import { ConfirmAct } from "./task-confirm.tsx";
import { useFilling } from "./task-filling.ts";
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
  const [chosen, setChosen] = useState<Outcome | null>(null);
  const mayAct = page.mine && page.state === "open";
  const outcomes = mayAct ? outcomesOf(page) : [];
  const filling = useFilling(page, mayAct);

  const choose = (outcome: Outcome) => {
    if (filling.passes(outcome)) setChosen(outcome);
  };
  useKey("Ctrl+Enter", () => {
    const primary = primaryOf(outcomes);
    if (primary !== undefined && primary.blocked === null && chosen === null) choose(primary);
  });

  const finish = (done: Acted) => {
    filling.draft.done();
    void refreshCounts();
    toast(done.text);
    onDone();
  };

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
    filling.refuse(failure.faults);
    return true;
  };

  return (
    <>
      {mayAct ? null : <ReadOnlyNote page={page} />}
      {changes === null ? null : <ChangedNote lines={changes} onSeen={onSeen} />}
      <FaultNote faults={filling.faults} page={page} />
      <div class="task-columns">
        <TaskReading page={page} />
        <div class="task-sheet" ref={filling.region}>
          <TaskSheet page={page} filling={filling} readOnly={!mayAct} />
        </div>
        <TaskAside page={page}>{mayAct ? <DeclareInterest page={page} onDone={finish} /> : null}</TaskAside>
      </div>
      {outcomes.length === 0 ? null : (
        <OutcomeBar outcomes={outcomes} busy={chosen !== null} onChoose={choose} />
      )}
      {chosen === null ? null : (
        <ConfirmAct
          outcome={chosen}
          note={filling.note}
          attached={filling.attached}
          act={() => filling.act(chosen)}
          onDone={finish}
          onRefused={onRefused}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  );
}

function FaultNote({ faults, page }: { faults: readonly Fault[]; page: TaskPage }) {
  if (faults.length === 0) return null;
  return (
    <Note kind="error" icon="circle-alert">
      {deskWords().faultsTop(faults.length)}
      <UnplacedFaults faults={faults} page={page} />
    </Note>
  );
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
  if (page.state === "open") return <Note kind="plain">{words.taskOf(page.post.title)}</Note>;
  return (
    <Note kind="plain" title={page.state === "done" ? words.taskDone : words.taskCancelled}>
      {words.taskDoneHelp} {link}
    </Note>
  );
}

function isTaskPage(value: unknown): value is TaskPage {
  return typeof value === "object" && value !== null && "taskId" in value && "outcomes" in value;
}
