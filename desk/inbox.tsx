/**
 * Kotak Masuk: what waits for my posts, what is late first. Every row says its time, its priority and why. The
 * whole row is one link; keys move along the rows.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Inbox, InboxRow } from "../api/index.ts";
import {
  query as address,
  api,
  type DueGroup,
  dueGroup,
  Icon,
  listen,
  nowMs,
  place,
  uiWords,
  zonedTime,
} from "../ui/index.ts";
import { actingPostId, counts } from "./counts.ts";
import { Heading } from "./heading.tsx";
import { EmptyInbox } from "./inbox-empty.tsx";
import { InboxRowLink } from "./inbox-row.tsx";
import { type InboxAddress, readAddress, ViewSelects, Views } from "./inbox-views.tsx";
import { useLoaded } from "./loaded.ts";
import { LoadedList } from "./loaded-list.tsx";
import { useRowKeys } from "./row-keys.ts";
import { deskWords } from "./words.ts";

const pageSize = 50;
const most = 200;

export function InboxScreen() {
  const words = deskWords();
  const { query, route } = useLocation();
  const shown = readAddress(query, actingPostId.value);
  const key = addressOf(shown, null);
  // Looking again shows as many rows as were shown, up to what one answer may hold.
  const rows = useRef(pageSize);
  const inbox = useLoaded<Inbox>(key, (signal) =>
    api.get<Inbox>(addressOf(shown, null, rows.current), signal),
  );
  const go = (next: Partial<InboxAddress>) => route(pageAddress({ ...shown, ...next }));

  useEffect(
    () =>
      listen((heard) => {
        if (heard.kind === "inbox" || heard.kind === "resync") void inbox.refresh();
      }),
    [inbox.refresh],
  );
  // Time passes without anybody acting: chips are asked for again every minute.
  useEffect(() => {
    const beat = setInterval(() => {
      if (document.visibilityState === "visible") void inbox.refresh();
    }, 60_000);
    return () => clearInterval(beat);
  }, [inbox.refresh]);
  useEffect(() => {
    rows.current = Math.min(most, Math.max(pageSize, inbox.value?.page.items.length ?? 0));
    if (inbox.value !== null) counts.value = inbox.value.counts;
  }, [inbox.value]);

  return (
    <div class="inbox">
      <Views shown={shown} onGo={go} />
      <div class="inbox-main">
        <div class="title-row">
          <Heading>{words.inbox}</Heading>
          <div class="end inbox-selects">
            <ViewSelects shown={shown} onGo={go} />
          </div>
        </div>
        <LoadedList found={inbox}>
          {(loaded) => (
            <Rows key={key} inbox={loaded} shown={shown} onMore={(next) => more(inbox, shown, next)} />
          )}
        </LoadedList>
      </div>
    </div>
  );
}

/** Adds the next page to what is shown. */
async function more(inbox: ReturnType<typeof useLoaded<Inbox>>, shown: InboxAddress, next: string) {
  const answer = await api.get<Inbox>(addressOf(shown, next));
  if (!answer.ok || inbox.value === null) return;
  const { page, counts: latest } = answer.value;
  inbox.set({ counts: latest, page: { ...page, items: [...inbox.value.page.items, ...page.items] } });
}

const addressOf = (shown: InboxAddress, after: string | null, size = pageSize): string =>
  `/inbox${address({ view: shown.view, post: shown.post, q: shown.q, sort: shown.sort, after, size })}`;

const pageAddress = (shown: InboxAddress): string =>
  `/${address({
    view: shown.view === "all" ? null : shown.view,
    post: shown.post,
    q: shown.q,
    sort: shown.sort === "priority" ? null : shown.sort,
  })}`;

const groups: readonly DueGroup[] = ["late", "near", "week", "later", "none"];

function Rows({
  inbox,
  shown,
  onMore,
}: {
  inbox: Inbox;
  shown: InboxAddress;
  onMore: (next: string) => Promise<void>;
}) {
  const words = deskWords();
  const rows = inbox.page.items;
  const ordered = groups.flatMap((group) => {
    const items = rows.filter((row) => dueGroup(row.deadline, nowMs(), place()) === group);
    return items.length === 0 ? [] : [{ group, items }];
  });
  const inOrder = ordered.flatMap(({ items }) => items.map((row) => row.taskId));
  const selection = useRowKeys(inOrder);
  if (rows.length === 0) return <EmptyInbox shown={shown} counts={inbox.counts} />;
  return (
    <>
      <div class={selection.chosen.size > 0 ? "card rows some-chosen" : "card rows"}>
        <div class="row-heads" aria-hidden="true">
          <span>{words.columns.task}</span>
          <span>{words.columns.from}</span>
          <span>{words.columns.time}</span>
          <span>{words.columns.priority}</span>
        </div>
        {ordered.map(({ group, items }) => (
          <Group key={group} group={group} rows={items} chosen={selection.chosen} view={shown.view} />
        ))}
      </div>
      <Foot inbox={inbox} selection={selection} onMore={onMore} />
    </>
  );
}

function Group({
  group,
  rows,
  chosen,
  view,
}: {
  group: DueGroup;
  rows: readonly InboxRow[];
  chosen: ReadonlySet<string>;
  view: InboxAddress["view"];
}) {
  const words = deskWords();
  const id = `kelompok-${group}`;
  return (
    <section aria-labelledby={id}>
      <h2 class={`row-group row-group-${group}`} id={id}>
        {words.groups[group]} <span class="row-group-count">{words.groupCount(rows.length)}</span>
      </h2>
      <ul>
        {rows.map((row) => (
          <InboxRowLink
            key={row.taskId}
            row={row}
            chosen={chosen.has(row.taskId)}
            // What others hold opens as a case; what is mine opens as a task.
            href={view === "waiting" || view === "copies" ? `/berkas/${row.caseId}` : `/tugas/${row.taskId}`}
          />
        ))}
      </ul>
    </section>
  );
}

function Foot({
  inbox,
  selection,
  onMore,
}: {
  inbox: Inbox;
  selection: ReturnType<typeof useRowKeys>;
  onMore: (next: string) => Promise<void>;
}) {
  const words = deskWords();
  const [at] = useState(() => nowMs());
  const { items, total, next } = inbox.page;
  if (selection.chosen.size > 0)
    return (
      <div class="rows-foot">
        <strong>{words.selected(selection.chosen.size)}</strong>
        <button type="button" class="button" onClick={() => window.print()}>
          <Icon name="printer" small />
          {words.printSelected}
        </button>
        <button type="button" class="button quiet" onClick={selection.clear}>
          {words.clearSelection}
        </button>
      </div>
    );
  return (
    <div class="rows-foot">
      <p class="muted small">
        {words.shownOf(items.length, total)}{" "}
        {next === null ? (
          `${words.updatedAt(zonedTime(at, place()))}`
        ) : (
          <button type="button" class="link" onClick={() => void onMore(next)}>
            {words.showMore}
          </button>
        )}
      </p>
      <p class="muted small only-mouse" aria-hidden="true">
        <kbd>J</kbd> <kbd>K</kbd> {words.keyNext} <kbd>Enter</kbd> {words.keyOpen} <kbd>X</kbd>{" "}
        {words.keySelect} <kbd>?</kbd> {words.keyAll}
      </p>
      <span class="visually-hidden">{uiWords().shortcuts}: ?</span>
    </div>
  );
}
