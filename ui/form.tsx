/**
 * Shows a form document and hands back what is filled in. Values are the caller's; faults come as JSON pointers,
 * from the check here or from the server, and stand under the field they name.
 */
import { useEffect, useId, useRef } from "preact/hooks";
import type { Form, Json } from "../api/index.ts";
import type { Fault } from "./client.ts";
import { DateField, GivenList, ListField, MoneyField, NumberField } from "./form-entries.tsx";
import { type Field, fieldOf, pointerOf, say, type Values } from "./form-fields.ts";
import { Icon } from "./icon.tsx";
import { language } from "./language.ts";
import { uiWords } from "./words.ts";

export interface FormViewProps {
  readonly form: Form;
  readonly values: Values;
  readonly faults: readonly Fault[];
  readonly onChange: (values: Values) => void;
  /** Headings are numbered from here where the form is one of several steps on a page; null for none. */
  readonly numberFrom?: number | null;
  readonly readOnly?: boolean;
}

export function FormView({
  form,
  values,
  faults,
  onChange,
  numberFrom = null,
  readOnly = false,
}: FormViewProps) {
  return (
    <div class="form">
      {form.sections.map((section, index) => (
        <fieldset class="form-section" key={section.fields.join(" ")}>
          {section.title === null ? null : (
            <legend class="form-title">
              {numberFrom === null ? "" : `${numberFrom + index}. `}
              {say(section.title, language.value)}
            </legend>
          )}
          <div class="form-grid">
            {section.fields
              .flatMap((name) => fieldOf(form, name, language.value))
              .map((field) => (
                <FormField
                  key={field.name}
                  field={readOnly ? { ...field, readOnly: true } : field}
                  value={values[field.name]}
                  fault={faultFor(faults, pointerOf(field.name))}
                  onChange={(value) => onChange(changed(values, field.name, value))}
                />
              ))}
          </div>
        </fieldset>
      ))}
    </div>
  );
}

function changed(values: Values, name: string, value: Json | undefined): Values {
  const next = { ...values };
  if (value === undefined) delete next[name];
  else next[name] = value;
  return next;
}

/** A server may point at the field or below it (an item of a list). */
const faultFor = (faults: readonly Fault[], pointer: string): Fault | null =>
  faults.find((fault) => fault.at === pointer || fault.at.startsWith(`${pointer}/`)) ?? null;

export interface EntryProps {
  readonly field: Field;
  readonly id: string;
  readonly value: Json | undefined;
  readonly fault: Fault | null;
  /** Ids of hint and error, for `aria-describedby`. */
  readonly describedBy: string | undefined;
  readonly onChange: (value: Json | undefined) => void;
}

const whole: ReadonlySet<Field["widget"]> = new Set(["money", "multiline", "radio", "check", "list"]);

function FormField(props: Omit<EntryProps, "id" | "describedBy">) {
  const words = uiWords();
  const { field, fault } = props;
  const id = useId();
  const described = [field.hint === null ? "" : `${id}-hint`, fault === null ? "" : `${id}-error`];
  const entry = { ...props, id, describedBy: described.filter(Boolean).join(" ") || undefined };
  const hint =
    field.hint === null ? null : (
      <span class="field-hint" id={`${id}-hint`}>
        {field.hint}
      </span>
    );
  const error =
    fault === null ? null : (
      <span class="field-error" id={`${id}-error`}>
        <Icon name="circle-alert" />
        <span>
          {fault.message} {field.widget === "money" ? <MoneyField.Remedy {...entry} /> : null}
        </span>
      </span>
    );
  const need = field.required || field.readOnly ? null : <span class="need"> ({words.optional})</span>;
  const shape = whole.has(field.widget) ? "field field-whole" : "field";
  if (field.widget === "list" && field.readOnly) return <GivenList field={field} value={props.value} />;
  if (field.widget === "check")
    return (
      <div class={shape}>
        <Entry {...entry} />
        {hint}
        {error}
      </div>
    );
  if (field.widget === "radio")
    return (
      <fieldset class={shape} aria-describedby={entry.describedBy}>
        <legend class="field-label">
          {field.label}
          {need}
        </legend>
        {hint}
        <Entry {...entry} />
        {error}
      </fieldset>
    );
  return (
    <div class={shape}>
      <label class="field-label" for={id}>
        {field.label}
        {need}
      </label>
      {hint}
      <Entry {...entry} />
      {error}
    </div>
  );
}

