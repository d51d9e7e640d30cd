/** The bench: facts by hand, from a finding, or from a real decision; what the rules on the page answer, and why. */
import { useEffect, useState } from "preact/hooks";
import type { RuleDecisions } from "../../api/index.ts";
import {
  compileRuleSet,
  declaredFacts,
  type Facts,
  outcomeName,
  type RuleSet,
  type RuleTest,
  sayExplanation,
} from "../../rules/index.ts";
import { api, Dialog, Icon, language, place, shortInstant } from "../../ui/index.ts";
import { words } from "../words.ts";

type Item = RuleDecisions["items"][number];

export function TryBench({
  id,
  ruleSet,
  facts: given,
  readOnly,
  onTest,
  onClose,
}: {
  readonly id: string;
  readonly ruleSet: RuleSet;
  /** What to begin with; null begins with a real decision where there is one. */
  readonly facts: Facts | null;
  readonly readOnly: boolean;
  readonly onTest: (test: RuleTest) => void;
  readonly onClose: () => void;
}) {
  const said = words();
  const [items, setItems] = useState<readonly Item[]>([]);
  const [chosen, setChosen] = useState("");
  const [text, setText] = useState(() => pretty(given ?? blank(ruleSet)));
  useEffect(() => {
    void api.get<RuleDecisions>(`/library/rule-sets/${encodeURIComponent(id)}/decisions`).then((answer) => {
      if (!answer.ok) return;
      setItems(answer.value.items);
      if (given === null && answer.value.items[0] !== undefined) choose("0", answer.value.items);
    });
  }, [id]);
  const choose = (key: string, from: readonly Item[]) => {
    const item = from[Number(key)];
    setChosen(item === undefined ? "" : key);
    if (key !== "" && item !== undefined) setText(pretty(item.facts));
  };
  const facts = read(text);
  const item = chosen === "" ? null : (items[Number(chosen)] ?? null);
  return (
    <Dialog
      title={said.ruleWork.tryTitle}
      wide
      onClose={onClose}
      actions={
        <>
          {readOnly || facts === null ? null : (
            <button
              type="button"
              class="button"
              onClick={() => {
                const test = testOf(
                  ruleSet,
                  facts,
                  item === null ? null : said.ruleWork.testName(item.number),
                );
                if (test !== null) onTest(test);
              }}
            >
              <Icon name="flask-conical" />
              {said.ruleWork.keepAsTest}
            </button>
          )}
          <button type="button" class="button primary" onClick={onClose}>
            {said.close}
          </button>
        </>
      }
    >
      <p>{said.ruleWork.tryText}</p>
      <div class="bench">
        <div class="bench-facts">
          <label class="field">
            <span class="field-label">{said.ruleWork.fromDecision}</span>
            <select
              class="input"
              data-first
              value={chosen}
              onChange={(event) => choose(event.currentTarget.value, items)}
            >
              <option value="">{said.ruleWork.byHand}</option>
              {items.map((one, index) => (
                <option key={`${one.caseId} ${one.decidedAtMs}`} value={String(index)}>
                  {`${one.number} · ${one.title} · ${shortInstant(one.decidedAtMs, place())}`}
                </option>
              ))}
            </select>
            {items.length === 0 ? <span class="field-hint">{said.ruleWork.noRealCases}</span> : null}
          </label>
          <label class="field">
            <span class="field-label">{said.ruleWork.facts}</span>
            <textarea
              class="input code"
              rows={14}
              spellcheck={false}
              value={text}
              aria-invalid={facts === null}
              onInput={(event) => {
                setChosen("");
                setText(event.currentTarget.value);
              }}
            />
            {facts === null ? <span class="field-error">{said.ruleWork.factsWrong}</span> : null}
          </label>
        </div>
        <div class="bench-answer" role="status">
          {facts === null ? null : <Answer ruleSet={ruleSet} facts={facts} />}
          {item === null ? null : <p class="small muted">{said.ruleWork.decidedThen(item.outcome)}</p>}
        </div>
      </div>
    </Dialog>
  );
}

function Answer({ ruleSet, facts }: { readonly ruleSet: RuleSet; readonly facts: Facts }) {
  const said = words().ruleWork;
  const evaluation = compileRuleSet(ruleSet).explain(facts);
  if (!evaluation.ok) return <p class="note note-error">{said.stops(evaluation.incident.message)}</p>;
  const explained = sayExplanation(evaluation.explanation, ruleSet, language.value);
  return (
    <>
      <p class="small faint">{said.answers}</p>
      <p>
        <strong>{outcomeName(evaluation.outcome, language.value)}</strong>
        {explained.rule === null ? null : (
          <span class="small muted block">{said.ruleOf(explained.rule.index, explained.rule.of)}</span>
        )}
      </p>
      <p>{explained.answer}</p>
      <Lines title={said.because2} lines={explained.met} icon="check" />
      <Lines title={said.nearly} lines={explained.nearly} icon="circle-dashed" />
      <Lines title={said.legalBasis} lines={explained.legalBasis} icon="scroll-text" />
    </>
  );
}

function Lines({
  title,
  lines,
  icon,
}: {
  readonly title: string;
  readonly lines: readonly string[];
  readonly icon: "check" | "circle-dashed" | "scroll-text";
}) {
  if (lines.length === 0) return null;
  return (
    <>
      <p class="small faint">{title}</p>
      <ul class="tests">
        {lines.map((line) => (
          <li key={line} class="bench-line">
            <Icon name={icon} small />
            {line}
          </li>
        ))}
      </ul>
    </>
  );
}

const pretty = (facts: Facts): string => JSON.stringify(facts, null, 2);

/** Every declared fact, empty, so that nobody has to look its name up. */
function blank(ruleSet: RuleSet): Facts {
  const facts: Record<string, Record<string, null> | null> = {};
  for (const { fact, path } of declaredFacts(ruleSet.facts)) {
    const [name, ...deeper] = (path ?? "$").slice(2).split(".");
    if (path === undefined || name === undefined || name === "" || deeper.length > 0) facts[fact] ??= null;
    else facts[fact] = { ...facts[fact], [name]: null };
  }
  return facts;
}

function read(text: string): Facts | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Facts) : null;
  } catch {
    return null;
  }
}

/** What the rules answer now is what the test will expect; null where they stop at the facts. */
function testOf(ruleSet: RuleSet, facts: Facts, wanted: string | null): RuleTest | null {
  const decision = compileRuleSet(ruleSet).decide(facts);
  if (!decision.ok) return null;
  const taken = new Set(ruleSet.tests.map(({ name }) => name));
  const base = wanted ?? outcomeName(decision.outcome, "id");
  let name = base;
  for (let n = 2; taken.has(name); n++) name = `${base} ${n}`;
  return { name, facts, expect: { type: decision.outcome.type } };
}
