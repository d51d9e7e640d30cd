/** Writing a rule without writing JSON: one comparison and an outcome, or an outcome for conditions that are given. */
import { useState } from "preact/hooks";
import {
  type AllOf,
  type Comparison,
  declaredFacts,
  factLabel,
  operatorSign,
  operatorsFor,
  outcomeName,
  type Rule,
  type RuleSet,
} from "../../rules/index.ts";
import { Dialog, Icon, language } from "../../ui/index.ts";
import { words } from "../words.ts";
import { FactValue, readValue, shapeOf } from "./fact-value.tsx";

type RuleEvent = Rule["event"];

/** The outcomes that the document has, each once by its name. */
function outcomesIn(ruleSet: RuleSet): readonly RuleEvent[] {
  const events = [...ruleSet.rules.map(({ event }) => event), ruleSet.otherwise];
  const named = new Map(events.map((event) => [keyOf(event), event]));
  return [...named.values()];
}
const keyOf = (event: RuleEvent): string => `${event.type} ${outcomeName(event, "id")}`;

interface OutcomeChoice {
  readonly key: string;
  readonly type: string;
  readonly because: string;
}

function choiceOf(event: RuleEvent): OutcomeChoice {
  const { alasan } = event.params ?? {};
  return { key: keyOf(event), type: event.type, because: typeof alasan === "string" ? alasan : "" };
}

/**
 * The event that is meant: what a known outcome does, or a new code. Reason and legal basis belong to the rule, not to
 * where it leads, so they never come along from another rule.
 */
function eventOf(choice: OutcomeChoice, ruleSet: RuleSet, own: RuleEvent | null): RuleEvent | null {
  const known = outcomesIn(ruleSet).find((event) => keyOf(event) === choice.key);
  const type = known?.type ?? choice.type.trim();
  if (!/^[A-Z][A-Z0-9_]*$/i.test(type)) return null;
  const { alasan: _reason, alasanEn: _reasonEn, dasarHukum: _basis, ...leads } = known?.params ?? {};
  const { alasan, alasanEn, dasarHukum } = own?.params ?? {};
  const because = choice.because.trim();
  const params = {
    ...leads,
    ...(because === "" ? {} : { alasan: because }),
    ...(because === alasan && alasanEn !== undefined ? { alasanEn } : {}),
    ...(dasarHukum === undefined ? {} : { dasarHukum }),
  };
  return Object.keys(params).length === 0 ? { type } : { type, params };
}

function OutcomeFields({
  ruleSet,
  choice,
  onChoose,
}: {
  readonly ruleSet: RuleSet;
  readonly choice: OutcomeChoice;
  readonly onChoose: (choice: OutcomeChoice) => void;
}) {
  const said = words().ruleWork;
  const outcomes = outcomesIn(ruleSet);
  const other = !outcomes.some((event) => keyOf(event) === choice.key);
  return (
    <>
      <label class="field">
        <span class="field-label">{said.outcome}</span>
        <select
          class="input"
          value={other ? "" : choice.key}
          onChange={(event) => {
            const { value } = event.currentTarget;
            const chosen = outcomes.find((one) => keyOf(one) === value);
            onChoose(
              chosen === undefined ? { key: "", type: "", because: choice.because } : choiceOf(chosen),
            );
          }}
        >
          {outcomes.map((event) => (
            <option key={keyOf(event)} value={keyOf(event)}>
              {outcomeName(event, language.value)}
            </option>
          ))}
          <option value="">{said.otherOutcome}</option>
        </select>
      </label>
      {other ? (
        <label class="field">
          <span class="field-label">{said.outcomeType}</span>
          <input
            class="input"
            value={choice.type}
            onInput={(event) => onChoose({ ...choice, type: event.currentTarget.value })}
          />
        </label>
      ) : null}
      <label class="field">
        <span class="field-label">{said.because}</span>
        <input
          class="input"
          value={choice.because}
          onInput={(event) => onChoose({ ...choice, because: event.currentTarget.value })}
        />
      </label>
    </>
  );
}

export function OutcomeDialog({
  ruleSet,
  event,
  title,
  onClose,
  onApply,
}: {
  readonly ruleSet: RuleSet;
  readonly event: RuleEvent;
  readonly title: string;
  readonly onClose: () => void;
  readonly onApply: (event: RuleEvent) => void;
}) {
  const [choice, setChoice] = useState(() => choiceOf(event));
  const made = eventOf(choice, ruleSet, event);
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={<Acts ready={made !== null} onClose={onClose} text={words().ruleWork.apply} />}
    >
      <form
        id="aturan"
        class="rule-form"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          if (made !== null) onApply(made);
        }}
      >
        <OutcomeFields ruleSet={ruleSet} choice={choice} onChoose={setChoice} />
      </form>
    </Dialog>
  );
}

function Acts({
  ready,
  text,
  onClose,
}: {
  readonly ready: boolean;
  readonly text: string;
  readonly onClose: () => void;
}) {
  return (
    <>
      <button type="button" class="button quiet" onClick={onClose}>
        {words().cancel}
      </button>
      <button type="submit" form="aturan" class="button primary" aria-disabled={!ready}>
        <Icon name="check" />
        {text}
      </button>
    </>
  );
}

