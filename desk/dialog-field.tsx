/** A text that a dialog asks for, with what is wrong with it below. */
import { Icon } from "../ui/index.ts";

export function DialogField({
  id,
  label,
  hint,
  value,
  fault,
  onInput,
}: {
  id: string;
  label: string;
  hint: string | null;
  value: string;
  fault: string | null;
  onInput: (text: string) => void;
}) {
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {hint === null ? null : (
        <span class="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      <textarea
        class="input"
        id={id}
        rows={3}
        maxLength={2_000}
        value={value}
        aria-invalid={fault !== null}
        aria-describedby={`${id}-hint ${id}-error`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {fault === null ? null : (
        <span class="field-error" id={`${id}-error`}>
          <Icon name="circle-alert" />
          {fault}
        </span>
      )}
    </div>
  );
}
