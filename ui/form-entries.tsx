/** Entries that read what people type: money, dates, figures, lists. What cannot be read stays as typed. */
import { useId, useRef, useState } from "preact/hooks";
import { readDate } from "./date-entry.ts";
import type { EntryProps } from "./form.tsx";
import { meantMoney, readNumber } from "./form-fields.ts";
import { moneyDigits, writtenDate } from "./format.ts";
import { Icon } from "./icon.tsx";
import { language } from "./language.ts";
import { readMoney } from "./money-entry.ts";
import { uiWords } from "./words.ts";

const asText = (value: EntryProps["value"]): string =>
  value === undefined || value === null ? "" : String(value);

interface TypedProps extends EntryProps {
  /** How a value that is understood is written when nobody types. */
  readonly shown: (value: string) => string;
  readonly mode: "numeric" | "decimal" | "text";
  readonly read: (typed: string) => EntryProps["value"];
}

/** While typing the text is the person's; afterwards the field shows it as an official writes it. */
function TypedField({ field, id, value, fault, describedBy, onChange, shown, mode, read }: TypedProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <input
      class="input"
      id={id}
      name={field.name}
      type="text"
      inputMode={mode}
      autocomplete="off"
      value={typed ?? shown(asText(value))}
      required={field.required}
      readOnly={field.readOnly}
      aria-invalid={fault !== null}
      aria-describedby={describedBy}
      onInput={(event) => {
        setTyped(event.currentTarget.value);
        onChange(event.currentTarget.value === "" ? undefined : read(event.currentTarget.value));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

export function MoneyField(props: EntryProps) {
  return (
    <TypedField
      {...props}
      mode="decimal"
      shown={(value) => moneyDigits(value, language.value) ?? value}
      read={(typed) => {
        const read = readMoney(typed);
        return read.kind === "amount" ? read.rupiah : typed;
      }}
    />
  );
}

/** "Do you mean …? Use that amount": the likely value, one press away. */
MoneyField.Remedy = function Remedy({ value, onChange }: EntryProps) {
  const words = uiWords();
  const meant = meantMoney(value, language.value);
  if (meant === null) return null;
  return (
    <>
      {words.moneyMeant(meant.shown)}{" "}
      <button type="button" class="link" onClick={() => onChange(meant.rupiah)}>
        {words.useThat}
      </button>
    </>
  );
};

/** Written in words; the browser's own picker is a button away. */
export function DateField(props: EntryProps) {
  const words = uiWords();
  const picker = useRef<HTMLInputElement>(null);
  const { field, value, onChange } = props;
  return (
    <span class="date">
      <TypedField
        {...props}
        mode="text"
        shown={(text) => writtenDate(text, language.value)}
        read={(typed) => {
          const read = readDate(typed);
          return read.kind === "date" ? read.iso : typed;
        }}
      />
      {field.readOnly ? null : (
        <>
          <button
            type="button"
            class="button quiet icon-only"
            aria-label={words.pickDate}
            title={words.pickDate}
            onClick={() => picker.current?.showPicker()}
          >
            <Icon name="calendar" />
          </button>
          <input
            ref={picker}
            class="date-picker"
            type="date"
            tabIndex={-1}
            aria-hidden="true"
            value={/^\d{4}-\d{2}-\d{2}$/.test(asText(value)) ? asText(value) : ""}
            onChange={(event) => onChange(event.currentTarget.value || undefined)}
          />
        </>
      )}
    </span>
  );
}

export function NumberField(props: EntryProps) {
  const wantsNumber = props.field.schema.type !== "string";
  return (
    <TypedField
      {...props}
      mode={props.field.schema.type === "integer" || props.field.widget === "year" ? "numeric" : "decimal"}
      shown={(value) => (language.value === "id" ? value.replace(".", ",") : value)}
      read={(typed) => (wantsNumber ? (readNumber(typed) ?? typed) : typed)}
    />
  );
}

/** Items that others gave: read, not typed. */
export function GivenList({ field, value }: Pick<EntryProps, "field" | "value">) {
  const id = useId();
  const items = Array.isArray(value) ? value.map(String) : [];
  return (
    <div class="field field-whole">
      <span class="field-label" id={id}>
        {field.label}
      </span>
      <ul class="given-list" aria-labelledby={id}>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  );
}

/** One item on each line; blank lines are nobody's items. */
export function ListField({ field, id, value, fault, describedBy, onChange }: EntryProps) {
  const words = uiWords();
  const [typed, setTyped] = useState<string | null>(null);
  const lines = Array.isArray(value) ? value.map(String).join("\n") : asText(value);
  return (
    <>
      <span class="field-hint" id={`${id}-list`}>
        {words.listHint}
      </span>
      <textarea
        class="input"
        id={id}
        name={field.name}
        rows={3}
        value={typed ?? lines}
        required={field.required}
        readOnly={field.readOnly}
        aria-invalid={fault !== null}
        aria-describedby={[`${id}-list`, describedBy].filter(Boolean).join(" ")}
        onInput={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          const items = text
            .split("\n")
            .map((line) => line.trim())
            .filter((line) => line !== "");
          onChange(items.length === 0 ? undefined : items);
        }}
        onBlur={() => setTyped(null)}
      />
    </>
  );
}