export function AddRuleDialog({
  ruleSet,
  conditions,
  said: gapText,
  onClose,
  onAdd,
}: {
  readonly ruleSet: RuleSet;
  /** Of a gap that is to be filled; null for a rule from nothing. */
  readonly conditions: AllOf | null;
  /** The gap in words. */
  readonly said: string | null;
  readonly onClose: () => void;
  readonly onAdd: (rule: Rule) => void;
}) {
  const said = words().ruleWork;
  const facts = declaredFacts(ruleSet.facts).filter(
    ({ type }) => type.kind !== "object" && type.kind !== "instant",
  );
  const [name, setName] = useState(() => freeName(ruleSet));
  const [choice, setChoice] = useState(() => ({
    ...choiceOf(ruleSet.rules.at(-1)?.event ?? ruleSet.otherwise),
    because: "",
  }));
  const [comparison, setComparison] = useState<Comparison | null>(() => firstComparison(facts[0]));
  const [typed, setTyped] = useState("");
  const shape = comparison === null ? null : shapeOf(ruleSet, comparison);
  const value = shape === null ? undefined : readValue(shape, typed);
  const nameWrong = !/^[a-z0-9][a-z0-9-]*$/.test(name) || ruleSet.rules.some((rule) => rule.name === name);
  const event = eventOf(choice, ruleSet, null);
  const made: AllOf | null =
    conditions ?? (comparison === null || value === undefined ? null : { all: [{ ...comparison, value }] });
  return (
    <Dialog
      title={conditions === null ? said.addTitle : said.gapTitle}
      onClose={onClose}
      actions={
        <Acts ready={!nameWrong && event !== null && made !== null} onClose={onClose} text={said.add} />
      }
    >
      <p>{conditions === null ? said.addText : said.gapText}</p>
      {gapText === null ? null : <p class="quote">{gapText}</p>}
      <form
        id="aturan"
        class="rule-form"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          if (nameWrong || event === null || made === null) return;
          onAdd({ name, conditions: made, event });
        }}
      >
        <label class="field">
          <span class="field-label">{said.name}</span>
          <span class="field-hint">{said.nameHint}</span>
          <input
            class="input"
            data-first
            value={name}
            aria-invalid={nameWrong}
            onInput={(typedName) => setName(typedName.currentTarget.value)}
          />
          {nameWrong ? <span class="field-error">{said.nameWrong}</span> : null}
        </label>
        {conditions !== null || comparison === null ? null : (
          <div class="comparison">
            <label class="field">
              <span class="field-label">{said.fact}</span>
              <select
                class="input"
                value={`${comparison.fact}${comparison.path ?? ""}`}
                onChange={(chosen) => {
                  const at = facts.find(
                    ({ fact, path }) => `${fact}${path ?? ""}` === chosen.currentTarget.value,
                  );
                  setComparison(firstComparison(at));
                  setTyped(at?.type.options?.[0] === undefined ? "" : String(at.type.options[0]));
                }}
              >
                {facts.map(({ fact, path }) => (
                  <option key={`${fact}${path ?? ""}`} value={`${fact}${path ?? ""}`}>
                    {factLabel(ruleSet, fact, path, language.value)}
                  </option>
                ))}
              </select>
            </label>
            <label class="field">
              <span class="field-label">{said.operator}</span>
              <select
                class="input"
                value={comparison.operator}
                onChange={(chosen) => setComparison({ ...comparison, operator: chosen.currentTarget.value })}
              >
                {operatorsOf(facts, comparison).map((operator) => (
                  <option key={operator} value={operator}>
                    {operatorSign(operator)}
                  </option>
                ))}
              </select>
            </label>
            {shape === null ? null : (
              <div class="field">
                <span class="field-label">{said.value}</span>
                <FactValue
                  shape={shape}
                  typed={typed}
                  wrong={typed !== "" && value === undefined}
                  label={said.value}
                  onInput={setTyped}
                />
              </div>
            )}
          </div>
        )}
        <OutcomeFields ruleSet={ruleSet} choice={choice} onChoose={setChoice} />
      </form>
    </Dialog>
  );
}

type Declared = ReturnType<typeof declaredFacts>[number];

function firstComparison(at: Declared | undefined): Comparison | null {
  if (at === undefined) return null;
  const operator = operatorsFor(at.type)[0] ?? "equal";
  const { fact, path } = at;
  return path === undefined ? { fact, operator, value: "" } : { fact, path, operator, value: "" };
}

function operatorsOf(facts: readonly Declared[], { fact, path }: Comparison): readonly string[] {
  const at = facts.find((one) => one.fact === fact && one.path === path);
  return at === undefined ? [] : operatorsFor(at.type);
}

function freeName(ruleSet: RuleSet): string {
  const taken = new Set(ruleSet.rules.map(({ name }) => name));
  for (let n = ruleSet.rules.length + 1; ; n++) if (!taken.has(`aturan-${n}`)) return `aturan-${n}`;
}