function Entry(props: EntryProps) {
  switch (props.field.widget) {
    case "money":
      return <MoneyField {...props} />;
    case "date":
      return <DateField {...props} />;
    case "number":
    case "year":
      return <NumberField {...props} />;
    case "list":
      return <ListField {...props} />;
    case "multiline":
      return <MultilineField {...props} />;
    case "radio":
      return <RadioField {...props} />;
    case "check":
      return <CheckField {...props} />;
    case "select":
      return <SelectField {...props} />;
    case "text":
      return <TextField {...props} />;
  }
}

function TextField({ field, id, value, fault, describedBy, onChange }: EntryProps) {
  return (
    <input
      class="input"
      id={id}
      name={field.name}
      type="text"
      autocomplete="off"
      value={value === undefined || value === null ? "" : String(value)}
      required={field.required}
      readOnly={field.readOnly}
      aria-invalid={fault !== null}
      aria-describedby={describedBy}
      onInput={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function MultilineField({ field, id, value, fault, describedBy, onChange }: EntryProps) {
  return (
    <textarea
      class="input"
      id={id}
      name={field.name}
      rows={3}
      value={value === undefined || value === null ? "" : String(value)}
      required={field.required}
      readOnly={field.readOnly}
      aria-invalid={fault !== null}
      aria-describedby={describedBy}
      onInput={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function SelectField({ field, id, value, fault, describedBy, onChange }: EntryProps) {
  const words = uiWords();
  const chosen = field.options.findIndex((option) => option.value === value);
  return (
    <span class="select">
      <select
        class="input"
        id={id}
        name={field.name}
        required={field.required}
        disabled={field.readOnly}
        aria-invalid={fault !== null}
        aria-describedby={describedBy}
        value={String(chosen)}
        onChange={(event) => onChange(field.options[Number(event.currentTarget.value)]?.value)}
      >
        <option value="-1">{words.choose}</option>
        {field.options.map((option, index) => (
          <option key={String(option.value)} value={String(index)}>
            {option.text}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" />
    </span>
  );
}

function RadioField({ field, id, value, onChange }: EntryProps) {
  const words = uiWords();
  const options =
    field.options.length > 0
      ? field.options
      : [
          { value: true, text: words.yes },
          { value: false, text: words.no },
        ];
  return (
    <div class="choices">
      {options.map((option) => (
        <label class="choice" key={String(option.value)}>
          <input
            type="radio"
            name={id}
            checked={option.value === value}
            disabled={field.readOnly}
            onChange={() => onChange(option.value)}
          />
          {option.text}
        </label>
      ))}
    </div>
  );
}

function CheckField({ field, id, value, fault, describedBy, onChange }: EntryProps) {
  const words = uiWords();
  return (
    <label class="choice" for={id}>
      <input
        type="checkbox"
        id={id}
        name={field.name}
        checked={value === true}
        disabled={field.readOnly}
        aria-invalid={fault !== null}
        aria-describedby={describedBy}
        onChange={(event) =>
          // An untouched box and an unticked one that must be ticked are both "not said".
          onChange(event.currentTarget.checked ? true : field.schema.const === true ? undefined : false)
        }
      />
      <span>
        {field.label}
        {field.required || field.readOnly ? null : <span class="need"> ({words.optional})</span>}
      </span>
    </label>
  );
}

/** Puts the focus on the first field with a fault each time `count` grows: after a refused sending. */
export function useFirstFault(count: number) {
  const region = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (count === 0) return;
    const first = region.current?.querySelector<HTMLElement>(
      '[aria-invalid="true"], .field-error, .upload-fault',
    );
    const control = first?.matches("input, select, textarea, button")
      ? first
      : first?.closest(".field, .upload")?.querySelector<HTMLElement>("input, select, textarea, button");
    control?.focus();
  }, [count]);
  return region;
}
