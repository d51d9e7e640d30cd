/** The officials' app: who is signed in decides between the door and the house; the address decides the room. */
import type { ComponentChildren, FunctionComponent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ErrorBoundary, LocationProvider, lazy, Route, Router, useLocation } from "preact-iso";
import {
  type Failure,
  FailureNote,
  hasRole,
  type KeyLine,
  KeysDialog,
  listen,
  loadSession,
  type NavigationItem,
  Shell,
  session,
  uiWords,
  useKey,
} from "../ui/index.ts";
import { CasesScreen } from "./cases.tsx";
import { actingPostId, counts, refreshCounts, taskPostId } from "./counts.ts";
import { InboxScreen } from "./inbox.tsx";
import { BrokenPage, NotFound } from "./not-found.tsx";
import { SignIn } from "./sign-in.tsx";
import { TaskScreen } from "./task.tsx";
import { deskWords } from "./words.ts";

/** Part of the app that arrives when it is entered; when it cannot, the page says so and offers to load again. */
const late = (load: () => Promise<FunctionComponent>) => lazy(() => load().catch(() => BrokenPage));

const CaseScreen = late(() => import("./case.tsx").then((module) => module.CaseScreen));
const SubmitScreen = late(() => import("./submit.tsx").then((module) => module.SubmitScreen));
const SubmissionScreen = late(() => import("./submission.tsx").then((module) => module.SubmissionScreen));
const SetUpScreen = late(() => import("./set-up.tsx").then((module) => module.SetUpScreen));
const IncidentsScreen = late(() => import("./incidents.tsx").then((module) => module.IncidentsScreen));

export function App({ failure }: { failure: Failure | null }) {
  const [unreached, setUnreached] = useState(failure);
  const me = session.value;
  // What belongs to one person is not shown to the next at the same machine.
  useEffect(() => {
    if (me !== null) return;
    counts.value = null;
    actingPostId.value = null;
  }, [me]);
  if (me === undefined)
    return (
      <main class="main">
        {unreached === null ? null : (
          <FailureNote
            failure={unreached}
            onRetry={() => {
              void loadSession().then(setUnreached);
            }}
          />
        )}
      </main>
    );
  if (me === null)
    return location.pathname === "/pertama" ? (
      <Suspended>
        <SetUpScreen />
      </Suspended>
    ) : (
      <SignIn />
    );
  return (
    <LocationProvider scope={/^\/(?!api\/|modeller)/}>
      <House />
    </LocationProvider>
  );
}

/** Waits for what is loaded late, outside of the router. */
function Suspended({ children }: { children: ComponentChildren }) {
  return <ErrorBoundary>{children}</ErrorBoundary>;
}

function House() {
  const { path, query, route } = useLocation();
  const [keys, setKeys] = useState(false);
  const [broken, setBroken] = useState(false);
  const words = deskWords();

  useEffect(() => {
    if (isOfficial()) void refreshCounts();
    return listen((heard) => {
      if (isOfficial() && (heard.kind === "inbox" || heard.kind === "resync")) void refreshCounts();
    });
  }, []);
  // A new room is read from its top, by eye and by ear; the first one keeps the focus where the browser put it.
  const entered = useRef(path);
  useEffect(() => {
    setBroken(false);
    if (entered.current === path) return;
    entered.current = path;
    window.scrollTo(0, 0);
    document.getElementById("isi")?.focus({ preventScroll: true });
  }, [path]);
  useKey("?", () => setKeys(true));
  useKey("g m", () => route("/"));
  useKey("g b", () => route("/berkas"));

  const ownBar = /^\/(tugas|ajukan)\/./.test(path);
  const cases = path.startsWith("/berkas");
  return (
    <Shell
      home="/"
      navigation={navigation(path)}
      tabs={!ownBar}
      accountOnPhone={path === "/"}
      search={{
        value: query.q ?? "",
        placeholder: uiWords().searchPlaceholder,
        onSearch: (text) => route(searchAddress(cases ? "/berkas" : "/", query, text)),
      }}
      actingPostId={taskPostId.value ?? actingPostId.value}
      onActAs={(postId) => {
        actingPostId.value = postId;
        if (path !== "/" && !path.startsWith("/ajukan")) route("/");
      }}
      {...(hasRole("perancang", "auditor", "admin")
        ? { otherApp: { href: "/pemodel/", label: uiWords().toModeller } }
        : {})}
      onKeys={() => setKeys(true)}
    >
      <ErrorBoundary onError={() => setBroken(true)}>
        {broken ? (
          <BrokenPage />
        ) : (
          <Router>
            <Route path="/" component={Start} />
            <Route path="/masuk" component={Start} />
            <Route path="/tugas/:taskId" component={TaskScreen} />
            <Route path="/berkas" component={CasesScreen} />
            <Route path="/berkas/:caseId" component={CaseScreen} />
            <Route path="/ajukan" component={SubmitScreen} />
            <Route path="/ajukan/:processId" component={SubmissionScreen} />
            <Route path="/insiden" component={IncidentsScreen} />
            <Route default component={NotFound} />
          </Router>
        )}
      </ErrorBoundary>
      {keys ? <KeysDialog lines={keyLines(words)} onClose={() => setKeys(false)} /> : null}
    </Shell>
  );
}

