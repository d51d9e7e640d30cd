/**
 * The frame of both apps: bar with navigation, search and account; tab bar on the phone; the place where
 * results are announced. It holds no data of its own.
 */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { AccountMenu } from "./account-menu.tsx";
import { online } from "./client.ts";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-names.ts";
import { useKey } from "./keyboard.ts";
import { Note } from "./note.tsx";
import { session } from "./session.ts";
import { Announcer, Toasts } from "./toast.tsx";
import { uiWords } from "./words.ts";

export interface NavigationItem {
  readonly href: string;
  readonly label: string;
  /** Shown on the phone, where there is little room; the label otherwise. */
  readonly shortLabel?: string;
  readonly icon: IconName;
  readonly count?: number;
  readonly current: boolean;
}

export interface ShellSearch {
  readonly value: string;
  readonly placeholder: string;
  readonly onSearch: (text: string) => void;
}

export interface ShellProps {
  readonly home: string;
  readonly navigation: readonly NavigationItem[];
  readonly search?: ShellSearch;
  /** The tab bar on the phone; off where the screen has its own bar of acts. */
  readonly tabs?: boolean;
  /** Who I am stands under the bar on the phone; elsewhere the tab bar's last button leads there. */
  readonly accountOnPhone?: boolean;
  /** No padding around the content: for canvases. */
  readonly wide?: boolean;
  /** The post that is acted for now, when one is chosen. */
  readonly actingPostId?: string | null;
  readonly onActAs?: (postId: string | null) => void;
  readonly otherApp?: { readonly href: string; readonly label: string };
  readonly onKeys: () => void;
  readonly children: ComponentChildren;
}

export function Shell(props: ShellProps) {
  const words = uiWords();
  const tabs = props.tabs ?? true;
  const menu = (
    <AccountMenu
      navigation={props.navigation}
      actingPostId={props.actingPostId ?? null}
      {...(props.onActAs === undefined ? {} : { onActAs: props.onActAs })}
      {...(props.otherApp === undefined ? {} : { otherApp: props.otherApp })}
      onKeys={props.onKeys}
    />
  );
  return (
    <div class={`${tabs ? "with-tabs" : ""} ${props.accountOnPhone === false ? "no-account" : ""}`}>
      <a class="skip button" href="#isi">
        {words.skipToContent}
      </a>
      <header class="top">
        <div class="top-in">
          <a class="brand" href={props.home}>
            <Icon name="poros" />
            {words.brand}
          </a>
          <nav class="top-nav" aria-label={words.mainNavigation}>
            {props.navigation.map((item) => (
              <a key={item.href} href={item.href} aria-current={item.current ? "page" : undefined}>
                {item.label}
                {item.count === undefined ? null : <span class="count">{item.count}</span>}
              </a>
            ))}
          </nav>
          <div class="top-end">
            {props.search === undefined ? null : <SearchField {...props.search} />}
            {session.value ? menu : null}
          </div>
        </div>
      </header>
      {online.value ? null : (
        <div class="banner">
          <Note kind="warn" icon="wifi-off" title={words.offline}>
            {words.offlineHelp}
          </Note>
        </div>
      )}
      <main id="isi" class={props.wide ? "main main-wide" : "main"} tabIndex={-1}>
        {props.children}
      </main>
      {tabs ? <TabBar navigation={props.navigation} /> : null}
      <Toasts aboveBar={!tabs} />
      <Announcer />
    </div>
  );
}

function SearchField({ value, placeholder, onSearch }: ShellSearch) {
  const words = uiWords();
  const input = useRef<HTMLInputElement>(null);
  useKey("/", () => input.current?.focus());
  return (
    <search class="top-search">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(input.current?.value.trim() ?? "");
        }}
      >
        <Icon name="search" />
        <input
          ref={input}
          class="input"
          type="search"
          name="q"
          value={value}
          aria-label={words.search}
          placeholder={placeholder}
          title={placeholder}
          onInput={(event) => {
            // The browser's own clearing cross sends no submit.
            if (event.currentTarget.value === "") onSearch("");
          }}
        />
        <span class="kbd" aria-hidden="true">
          /
        </span>
      </form>
    </search>
  );
}

/** The first three places, and the rest behind a button that opens the account menu. */
function TabBar({ navigation }: { navigation: readonly NavigationItem[] }) {
  const words = uiWords();
  return (
    <nav class="tabs" aria-label={words.mainNavigation}>
      {navigation.slice(0, 3).map((item) => (
        <a key={item.href} href={item.href} aria-current={item.current ? "page" : undefined}>
          <Icon name={item.icon} />
          <span>
            {item.shortLabel ?? item.label}
            {item.count === undefined ? null : ` (${item.count})`}
          </span>
        </a>
      ))}
      <button type="button" popovertarget="akun">
        <Icon name="menu" />
        <span>{words.more}</span>
      </button>
    </nav>
  );
}
