/** What flows and events say: conditions, defaults, timers, messages with their key, errors. */
import {
  choosesBetween,
  definitionOf,
  isDefault,
  namesInUse,
  readCondition,
  readExpression,
  readReference,
  readTimer,
  referrerOf,
  setCondition,
  setDefault,
  setExpression,
  setReference,
  setTimer,
  type TimerKind,
  timerKinds,
} from "../diagram/event.ts";
import { extensionsOf, is, objectOf, textOf } from "../diagram/moddle.ts";
import { words } from "../words.ts";
import { CheckField, ChoiceField, Section, TextField } from "./row.tsx";
import { attribute, type Subject, setAttributes } from "./subject.ts";

export function Flow({ subject }: { readonly subject: Subject }) {
  const said = words().panel;
  const flow = subject.object;
  if (!choosesBetween(flow))
    return (
      <Section title={said.flow}>
        <p class="field-hint">{said.noCondition}</p>
      </Section>
    );
  const condition = readCondition(flow);
  const asDefault = isDefault(flow);
  const offered = outcomesBefore(subject);
  return (
    <Section title={said.flow}>
      <CheckField
        label={said.isDefault}
        checked={asDefault}
        onChange={(checked) => subject.edit(setDefault(flow, checked))}
      />
      {asDefault ? null : (
        <>
          {offered === null ? null : (
            <ChoiceField
              label={said.conditionFrom}
              empty={words().choose}
              value={
                offered.values.find((outcome) => condition === `${offered.variable} = "${outcome.value}"`)
                  ?.value ?? ""
              }
              choices={offered.values}
              onChange={(value) => {
                if (value !== "")
                  subject.edit(setCondition(flow, `${offered.variable} = "${value}"`, subject.create));
              }}
            />
          )}
          <TextField
            label={said.condition}
            hint={said.conditionHint}
            code
            lines
            value={condition}
            onChange={(value) => subject.edit(setCondition(flow, value, subject.create))}
          />
        </>
      )}
    </Section>
  );
}

/** Outcomes of the task before the gateway (or of the task itself), with the variable that holds them. */
function outcomesBefore(subject: Subject) {
  const source = objectOf(subject.object, "sourceRef");
  if (source === null) return null;
  const incoming = source.get("incoming");
  const before = is(source, "bpmn:Activity")
    ? source
    : Array.isArray(incoming) && incoming.length === 1
      ? objectOf(incoming[0], "sourceRef")
      : null;
  if (before === null) return null;
  const own = textOf(extensionsOf(before, "poros:Result")[0] ?? null, "variable");
  const values = extensionsOf(before, "poros:Outcome").map((outcome) => ({
    value: textOf(outcome, "value"),
    label: textOf(outcome, "label") || textOf(outcome, "value"),
  }));
  if (own === "" || values.length === 0) return null;
  // A decision is kept as an object; its outcome is the type.
  return { variable: is(before, "bpmn:BusinessRuleTask") ? `${own}.type` : own, values };
}

export function Timer({ subject }: { readonly subject: Subject }) {
  const said = words().panel;
  const timer = readTimer(subject.object);
  if (timer === null) return null;
  const set = (kind: TimerKind, text: string) =>
    subject.edit(setTimer(subject.object, kind, text, subject.create));
  return (
    <Section title={said.timer}>
      <ChoiceField
        label={said.timerKind}
        value={timer.kind}
        choices={timerKinds.map((kind) => ({ value: kind, label: said.timerKinds[kind] ?? kind }))}
        onChange={(kind) => {
          const chosen = timerKinds.find((known) => known === kind);
          if (chosen !== undefined) set(chosen, timer.text);
        }}
      />
      <TextField
        label={said.timerText}
        hint={said.timerHint[timer.kind]}
        code
        value={timer.text}
        onChange={(text) => set(timer.kind, text)}
      />
    </Section>
  );
}

export function Interrupting({ subject }: { readonly subject: Subject }) {
  const said = words().panel;
  const { object } = subject;
  if (!is(object, "bpmn:BoundaryEvent") || definitionOf(object, "bpmn:ErrorEventDefinition") !== null)
    return null;
  return (
    <Section title={said.interrupting}>
      <CheckField
        label={said.interrupting}
        checked={object.get("cancelActivity") !== false}
        onChange={(checked) => subject.edit([{ target: object, set: { cancelActivity: checked } }])}
      />
    </Section>
  );
}

export function Message({ subject }: { readonly subject: Subject }) {
  const said = words().panel;
  if (referrerOf(subject.object, "message") === null) return null;
  return (
    <Section title={said.message}>
      <TextField
        label={said.messageName}
        value={readReference(subject.object, "message")}
        list={namesInUse(subject.object, "message")}
        onChange={(name) => subject.edit(setReference(subject.object, "message", name, subject.create))}
      />
      <TextField
        label={said.correlation}
        hint={said.correlationHint}
        code
        value={attribute(subject, "poros:Correlation", "key")}
        onChange={(key) => setAttributes(subject, "poros:Correlation", ["key"], { key })}
      />
    </Section>
  );
}

/** Signal, error and escalation: one name or code each. */
export function NamedTrigger({ subject }: { readonly subject: Subject }) {
  const said = words().panel;
  const what = (["signal", "error", "escalation"] as const).find(
    (kind) => referrerOf(subject.object, kind) !== null,
  );
  if (what === undefined) return null;
  return (
    <Section title={said.triggers[what].title}>
      <TextField
        label={said.triggers[what].label}
        hint={said.triggers[what].hint}
        code
        value={readReference(subject.object, what)}
        list={namesInUse(subject.object, what)}
        onChange={(name) => subject.edit(setReference(subject.object, what, name, subject.create))}
      />
    </Section>
  );
}

export function ConditionTrigger({ subject }: { readonly subject: Subject }) {
  const said = words().panel;
  const definition = definitionOf(subject.object, "bpmn:ConditionalEventDefinition");
  if (definition === null) return null;
  return (
    <Section title={said.condition}>
      <TextField
        label={said.condition}
        code
        lines
        value={readExpression(definition, "condition")}
        onChange={(text) => subject.edit(setExpression(definition, "condition", text, subject.create))}
      />
    </Section>
  );
}

export function Link({ subject }: { readonly subject: Subject }) {
  const said = words().panel;
  const definition = definitionOf(subject.object, "bpmn:LinkEventDefinition");
  if (definition === null) return null;
  return (
    <Section title={said.link}>
      <TextField
        label={said.linkName}
        hint={said.linkHint}
        value={textOf(definition, "name")}
        onChange={(name) => subject.edit([{ target: definition, set: { name } }])}
      />
    </Section>
  );
}
