/** The views of the inbox with their counts, and my posts: a list beside it, native selects on the phone. */
import type { ComponentChildren } from "preact";
import type { PostView } from "../api/index.ts";
import { Icon, type IconName, language, Mandate, session, uiWords, writtenDate } from "../ui/index.ts";
import { counts } from "./counts.ts";
import { deskWords } from "./words.ts";

type ViewName = "all" | "late" | "unread" | "waiting" | "copies";
type SortName = "priority" | "due" | "opened";

/** What the address says is shown. */
export interface InboxAddress {
  readonly view: ViewName;
  readonly post: string | null;
  readonly q: string | null;
  readonly sort: SortName;
}

const viewIcons: readonly (readonly [ViewName, IconName])[] = [
  ["all", "inbox"],
  ["late", "alarm-clock"],
  ["unread", "mail"],
  ["waiting", "hourglass"],
  ["copies", "copy"],
];
const sortNames: readonly SortName[] = ["priority", "due", "opened"];

export function readAddress(
  query: Readonly<Record<string, string>>,
  actingPostId: string | null,
): InboxAddress {
  const view = viewIcons.find(([name]) => name === query.view)?.[0] ?? "all";
  const sort = sortNames.find((name) => name === query.sort) ?? "priority";
  return { view, sort, post: query.post ?? actingPostId, q: query.q ?? null };
}

interface ViewsProps {
  readonly shown: InboxAddress;
  readonly onGo: (next: Partial<InboxAddress>) => void;
}

export function Views({ shown, onGo }: ViewsProps) {
  const words = deskWords();
  const posts = session.value?.posts ?? [];
  return (
    <nav class="views" aria-label={words.views}>
      <span class="label">{words.views}</span>
      {viewIcons.map(([name, icon]) => (
        <ViewButton
          key={name}
          icon={<Icon name={icon} />}
          label={words.viewNames[name]}
          count={counts.value?.[name]}
          current={shown.view === name && shown.post === null}
          onPress={() => onGo({ view: name, post: null, q: null })}
        />
      ))}
      {posts.length === 0 ? null : <span class="label views-posts">{uiWords().myPosts}</span>}
      {posts.map((post) => (
        <ViewButton
          key={post.postId}
          icon={
            post.holder !== null && post.holder.mandate !== "definitif" ? (
              <Mandate mandate={post.holder.mandate} />
            ) : (
              <Icon name="id-card" />
            )
          }
          label={post.shortTitle}
          count={counts.value === null ? undefined : (counts.value.byPost[post.postId] ?? 0)}
          current={shown.post === post.postId}
          onPress={() => onGo({ view: "all", post: post.postId, q: null })}
        />
      ))}
      {posts.map((post) => (
        <MandateLine key={post.postId} post={post} />
      ))}
    </nav>
  );
}

function ViewButton({
  icon,
  label,
  count,
  current,
  onPress,
}: {
  icon: ComponentChildren;
  label: string;
  count: number | undefined;
  current: boolean;
  onPress: () => void;
}) {
  return (
    <button type="button" class="view" aria-pressed={current} onClick={onPress}>
      {icon}
      <span class="view-name">{label}</span>
      <span class="view-count">{count}</span>
    </button>
  );
}

/** Period and decree of a mandate, below the posts. */
function MandateLine({ post }: { post: PostView }) {
  const words = uiWords();
  const holder = post.holder;
  if (holder === null || holder.mandate === "definitif") return null;
  const mandate = words.mandates[holder.mandate];
  return (
    <p class="small faint views-mandate">
      {holder.until === null
        ? mandate
        : words.mandateUntil(mandate, writtenDate(holder.until, language.value))}
      {holder.decree === null ? null : (
        <>
          <br />
          {holder.decree}
        </>
      )}
    </p>
  );
}

export function ViewSelects({ shown, onGo }: ViewsProps) {
  const words = deskWords();
  return (
    <>
      <span class="select only-narrow">
        <select
          class="input"
          aria-label={words.views}
          value={shown.view}
          onChange={(event) => {
            const chosen = viewIcons.find(([name]) => name === event.currentTarget.value);
            if (chosen !== undefined) onGo({ view: chosen[0], q: null });
          }}
        >
          {viewIcons.map(([name]) => (
            <option key={name} value={name}>
              {counts.value === null
                ? words.viewNames[name]
                : words.viewWithCount(words.viewNames[name], counts.value[name])}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" />
      </span>
      <span class="select">
        <select
          class="input sort"
          aria-label={words.sort}
          value={shown.sort}
          onChange={(event) => {
            const chosen = sortNames.find((name) => name === event.currentTarget.value);
            if (chosen !== undefined) onGo({ sort: chosen });
          }}
        >
          {sortNames.map((name) => (
            <option key={name} value={name}>
              {words.sorts[name]}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" />
      </span>
    </>
  );
}
