/**
 * Aturan: one rule set as JSON with completion and error markers, beside it the table that it means, below it
 * its tests and its publication. On a phone the text is read, not written.
 */

import { useEffect, useMemo, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Catalogue, RuleImpact } from "../../api/index.ts";
import {
  type AllOf,
  type Facts,
  type Json,
  type RuleSet,
  readRuleSet,
  ruleSetSchema,
} from "../../rules/index.ts";
import { api, hasRole, Icon, language, Note, Segmented, toast, useKey } from "../../ui/index.ts";
import { DraftDifference } from "../documents/difference.tsx";
import { CopyNotes, DocumentBar, download, MoreMenu } from "../documents/document-bar.tsx";
import { documentPath } from "../documents/kind.ts";
import {
  type Check,
  Checklist,
  ProposalPanel,
  ProposeDialog,
  PublishButton,
} from "../documents/publishing.tsx";
import { useSaveKey } from "../documents/save-key.ts";
import { useUnsavedGuard, useVersion, useWorkingCopy } from "../documents/use-working-copy.ts";
import { Versions } from "../documents/versions.tsx";
import type { WorkingCopy } from "../documents/working-copy.ts";
import { type GoTo, JsonEditor, type JsonProblem } from "../json/json-editor.tsx";
import { useWide } from "../process/use-wide.ts";
import { words } from "../words.ts";
import { AnalysisPanel } from "./analysis-panel.tsx";
import { ImpactPanel } from "./impact-panel.tsx";
import { completeFrom } from "./rule-completion.ts";
import { AddRuleDialog } from "./rule-dialog.tsx";
import { type Editing, RuleTable } from "./rule-table.tsx";
import { allPass, TestsPanel, useTests } from "./tests-panel.tsx";
import { insertItem, rangeOf } from "./text-edit.ts";
import { TryBench } from "./try-bench.tsx";
import { useReview } from "./use-review.ts";
import { useRuleCheck } from "./use-rule-check.ts";

type View = "aturan" | "beda" | "riwayat";

export function RulePage({ id, version }: { readonly id: string; readonly version?: string }) {
  const copy = useWorkingCopy("rule-sets", id);
  const pinned = version === undefined ? null : Number(version);
  return <Rules key={`${id}@${pinned ?? ""}`} copy={copy} version={pinned} />;
}

