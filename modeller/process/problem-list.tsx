/** The problems under the canvas: number, severity by icon and word, cause, and the way to the place. */
import { clockTime, Icon, place } from "../../ui/index.ts";
import { words } from "../words.ts";
import type { NameOf } from "./finding-words.ts";
import type { DiagramProblem } from "./problem.ts";
import { RunList } from "./simulation.tsx";

export function ProblemList({
  problems,
  checkedAtMs,
  checking,
  serverAway,
  current,
  nameOf,
  runNames = null,
  onShow,
}: {
  readonly problems: readonly DiagramProblem[];
  readonly checkedAtMs: number | null;
  readonly checking: boolean;
  readonly serverAway: boolean;
  /** Number of the problem that is being shown. */
  readonly current: number | null;
  readonly nameOf: (elementId: string) => string;
  /** Names for the run of the current problem, to be read here as a list; null where a canvas plays it. */
  readonly runNames?: NameOf | null;
  readonly onShow: (problem: DiagramProblem) => void;
}) {
  const said = words().problems;
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const warnings = problems.length - errors;
  return (
    <section class="problems" aria-label={said.title}>
      <header class="problems-head">
        <h2>{said.title}</h2>
        {errors > 0 ? (
          <span class="chip chip-late">
            <Icon name="circle-x" small />
            {said.errors(errors)}
          </span>
        ) : null}
        {warnings > 0 ? (
          <span class="chip chip-soon">
            <Icon name="triangle-alert" small />
            {said.warnings(warnings)}
          </span>
        ) : null}
        {problems.length === 0 && checkedAtMs !== null ? (
          <span class="chip chip-done">
            <Icon name="check" small />
            {said.none}
          </span>
        ) : null}
        <span class="problems-when small muted" role="status">
          {serverAway ? said.offline : null}{" "}
          {checking
            ? said.checking
            : checkedAtMs === null
              ? null
              : said.checked(clockTime(checkedAtMs, place()))}
        </span>
      </header>
      {problems.length === 0 ? null : (
        <ol class="problem-rows">
          {problems.map((problem) => (
            <ProblemRow
              key={`${problem.number}${problem.code}${problem.elementId}`}
              problem={problem}
              current={problem.number === current}
              name={problem.elementId === null ? null : nameOf(problem.elementId)}
              runNames={runNames}
              onShow={onShow}
            />
          ))}
        </ol>
      )}
    </section>
  );
}

function ProblemRow({
  problem,
  current,
  name,
  runNames,
  onShow,
}: {
  readonly problem: DiagramProblem;
  readonly current: boolean;
  readonly name: string | null;
  readonly runNames: NameOf | null;
  readonly onShow: (problem: DiagramProblem) => void;
}) {
  const said = words().problems;
  return (
    <li class={current ? "problem current" : "problem"}>
      <span class={`mark mark-${problem.severity}`} aria-hidden="true">
        {problem.number}
      </span>
      <div>
        <p class="problem-text">
          <span class={`problem-severity severity-${problem.severity}`}>
            <Icon name={problem.severity === "error" ? "circle-x" : "triangle-alert"} small />
            {problem.severity === "error" ? said.error : said.warning}
          </span>{" "}
          {problem.message}
        </p>
        {problem.detail === undefined ? null : <p class="small">{problem.detail}</p>}
        <p class="small muted">
          {name === null ? (problem.line === null ? null : said.line(problem.line)) : said.at(name)}{" "}
          <code class="faint">{problem.code}</code>
        </p>
      </div>
      {problem.elementId === null ? null : (
        <button type="button" class="button" aria-pressed={current} onClick={() => onShow(problem)}>
          <Icon name="play" />
          {said.show}
        </button>
      )}
      {current && runNames !== null && problem.finding !== undefined && problem.finding.steps.length > 0 ? (
        <RunList finding={problem.finding} nameOf={runNames} />
      ) : null}
    </li>
  );
}
