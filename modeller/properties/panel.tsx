/**
 * The properties of the selected element, or of the process where none is. Which sections an element has is
 * one table by BPMN type; each section reads the element anew after every change.
 */
import type { JSX } from "preact";
import { is, listOf, type ModdleObject, setDocumentation, textOf } from "../diagram/moddle.ts";
import { kindWord } from "../kind-word.ts";
import { words } from "../words.ts";
import { ConditionTrigger, Flow, Interrupting, Link, Message, NamedTrigger, Timer } from "./flow.tsx";
import { FormsAndRules } from "./forms-and-rules.tsx";
import { Outcomes } from "./outcomes.tsx";
import { Call, Repeat } from "./repeat.tsx";
import { AddButton, CheckField, IconButton, Section, TextField } from "./row.tsx";
import { attribute, rowsOf, type Subject, setAttributes, setRows } from "./subject.ts";
import { Authority, Deadline, Who } from "./who.tsx";
import { Mappings, Script, Work } from "./work.tsx";

type Part = (props: { readonly subject: Subject }) => JSX.Element | null;

/** First match wins. */
const parts: readonly { readonly types: readonly string[]; readonly sections: readonly Part[] }[] = [
  {
    types: ["bpmn:UserTask"],
    sections: [Who, Deadline, FormsAndRules, Outcomes, Authority, Repeat, Mappings],
  },
  { types: ["bpmn:BusinessRuleTask"], sections: [FormsAndRules, Outcomes, Repeat, Mappings] },
  { types: ["bpmn:ServiceTask"], sections: [Work, Repeat, Mappings] },
  { types: ["bpmn:SendTask"], sections: [Work, Message, Repeat, Mappings] },
  { types: ["bpmn:ReceiveTask"], sections: [Message, Repeat, Mappings] },
  { types: ["bpmn:ScriptTask"], sections: [Script, Repeat, Mappings] },
  { types: ["bpmn:Task"], sections: [Who, Deadline, FormsAndRules, Outcomes, Repeat, Mappings] },
  { types: ["bpmn:CallActivity"], sections: [Call, Repeat, Mappings] },
  { types: ["bpmn:SubProcess"], sections: [Repeat, Mappings] },
  { types: ["bpmn:SequenceFlow"], sections: [Flow] },
  {
    types: ["bpmn:Event"],
    sections: [Timer, Message, NamedTrigger, ConditionTrigger, Link, Interrupting, EventMappings],
  },
  { types: ["bpmn:Process"], sections: [Submission, CaseDeadline] },
];

export function Panel({ subject, readOnly }: { readonly subject: Subject; readonly readOnly: boolean }) {
  const said = words();
  const { object } = subject;
  const sections = parts.find((part) => is(object, ...part.types))?.sections ?? [];
  const name = textOf(object, "name");
  const kind = kindOf(object);
  return (
    <aside class="panel" aria-label={said.editor.panel}>
      <header class="panel-head">
        <p class="small muted">{kindWord(kind)}</p>
        <h2>{name === "" ? said.unnamed : name}</h2>
      </header>
      <fieldset class="panel-all" disabled={readOnly} key={object.id}>
        <General subject={subject} />
        {sections.map((Part) => (
          <Part key={Part.name} subject={subject} />
        ))}
        <Legal subject={subject} />
      </fieldset>
    </aside>
  );
}

/** The type, with the event's definition where it has one. */
export function kindOf(object: ModdleObject): string {
  const own = object.$type.replace(/^bpmn:/, "");
  const definition = is(object, "bpmn:Event") ? listOf(object, "eventDefinitions")[0] : undefined;
  return definition === undefined
    ? own
    : `${own}/${definition.$type.replace(/^bpmn:/, "").replace(/EventDefinition$/, "")}`;
}

function General({ subject }: { readonly subject: Subject }) {
  const said = words().panel;
  const { object } = subject;
  const isProcess = object.$type === "bpmn:Process";
  return (
    <Section title={said.general}>
      <TextField label={said.name} value={textOf(object, "name")} onChange={subject.rename} />
      <TextField
        label={said.documentation}
        hint={said.documentationHint}
        lines
        value={textOf(listOf(object, "documentation")[0] ?? null, "text")}
        onChange={(text) => subject.edit(setDocumentation(object, text, subject.create))}
      />
      <p class="field-hint">
        {said.id}: <code>{object.id}</code>
      </p>
      {isProcess ? (
        <CheckField
          label={said.executable}
          checked={object.get("isExecutable") === true}
          onChange={(checked) => subject.edit([{ target: object, set: { isExecutable: checked } }])}
        />
      ) : null}
    </Section>
  );
}

function EventMappings({ subject }: { readonly subject: Subject }) {
  return listOf(subject.object, "eventDefinitions").length > 0 ? <Mappings subject={subject} /> : null;
}

const submission = ["post", "prefix", "title"];

function Submission({ subject }: { readonly subject: Subject }) {
  const said = words().panel;
  const read = (name: string) => attribute(subject, "poros:Submission", name);
  const set = (change: Readonly<Record<string, string>>) =>
    setAttributes(subject, "poros:Submission", submission, change);
  return (
    <Section title={said.submission}>
      <TextField
        label={said.submissionPost}
        value={read("post")}
        list={Object.keys(words().post)}
        onChange={(post) => set({ post })}
      />
      <TextField
        label={said.prefix}
        hint={said.prefixHint}
        code
        value={read("prefix")}
        onChange={(prefix) => set({ prefix })}
      />
      <TextField label={said.caseTitle} code value={read("title")} onChange={(title) => set({ title })} />
    </Section>
  );
}

function CaseDeadline({ subject }: { readonly subject: Subject }) {
  return <Deadline subject={subject} title={words().panel.caseDeadline} />;
}

function Legal({ subject }: { readonly subject: Subject }) {
  const said = words().panel;
  const rows = rowsOf(subject, "poros:LegalBasis", ["text"]);
  const set = (next: readonly Readonly<Record<string, string>>[]) =>
    setRows(subject, "poros:LegalBasis", next);
  return (
    <Section title={said.legalBasis} open={false} note={said.references(rows.length)}>
      {rows.map((row, index) => (
        <fieldset class="panel-row" key={`${index}-${rows.length}`}>
          <legend class="visually-hidden">{row.text}</legend>
          <div class="panel-row-acts">
            <IconButton
              icon="trash"
              label={said.removeRow(row.text ?? "")}
              onClick={() => set(rows.filter((_, at) => at !== index))}
            />
          </div>
          <TextField
            label={said.legalText}
            lines
            value={row.text ?? ""}
            onChange={(text) => set(rows.map((old, at) => (at === index ? { text } : old)))}
          />
        </fieldset>
      ))}
      <AddButton label={said.addLegal} onClick={() => set([...rows, { text: said.legalText }])} />
    </Section>
  );
}
