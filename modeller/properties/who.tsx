/** Siapa, Wewenang, Tenggat: the post that acts, its rank, its time. */

import { resolveAddress } from "../../organisation/index.ts";
import { extensionOf, setExtension } from "../diagram/moddle.ts";
import { words } from "../words.ts";
import { CheckField, type Choice, ChoiceField, Section, TextField } from "./row.tsx";
import { attribute, type Subject, setAttributes } from "./subject.ts";

const addressee = ["post", "unit"];
const echelons = ["I.b", "II.a", "II.b", "III.a", "IV.a"] as const;
const deadlineUnits = ["hariKerja", "jamKerja", "hariKalender"] as const;
const expression = "=";

export function Who({ subject }: { readonly subject: Subject }) {
  const said = words();
  const post = attribute(subject, "poros:Addressee", "post");
  const unit = attribute(subject, "poros:Addressee", "unit");
  const byExpression = unit.startsWith(expression);
  const relativePost = post === "" || post in said.post;
  const set = (change: { post?: string; unit?: string }) =>
    setAttributes(subject, "poros:Addressee", addressee, change);
  return (
    <Section title={said.panel.who} note={post === "" ? undefined : postLabel(subject, post)}>
      <ChoiceField
        label={said.panel.post}
        value={post}
        choices={Object.entries(said.post).map(([value, label]) => ({ value, label }))}
        groups={[{ label: said.panel.post, choices: namedPosts(subject) }]}
        onChange={(value) =>
          set(value in said.post || value === "" ? { post: value } : { post: value, unit: "" })
        }
      />
      {relativePost ? (
        <ChoiceField
          label={said.panel.unit}
          value={byExpression ? expression : unit}
          choices={[
            ...Object.entries(said.unit).map(([value, label]) => ({ value, label })),
            { value: expression, label: said.panel.unitExpression },
          ]}
          groups={[{ label: said.panel.unit, choices: namedUnits(subject) }]}
          onChange={(value) => set({ unit: value })}
        />
      ) : null}
      {byExpression ? (
        <TextField
          label={said.panel.unitExpression}
          hint={said.panel.unitExpressionHint}
          code
          value={unit.slice(1)}
          onChange={(value) => set({ unit: `${expression}${value}` })}
        />
      ) : null}
      {post === "" ? null : <Today subject={subject} post={post} unit={unit} />}
    </Section>
  );
}

/** Units that only a running case can tell. */
const ofTheCase = ["pemrakarsa", "biroPembina", "asistenPembina"];

/** Who holds the post today, as far as the diagram alone says which post it is. */
function Today({
  subject,
  post,
  unit,
}: {
  readonly subject: Subject;
  readonly post: string;
  readonly unit: string;
}) {
  const said = words().panel;
  const { organisation } = subject;
  const inCase =
    post in words().post && (unit === "" || unit.startsWith(expression) || ofTheCase.includes(unit));
  const resolved =
    inCase || organisation === null
      ? null
      : resolveAddress(organisation, { post, unit }, organisation.document.units[0]?.id ?? "");
  const found = resolved?.ok
    ? subject.catalogue?.posts.find((candidate) => candidate.value === resolved.post.id)
    : undefined;
  return (
    <p class="field-hint">
      {said.today}: {found === undefined ? null : `${found.label}, `}
      <strong>{inCase ? said.relative : (found?.today ?? said.vacant)}</strong>
    </p>
  );
}

export function Authority({ subject }: { readonly subject: Subject }) {
  const said = words().panel;
  const lowest = attribute(subject, "poros:Authority", "minEchelon");
  return (
    <Section title={said.authority} open={lowest !== ""} note={lowest === "" ? said.anyEchelon : lowest}>
      <ChoiceField
        label={said.minEchelon}
        empty={said.anyEchelon}
        value={lowest}
        choices={echelons.map((value) => ({ value, label: value }))}
        onChange={(value) => setAttributes(subject, "poros:Authority", ["minEchelon"], { minEchelon: value })}
      />
    </Section>
  );
}

const deadline = ["amount", "unit", "ruleSet"];

export function Deadline({ subject, title }: { readonly subject: Subject; readonly title?: string }) {
  const said = words();
  const amount = attribute(subject, "poros:Deadline", "amount");
  const unit = attribute(subject, "poros:Deadline", "unit");
  const ruleSet = attribute(subject, "poros:Deadline", "ruleSet");
  const set = (change: Readonly<Record<string, string | number | undefined>>) =>
    setAttributes(subject, "poros:Deadline", deadline, change);
  const stops = extensionOf(subject.object, "poros:StopsClock");
  const isTask = subject.object.$type !== "bpmn:Process";
  return (
    <Section
      title={title ?? said.panel.deadline}
      open={amount !== "" || stops !== null}
      note={amount === "" ? said.panel.noDeadline : `${amount} ${said.deadlineUnit[unit] ?? unit}`}
    >
      <div class="panel-pair">
        <TextField
          label={said.panel.amount}
          number
          value={amount}
          onChange={(value) => {
            if (value === "")
              subject.edit(setExtension(subject.object, "poros:Deadline", null, subject.create));
            else set({ amount: Number(value), unit: unit === "" ? deadlineUnits[0] : unit });
          }}
        />
        <ChoiceField
          label={said.panel.deadlineUnit}
          value={unit}
          choices={deadlineUnits.map((value) => ({ value, label: said.deadlineUnit[value] ?? value }))}
          onChange={(value) => set({ unit: value })}
        />
      </div>
      {amount === "" ? null : (
        <ChoiceField
          label={said.panel.escalation}
          empty={said.panel.escalationNone}
          value={ruleSet}
          choices={ruleSetChoices(subject, "escalation")}
          onChange={(value) => set({ ruleSet: value })}
        />
      )}
      {isTask ? (
        <CheckField
          label={said.panel.stopsClock}
          hint={said.panel.stopsClockHint}
          checked={stops !== null}
          onChange={(checked) =>
            subject.edit(
              setExtension(subject.object, "poros:StopsClock", checked ? {} : null, subject.create),
            )
          }
        />
      ) : null}
      {stops !== null && isTask ? (
        <TextField
          label={said.panel.stopsClockReason}
          value={attribute(subject, "poros:StopsClock", "reason")}
          onChange={(reason) =>
            subject.edit(setExtension(subject.object, "poros:StopsClock", { reason }, subject.create))
          }
        />
      ) : null}
    </Section>
  );
}

/** Those of the purpose first, then the others. */
export function ruleSetChoices(subject: Subject, purpose?: string): readonly Choice[] {
  const all = subject.catalogue?.ruleSets ?? [];
  const first = all.filter((ruleSet) => ruleSet.purpose === purpose);
  const others = all.filter((ruleSet) => ruleSet.purpose !== purpose);
  return (purpose === "escalation" ? first : [...first, ...others]).map((ruleSet) => ({
    value: ruleSet.id,
    label: `${ruleSet.title}, ${words().panel.version(ruleSet.version)}`,
  }));
}

function postLabel(subject: Subject, post: string): string {
  return words().post[post] ?? subject.catalogue?.posts.find((named) => named.value === post)?.label ?? post;
}

function namedPosts(subject: Subject): readonly Choice[] {
  const relative = words().post;
  return (subject.catalogue?.posts ?? []).filter((post) => !(post.value in relative));
}

function namedUnits(subject: Subject): readonly Choice[] {
  const relative = words().unit;
  return (subject.catalogue?.units ?? []).filter((unit) => !(unit.value in relative));
}
