/** What machines do: handlers and topics, scripts, and the variables that go in and come out. */
import { setScript } from "../diagram/event.ts";
import { textOf } from "../diagram/moddle.ts";
import { words } from "../words.ts";
import { AddButton, ChoiceField, IconButton, Section, TextField } from "./row.tsx";
import { attribute, rowsOf, type Subject, setAttributes, setRows } from "./subject.ts";

const work = ["handler", "topic", "attempts", "backoff"];

export function Work({ subject }: { readonly subject: Subject }) {
  const said = words().panel;
  const handler = attribute(subject, "poros:Work", "handler");
  const topic = attribute(subject, "poros:Work", "topic");
  const handlers = subject.catalogue?.handlers ?? [];
  const set = (change: Readonly<Record<string, string | number | undefined>>) =>
    setAttributes(subject, "poros:Work", work, change);
  const byTopic = topic !== "";
  return (
    <Section title={said.work}>
      <ChoiceField
        label={said.workKind}
        value={byTopic ? "topic" : "handler"}
        choices={[
          { value: "handler", label: said.handler },
          { value: "topic", label: said.topic },
        ]}
        onChange={(kind) =>
          set(kind === "topic" ? { handler: "", topic: handler || "topik" } : { handler: "", topic: "" })
        }
      />
      {byTopic ? (
        <TextField
          label={said.topicName}
          code
          value={topic}
          onChange={(value) => set({ topic: value, handler: "" })}
        />
      ) : (
        <ChoiceField
          label={said.handler}
          value={handler}
          choices={handlers.map(({ name, title }) => ({ value: name, label: title }))}
          onChange={(value) => set({ handler: value, topic: "" })}
        />
      )}
      <div class="panel-pair">
        <TextField
          label={said.attempts}
          number
          value={attribute(subject, "poros:Work", "attempts")}
          onChange={(value) => set({ attempts: value === "" ? undefined : Number(value) })}
        />
        <TextField
          label={said.backoff}
          hint={said.backoffHint}
          code
          value={attribute(subject, "poros:Work", "backoff")}
          onChange={(value) => set({ backoff: value })}
        />
      </div>
    </Section>
  );
}

export function Script({ subject }: { readonly subject: Subject }) {
  const said = words().panel;
  return (
    <Section title={said.script}>
      <TextField
        label={said.scriptText}
        code
        lines
        value={textOf(subject.object, "script")}
        onChange={(text) => subject.edit(setScript(subject.object, text))}
      />
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

export function Mappings({ subject }: { readonly subject: Subject }) {
  const said = words().panel;
  return (
    <>
      <MappingSection subject={subject} type="poros:Input" title={said.inputs} add={said.addInput} />
      <MappingSection subject={subject} type="poros:Output" title={said.outputs} add={said.addOutput} />
    </>
  );
}

function MappingSection({
  subject,
  type,
  title,
  add,
}: {
  readonly subject: Subject;
  readonly type: "poros:Input" | "poros:Output";
  readonly title: string;
  readonly add: string;
}) {
  const said = words().panel;
  const rows = rowsOf(subject, type, ["target", "source"]);
  const set = (next: readonly Readonly<Record<string, string>>[]) => setRows(subject, type, next);
  const change = (at: number, name: string, value: string) =>
    set(rows.map((row, index) => (index === at ? { ...row, [name]: value } : row)));
  return (
    <Section title={title} open={rows.length > 0} note={rows.map((row) => row.target).join(", ")}>
      {rows.map((row, index) => (
        <fieldset class="panel-row" key={`${index}-${rows.length}`}>
          <legend class="visually-hidden">{row.target}</legend>
          <div class="panel-row-acts">
            <IconButton
              icon="trash"
              label={said.removeRow(row.target ?? "")}
              onClick={() => set(rows.filter((_, at) => at !== index))}
            />
          </div>
          <TextField
            label={said.target}
            code
            value={row.target ?? ""}
            onChange={(value) => change(index, "target", value)}
          />
          <TextField
            label={said.source}
            code
            value={row.source ?? ""}
            onChange={(value) => change(index, "source", value)}
          />
        </fieldset>
      ))}
      <AddButton
        label={add}
        onClick={() => set([...rows, { target: `variabel${rows.length + 1}`, source: "null" }])}
      />
    </Section>
  );
}
