/** One icon from the page's sprite. Beside words it is decoration; alone it carries the label. */
import type { IconName } from "./icon-names.ts";

export function Icon({ name, label, small }: { name: IconName; label?: string; small?: boolean }) {
  const size = small ? 16 : 20;
  const use = <use href={`#i-${name}`} />;
  return label === undefined ? (
    <svg class={`icon icon-${name}`} width={size} height={size} aria-hidden="true" focusable="false">
      {use}
    </svg>
  ) : (
    <svg class={`icon icon-${name}`} width={size} height={size} role="img" aria-label={label}>
      <title>{label}</title>
      {use}
    </svg>
  );
}
