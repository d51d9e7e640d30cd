/** The tests inside a rule set: run on the page by the same code as the server's, green or red, expected and got. */
import { useEffect, useRef, useState } from "preact/hooks";
import { type RuleSet, runTests, type TestResult } from "../../rules/index.ts";
import { announce, Icon } from "../../ui/index.ts";
import { words } from "../words.ts";

export interface TestRun {
  readonly ruleSet: RuleSet;
  readonly results: readonly TestResult[];
  readonly milliseconds: number;
}

/** Runs again a moment after each change that reads well, and at once on demand. */
export function useTests(ruleSet: RuleSet | null) {
  const [run, setRun] = useState<TestRun | null>(null);
  const [running, setRunning] = useState(false);
  const turn = useRef(0);
  const start = async () => {
    if (ruleSet === null) return;
    const mine = ++turn.current;
    setRunning(true);
    const began = performance.now();
    const results = await runTests(ruleSet);
    if (mine !== turn.current) return;
    setRun({ ruleSet, results, milliseconds: performance.now() - began });
    setRunning(false);
  };
  useEffect(() => {
    const timer = setTimeout(() => void start(), 300);
    return () => clearTimeout(timer);
  }, [ruleSet]);
  const current = run !== null && run.ruleSet === ruleSet ? run : null;
  return { run: current, running, start };
}

export const allPass = (run: TestRun | null): boolean =>
  run !== null && run.results.length > 0 && run.results.every((result) => result.passed);

export function TestsPanel({
  ruleSet,
  run,
  running,
  onRun,
  onTry,
}: {
  readonly ruleSet: RuleSet | null;
  readonly run: TestRun | null;
  readonly running: boolean;
  readonly onRun: () => Promise<void>;
  readonly onTry: () => void;
}) {
  const said = words().rules;
  const passed = run?.results.filter((result) => result.passed).length ?? 0;
  const of = run?.results.length ?? 0;
  return (
    <section class="card card-pad rule-card" aria-label={said.tests}>
      <div class="card-head">
        <h2>{said.tests}</h2>
        {run === null || of === 0 ? null : (
          <span class={passed === of ? "chip chip-done" : "chip chip-late"}>
            <Icon name={passed === of ? "check" : "circle-x"} small />
            {said.passed(passed, of)}
          </span>
        )}
      </div>
      {ruleSet === null ? (
        <p class="muted small">{said.cannotRun}</p>
      ) : ruleSet.tests.length === 0 ? (
        <p class="muted small">{said.noTests}</p>
      ) : run === null ? (
        <p class="muted small">{running ? said.running : said.notRun}</p>
      ) : (
        <Results run={run} />
      )}
      <button
        type="button"
        class="button"
        title="Ctrl+Enter"
        aria-disabled={ruleSet === null}
        onClick={async () => {
          if (ruleSet === null) return;
          await onRun();
          announce(said.runTests);
        }}
      >
        <Icon name="play" />
        {said.runTests}
      </button>
      {ruleSet === null ? null : (
        <button type="button" class="link act" onClick={onTry}>
          <Icon name="flask-conical" small />
          {words().ruleWork.tryReal}
        </button>
      )}
    </section>
  );
}

function Results({ run }: { readonly run: TestRun }) {
  const said = words().rules;
  return (
    <>
      <ul class="tests">
        {run.results.map((result) => (
          <li key={result.name} class={result.passed ? "test" : "test test-red"}>
            <Icon
              name={result.passed ? "check" : "circle-x"}
              label={result.passed ? said.green : said.red}
              small
            />
            <div>
              {result.name}
              {result.passed ? null : (
                <dl class="facts small">
                  <dt>{said.expected}</dt>
                  <dd>
                    <code>{result.expected}</code>
                  </dd>
                  <dt>{said.got}</dt>
                  <dd>
                    <code>{result.got}</code>
                  </dd>
                </dl>
              )}
            </div>
          </li>
        ))}
      </ul>
      <p class="small muted">{said.finished(run.milliseconds.toFixed(0))}</p>
    </>
  );
}
