/**
 * The bar of acts: one primary with its consequence, the others with theirs. What is blocked says why and can
 * still be reached. On the phone the rest is a sheet from below.
 */
import { useRef } from "preact/hooks";
import type { TaskPage } from "../api/index.ts";
import { Icon, type IconName, language, toast } from "../ui/index.ts";
import { deskWords } from "./words.ts";

export type Outcome = TaskPage["outcomes"][number];

const icons: Readonly<Record<Outcome["style"], IconName>> = {
  primary: "pen-line",
  return: "corner-up-left",
  reject: "x",
  plain: "arrow-right",
};

/** A task whose diagram names no outcomes is finished by one act. */
export function outcomesOf(page: TaskPage): readonly Outcome[] {
  if (page.outcomes.length === 0) {
    const label = { id: deskWords().finish, en: deskWords().finish };
    return [{ value: "", label, style: "primary", consequence: null, blocked: null }];
  }
  return page.outcomes;
}

/** The one primary: the first so styled, or the first of all. */
export const primaryOf = (outcomes: readonly Outcome[]): Outcome | undefined =>
  outcomes.find((outcome) => outcome.style === "primary") ?? outcomes[0];

export function OutcomeBar({
  outcomes,
  busy,
  onChoose,
}: {
  outcomes: readonly Outcome[];
  busy: boolean;
  onChoose: (outcome: Outcome) => void;
}) {
  const words = deskWords();
  const sheet = useRef<HTMLDialogElement>(null);
  const primary = primaryOf(outcomes);
  const rest = outcomes.filter((outcome) => outcome !== primary);
  if (primary === undefined) return null;
  return (
    <div class="outcomes">
      <div class="outcome outcome-primary">
        <OutcomeButton outcome={primary} primary busy={busy} onChoose={onChoose} />
        <Consequence outcome={primary} />
      </div>
      {rest.map((outcome) => (
        <div class="outcome outcome-other" key={outcome.value}>
          <OutcomeButton outcome={outcome} primary={false} busy={busy} onChoose={onChoose} />
          <Consequence outcome={outcome} />
        </div>
      ))}
      {rest.length === 0 ? null : (
        <button type="button" class="button outcome-more" onClick={() => sheet.current?.showModal()}>
          {words.moreActs}
          <Icon name="chevron-up" small />
        </button>
      )}
      <p class="outcome-note small muted">
        <Icon name="info" small /> {words.approvalNote}
      </p>
      <Sheet outcomes={rest} sheet={sheet} onChoose={onChoose} />
    </div>
  );
}

function OutcomeButton({
  outcome,
  primary,
  busy,
  onChoose,
}: {
  outcome: Outcome;
  primary: boolean;
  busy: boolean;
  onChoose: (outcome: Outcome) => void;
}) {
  const blocked = outcome.blocked;
  return (
    <button
      type="button"
      class={`button ${primary ? "primary" : ""} ${busy ? "busy" : ""}`}
      aria-disabled={blocked !== null}
      aria-describedby={`akibat-${outcome.value}`}
      onClick={() => {
        if (blocked !== null) toast(blocked.text);
        else if (!busy) onChoose(outcome);
      }}
    >
      <Icon name={blocked === null ? icons[outcome.style] : "lock"} small />
      {outcome.label[language.value]}
    </button>
  );
}

function Consequence({ outcome }: { outcome: Outcome }) {
  const said = outcome.blocked ?? outcome.consequence;
  return (
    <p
      class={outcome.blocked === null ? "outcome-said small muted" : "outcome-said small blocked"}
      id={`akibat-${outcome.value}`}
    >
      {said?.text}
    </p>
  );
}

function Sheet({
  outcomes,
  sheet,
  onChoose,
}: {
  outcomes: readonly Outcome[];
  sheet: { current: HTMLDialogElement | null };
  onChoose: (outcome: Outcome) => void;
}) {
  const words = deskWords();
  return (
    <dialog class="sheet" ref={sheet} aria-labelledby="tindakan-lain">
      <div class="sheet-head">
        <h2 id="tindakan-lain">{words.otherActs}</h2>
        <button
          type="button"
          class="button quiet icon-only"
          aria-label={words.closeSheet}
          title={words.closeSheet}
          onClick={() => sheet.current?.close()}
        >
          <Icon name="x" />
        </button>
      </div>
      <ul>
        {outcomes.map((outcome) => (
          <li key={outcome.value}>
            <button
              type="button"
              class="sheet-act"
              aria-disabled={outcome.blocked !== null}
              onClick={() => {
                if (outcome.blocked !== null) return;
                sheet.current?.close();
                onChoose(outcome);
              }}
            >
              <Icon name={outcome.blocked === null ? icons[outcome.style] : "lock"} />
              <span>
                <strong>{outcome.label[language.value]}</strong>
                <span class="small muted">{(outcome.blocked ?? outcome.consequence)?.text}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </dialog>
  );
}
