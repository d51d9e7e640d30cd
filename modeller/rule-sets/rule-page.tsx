/**
 * Aturan: one rule set as JSON with completion and error markers, beside it the table that it means, below it
 * its tests and its publication. On a phone the text is read, not written.
 */

import { useEffect, useMemo, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Catalogue } from "../../api/index.ts";
import { type RuleSet, ruleSetSchema } from "../../rules/index.ts";
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
import { completeFrom } from "./rule-completion.ts";
import { RuleTable } from "./rule-table.tsx";
import { allPass, TestsPanel, useTests } from "./tests-panel.tsx";
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

  const errors = check.problems.length;
  const checks = checksOf(copy, errors, allPass(tests.run));

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
          <TableCard ruleSet={check.ruleSet} lastGood={check.lastGood} />
          <TestsPanel ruleSet={check.ruleSet} run={tests.run} running={tests.running} onRun={tests.start} />
          {readOnly ? null : (
            <section class="card card-pad rule-card" aria-label={said.publishing.title}>
              <h2>{said.publishing.title}</h2>
              <Checklist checks={checks} />
              <p class="small muted">{said.publishing.secondHint}</p>
              <PublishButton copy={copy} errors={errors} onPropose={() => setProposing(true)} />
            </section>
          )}
        </div>
      ) : null}
      {proposing ? <ProposeDialog copy={copy} checks={checks} onClose={() => setProposing(false)} /> : null}
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
}: {
  readonly ruleSet: RuleSet | null;
  readonly lastGood: RuleSet | null;
}) {
  const said = words().rules;
  const shown = ruleSet ?? lastGood;
  return (
    <section class="card table-rules" aria-label={said.table}>
      <div class="card-head rule-head">
        <h2>{said.table}</h2>
        {shown === null ? null : <span class="small muted">{said.read[shown.hitPolicy]}</span>}
      </div>
      {ruleSet === null ? <Note kind="warn">{said.notReadable}</Note> : null}
      {shown === null ? null : <RuleTable ruleSet={shown} />}
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

function checksOf(copy: WorkingCopy, errors: number, testsPass: boolean): readonly Check[] {
  const said = words().publishing.checklist;
  return [
    { text: said.saved, done: !copy.dirty.value },
    { text: said.noErrors, done: errors === 0 },
    { text: said.tests, done: testsPass },
    { text: said.second, done: false },
  ];
}