function Rules({ copy, version }: { readonly copy: WorkingCopy; readonly version: number | null }) {
  const said = words();
  const wide = useWide();
  const { query, route } = useLocation();
  const pinnedContent = useVersion(copy, version);
  const mayEdit = hasRole("perancang");
  const readOnly = version !== null || !mayEdit;
  const content = version !== null ? (pinnedContent ?? "") : copy.content.value;
  const check = useRuleCheck(copy.id, content, language.value);
  const tests = useTests(check.ruleSet);
  const schema = useRuleSetSchema();
  const completion = useMemo(() => completeFrom(schema, true), [schema]);
  const [proposing, setProposing] = useState(false);
  const [goTo, setGoTo] = useState<GoTo | null>(null);
  const [at, setAt] = useState(-1);
  const view: View = query.lihat === "beda" || query.lihat === "riwayat" ? query.lihat : "aturan";
  const against =
    query.versi === undefined ? (copy.conflict.value === null ? null : "theirs") : Number(query.versi);
  const path = documentPath("rule-sets", copy.id);
  const go = (next: View, of?: number) =>
    route(next === "aturan" ? path : `${path}?lihat=${next}${of === undefined ? "" : `&versi=${of}`}`);
  const save = async () => {
    if (!readOnly && (await copy.save())) toast(said.editor.savedDraft);
  };
  const show = (index: number) => {
    const problem = check.problems[index];
    if (problem === undefined) return;
    setAt(index);
    setGoTo((before) => ({ line: problem.line, column: problem.column, turn: (before?.turn ?? 0) + 1 }));
  };
  useSaveKey(() => void save());
  useKey("Ctrl+Enter", () => void tests.start());
  useKey("F8", () => show(check.problems.length === 0 ? 0 : (at + 1) % check.problems.length));
  useUnsavedGuard(copy);
  document.title = `${copy.title.value || copy.id} · ${said.product}`;

  const review = useReview(copy.id, content, check.ruleSet);
  const inForce = useRulesInForce(copy);
  const [adding, setAdding] = useState<Adding | null>(null);
  const [trying, setTrying] = useState<{ readonly facts: Facts | null } | null>(null);
  const editing: Editing = {
    text: () => copy.content.peek(),
    change: copy.change,
    show: (place) => {
      const range = rangeOf(copy.content.peek(), place);
      if (range === null) return;
      const before = copy.content.peek().slice(0, range.from).split("\n");
      const column = (before.at(-1)?.length ?? 0) + 1;
      setGoTo((last) => ({ line: before.length, column, turn: (last?.turn ?? 0) + 1 }));
    },
  };
  const errors = check.problems.length;
  // Both answers are about the text on the page; saved, it is the draft that is proposed.
  const reviewed =
    review.analysis === null || review.impact === null || copy.dirty.value
      ? null
      : { analysis: review.analysis.contentHash, impact: review.impact.contentHash };
  const checks = checksOf(copy, errors, allPass(tests.run), reviewed !== null);

  return (
    <div class="doc">
      <DocumentBar copy={copy} readOnlyVersion={version} {...detailOf(check.lastGood)}>
        {version !== null ? (
          <>
            <p class="small muted">{said.editor.openedReadOnly}</p>
            <a class="button" href={path}>
              <Icon name="arrow-left" />
              {said.editor.backToDraft}
            </a>
          </>
        ) : (
          <>
            <Segmented
              label={said.list.title["rule-sets"]}
              value={view}
              options={[
                { value: "aturan", text: said.list.title["rule-sets"], icon: "scale" },
                { value: "beda", text: said.editor.compare, icon: "git-compare" },
                { value: "riwayat", text: said.editor.history, icon: "history" },
              ]}
              onChoose={(next) => go(next)}
            />
            {wide && mayEdit ? (
              <button type="button" class="button" onClick={() => void save()} title="Ctrl+S">
                <Icon name="save" />
                {said.editor.save}
              </button>
            ) : null}
            <MoreMenu>
              <button
                type="button"
                class="menu-item"
                onClick={() => download(`${copy.id}.json`, "application/json", content)}
              >
                <Icon name="download" />
                {said.editor.exportJson}
              </button>
            </MoreMenu>
          </>
        )}
      </DocumentBar>
      <CopyNotes copy={copy} onCompare={() => go("beda")} />
      {version !== null ? null : <ProposalPanel copy={copy} onCompare={() => go("beda")} />}
      {view === "beda" ? <DraftDifference copy={copy} against={against} /> : null}
      {view === "riwayat" ? <Versions copy={copy} onCompare={(of) => go("beda", of)} /> : null}
      {view === "aturan" ? (
        <div class="rule-cards">
          <TextCard
            content={content}
            current={() => (readOnly ? content : copy.content.peek())}
            readOnly={readOnly}
            wide={wide}
            problems={check.problems}
            completion={completion}
            goTo={goTo}
            onChange={copy.change}
            onRun={() => void tests.start()}
            onShow={show}
          />
          <TableCard
            ruleSet={check.ruleSet}
            lastGood={check.lastGood}
            impact={review.impact}
            inForce={inForce}
            editing={readOnly || check.ruleSet === null ? null : editing}
            onAdd={() => setAdding({ conditions: null, said: null })}
          />
          <div class="rule-panels">
            <TestsPanel
              ruleSet={check.ruleSet}
              run={tests.run}
              running={tests.running}
              onRun={tests.start}
              onTry={() => setTrying({ facts: null })}
            />
            <AnalysisPanel
              analysis={review.analysis}
              readable={check.ruleSet !== null}
              readOnly={readOnly}
              onTry={(facts) => setTrying({ facts })}
              onFill={(gap) => setAdding({ conditions: conditionsOf(gap.conditions), said: gap.text })}
            />
            <ImpactPanel
              id={copy.id}
              content={content}
              impact={review.impact}
              readable={check.ruleSet !== null}
            />
            {readOnly ? null : (
              <section class="card card-pad rule-card" aria-label={said.publishing.title}>
                <h2>{said.publishing.title}</h2>
                <Checklist checks={checks} />
                <p class="small muted">{said.publishing.secondHint}</p>
                <PublishButton
                  copy={copy}
                  errors={errors}
                  blocked={reviewed === null ? said.ruleWork.readAgain : null}
                  onPropose={() => setProposing(true)}
                />
              </section>
            )}
          </div>
        </div>
      ) : null}
      {proposing ? (
        <ProposeDialog copy={copy} checks={checks} reviewed={reviewed} onClose={() => setProposing(false)} />
      ) : null}
      {adding !== null && check.ruleSet !== null ? (
        <AddRuleDialog
          ruleSet={check.ruleSet}
          conditions={adding.conditions}
          said={adding.said}
          onClose={() => setAdding(null)}
          onAdd={(rule) => {
            copy.change(insertItem(copy.content.peek(), ["rules"], check.ruleSet?.rules.length ?? 0, rule));
            setAdding(null);
          }}
        />
      ) : null}
      {trying !== null && check.ruleSet !== null ? (
        <TryBench
          id={copy.id}
          ruleSet={check.ruleSet}
          facts={trying.facts}
          readOnly={readOnly}
          onClose={() => setTrying(null)}
          onTest={(test) => {
            copy.change(insertItem(copy.content.peek(), ["tests"], check.ruleSet?.tests.length ?? 0, test));
            setTrying(null);
            toast(said.ruleWork.keptAsTest);
          }}
        />
      ) : null}
    </div>
  );
}

