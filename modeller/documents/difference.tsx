/** The difference between two contents in words, and for JSON also line by line. */
import { useEffect, useState } from "preact/hooks";
import type { DocumentKind } from "../../api/index.ts";
import type { IconName } from "../../ui/index.ts";
import { api, type Failure, FailureNote, Icon } from "../../ui/index.ts";
import type { ElementChange, Field } from "../compare/diagram.ts";
import { compareLines, type DiffLine, hunks } from "../compare/lines.ts";
import { compareRuleSets, type RuleSetChange } from "../compare/rule-set.ts";
import { kindWord } from "../kind-word.ts";
import { words } from "../words.ts";
import { personName } from "./organisation.ts";
import { useProposed } from "./proposed.ts";
import { useVersion } from "./use-working-copy.ts";
import type { WorkingCopy } from "./working-copy.ts";

type Change = "added" | "removed" | "changed" | "moved";
const icons: Readonly<Record<Change, IconName>> = {
  added: "plus",
  removed: "minus",
  changed: "pencil",
  moved: "arrow-right-left",
};

export interface Side {
  readonly label: string;
  readonly content: string;
}

/** The draft beside a version: that in force when none is named. `theirs` compares with what another saved. */
export function DraftDifference({
  copy,
  against,
}: {
  readonly copy: WorkingCopy;
  readonly against: number | "theirs" | null;
}) {
  const said = words().compare;
  const [other, setOther] = useState<Side | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const versions = copy.document.value?.versions ?? [];
  const version = against === "theirs" ? null : (against ?? versions.find((v) => v.inForce)?.version ?? null);
  // A proposal to go back is that version, whatever the draft says.
  const proposed = useProposed(copy);
  const goingBack = against === null && typeof proposed === "object" ? (proposed?.version ?? null) : null;
  const back = useVersion(copy, goingBack);
  const theirs = copy.conflict.value;
  useEffect(() => {
    if (against === "theirs" && theirs !== null)
      setOther({ label: personName(theirs.savedBy), content: theirs.content });
    else if (version === null) setOther({ label: said.empty, content: "" });
    else
      void api
        .get<{ content: string }>(`/library/${copy.kind}/${encodeURIComponent(copy.id)}/versions/${version}`)
        .then((answer) => {
          if (answer.ok) setOther({ label: said.version(version), content: answer.value.content });
          else setFailure(answer.failure);
        });
  }, [copy, version, against, theirs]);
  if (failure !== null) return <FailureNote failure={failure} />;
  if (other === null) return <span class="bar w-50" />;
  const after =
    goingBack === null
      ? { label: said.draft, content: copy.content.value }
      : { label: said.version(goingBack), content: back ?? other.content };
  return <Difference kind={copy.kind} before={other} after={after} />;
}

function Difference({
  kind,
  before,
  after,
}: {
  readonly kind: DocumentKind;
  readonly before: Side;
  readonly after: Side;
}) {
  const said = words().compare;
  return (
    <section class="page-part difference">
      <h2>{said.title}</h2>
      <p class="muted">{said.between(after.label, before.label)}</p>
      {kind === "processes" ? (
        <DiagramChanges before={before.content} after={after.content} />
      ) : (
        <>
          {kind === "rule-sets" && before.content !== "" ? (
            <RuleChanges changes={compareRuleSets(before.content, after.content)} />
          ) : null}
          <Lines lines={compareLines(before.content, after.content)} />
        </>
      )}
    </section>
  );
}

function DiagramChanges({ before, after }: { readonly before: string; readonly after: string }) {
  const said = words();
  const [changes, setChanges] = useState<readonly ElementChange[] | "failed" | null>(null);
  useEffect(() => {
    let gone = false;
    const found = import("../compare/diagram.ts").then(({ compareDiagrams }) =>
      compareDiagrams(before === "" ? emptyDiagram : before, after),
    );
    found.then(
      (all) => {
        if (!gone) setChanges(all);
      },
      () => {
        if (!gone) setChanges("failed");
      },
    );
    return () => {
      gone = true;
    };
  }, [before, after]);
  if (changes === null) return <span class="bar w-50" />;
  if (changes === "failed") return <p>{said.compare.failed}</p>;
  if (changes.length === 0) return <p>{said.compare.none}</p>;
  return (
    <ul class="changes">
      {changes.map((change) => (
        <li key={`${change.change}${change.elementId}`} class={`change change-${change.change}`}>
          <p>
            <ChangeWord change={change.change} />
            <span class="muted">{kindWord(change.kind)}</span>{" "}
            <strong>{change.name === "" ? change.elementId : change.name}</strong>
          </p>
          {change.fields.length === 0 ? null : (
            <table class="fields">
              <thead>
                <tr>
                  <th />
                  {change.change === "changed" ? <th>{said.compare.before}</th> : null}
                  <th>{said.compare.after}</th>
                </tr>
              </thead>
              <tbody>
                {change.fields.map((field) => (
                  <tr key={field.field}>
                    <th scope="row">{said.compare.field[field.field]}</th>
                    {change.change === "changed" ? (
                      <td class="was">{shown(field.field, field.before)}</td>
                    ) : null}
                    <td>{shown(field.field, field.after)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What stands in the file as a word is said in the reader's. */
function inWords(field: Field, value: string): string {
  const said = words();
  const known: Readonly<Partial<Record<Field, Readonly<Record<string, string>>>>> = {
    addressee: { ...said.post, ...said.unit },
    deadline: said.deadlineUnit,
    outcomes: said.panel.style,
  };
  if (field === "kind") return kindWord(value);
  const table = known[field];
  if (table === undefined) return value;
  return value
    .split("; ")
    .map((row) =>
      row
        .split(" · ")
        .map((part) => table[part] ?? part)
        .join(" · "),
    )
    .join("; ");
}

function shown(field: Field, value: string) {
  return value === "" ? (
    <span class="faint">{words().compare.empty}</span>
  ) : (
    <span class="written">{inWords(field, value)}</span>
  );
}

function RuleChanges({ changes }: { readonly changes: readonly RuleSetChange[] | null }) {
  const said = words().compare;
  if (changes === null) return <p>{said.failed}</p>;
  if (changes.length === 0) return <p>{said.noMeaning}</p>;
  return (
    <ul class="changes">
      {changes.map((change) => (
        <li key={`${change.change}${change.what}${change.name}`} class={`change change-${change.change}`}>
          <p>
            <ChangeWord change={change.change} />
            {said[change.what](change.name)}
          </p>
        </li>
      ))}
    </ul>
  );
}

function ChangeWord({ change }: { readonly change: Change }) {
  return (
    <span class={`chip change-word change-word-${change}`}>
      <Icon name={icons[change]} small />
      {words().compare[change]}
    </span>
  );
}

const signs: Readonly<Record<DiffLine["change"], string>> = { kept: " ", taken: "-", added: "+" };

function Lines({ lines }: { readonly lines: readonly DiffLine[] }) {
  const said = words().compare;
  const groups = hunks(lines);
  if (groups.length === 0) return <p>{said.noneText}</p>;
  return (
    <>
      <h3>{said.lines}</h3>
      {groups.map((group) => (
        <pre class="hunk" key={`${group[0]?.before}:${group[0]?.after}`}>
          {group.map((line) => (
            <span class={`line line-${line.change}`} key={`${line.before}:${line.after}`}>
              <span class="line-number">{line.after ?? line.before}</span>
              <span class="line-sign">{signs[line.change]}</span>
              {line.text}
              {"\n"}
            </span>
          ))}
        </pre>
      ))}
    </>
  );
}

const emptyDiagram =
  '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:poros"/>';
