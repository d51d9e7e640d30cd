/** Berkas: the cases that I may see, where each is, and how long is left. */
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { CaseRow } from "../api/index.ts";
import {
  query as address,
  api,
  DeadlineChip,
  hasRole,
  Icon,
  isolated,
  listen,
  place,
  shortInstant,
} from "../ui/index.ts";
import { Heading } from "./heading.tsx";
import { useLoaded } from "./loaded.ts";
import { LoadedList } from "./loaded-list.tsx";
import { useRowKeys } from "./row-keys.ts";
import { deskWords } from "./words.ts";

interface Cases {
  readonly items: readonly CaseRow[];
  readonly total: number;
  readonly next: string | null;
}

const states: readonly CaseRow["state"][] = [
  "running",
  "incident",
  "completed",
  "cancelled",
  "terminated",
  "error",
];
const pageSize = 50;
const most = 200;
const sorts = ["submitted", "due", "number"] as const;

export function CasesScreen() {
  const words = deskWords();
  const { query, route } = useLocation();
  const shown = {
    state: states.find((state) => state === query.state) ?? null,
    sort: sorts.find((sort) => sort === query.sort) ?? "submitted",
    q: query.q ?? null,
  };
  const path = (after: string | null, size = pageSize) => `/cases${address({ ...shown, after, size })}`;
  const key = path(null);
  // Looking again shows as many rows as were shown, up to what one answer may hold.
  const rows = useRef(pageSize);
  const found = useLoaded<Cases>(key, (signal) => api.get<Cases>(path(null, rows.current), signal));
  useEffect(() => {
    rows.current = Math.min(most, Math.max(pageSize, found.value?.items.length ?? 0));
  }, [found.value]);
  useEffect(
    () =>
      listen((heard) => {
        if (heard.kind === "case" || heard.kind === "resync") void found.refresh();
      }),
    [found.refresh],
  );
  const go = (next: Partial<typeof shown>) => route(`/berkas${address({ ...shown, ...next })}`);
  const more = async (next: string) => {
    const answer = await api.get<Cases>(path(next));
    if (answer.ok && found.value !== null)
      found.set({ ...answer.value, items: [...found.value.items, ...answer.value.items] });
  };
  return (
    <div class="cases">
      <div class="title-row">
        <Heading>{words.cases}</Heading>
        <div class="end">
          {hasRole("auditor") ? (
            <a class="button" href="/api/v1/journal/export" download="jurnal.ndjson">
              <Icon name="download" small />
              {words.exportJournal}
            </a>
          ) : null}
          <Choice
            label={words.state}
            value={shown.state ?? ""}
            options={[["", words.allStates], ...states.map((state) => [state, words.states[state]] as const)]}
            onChoose={(value) => go({ state: states.find((state) => state === value) ?? null })}
          />
          <Choice
            label={words.sort}
            value={shown.sort}
            options={sorts.map((sort) => [sort, words.caseSorts[sort]] as const)}
            onChoose={(value) => go({ sort: sorts.find((sort) => sort === value) ?? "submitted" })}
          />
        </div>
      </div>
      <LoadedList found={found}>
        {(loaded) => (
          <Rows
            found={loaded}
            filtered={shown.state !== null || shown.q !== null}
            onMore={(next) => void more(next)}
          />
        )}
      </LoadedList>
    </div>
  );
}

function Choice({
  label,
  value,
  options,
  onChoose,
}: {
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
  onChoose: (value: string) => void;
}) {
  return (
    <span class="select">
      <select
        class="input sort"
        aria-label={label}
        value={value}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {options.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" />
    </span>
  );
}

function Rows({
  found,
  filtered,
  onMore,
}: {
  found: Cases;
  filtered: boolean;
  onMore: (next: string) => void;
}) {
  const words = deskWords();
  useRowKeys(found.items.map((row) => row.caseId));
  if (found.items.length === 0)
    return (
      <div class="card empty">
        <Icon name="folder-open" />
        <h2>{filtered ? words.noCasesMatch : words.noCases}</h2>
        {filtered ? (
          <div class="actions">
            <a class="button" href="/berkas">
              {words.allStates}
            </a>
          </div>
        ) : (
          <p>{words.noCasesHelp}</p>
        )}
      </div>
    );
  const next = found.next;
  return (
    <>
      <div class="card rows">
        <div class="row-heads" aria-hidden="true">
          <span>{words.caseColumns.title}</span>
          <span>{words.caseColumns.unit}</span>
          <span>{words.caseColumns.where}</span>
          <span>{words.caseColumns.time}</span>
        </div>
        <ul>
          {found.items.map((row) => (
            <CaseRowLink key={row.caseId} row={row} />
          ))}
        </ul>
      </div>
      <div class="rows-foot">
        <p class="muted small">
          {words.casesShown(found.items.length, found.total)}{" "}
          {next === null ? null : (
            <button type="button" class="link" onClick={() => onMore(next)}>
              {words.showMore}
            </button>
          )}
        </p>
      </div>
    </>
  );
}

function CaseRowLink({ row }: { row: CaseRow }) {
  const words = deskWords();
  return (
    <li class="row">
      <a href={`/berkas/${row.caseId}`} data-row={row.caseId} class="row-link">
        <span class="row-mark" />
        <span class="row-what">
          <span class="row-title">{isolated(row.title)}</span>
          <span class="row-second">
            {row.number} · {isolated(row.processTitle)}
          </span>
        </span>
        <span class="row-from">
          <span>{isolated(row.unitName)}</span>{" "}
          <span class="row-second">{words.submittedOn(shortInstant(row.submittedAtMs, place()))}</span>
        </span>
        <span class="row-time">
          <span class="row-where">{row.where}</span>
        </span>
        <span class="row-why">
          {row.state === "running" && row.deadline !== null ? (
            <DeadlineChip deadline={row.deadline} />
          ) : (
            <span
              class={`chip ${row.state === "completed" ? "chip-done" : row.state === "incident" ? "chip-fault" : "chip-calm"}`}
            >
              {words.states[row.state]}
            </span>
          )}
        </span>
      </a>
    </li>
  );
}