function searchAddress(path: string, query: Readonly<Record<string, string>>, text: string): string {
  const parts = new URLSearchParams(path === "/" && query.view !== undefined ? { view: query.view } : {});
  if (text !== "") parts.set("q", text);
  const search = parts.toString();
  return search === "" ? path : `${path}?${search}`;
}

/** Where a person begins: officials at their inbox, who only watches at the cases, an analyst in the modeller. */
function Start() {
  if (isOfficial()) return <InboxScreen />;
  if (seesCases()) return <CasesScreen />;
  if (hasRole("perancang")) {
    location.replace("/pemodel/");
    return null;
  }
  return <InboxScreen />;
}

const isOfficial = (): boolean => hasRole("pemohon", "petugas", "pejabat");
const seesCases = (): boolean => isOfficial() || hasRole("auditor", "admin");

/** Only places that this person may enter. */
function navigation(path: string): readonly NavigationItem[] {
  const words = deskWords();
  const waiting = counts.value?.all;
  const items: NavigationItem[] = [];
  const start = path === "/" || path === "/masuk";
  if (isOfficial())
    items.push({
      href: "/",
      label: words.inbox,
      shortLabel: words.inboxShort,
      icon: "inbox",
      current: start || path.startsWith("/tugas"),
      ...(waiting === undefined ? {} : { count: waiting }),
    });
  if (seesCases())
    items.push({
      href: "/berkas",
      label: words.cases,
      icon: "folder-open",
      current: path.startsWith("/berkas") || (start && !isOfficial()),
    });
  if (isOfficial())
    items.push({
      href: "/ajukan",
      label: words.submit,
      icon: "file-plus",
      current: path.startsWith("/ajukan"),
    });
  if (hasRole("admin"))
    items.push({
      href: "/insiden",
      label: words.incidents,
      icon: "shield-alert",
      current: path.startsWith("/insiden"),
    });
  return items;
}

const keyLines = (words: ReturnType<typeof deskWords>): readonly KeyLine[] => [
  { keys: ["/"], text: words.keySearch },
  { keys: ["J", "K"], text: words.keyNext },
  { keys: ["Enter"], text: words.keyOpen },
  { keys: ["X"], text: words.keySelect },
  { keys: ["Shift", "X"], text: words.keyRange },
  { keys: ["G", "M"], text: words.keyGoInbox },
  { keys: ["G", "B"], text: words.keyGoCases },
  { keys: ["Ctrl", "Enter"], text: words.keyPrimary },
  { keys: ["L"], text: words.keyAttachments },
  { keys: ["C"], text: words.keyNote },
  { keys: ["←", "→", "↑", "↓"], text: words.keyArrows },
  { keys: ["T"], text: words.keyTwin },
  { keys: ["?"], text: words.keyAll },
];
