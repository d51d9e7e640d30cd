/** A few choices side by side, one of which holds: buttons that say whether they are pressed. */
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-names.ts";

interface SegmentedProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly {
    readonly value: V;
    readonly text: string;
    readonly icon?: IconName;
    readonly lang?: string;
  }[];
  readonly onChoose: (value: V) => void;
}

export function Segmented<V extends string>({ label, value, options, onChoose }: SegmentedProps<V>) {
  return (
    <fieldset class="segmented">
      <legend class="visually-hidden">{label}</legend>
      {options.map((option) => (
        <button
          type="button"
          key={option.value}
          lang={option.lang}
          aria-pressed={option.value === value}
          onClick={() => onChoose(option.value)}
        >
          {option.icon === undefined ? null : <Icon name={option.icon} />}
          {option.text}
        </button>
      ))}
    </fieldset>
  );
}
