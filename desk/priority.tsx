/** Priority as three bars and a word; never a number alone. */
import type { InboxRow } from "../api/index.ts";
import { uiWords } from "../ui/index.ts";

export function Priority({ level }: { level: InboxRow["priority"]["level"] }) {
  return (
    <span class={`priority priority-${level}`}>
      <svg class="bars" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        <rect x="0" y="10" width="4" height="6" rx="1" />
        <rect x="6" y="6" width="4" height="10" rx="1" />
        <rect x="12" y="1" width="4" height="15" rx="1" />
      </svg>
      {uiWords().priorities[level]}
    </span>
  );
}
