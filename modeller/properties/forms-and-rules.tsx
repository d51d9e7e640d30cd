/** Formulir dan aturan: which form a task shows, which rule set a rule task asks, with the way to each. */
import { Icon } from "../../ui/index.ts";
import { is } from "../diagram/moddle.ts";
import { documentPath } from "../documents/kind.ts";
import { words } from "../words.ts";
import { ChoiceField, Section } from "./row.tsx";
import { attribute, type Subject, setAttributes } from "./subject.ts";
import { ruleSetChoices } from "./who.tsx";

export function FormsAndRules({ subject }: { readonly subject: Subject }) {
  const said = words().panel;
  const isRule = is(subject.object, "bpmn:BusinessRuleTask");
  return (
    <Section title={said.forms}>
      {isRule ? <RuleSet subject={subject} /> : <Form subject={subject} />}
    </Section>
  );
}

function Form({ subject }: { readonly subject: Subject }) {
  const said = words().panel;
  const form = attribute(subject, "poros:Form", "ref");
  const forms = subject.catalogue?.forms ?? [];
  return (
    <>
      <ChoiceField
        label={said.form}
        empty={words().none}
        value={form}
        choices={forms.map((known) => ({
          value: known.id,
          label: `${known.title}, ${said.version(known.version)}`,
        }))}
        onChange={(ref) => setAttributes(subject, "poros:Form", ["ref"], { ref })}
      />
      {form === "" ? null : (
        <a class="panel-link" href={documentPath("forms", form)}>
          <Icon name="file-text" small />
          {said.openForm}
        </a>
      )}
    </>
  );
}

function RuleSet({ subject }: { readonly subject: Subject }) {
  const said = words().panel;
  const ruleSet = attribute(subject, "poros:Decision", "ruleSet");
  return (
    <>
      <ChoiceField
        label={said.ruleSet}
        value={ruleSet}
        choices={ruleSetChoices(subject)}
        onChange={(next) => setAttributes(subject, "poros:Decision", ["ruleSet"], { ruleSet: next })}
      />
      {ruleSet === "" ? null : (
        <a class="panel-link" href={documentPath("rule-sets", ruleSet)}>
          <Icon name="scale" small />
          {said.openRuleSet}
        </a>
      )}
    </>
  );
}