function TextCard({
  content,
  current,
  readOnly,
  wide,
  problems,
  completion,
  goTo,
  onChange,
  onRun,
  onShow,
}: {
  readonly content: string;
  readonly current: () => string;
  readonly readOnly: boolean;
  readonly wide: boolean;
  readonly problems: readonly JsonProblem[];
  readonly completion: ReturnType<typeof completeFrom>;
  readonly goTo: GoTo | null;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
  readonly onShow: (index: number) => void;
}) {
  const said = words().rules;
  if (!wide)
    return (
      <details class="card card-pad rule-card">
        <summary>
          <strong>{said.json}</strong>
        </summary>
        <pre class="hunk">{content}</pre>
      </details>
    );
  return (
    <section class="card json-card" aria-label={said.json}>
      <div class="card-head rule-head">
        <h2>{said.json}</h2>
        {problems.length === 0 ? (
          <span class="fits">
            <Icon name="check" small />
            {said.fits}
          </span>
        ) : (
          <span class="chip chip-late">
            <Icon name="circle-x" small />
            {said.faults(problems.length)}
          </span>
        )}
      </div>
      {content === "" ? null : (
        <JsonEditor
          value={content}
          current={current}
          readOnly={readOnly}
          problems={problems}
          completion={completion}
          goTo={goTo}
          onChange={onChange}
          onRun={onRun}
        />
      )}
      <JsonProblems problems={problems} onShow={onShow} />
    </section>
  );
}

export function JsonProblems({
  problems,
  onShow,
}: {
  readonly problems: readonly JsonProblem[];
  readonly onShow: (index: number) => void;
}) {
  const said = words().rules;
  if (problems.length === 0) return null;
  return (
    <ol class="json-problems" aria-label={words().problems.title}>
      {problems.map((problem, index) => (
        <li key={`${problem.line}:${problem.column}:${problem.message}`}>
          <button type="button" class="json-problem" onClick={() => onShow(index)}>
            <Icon name={problem.severity === "error" ? "circle-x" : "triangle-alert"} small />
            <span>
              {problem.message}
              <span class="small muted block">{said.faultAt(problem.line, problem.column)}</span>
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}

function TableCard({
  ruleSet,
  lastGood,
  impact,
  inForce,
  editing,
  onAdd,
}: {
  readonly ruleSet: RuleSet | null;
  readonly lastGood: RuleSet | null;
  readonly impact: RuleImpact | null;
  readonly inForce: ReadonlySet<string> | null;
  readonly editing: Editing | null;
  readonly onAdd: () => void;
}) {
  const said = words();
  const shown = ruleSet ?? lastGood;
  return (
    <section class="card table-rules" aria-label={said.rules.table}>
      <div class="card-head rule-head">
        <h2>{said.rules.table}</h2>
        {shown === null ? null : <span class="small muted">{said.rules.read[shown.hitPolicy]}</span>}
        {editing === null ? null : (
          <button type="button" class="link act" onClick={onAdd}>
            <Icon name="plus" small />
            {said.ruleWork.add}
          </button>
        )}
      </div>
      {ruleSet === null && shown !== null ? <Note kind="warn">{said.rules.notReadable}</Note> : null}
      {shown === null ? null : (
        <RuleTable ruleSet={shown} impact={impact} inForce={inForce} editing={editing} />
      )}
    </section>
  );
}

/** As the server publishes it; the page's own until then. */
function useRuleSetSchema(): unknown {
  const [schema, setSchema] = useState<unknown>(ruleSetSchema);
  useEffect(() => {
    void api.get<Catalogue>("/catalogue").then((answer) => {
      if (answer.ok && Object.keys(answer.value.ruleSetSchema ?? {}).length > 0)
        setSchema(answer.value.ruleSetSchema);
    });
  }, []);
  return schema;
}

function detailOf(ruleSet: RuleSet | null): { readonly detail?: string } {
  const said = words().rules;
  return ruleSet === null
    ? {}
    : {
        detail: [
          said.purpose[ruleSet.purpose],
          said.hit[ruleSet.hitPolicy],
          said.effectiveBy[ruleSet.effectiveBy],
        ].join(" · "),
      };
}

interface Adding {
  readonly conditions: AllOf | null;
  readonly said: string | null;
}

/** The server writes conditions as the rules do; anything else offers nothing. */
function conditionsOf(conditions: Json | null): AllOf | null {
  const all: unknown = Object(conditions).all;
  return Array.isArray(all) ? { all: all as AllOf["all"] } : null;
}

/** Names of the rules of the version in force, to mark what is new; null before they are known. */
function useRulesInForce(copy: WorkingCopy): ReadonlySet<string> | null {
  const version = copy.document.value?.versions.find((one) => one.inForce)?.version ?? null;
  const content = useVersion(copy, version);
  return useMemo(() => {
    const reading = content === null ? null : readRuleSet(content);
    return reading?.ok === true ? new Set(reading.ruleSet.rules.map(({ name }) => name)) : null;
  }, [content]);
}

function checksOf(copy: WorkingCopy, errors: number, testsPass: boolean, read: boolean): readonly Check[] {
  const said = words().publishing.checklist;
  return [
    { text: said.saved, done: !copy.dirty.value },
    { text: said.noErrors, done: errors === 0 },
    { text: said.tests, done: testsPass },
    { text: words().ruleWork.read, done: read },
    { text: said.second, done: false },
  ];
}
