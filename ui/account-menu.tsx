/** Who I am and as whom I act; theme, density, language, keys, signing out. A native popover. */
import { Fragment } from "preact";
import { useRef } from "preact/hooks";
import type { PostView } from "../api/index.ts";
import { writtenDate } from "./format.ts";
import { Icon } from "./icon.tsx";
import { isolated } from "./isolate.ts";
import { language, speak } from "./language.ts";
import { Mandate, PostName } from "./post-name.tsx";
import { density, letterKeys, theme } from "./preferences.ts";
import { Segmented } from "./segmented.tsx";
import { session, signOut } from "./session.ts";
import type { NavigationItem } from "./shell.tsx";
import { toastFailure } from "./toast.tsx";
import { uiWords } from "./words.ts";

interface AccountMenuProps {
  readonly navigation: readonly NavigationItem[];
  readonly actingPostId: string | null;
  readonly onActAs?: (postId: string | null) => void;
  readonly otherApp?: { readonly href: string; readonly label: string };
  readonly onKeys: () => void;
}

export function AccountMenu({ navigation, actingPostId, onActAs, otherApp, onKeys }: AccountMenuProps) {
  const words = uiWords();
  const popover = useRef<HTMLDivElement>(null);
  const me = session.value;
  if (!me) return null;
  const chosen = me.posts.filter((post) => post.postId === actingPostId);
  const acting = chosen.length > 0 ? chosen : me.posts;
  const close = () => popover.current?.hidePopover();
  return (
    <>
      <button type="button" class="account" popovertarget="akun" title={words.account}>
        <span>
          <span class="who">{acting.length === 0 ? me.name : words.actingAs(me.name)}</span>
          <span class="post">
            {acting.length === 0 ? words.noPost : null}
            {acting.map((post, index) => (
              <Fragment key={post.postId}>
                {index === 0 ? null : ", "}
                <PostName post={post} short={acting.length > 1} />
              </Fragment>
            ))}
          </span>
        </span>
        <Icon name="chevrons-up-down" />
      </button>
      <div class="menu" id="akun" popover="auto" ref={popover}>
        <Places
          navigation={navigation.slice(3)}
          onGo={close}
          {...(otherApp === undefined ? {} : { otherApp })}
        />
        {me.posts.length === 0 ? null : (
          <Posts
            posts={me.posts}
            actingPostId={actingPostId}
            onActAs={
              onActAs === undefined
                ? null
                : (postId) => {
                    onActAs(postId);
                    close();
                  }
            }
          />
        )}
        <Choices />
        <section>
          <button
            type="button"
            class="menu-item"
            onClick={() => {
              close();
              onKeys();
            }}
          >
            <Icon name="keyboard" />
            {words.shortcuts}
          </button>
          <button
            type="button"
            class="menu-item"
            onClick={async () => {
              const failure = await signOut();
              if (failure !== null) toastFailure(failure);
            }}
          >
            <Icon name="log-out" />
            {words.signOut}
          </button>
        </section>
      </div>
    </>
  );
}

function Places({
  navigation,
  otherApp,
  onGo,
}: {
  navigation: readonly NavigationItem[];
  otherApp?: { readonly href: string; readonly label: string };
  onGo: () => void;
}) {
  if (navigation.length === 0 && otherApp === undefined) return null;
  return (
    <section>
      {navigation.map((item) => (
        <a key={item.href} class="menu-item only-phone" href={item.href} onClick={onGo}>
          <Icon name={item.icon} />
          {item.label}
        </a>
      ))}
      {otherApp === undefined ? null : (
        // Another page: the router of this one must not take the click.
        <a class="menu-item" href={otherApp.href} target="_top">
          <Icon name="arrow-right-left" />
          {otherApp.label}
        </a>
      )}
    </section>
  );
}

function Posts({
  posts,
  actingPostId,
  onActAs,
}: {
  posts: readonly PostView[];
  actingPostId: string | null;
  onActAs: ((postId: string | null) => void) | null;
}) {
  const words = uiWords();
  return (
    <section aria-label={words.myPosts}>
      <span class="label">{words.myPosts}</span>
      {posts.map((post) =>
        onActAs === null ? (
          <div class="menu-item" key={post.postId}>
            <PostLines post={post} />
          </div>
        ) : (
          <button
            type="button"
            class="menu-item"
            key={post.postId}
            aria-pressed={post.postId === actingPostId}
            onClick={() => onActAs(post.postId === actingPostId ? null : post.postId)}
          >
            <PostLines post={post} />
          </button>
        ),
      )}
      {onActAs === null || posts.length < 2 ? null : (
        <button
          type="button"
          class="menu-item"
          aria-pressed={actingPostId === null}
          onClick={() => onActAs(null)}
        >
          <Icon name="users" />
          {words.allPosts}
        </button>
      )}
    </section>
  );
}

/** Title, unit, and for a mandate its period and decree. */
export function PostLines({ post }: { post: PostView }) {
  const words = uiWords();
  const holder = post.holder;
  const mandate = holder !== null && holder.mandate !== "definitif" ? holder : null;
  return (
    <>
      {mandate === null ? <Icon name="id-card" /> : <Mandate mandate={mandate.mandate} />}
      <span>
        {isolated(post.title)}
        <span class="detail">{post.unitName}</span>
        {mandate === null ? null : (
          <span class="detail">
            {mandate.until === null
              ? words.mandates[mandate.mandate]
              : words.mandateUntil(
                  words.mandates[mandate.mandate],
                  writtenDate(mandate.until, language.value),
                )}
            {mandate.decree === null ? null : ` · ${isolated(mandate.decree)}`}
          </span>
        )}
      </span>
    </>
  );
}

/** Theme, density, language and letters: kept in this browser. */
function Choices() {
  const words = uiWords();
  return (
    <section>
      <span class="label">{words.theme}</span>
      <Segmented
        label={words.theme}
        value={theme.value}
        options={[
          { value: "system", text: words.themes.system },
          { value: "light", text: words.themes.light },
          { value: "dark", text: words.themes.dark },
        ]}
        onChoose={(chosen) => {
          theme.value = chosen;
        }}
      />
      <span class="label gap-above">{words.density}</span>
      <Segmented
        label={words.density}
        value={density.value}
        options={[
          { value: "rapat", text: words.densities.rapat },
          { value: "biasa", text: words.densities.biasa },
          { value: "lapang", text: words.densities.lapang },
        ]}
        onChoose={(chosen) => {
          density.value = chosen;
        }}
      />
      <span class="label gap-above">{words.languageName}</span>
      <LanguageSwitch />
      <label class="choice small">
        <input
          type="checkbox"
          checked={letterKeys.value}
          onChange={(event) => {
            letterKeys.value = event.currentTarget.checked;
          }}
        />
        {words.letterKeys}
      </label>
    </section>
  );
}

export function LanguageSwitch() {
  const words = uiWords();
  return (
    <Segmented
      label={words.languageName}
      value={language.value}
      options={[
        { value: "id", text: words.languages.id, lang: "id" },
        { value: "en", text: words.languages.en, lang: "en" },
      ]}
      onChoose={(chosen) => {
        void speak(chosen);
      }}
    />
  );
}
