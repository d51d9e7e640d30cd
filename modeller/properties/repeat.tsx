/** Activities done several times, and activities that call another process. */
import { readExpression, setExpression } from "../diagram/event.ts";
import { objectOf, textOf } from "../diagram/moddle.ts";
import { words } from "../words.ts";
import { CheckField, ChoiceField, Section, TextField } from "./row.tsx";
import { attribute, type Subject, setAttributes } from "./subject.ts";

const own = ["collection", "item", "result", "source"];

/** What the loop marker on the activity means; the marker itself is chosen in the menu of the element. */
export function Repeat({ subject }: { readonly subject: Subject }) {
  const said = words().panel;
  const loop = objectOf(subject.object, "loopCharacteristics");
  if (loop === null) return null;
  const expression = (property: string, label: string, hint?: string) => (
    <TextField
      label={label}
      hint={hint}
      code
      value={readExpression(loop, property)}
      onChange={(text) => subject.edit(setExpression(loop, property, text, subject.create))}
    />
  );
  if (loop.$type === "bpmn:StandardLoopCharacteristics")
    return (
      <Section title={said.repeat}>
        {expression("loopCondition", said.loopCondition)}
        <CheckField
          label={said.testBefore}
          checked={loop.get("testBefore") === true}
          onChange={(testBefore) => subject.edit([{ target: loop, set: { testBefore } }])}
        />
        <TextField
          label={said.loopMaximum}
          number
          value={textOf(loop, "loopMaximum")}
          onChange={(text) =>
            subject.edit([{ target: loop, set: { loopMaximum: text === "" ? undefined : Number(text) } }])
          }
        />
      </Section>
    );
  const attributeField = (name: string, label: string, hint?: string) => (
    <TextField
      label={label}
      hint={hint}
      code
      value={attribute(subject, "poros:Loop", name)}
      onChange={(value) => setAttributes(subject, "poros:Loop", own, { [name]: value })}
    />
  );
  return (
    <Section title={said.repeat}>
      {attributeField("collection", said.collection, said.collectionHint)}
      {attributeField("item", said.item)}
      {expression("loopCardinality", said.cardinality, said.cardinalityHint)}
      {expression("completionCondition", said.completion)}
      {attributeField("source", said.collectSource)}
      {attributeField("result", said.collectResult)}
    </Section>
  );
}

const call = ["binding", "version"];
const bindings = ["latest", "deployment", "version"] as const;

export function Call({ subject }: { readonly subject: Subject }) {
  const said = words().panel;
  const binding = attribute(subject, "poros:Call", "binding");
  return (
    <Section title={said.call}>
      <TextField
        label={said.called}
        hint={said.calledHint}
        code
        value={textOf(subject.object, "calledElement")}
        onChange={(text) =>
          subject.edit([{ target: subject.object, set: { calledElement: text.trim() || undefined } }])
        }
      />
      <ChoiceField
        label={said.binding}
        value={binding === "" ? "latest" : binding}
        choices={bindings.map((value) => ({ value, label: said.bindings[value] }))}
        onChange={(value) =>
          setAttributes(subject, "poros:Call", call, {
            binding: value === "latest" ? "" : value,
            version: value === "version" ? attribute(subject, "poros:Call", "version") || "1" : "",
          })
        }
      />
      {binding === "version" ? (
        <TextField
          label={said.calledVersion}
          number
          value={attribute(subject, "poros:Call", "version")}
          onChange={(version) => setAttributes(subject, "poros:Call", call, { version })}
        />
      ) : null}
    </Section>
  );
}
