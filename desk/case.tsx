/**
 * Berkas: where a case is, the path it took, why rules chose what they chose, who used how much time. It moves
 * when somebody else acts: the place that changed is tinted once and said politely.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { useRoute } from "preact-iso";
import type { CasePage } from "../api/index.ts";
import {
  announce,
  api,
  DeadlineChip,
  FailureNote,
  hasRole,
  Icon,
  listen,
  live,
  nowMs,
  PostName,
  place,
  zonedTime,
} from "../ui/index.ts";
import { AttachmentList } from "./attachment-list.tsx";
import { CancelCase, CaseIncidents } from "./case-acts.tsx";
import { CaseFlow } from "./case-flow.tsx";
import { CaseHistory } from "./case-history.tsx";
import { Heading } from "./heading.tsx";
import { Ledger } from "./ledger.tsx";
import { useLoaded } from "./loaded.ts";
import { NotFound } from "./not-found.tsx";
import { Reasons } from "./reason-card.tsx";
import { Facts } from "./task-cards.tsx";
import { deskWords } from "./words.ts";

export function CaseScreen() {
  const { params } = useRoute();
  const caseId = params.caseId ?? "";
  const path = `/cases/${encodeURIComponent(caseId)}`;
  const found = useLoaded<CasePage>(caseId, (signal) => api.get<CasePage>(path, signal));
  useEffect(
    () =>
      listen((heard) => {
        if (heard.kind === "resync" || (heard.kind === "case" && heard.id === caseId)) void found.refresh();
      }),
    [caseId, found.refresh],
  );
  if (found.failure?.kind === "problem" && found.failure.status === 404) return <NotFound />;
  if (found.value === null)
    return found.failure === null ? (
      found.slow ? (
        <CaseSkeleton />
      ) : null
    ) : (
      <FailureNote failure={found.failure} onRetry={() => void found.refresh()} />
    );
  return <OpenCase key={caseId} page={found.value} path={path} refresh={found.refresh} />;
}

function OpenCase({ page, path, refresh }: { page: CasePage; path: string; refresh: () => Promise<void> }) {
  const changed = useMoved(page);
  return (
    <div class="case">
      <CaseHead page={page} changed={changed} />
      <CaseIncidents page={page} refresh={refresh} />
      <CaseFlow page={page} path={path} changed={changed} />
      <div class="case-columns">
        <Reasons page={page} />
        <CaseHistory page={page} changed={changed} />
        <Ledger page={page} />
      </div>
      <CaseContent page={page} path={path} refresh={refresh} />
    </div>
  );
}

/** Counts the moves seen since the page opened, and says each one. */
function useMoved(page: CasePage): number {
  const [moves, setMoves] = useState(0);
  const seen = useRef(page.version);
  useEffect(() => {
    if (page.version === seen.current) return;
    seen.current = page.version;
    setMoves((n) => n + 1);
    announce(
      deskWords().caseMoved(page.here.map((at) => at.text).join(", ") || deskWords().states[page.state]),
    );
  }, [page.version]);
  return moves;
}

function CaseHead({ page, changed }: { page: CasePage; changed: number }) {
  const words = deskWords();
  const mine = page.here.find((at) => at.mine && at.taskId !== null);
  return (
    <>
      <nav aria-label={words.youAreHere}>
        <ol class="crumbs">
          <li>
            <a href="/berkas">{words.cases}</a>
            <Icon name="chevron-right" />
          </li>
          <li>{page.number}</li>
        </ol>
      </nav>
      <div class="title-row">
        <Heading>{page.title}</Heading>
        <span class="only-print">{page.number}</span>
        <CaseState page={page} changed={changed} />
        <LiveMark />
        <div class="end">
          {hasRole("auditor") ? (
            <a class="button" href="/api/v1/journal/export" download="jurnal.ndjson">
              <Icon name="download" small />
              {words.exportJournal}
            </a>
          ) : null}
          <button type="button" class="button" onClick={() => window.print()}>
            <Icon name="printer" small />
            {words.print}
          </button>
          {mine === undefined ? null : (
            <a class="button primary" href={`/tugas/${mine.taskId}`}>
              {words.openMyTask}
            </a>
          )}
        </div>
      </div>
    </>
  );
}

/** Where it is, and how long is left there; or how it ended. */
function CaseState({ page, changed }: { page: CasePage; changed: number }) {
  const words = deskWords();
  if (page.state !== "running" && page.state !== "incident")
    return (
      <span class={page.state === "completed" ? "chip chip-done" : "chip chip-plain"}>
        <Icon name={page.state === "completed" ? "check" : "circle-x"} />
        {words.states[page.state]}
      </span>
    );
  const deadline = page.here.find((at) => at.deadline !== null)?.deadline ?? page.deadline;
  return (
    <>
      {page.state === "incident" ? (
        <span class="chip chip-fault">
          <Icon name="triangle-alert" />
          {words.states.incident}
        </span>
      ) : null}
      {page.here.map((at) => (
        <span
          class={changed > 0 ? "chip chip-here changed" : "chip chip-here"}
          key={`${at.elementId} ${changed}`}
        >
          <Icon name="map-pin" />
          <span>
            {at.post === null ? (
              at.text
            ) : (
              <>
                {words.atPlace} <PostName post={at.post} />
              </>
            )}
          </span>
        </span>
      ))}
      {deadline === null ? null : <DeadlineChip deadline={deadline} />}
    </>
  );
}

function LiveMark() {
  const words = deskWords();
  return (
    <span class="live small muted">
      <span class={live.value ? "live-dot" : "live-dot off"} />
      {live.value ? words.liveAt(zonedTime(nowMs(), place())) : words.notLive}
    </span>
  );
}

function CaseContent({
  page,
  path,
  refresh,
}: {
  page: CasePage;
  path: string;
  refresh: () => Promise<void>;
}) {
  const words = deskWords();
  return (
    <div class="case-columns case-content">
      <section class="card card-pad" aria-labelledby="ringkasan">
        <div class="card-head">
          <h2 id="ringkasan">{words.caseSummary}</h2>
          <span class="small muted">{words.processVersion(page.processTitle, page.processVersion)}</span>
        </div>
        <Facts facts={page.summary} />
        {page.may.cancel ? <CancelCase page={page} path={path} refresh={refresh} /> : null}
      </section>
      <section class="card card-pad case-files" aria-labelledby="lampiran">
        <div class="card-head">
          <h2 id="lampiran">{words.caseAttachments}</h2>
        </div>
        <AttachmentList files={page.attachments} />
      </section>
    </div>
  );
}

function CaseSkeleton() {
  return (
    <div class="case" aria-hidden="true">
      <span class="bar w-30" />
      <div class="card card-pad case-skeleton">
        <span class="bar w-90" />
        <span class="bar w-70" />
        <span class="bar w-90" />
      </div>
    </div>
  );
}
