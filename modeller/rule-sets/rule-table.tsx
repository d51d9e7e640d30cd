/**
 * The rules as a table that can be edited: when, then, and how often in the last decisions. Each change is an edit of
 * the text itself, so that the author's order and formatting stay; what one field cannot hold is changed in the JSON.
 */
import { useState } from "preact/hooks";
import type { RuleImpact } from "../../api/index.ts";
import { type Comparison, type Rule, type RuleSet, sayComparison, sayRule } from "../../rules/index.ts";
import { Dialog, Icon, language, toast } from "../../ui/index.ts";
import type { Step } from "../json/path.ts";
import { words } from "../words.ts";
import { FactValue, readValue, shapeOf, typedValue } from "./fact-value.tsx";
import { OutcomeDialog } from "./rule-dialog.tsx";
import { removeItem, replaceAt, swapItems } from "./text-edit.ts";

export interface Editing {
  readonly text: () => string;
  readonly change: (text: string) => void;
  /** Shows the place in the JSON. */
  readonly show: (path: readonly Step[]) => void;
}

export function RuleTable({
  ruleSet,
  impact,
  inForce,
  editing,
}: {
  readonly ruleSet: RuleSet;
  readonly impact: RuleImpact | null;
  /** Names of the rules of the version in force; null before it is known. */
  readonly inForce: ReadonlySet<string> | null;
  /** Null: only to be read. */
  readonly editing: Editing | null;
}) {
  const said = words();
  const last = sayRule({ conditions: { all: [] }, event: ruleSet.otherwise }, ruleSet, language.value);
  const of = impact?.examined ?? 0;
  return (
    <table class="rules-table">
      <thead>
        <tr>
          <th>
            <span class="visually-hidden">{said.rules.number}</span>
          </th>
          <th>{said.rules.when}</th>
          <th>{said.rules.thenTo}</th>
          {of === 0 ? null : <th class="hits">{said.ruleWork.hits(of)}</th>}
          {editing === null ? null : <th class="row-acts" />}
        </tr>
      </thead>
      <tbody>
        {ruleSet.rules.map((rule, index) => (
          <tr key={rule.name} class={inForce === null || inForce.has(rule.name) ? "" : "fresh"}>
            <td class="number">{index + 1}</td>
            <td>
              <When ruleSet={ruleSet} rule={rule} index={index} editing={editing} />
            </td>
            <td>
              <Then ruleSet={ruleSet} rule={rule} index={index} editing={editing} />
            </td>
            {of === 0 ? null : <Hits count={impact?.answered.rules[index] ?? 0} of={of} />}
            {editing === null ? null : (
              <td class="row-acts">
                {inForce === null || inForce.has(rule.name) ? null : (
                  <span class="chip chip-here">
                    <Icon name="plus" small />
                    {said.ruleWork.isNew}
                  </span>
                )}
                <RowActs ruleSet={ruleSet} index={index} editing={editing} />
              </td>
            )}
          </tr>
        ))}
        <tr class="otherwise">
          <td />
          <td>{said.rules.otherwise}</td>
          <td>
            <strong>{last.outcome}</strong>
            {last.because === null ? null : <span class="small muted block">{last.because}</span>}
          </td>
          {of === 0 ? null : <Hits count={impact?.answered.otherwise ?? 0} of={of} />}
          {editing === null ? null : <td />}
        </tr>
      </tbody>
    </table>
  );
}

function Hits({ count, of }: { readonly count: number; readonly of: number }) {
  return (
    <td class="hits">
      <span aria-hidden="true">{count.toLocaleString(language.value === "id" ? "id-ID" : "en-GB")}</span>
      <span class="visually-hidden">{words().ruleWork.hitsLabel(count, of)}</span>
    </td>
  );
}

/** The comparisons of a rule that is one list of them; null for one that branches. */
function plainParts(
  conditions: Rule["conditions"],
): { readonly key: "all" | "any"; readonly parts: readonly Comparison[] } | null {
  const key = "all" in conditions ? "all" : "any" in conditions ? "any" : null;
  if (key === null) return null;
  const parts = "all" in conditions ? conditions.all : "any" in conditions ? conditions.any : [];
  const plain = parts.flatMap((part) => ("fact" in part ? [part] : []));
  return plain.length === parts.length ? { key, parts: plain } : null;
}

function When({ ruleSet, rule, index, editing }: RowProps) {
  const said = words();
  const row = sayRule(rule, ruleSet, language.value);
  const plain = plainParts(rule.conditions);
  const basis =
    row.legalBasis.length === 0 ? null : (
      <span class="small faint block">
        <Icon name="scroll-text" small /> {row.legalBasis.join("; ")}
      </span>
    );
  if (plain === null || plain.parts.length === 0)
    return (
      <>
        {row.when === "" ? said.rules.always : row.when}
        {basis}
      </>
    );
  return (
    <>
      {plain.parts.map((comparison, part) => {
        const { over, label, sign, operand } = sayComparison(comparison, ruleSet, language.value);
        const path = ["rules", index, "conditions", plain.key, part, "value"];
        return (
          <span key={path.join("/")}>
            {part === 0 ? "" : plain.key === "all" ? ", " : ` ${said.ruleWork.or} `}
            {over}
            {label} {sign}{" "}
            {editing === null || shapeOf(ruleSet, comparison) === null ? (
              <strong>{operand}</strong>
            ) : (
              <EditableValue
                ruleSet={ruleSet}
                comparison={comparison}
                path={path}
                said={`${label} ${sign} ${operand}`}
                operand={operand}
                editing={editing}
              />
            )}
          </span>
        );
      })}
      {basis}
    </>
  );
}

