/** Dampak: how many decisions would have gone elsewhere, from where to where, and which cases those are. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { RuleImpact } from "../../api/index.ts";
import {
  announce,
  Dialog,
  type Failure,
  FailureNote,
  Icon,
  language,
  place,
  shortInstant,
} from "../../ui/index.ts";
import { words } from "../words.ts";
import { measureAll } from "./use-review.ts";

interface Checking {
  readonly examined: number;
  readonly total: number;
}

export function ImpactPanel({
  id,
  content,
  impact,
  readable,
}: {
  readonly id: string;
  readonly content: string;
  /** Over the last decisions; null while it is counted. */
  readonly impact: RuleImpact | null;
  readonly readable: boolean;
}) {
  const said = words().ruleWork;
  const [all, setAll] = useState<{ content: string; impact: RuleImpact } | null>(null);
  const [checking, setChecking] = useState<Checking | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [listed, setListed] = useState(false);
  const work = useRef<AbortController | null>(null);
  // A text that changes makes what is being counted worthless.
  useEffect(() => () => work.current?.abort(), [content]);
  const whole = all?.content === content ? all.impact : null;
  const shown = whole ?? impact;

  const checkAll = async (total: number) => {
    const mine = new AbortController();
    work.current = mine;
    setFailure(null);
    setChecking({ examined: 0, total });
    const failed = await measureAll(
      id,
      content,
      (line) => {
        if (mine.signal.aborted) return;
        if ("impact" in line) setAll({ content, impact: line.impact });
        else setChecking(line);
      },
      mine.signal,
    );
    setChecking(null);
    setFailure(failed);
    if (mine.signal.aborted) announce(said.cancelled);
  };

  return (
    <section class="card card-pad rule-card" aria-label={said.impact}>
      <div class="card-head">
        <h2>{said.impact}</h2>
        {shown === null || shown.moved === 0 ? null : (
          <button type="button" class="link" onClick={() => setListed(true)}>
            {said.seeCases(shown.moved)}
          </button>
        )}
      </div>
      {shown === null ? (
        <p class="muted small">{readable ? said.measuring : said.notMeasured}</p>
      ) : shown.total === 0 ? (
        <p class="muted small">{said.noDecisions}</p>
      ) : (
        <Moved impact={shown} whole={whole !== null} />
      )}
      {failure === null ? null : <FailureNote failure={failure} />}
      {shown === null || shown.total === 0 ? null : checking === null ? (
        <button type="button" class="link act" onClick={() => void checkAll(shown.total)}>
          <Icon name="list-checks" small />
          {said.checkAll(shown.total)}
        </button>
      ) : (
        <div class="checking">
          <progress
            max={Math.max(1, checking.total)}
            value={checking.examined}
            aria-label={said.checking(checking.examined, checking.total)}
          />
          <span class="small">{said.checking(checking.examined, checking.total)}</span>
          <button type="button" class="button" onClick={() => work.current?.abort()}>
            <Icon name="x" small />
            {said.cancelCheck}
          </button>
        </div>
      )}
      {listed && shown !== null ? <MovedCases impact={shown} onClose={() => setListed(false)} /> : null}
    </section>
  );
}

const figure = (n: number): string => n.toLocaleString(language.value === "id" ? "id-ID" : "en-GB");

function Moved({ impact, whole }: { readonly impact: RuleImpact; readonly whole: boolean }) {
  const said = words().ruleWork;
  const most = Math.max(1, ...impact.groups.map(({ count }) => count));
  const of = figure(impact.examined);
  return (
    <>
      <p class="moved" role="status">
        <strong class={impact.moved === 0 ? "figure" : "figure figure-on"}>{figure(impact.moved)}</strong>{" "}
        {whole ? said.movedOfAll(of) : said.moved(of)}
      </p>
      <ul class="moves">
        {impact.groups.slice(0, 8).map((group) => (
          <li key={`${group.fromTitle}→${group.toTitle}`}>
            <span>{said.arrow(group.fromTitle, group.toTitle)}</span>
            <meter min={0} max={most} value={group.count} aria-hidden="true" />
            <span class="moves-count">{figure(group.count)}</span>
          </li>
        ))}
      </ul>
      {impact.moved === 0 ? null : (
        <p class="small muted">
          {impact.running === 0
            ? said.noneRunning
            : said.running(impact.running, impact.keptVersions.join(", "))}
        </p>
      )}
    </>
  );
}

function MovedCases({ impact, onClose }: { readonly impact: RuleImpact; readonly onClose: () => void }) {
  const said = words();
  return (
    <Dialog
      title={said.ruleWork.casesTitle}
      wide
      onClose={onClose}
      actions={
        <button type="button" class="button" data-first onClick={onClose}>
          {said.close}
        </button>
      }
    >
      {impact.cases.length === 0 ? (
        <p class="muted">{said.ruleWork.noCasesSeen(impact.otherCases)}</p>
      ) : (
        <>
          <table class="rules-table moved-cases">
            <thead>
              <tr>
                <th>{said.ruleWork.caseColumn}</th>
                <th>{said.ruleWork.decidedColumn}</th>
                <th>{said.ruleWork.moveColumn}</th>
              </tr>
            </thead>
            <tbody>
              {impact.cases.map((one) => (
                <tr key={`${one.caseId} ${one.decidedAtMs}`}>
                  <td>
                    <a href={`/berkas/${encodeURIComponent(one.caseId)}`}>{one.title}</a>
                    <span class="small muted block">
                      {one.number}
                      {one.running ? ` · ${said.ruleWork.runs}` : ""}
                    </span>
                  </td>
                  <td>{shortInstant(one.decidedAtMs, place())}</td>
                  <td>{said.ruleWork.arrow(one.fromTitle, one.toTitle)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {impact.otherCases === 0 ? null : (
            <p class="small muted">{said.ruleWork.otherCases(impact.otherCases)}</p>
          )}
        </>
      )}
    </Dialog>
  );
}
