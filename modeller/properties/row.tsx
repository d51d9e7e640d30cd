/** The small parts of the properties panel: a section that folds, and fields that write when they are left. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { Icon } from "../../ui/index.ts";
import { words } from "../words.ts";

export function Section({
  title,
  note,
  open = true,
  children,
}: {
  readonly title: string;
  /** What is in it, said while it is closed. */
  readonly note?: string | undefined;
  readonly open?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <details class="panel-section" open={open}>
      <summary>
        <Icon name="chevron-right" small />
        <span>{title}</span>
        {note === undefined ? null : <span class="panel-note">{note}</span>}
      </summary>
      <div class="panel-fields">{children}</div>
    </details>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly hint?: string | undefined;
  readonly code?: boolean;
  readonly lines?: boolean;
  readonly list?: readonly string[];
  readonly number?: boolean;
  readonly onChange: (value: string) => void;
}

/** Writes when it is left or Enter is pressed: one edit to undo, not one per letter. */
export function TextField({ label, value, hint, code, lines, list, number, onChange }: TextProps) {
  const [typed, setTyped] = useState(value);
  const id = useId();
  useEffect(() => setTyped(value), [value]);
  const write = () => {
    if (typed !== value) onChange(typed);
  };
  const shared = {
    id,
    value: typed,
    "aria-describedby": hint === undefined ? undefined : `${id}-hint`,
    class: code ? "input input-code" : "input",
    onInput: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      setTyped(event.currentTarget.value),
    onBlur: write,
  };
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {lines ? (
        <textarea {...shared} rows={3} />
      ) : (
        <input
          {...shared}
          type={number ? "number" : "text"}
          min={number ? 1 : undefined}
          list={list === undefined ? undefined : `${id}-list`}
          onKeyDown={(event) => {
            if (event.key === "Enter") write();
          }}
        />
      )}
      {list === undefined ? null : (
        <datalist id={`${id}-list`}>
          {list.map((item) => (
            <option key={item} value={item} />
          ))}
        </datalist>
      )}
      {hint === undefined ? null : (
        <span class="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A value that the list does not know is shown as such, never silently replaced. */
export function ChoiceField({
  label,
  value,
  choices,
  groups,
  empty,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly groups?: readonly { readonly label: string; readonly choices: readonly Choice[] }[];
  /** What choosing nothing is called; absent where something must be chosen. */
  readonly empty?: string;
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  const all = [...choices, ...(groups ?? []).flatMap((group) => group.choices)];
  const known = value === "" || all.some((choice) => choice.value === value);
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <span class="select">
        <select
          id={id}
          class="input"
          value={value}
          aria-invalid={!known}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {empty === undefined && value !== "" ? null : <option value="">{empty ?? words().choose}</option>}
          {known ? null : <option value={value}>{words().panel.unknown(value)}</option>}
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
          {groups?.map((group) => (
            <optgroup key={group.label} label={group.label}>
              {group.choices.map((choice) => (
                <option key={choice.value} value={choice.value}>
                  {choice.label}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
        <Icon name="chevron-down" />
      </span>
    </div>
  );
}

export function CheckField({
  label,
  checked,
  hint,
  onChange,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly hint?: string;
  readonly onChange: (checked: boolean) => void;
}) {
  return (
    <div class="field">
      <label class="choice">
        <input
          type="checkbox"
          checked={checked}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <span>{label}</span>
      </label>
      {hint === undefined ? null : <span class="field-hint">{hint}</span>}
    </div>
  );
}

export function IconButton({
  icon,
  label,
  disabled = false,
  onClick,
}: {
  readonly icon: "x" | "chevron-up" | "chevron-down" | "trash";
  readonly label: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button
      type="button"
      class="button icon-only quiet"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} small />
    </button>
  );
}

export function AddButton({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <button type="button" class="button quiet add" onClick={onClick}>
      <Icon name="plus" small />
      {label}
    </button>
  );
}