interface RowProps {
  readonly ruleSet: RuleSet;
  readonly rule: Rule;
  readonly index: number;
  readonly editing: Editing | null;
}

function EditableValue({
  ruleSet,
  comparison,
  path,
  said,
  operand,
  editing,
}: {
  readonly ruleSet: RuleSet;
  readonly comparison: Comparison;
  readonly path: readonly Step[];
  readonly said: string;
  readonly operand: string;
  readonly editing: Editing;
}) {
  const word = words();
  const [typed, setTyped] = useState<string | null>(null);
  const shape = shapeOf(ruleSet, comparison);
  if (shape === null) return <strong>{operand}</strong>;
  const value = typed === null ? undefined : readValue(shape, typed);
  const apply = (event: Event) => {
    event.preventDefault();
    if (value === undefined) return;
    setTyped(null);
    editing.change(replaceAt(editing.text(), path, value));
  };
  return (
    <>
      <button
        type="button"
        class="cell"
        aria-label={word.ruleWork.changeValue(said)}
        onClick={() => setTyped(typedValue(comparison.value))}
      >
        {operand}
      </button>
      {typed === null ? null : (
        <Dialog
          title={word.ruleWork.changeValue(said)}
          onClose={() => setTyped(null)}
          actions={
            <>
              <button type="button" class="button quiet" onClick={() => setTyped(null)}>
                {word.cancel}
              </button>
              <button type="submit" form="nilai-aturan" class="button primary">
                <Icon name="check" />
                {word.ruleWork.apply}
              </button>
            </>
          }
        >
          <form id="nilai-aturan" class="field" onSubmit={apply}>
            <FactValue
              shape={shape}
              typed={typed}
              wrong={value === undefined}
              label={word.ruleWork.value}
              onInput={setTyped}
            />
          </form>
        </Dialog>
      )}
    </>
  );
}

function Then({ ruleSet, rule, index, editing }: RowProps) {
  const said = words().ruleWork;
  const [open, setOpen] = useState(false);
  const row = sayRule(rule, ruleSet, language.value);
  return (
    <>
      {editing === null ? (
        <strong>{row.outcome}</strong>
      ) : (
        <button
          type="button"
          class="cell"
          aria-label={said.changeOutcome(row.outcome)}
          onClick={() => setOpen(true)}
        >
          {row.outcome}
        </button>
      )}
      {row.because === null ? null : <span class="small muted block">{row.because}</span>}
      {open && editing !== null ? (
        <OutcomeDialog
          ruleSet={ruleSet}
          event={rule.event}
          title={said.changeOutcome(row.outcome)}
          onClose={() => setOpen(false)}
          onApply={(event) => {
            editing.change(replaceAt(editing.text(), ["rules", index, "event"], event));
            setOpen(false);
          }}
        />
      ) : null}
    </>
  );
}

function RowActs({
  ruleSet,
  index,
  editing,
}: {
  readonly ruleSet: RuleSet;
  readonly index: number;
  readonly editing: Editing;
}) {
  const said = words().ruleWork;
  const rule = ruleSet.rules[index];
  const menu = `aturan-${index}`;
  const close = () => document.getElementById(menu)?.hidePopover();
  const act = (edit: (text: string) => string) => {
    close();
    editing.change(edit(editing.text()));
  };
  if (rule === undefined) return null;
  return (
    <>
      <button
        type="button"
        class="button quiet icon-only"
        aria-label={said.rowActs(rule.name)}
        title={said.rowActs(rule.name)}
        popovertarget={menu}
      >
        <Icon name="ellipsis" small />
      </button>
      <div class="menu row-menu" id={menu} popover="auto">
        <button
          type="button"
          class="menu-item"
          aria-disabled={index === 0}
          onClick={() => index > 0 && act((text) => swapItems(text, ["rules"], index - 1))}
        >
          <Icon name="chevron-up" />
          {said.up}
        </button>
        <button
          type="button"
          class="menu-item"
          aria-disabled={index === ruleSet.rules.length - 1}
          onClick={() => index < ruleSet.rules.length - 1 && act((text) => swapItems(text, ["rules"], index))}
        >
          <Icon name="chevron-down" />
          {said.down}
        </button>
        <button
          type="button"
          class="menu-item"
          onClick={() => {
            close();
            editing.show(["rules", index]);
          }}
        >
          <Icon name="code" />
          {said.showInJson}
        </button>
        <button
          type="button"
          class="menu-item"
          onClick={() => {
            act((text) => removeItem(text, ["rules"], index));
            toast(said.removed(rule.name));
          }}
        >
          <Icon name="trash" />
          {said.remove}
        </button>
      </div>
    </>
  );
}
