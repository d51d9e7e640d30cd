/** Hasil: the outcomes that a task offers or a rule task expects, in order, and where each leads. */
import { readCondition } from "../diagram/event.ts";
import { is, listOf, objectOf, textOf } from "../diagram/moddle.ts";
import { words } from "../words.ts";
import { AddButton, ChoiceField, IconButton, Section, TextField } from "./row.tsx";
import { attribute, rowsOf, type Subject, setAttributes, setRows } from "./subject.ts";

const names = ["value", "label", "labelEn", "style"] as const;
const styles = ["primary", "return", "reject", "plain"] as const;

export function Outcomes({ subject }: { readonly subject: Subject }) {
  const said = words().panel;
  const rows = rowsOf(subject, "poros:Outcome", names);
  const isRule = is(subject.object, "bpmn:BusinessRuleTask");
  const set = (next: readonly Readonly<Record<string, string>>[]) => setRows(subject, "poros:Outcome", next);
  const change = (at: number, name: string, value: string) =>
    set(rows.map((row, index) => (index === at ? { ...row, [name]: value } : row)));
  const swap = (a: number, b: number) =>
    set(rows.map((row, index) => (index === a ? (rows[b] ?? row) : index === b ? (rows[a] ?? row) : row)));
  const decided = subject.catalogue?.ruleSets.find(
    (ruleSet) => ruleSet.id === attribute(subject, "poros:Decision", "ruleSet"),
  );
  return (
    <Section title={said.outcomes} note={rows.map((row) => row.label || row.value).join(", ")}>
      {rows.map((row, index) => {
        const name = row.label || row.value || String(index + 1);
        return (
          <fieldset class="panel-row" key={`${index}-${rows.length}`}>
            <legend>
              <strong>{name}</strong> <span class="muted">{leadsTo(subject, row.value ?? "")}</span>
            </legend>
            <div class="panel-row-acts">
              <IconButton
                icon="chevron-up"
                label={said.moveUp(name)}
                disabled={index === 0}
                onClick={() => swap(index, index - 1)}
              />
              <IconButton
                icon="chevron-down"
                label={said.moveDown(name)}
                disabled={index === rows.length - 1}
                onClick={() => swap(index, index + 1)}
              />
              <IconButton
                icon="trash"
                label={said.removeOutcome(name)}
                onClick={() => set(rows.filter((_, at) => at !== index))}
              />
            </div>
            <TextField
              label={said.outcomeValue}
              code
              value={row.value ?? ""}
              onChange={(value) => change(index, "value", value)}
            />
            {isRule ? null : (
              <>
                <TextField
                  label={said.outcomeLabel}
                  value={row.label ?? ""}
                  onChange={(value) => change(index, "label", value)}
                />
                <TextField
                  label={said.outcomeLabelEn}
                  value={row.labelEn ?? ""}
                  onChange={(value) => change(index, "labelEn", value)}
                />
                <ChoiceField
                  label={said.outcomeStyle}
                  value={row.style ?? ""}
                  choices={styles.map((value) => ({ value, label: said.style[value] ?? value }))}
                  onChange={(value) => change(index, "style", value)}
                />
              </>
            )}
          </fieldset>
        );
      })}
      <div class="panel-adds">
        <AddButton
          label={said.addOutcome}
          onClick={() =>
            set([...rows, { value: fresh(rows), label: "", style: rows.length === 0 ? "primary" : "plain" }])
          }
        />
        {isRule && decided !== undefined && decided.outcomes.length > 0 ? (
          <AddButton
            label={said.outcomesFromRules}
            onClick={() => set(decided.outcomes.map((value) => ({ value, label: value })))}
          />
        ) : null}
      </div>
      <TextField
        label={said.result}
        hint={said.resultHint}
        code
        value={attribute(subject, "poros:Result", "variable")}
        onChange={(variable) => setAttributes(subject, "poros:Result", ["variable"], { variable })}
      />
    </Section>
  );
}

/** The element behind the flow whose condition speaks of this outcome: after the task, or after its gateway. */
function leadsTo(subject: Subject, value: string): string {
  const said = words();
  if (value === "") return "";
  const direct = listOf(subject.object, "outgoing");
  const gateways = direct.flatMap((flow) => {
    const target = objectOf(flow, "targetRef");
    return target !== null && is(target, "bpmn:Gateway") ? listOf(target, "outgoing") : [];
  });
  const flow = [...direct, ...gateways].find((candidate) => readCondition(candidate).includes(`"${value}"`));
  const target = flow === undefined ? null : objectOf(flow, "targetRef");
  return target === null ? "" : said.panel.outcomeTo(textOf(target, "name") || (target.id ?? ""));
}

function fresh(rows: readonly Readonly<Record<string, string>>[]): string {
  for (let number = rows.length + 1; ; number++) {
    const value = `hasil${number}`;
    if (!rows.some((row) => row.value === value)) return value;
  }
}
