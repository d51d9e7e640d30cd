/** One task in the inbox: what, from whom and for which post, time left, priority and why. One link. */
import type { InboxRow } from "../api/index.ts";
import { DeadlineChip, deadlineDetail, Icon, isolated, PostName, place, uiWords } from "../ui/index.ts";
import { Priority } from "./priority.tsx";
import { deskWords } from "./words.ts";

export function InboxRowLink({ row, chosen, href }: { row: InboxRow; chosen: boolean; href: string }) {
  const words = deskWords();
  return (
    <li class={chosen ? "row chosen" : "row"}>
      <a href={href} data-row={row.taskId} class={row.unread ? "row-link unread" : "row-link"}>
        <span class="row-mark">
          {chosen ? <Icon name="square-check" label={words.selected(1)} /> : null}
          {row.unread && !chosen ? <span class="dot" /> : null}
        </span>
        <span class="row-what">
          {row.unread ? <span class="visually-hidden">{uiWords().unread}: </span> : null}
          <span class="row-title">{isolated(row.title)}</span>
          <span class="row-second">
            {row.caseNumber} · {isolated(row.processTitle)}
          </span>
        </span>
        <span class="row-from">
          <span>{isolated(row.from)}</span>{" "}
          <span class="row-post">
            <span class="muted">{words.forPost}</span> <PostName post={row.post} short />
          </span>
        </span>
        <span class="row-time">
          {row.deadline === null ? (
            <span class="muted small">{uiWords().noDeadline}</span>
          ) : (
            <>
              <DeadlineChip deadline={row.deadline} />{" "}
              <span class="row-second">{deadlineDetail(row.deadline, place())}</span>
            </>
          )}
        </span>
        <span class="row-why">
          <Priority level={row.priority.level} />{" "}
          <span class="row-second">{isolated(row.priority.reason)}</span>
        </span>
      </a>
    </li>
  );
}

/** Grey rows of the height of real ones. */
export function SkeletonRows() {
  return (
    <div class="card rows" role="status">
      <span class="visually-hidden">{uiWords().loading}</span>
      {["a", "b", "c", "d", "e", "f"].map((name) => (
        <div class="row-link skeleton-row" key={name} aria-hidden="true">
          <span />
          <span>
            <span class="bar w-70" />
            <span class="bar w-50" />
          </span>
          <span>
            <span class="bar w-90" />
            <span class="bar w-70" />
          </span>
          <span>
            <span class="bar w-70" />
            <span class="bar w-50" />
          </span>
          <span>
            <span class="bar w-50" />
            <span class="bar w-90" />
          </span>
        </div>
      ))}
    </div>
  );
}
