/** All working documents of a kind, with where each stands: in force, draft, proposal, running cases. */
import { useEffect, useState } from "preact/hooks";
import type { DocumentKind, LibraryRow } from "../../api/index.ts";
import {
  api,
  type Failure,
  FailureNote,
  hasRole,
  Icon,
  listen,
  nowMs,
  place,
  shortInstant,
} from "../../ui/index.ts";
import { words } from "../words.ts";
import { documentPath, placeOf } from "./kind.ts";
import { NewDocument } from "./new-document.tsx";
import { personName } from "./organisation.ts";

/** A government has one organisation and one working calendar, which change by new versions. */
const onlyOne: readonly DocumentKind[] = ["organisation", "calendars"];

export function ListPage({ kind }: { readonly kind: DocumentKind }) {
  const said = words();
  const { rows, failure, load } = useRows(kind);
  const [filter, setFilter] = useState("");
  const [adding, setAdding] = useState(false);
  const shown = rows?.filter((row) => `${row.title} ${row.id}`.toLowerCase().includes(filter.toLowerCase()));
  document.title = `${said.list.title[kind]} · ${said.product}`;
  return (
    <section class="page">
      <header class="page-head">
        <div>
          <h1>{said.list.title[kind]}</h1>
          <p class="muted">{said.list.lead[kind]}</p>
        </div>
        {onlyOne.includes(kind) || !hasRole("perancang") ? null : (
          <button type="button" class="button primary" onClick={() => setAdding(true)}>
            <Icon name="plus" />
            {said.list.add[kind]}
          </button>
        )}
      </header>
      {failure === null ? null : <FailureNote failure={failure} onRetry={load} />}
      {rows === null || rows.length < 8 ? null : (
        <label class="field filter">
          <span class="field-label">{said.list.filter}</span>
          <input
            class="input"
            type="search"
            value={filter}
            onInput={(event) => setFilter(event.currentTarget.value)}
          />
        </label>
      )}
      {shown === undefined ? (
        <Skeleton hidden={failure !== null} />
      ) : shown.length === 0 ? (
        <Empty filter={filter} />
      ) : (
        <Rows kind={kind} rows={shown} />
      )}
      {adding ? (
        <NewDocument kind={kind} taken={rows?.map((row) => row.id) ?? []} onClose={() => setAdding(false)} />
      ) : null}
    </section>
  );
}

function useRows(kind: DocumentKind) {
  const [rows, setRows] = useState<readonly LibraryRow[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const load = async () => {
    const answer = await api.get<{ items: readonly LibraryRow[] }>(`/library/${kind}`);
    if (answer.ok) {
      setRows(answer.value.items);
      setFailure(null);
    } else setFailure(answer.failure);
  };
  useEffect(() => {
    setRows(null);
    void load();
    return listen((heard) => {
      if (heard.kind === "library" || heard.kind === "resync") void load();
    });
  }, [kind]);
  return { rows, failure, load };
}

function Rows({ kind, rows }: { readonly kind: DocumentKind; readonly rows: readonly LibraryRow[] }) {
  const said = words().list;
  const running = kind === "processes";
  return (
    <div class="card table-card">
      <table class="rows">
        <thead>
          <tr>
            <th>{said.columns.title}</th>
            <th>{said.columns.inForce}</th>
            <th>{said.columns.draft}</th>
            <th>{said.columns.proposal}</th>
            {running ? <th class="number">{said.columns.running}</th> : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <a class="row-link" href={documentPath(kind, row.id)}>
                  <Icon name={placeOf(kind).icon} />
                  <span>{row.title}</span>
                </a>
                <span class="faint small">{row.id}</span>
              </td>
              <td data-label={said.columns.inForce}>
                {row.inForce === null ? (
                  <span class="muted">{said.neverPublished}</span>
                ) : (
                  <span class="chip chip-done">
                    <Icon name="check" small />
                    {said.version(row.inForce)}
                  </span>
                )}
              </td>
              <td data-label={said.columns.draft}>
                <DraftState row={row} />
              </td>
              <td data-label={said.columns.proposal}>
                {row.proposed ? (
                  <span class="chip chip-soon">
                    <Icon name="hourglass" small />
                    {said.proposed}
                  </span>
                ) : (
                  <span class="faint">{said.noProposal}</span>
                )}
              </td>
              {running ? (
                <td class="number" data-label={said.columns.running}>
                  {row.runningCases}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DraftState({ row }: { readonly row: LibraryRow }) {
  const said = words().list;
  const where = place();
  return (
    <>
      {row.changed ? (
        <span class="chip chip-here">
          <Icon name="pen-line" small />
          {said.changed}
        </span>
      ) : (
        <span class="muted">{said.unchanged}</span>
      )}
      {row.draftSavedAtMs === null ? null : (
        <span class="small faint block">
          {said.savedBy(
            personName(row.draftBy ?? ""),
            shortInstant(Math.min(row.draftSavedAtMs, nowMs()), where),
          )}
        </span>
      )}
    </>
  );
}

function Empty({ filter }: { readonly filter: string }) {
  const said = words().list;
  return (
    <div class="card empty">
      <Icon name="folder-open" />
      {filter === "" ? (
        <>
          <h2>{said.empty.title}</h2>
          <p>{said.empty.text}</p>
        </>
      ) : (
        <p>{said.noMatch(filter)}</p>
      )}
    </div>
  );
}

function Skeleton({ hidden }: { readonly hidden: boolean }) {
  if (hidden) return null;
  return (
    <div class="card card-pad" role="status" aria-label={words().loading}>
      <span class="bar w-50" />
      <span class="bar w-30" />
      <span class="bar w-70" />
      <span class="bar w-30" />
    </div>
  );
}
