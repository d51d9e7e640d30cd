/** Analisis: what no rule decides, what two rules decide, what never applies; each with an example that can be tried. */
import { useState } from "preact/hooks";
import type { RuleAnalysis, RuleFinding } from "../../api/index.ts";
import { Icon } from "../../ui/index.ts";
import { words } from "../words.ts";

type Gap = RuleAnalysis["gaps"][number];
type Facts = NonNullable<RuleFinding["facts"]>;

export function AnalysisPanel({
  analysis,
  readable,
  readOnly,
  onTry,
  onFill,
}: {
  readonly analysis: RuleAnalysis | null;
  readonly readable: boolean;
  readonly readOnly: boolean;
  readonly onTry: (facts: Facts) => void;
  readonly onFill: (gap: Gap) => void;
}) {
  const said = words().ruleWork;
  const gaps = analysis?.gaps ?? [];
  // Where the first hit answers, an overlap is mostly the point of the order; where one alone may hit, it stops cases.
  const clashes = analysis?.overlaps.filter(({ severity }) => severity === "error") ?? [];
  const meant = analysis?.overlaps.filter(({ severity }) => severity === "note") ?? [];
  const firstGap = gaps.find(({ conditions }) => conditions !== null);
  return (
    <section class="card card-pad rule-card" aria-label={said.analysis}>
      <div class="card-head">
        <h2>{said.analysis}</h2>
        {analysis === null ? null : <FoundChip analysis={analysis} />}
      </div>
      {analysis === null ? (
        <p class="muted small">{readable ? said.analysing : said.notAnalysed}</p>
      ) : (
        <>
          {gaps.map((gap) => (
            <FindingNote key={gap.text} finding={gap} kind="warn" onTry={onTry} />
          ))}
          {clashes.map((overlap) => (
            <FindingNote key={overlap.text} finding={overlap} kind="error" onTry={onTry} />
          ))}
          {analysis.neverFire.map((dead) => (
            <FindingNote key={dead.text} finding={dead} kind="warn" onTry={onTry} />
          ))}
          {analysis.unfulfillable.map((text) => (
            <p key={text} class="note note-warn">
              <Icon name="triangle-alert" />
              <span>{text}</span>
            </p>
          ))}
          <Proven analysis={analysis} />
          {meant.length === 0 ? null : (
            <details class="small">
              <summary>{said.earlierWins(meant.length)}</summary>
              {meant.map((overlap) => (
                <FindingNote key={overlap.text} finding={overlap} kind="plain" onTry={onTry} />
              ))}
            </details>
          )}
          <Notes analysis={analysis} />
          {firstGap === undefined || readOnly ? null : (
            <button type="button" class="link act" onClick={() => onFill(firstGap)}>
              <Icon name="plus" small />
              {said.fillGap}
            </button>
          )}
        </>
      )}
    </section>
  );
}

function FoundChip({ analysis }: { readonly analysis: RuleAnalysis }) {
  const said = words().ruleWork;
  const faults =
    analysis.gaps.length +
    analysis.neverFire.length +
    analysis.unfulfillable.length +
    analysis.overlaps.filter(({ severity }) => severity === "error").length;
  if (faults === 0)
    return (
      <span class="chip chip-done">
        <Icon name="check" small />
        {said.clean}
      </span>
    );
  return (
    <span class="chip chip-soon">
      <Icon name="triangle-alert" small />
      {faults === analysis.gaps.length ? said.gapsChip(faults) : said.findings(faults)}
    </span>
  );
}

function FindingNote({
  finding,
  kind,
  onTry,
}: {
  readonly finding: RuleFinding;
  readonly kind: "warn" | "error" | "plain";
  readonly onTry: (facts: Facts) => void;
}) {
  const said = words().ruleWork;
  const [open, setOpen] = useState(false);
  const { facts } = finding;
  return (
    <div class={`note note-${kind} finding`}>
      <Icon name={kind === "plain" ? "info" : "triangle-alert"} />
      <div>
        {finding.text}
        {facts === null ? null : (
          <button type="button" class="link block" aria-expanded={open} onClick={() => setOpen(!open)}>
            {said.example}
          </button>
        )}
        {open && facts !== null ? (
          <>
            <dl class="facts small">
              {finding.example.map(({ label, value }) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            <button type="button" class="link" onClick={() => onTry(facts)}>
              {said.tryExample}
            </button>
          </>
        ) : null}
      </div>
    </div>
  );
}

function Proven({ analysis }: { readonly analysis: RuleAnalysis }) {
  const said = words().ruleWork;
  const lines = [
    ...(analysis.gaps.length === 0 ? [said.noGaps] : []),
    ...(analysis.overlaps.length === 0 ? [said.noOverlaps] : []),
    ...(analysis.neverFire.length === 0 ? [said.allCanFire] : []),
    ...(analysis.unfulfillable.length === 0 ? [said.allFilled] : []),
  ];
  return (
    <ul class="tests">
      {lines.map((line) => (
        <li key={line} class="test">
          <Icon name="check" small />
          {line}
        </li>
      ))}
    </ul>
  );
}

/** What is no fault but good to know; what could not be looked at exactly comes first. */
function Notes({ analysis }: { readonly analysis: RuleAnalysis }) {
  const said = words().ruleWork;
  const notes = [...analysis.inexact, ...analysis.unusedFacts, ...analysis.untested];
  if (notes.length === 0) return null;
  return (
    <details class="small">
      <summary>{said.notes(notes.length)}</summary>
      <ul class="plain-list muted">
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </details>
  );
}
