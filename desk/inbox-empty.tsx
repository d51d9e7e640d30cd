/** An empty inbox says what is true, why, and the next useful step. */
import type { Inbox } from "../api/index.ts";
import { Icon, isolated, nowMs, place, session, uiWords, zonedTime } from "../ui/index.ts";
import type { InboxAddress } from "./inbox-views.tsx";
import { deskWords } from "./words.ts";

export function EmptyInbox({ shown, counts }: { shown: InboxAddress; counts: Inbox["counts"] }) {
  const words = deskWords();
  const everything = shown.view === "all" && shown.q === null && shown.post === null;
  return (
    <>
      <div class="card empty">
        <Icon name={everything ? "circle-check" : "inbox"} />
        <h2>{everything ? words.emptyInbox : words.emptyView}</h2>
        <p>{why(shown, counts, everything)}</p>
        <div class="actions">
          {everything && counts.waiting > 0 ? (
            <a class="button primary" href="/?view=waiting">
              <Icon name="hourglass" small />
              {words.seeWaiting(counts.waiting)}
            </a>
          ) : null}
          {everything ? (
            <a class="button" href="/berkas">
              <Icon name="folder-open" small />
              {words.cases}
            </a>
          ) : (
            <a class="button primary" href="/">
              {words.seeAll}
            </a>
          )}
        </div>
      </div>
      <p class="small muted rows-foot">
        {words.updatedAt(zonedTime(nowMs(), place()))} {words.updatesItself}
      </p>
    </>
  );
}

function why(shown: InboxAddress, counts: Inbox["counts"], everything: boolean): string {
  const words = deskWords();
  if (shown.q !== null) return words.emptySearchHelp(shown.q);
  if (!everything) return words.emptyViewHelp;
  const posts = session.value?.posts ?? [];
  if (posts.length === 0) return words.emptyNoPosts;
  const waiting = counts.waiting > 0 ? ` ${words.emptyWaiting(counts.waiting)}` : "";
  return words.emptyInboxHelp(listed(posts.map((post) => withMandate(post)))) + waiting;
}

type Held = NonNullable<(typeof session)["value"]>["posts"][number];

const withMandate = (post: Held): string =>
  `${uiWords().mandates[post.holder?.mandate ?? "definitif"]} ${isolated(post.title)}`.trim();

function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} ${deskWords().and} ${names.at(-1)}`;
}
