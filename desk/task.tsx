/**
 * Tugas: read, fill in, decide. What is asked and by when comes first; each act says what it leads to. The act
 * carries the version that was on the screen: when the case moved meanwhile, the difference is shown instead.
 */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import type { TaskPage } from "../api/index.ts";
import { api, DeadlineChip, FailureNote, Icon, listen, PostName } from "../ui/index.ts";
import { taskPostId } from "./counts.ts";
import { Heading } from "./heading.tsx";
import { useLoaded } from "./loaded.ts";
import { NotFound } from "./not-found.tsx";
import { TaskBody } from "./task-body.tsx";
import { differences } from "./task-difference.ts";
import { deskWords } from "./words.ts";

export function TaskScreen() {
  const { params } = useRoute();
  const taskId = params.taskId ?? "";
  const task = useLoaded<TaskPage>(taskId, (signal) =>
    api.get<TaskPage>(`/tasks/${encodeURIComponent(taskId)}`, signal),
  );
  if (task.failure?.kind === "problem" && task.failure.status === 404) return <NotFound />;
  if (task.value === null)
    return task.failure === null ? (
      task.slow ? (
        <TaskSkeleton />
      ) : null
    ) : (
      <FailureNote failure={task.failure} onRetry={() => void task.refresh()} />
    );
  return <OpenTask key={taskId} page={task.value} refresh={task.refresh} set={task.set} />;
}

/** Holds the page that the person has seen apart from the newest one, and says how they differ. */
function OpenTask({
  page,
  refresh,
  set,
}: {
  page: TaskPage;
  refresh: () => Promise<void>;
  set: (page: TaskPage) => void;
}) {
  const { route } = useLocation();
  const seen = useRef(page);
  const changed = useMemo(() => (page.version === seen.current.version ? null : page), [page]);
  const lines = useMemo(() => (changed === null ? [] : differences(seen.current, changed)), [changed]);
  const [, redraw] = useState(0);

  useEffect(() => {
    if (page.mine) taskPostId.value = page.post.postId;
    return () => {
      taskPostId.value = null;
    };
  }, [page.mine, page.post.postId]);

  useEffect(
    () =>
      listen((heard) => {
        if (heard.kind === "resync" || (heard.kind === "case" && heard.id === page.caseId)) void refresh();
      }),
    [page.caseId, refresh],
  );

  return (
    <div class="task">
      <TaskHead page={page} />
      <TaskBody
        page={page}
        changes={changed === null ? null : lines}
        onSeen={() => {
          seen.current = page;
          redraw((n) => n + 1);
        }}
        onNewer={set}
        onStale={() => void refresh()}
        onDone={() => route("/")}
      />
    </div>
  );
}

function TaskHead({ page }: { page: TaskPage }) {
  const words = deskWords();
  return (
    <>
      <div class="crumb-row">
        <nav aria-label={words.youAreHere}>
          <ol class="crumbs">
            <li>
              <a href="/">{words.inbox}</a>
              <Icon name="chevron-right" />
            </li>
            <li>
              <a href={`/berkas/${page.caseId}`}>{page.caseNumber}</a>
            </li>
          </ol>
        </nav>
        {page.position === null ? null : <Position position={page.position} />}
      </div>
      <div class="title-row">
        <Heading>{page.title}</Heading>
        {page.deadline === null ? null : <DeadlineChip deadline={page.deadline} />}
        <span class="small">
          {words.forPost} <PostName post={page.post} />
        </span>
      </div>
      <p class="task-reason small muted">{page.reason.text}</p>
    </>
  );
}

function Position({ position }: { position: NonNullable<TaskPage["position"]> }) {
  const words = deskWords();
  return (
    <div class="position small">
      <span class="muted">{words.taskPosition(position.index, position.total)}</span>
      <Step taskId={position.previous} label={words.previousTask} icon="chevron-up" />
      <Step taskId={position.next} label={words.nextTask} icon="chevron-down" />
    </div>
  );
}

function Step({
  taskId,
  label,
  icon,
}: {
  taskId: string | null;
  label: string;
  icon: "chevron-up" | "chevron-down";
}) {
  if (taskId === null) return null;
  return (
    <a class="button quiet icon-only" href={`/tugas/${taskId}`} aria-label={label} title={label}>
      <Icon name={icon} />
    </a>
  );
}

function TaskSkeleton() {
  return (
    <div class="task-columns" aria-hidden="true">
      {["a", "b", "c"].map((name) => (
        <div class="card card-pad" key={name}>
          <span class="bar w-50" />
          <span class="bar w-90" />
          <span class="bar w-70" />
          <span class="bar w-90" />
        </div>
      ))}
    </div>
  );
}
