/** One value of a comparison, entered as its fact's kind asks: a choice, a day, rupiah, a number, several of them. */
import { useState } from "preact/hooks";
import { type Comparison, factType, type Json, type RuleSet } from "../../rules/index.ts";
import { language, readMoney } from "../../ui/index.ts";
import { words } from "../words.ts";

type Kind = "text" | "number" | "boolean" | "money" | "date" | "other";

export interface ValueShape {
  readonly kind: Kind;
  /** Several values, as `in` takes them. */
  readonly several: boolean;
  readonly options: readonly { readonly value: string; readonly label: string }[] | null;
}

const steps = (path: string | undefined): readonly (string | number)[] =>
  (path ?? "$")
    .slice(1)
    .split(/[.[\]]+/)
    .filter((step) => step !== "")
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));

/** Null where the value cannot be entered in one field: another fact, a shared list, an instant. */
export function shapeOf(ruleSet: RuleSet, { fact, path, operator, value }: Comparison): ValueShape | null {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return null;
  if (operator === "ada") return { kind: "boolean", several: false, options: null };
  const declared = factType(ruleSet.facts, fact, steps(path));
  const type = declared?.kind === "list" ? declared.of : declared;
  if (type === null || type === undefined) return null;
  const several = Array.isArray(value) || operator === "in" || operator === "notIn";
  const words = type.schema["x-options"] as Readonly<Record<string, { id: string; en: string }>> | undefined;
  const options =
    type.options?.every((option) => typeof option === "string") === true
      ? (type.options as readonly string[]).map((option) => ({
          value: option,
          label: words?.[option]?.[language.value] ?? option,
        }))
      : null;
  switch (type.kind) {
    case "text":
      return { kind: "text", several, options };
    case "number":
    case "workingDays":
      return { kind: "number", several, options: null };
    case "boolean":
      return { kind: "boolean", several: false, options: null };
    case "money":
    case "date":
      return { kind: type.kind, several, options: null };
    default:
      return null;
  }
}

/** What was typed as a value of the document; undefined where it does not fit. */
export function readValue(shape: ValueShape, typed: string): Json | undefined {
  if (shape.several) {
    const parts = typed.split(",").map((part) => part.trim());
    const values = parts.filter((part) => part !== "").map((part) => readOne(shape.kind, part));
    return values.length === 0 || values.includes(undefined) ? undefined : (values as readonly Json[]);
  }
  return readOne(shape.kind, typed.trim());
}

function readOne(kind: Kind, typed: string): Json | undefined {
  switch (kind) {
    case "number":
      return typed !== "" && Number.isFinite(Number(typed)) ? Number(typed) : undefined;
    case "boolean":
      return typed === "true";
    case "money": {
      const entry = readMoney(typed);
      if (entry.kind === "amount") return entry.rupiah;
      // A figure with decimals and no word could be millions or milliards: not guessed here.
      const named = /[a-z]/i.test(typed.replace(/^rp\.?/i, ""));
      return entry.kind === "short" && named && entry.meant !== null ? entry.meant : undefined;
    }
    case "date":
      return /^\d{4}-\d{2}-\d{2}$/.test(typed) ? typed : undefined;
    default:
      return typed;
  }
}

export function typedValue(value: Json): string {
  return Array.isArray(value) ? value.map(String).join(", ") : String(value ?? "");
}

export function FactValue({
  shape,
  typed,
  wrong,
  label,
  onInput,
}: {
  readonly shape: ValueShape;
  readonly typed: string;
  readonly wrong: boolean;
  readonly label: string;
  readonly onInput: (typed: string) => void;
}) {
  const said = words().ruleWork;
  if (shape.options !== null && shape.several)
    return <SeveralOptions shape={shape} typed={typed} onInput={onInput} />;
  if (shape.options !== null || shape.kind === "boolean") {
    const { yes, no } = words();
    const options = shape.options ?? [
      { value: "true", label: yes },
      { value: "false", label: no },
    ];
    return (
      <select
        class="input"
        data-first
        aria-label={label}
        value={typed}
        onChange={(event) => onInput(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }
  const hint = shape.several ? said.valuesHint : shape.kind === "money" ? said.moneyHint : null;
  return (
    <>
      {shape.kind === "date" && !shape.several ? (
        <input
          class="input"
          data-first
          type="date"
          aria-label={label}
          aria-invalid={wrong}
          value={typed}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      ) : (
        <input
          class="input"
          data-first
          inputMode={shape.kind === "number" ? "decimal" : "text"}
          aria-label={label}
          aria-invalid={wrong}
          value={typed}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
      {hint === null ? null : <span class="field-hint">{hint}</span>}
      {wrong ? <span class="field-error">{said.badValue}</span> : null}
    </>
  );
}

function SeveralOptions({
  shape,
  typed,
  onInput,
}: {
  readonly shape: ValueShape;
  readonly typed: string;
  readonly onInput: (typed: string) => void;
}) {
  const [chosen, setChosen] = useState(() => new Set(typed.split(",").map((part) => part.trim())));
  const options = shape.options ?? [];
  return (
    <fieldset class="several">
      <legend class="field-label">{words().ruleWork.values}</legend>
      {options.map(({ value, label }) => (
        <label key={value} class="choice">
          <input
            type="checkbox"
            checked={chosen.has(value)}
            onChange={(event) => {
              const next = new Set(chosen);
              if (event.currentTarget.checked) next.add(value);
              else next.delete(value);
              setChosen(next);
              onInput(
                options
                  .filter((option) => next.has(option.value))
                  .map((option) => option.value)
                  .join(","),
              );
            }}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
