/** The frame, who may be here, and which screen an address shows. Heavy screens arrive when they are opened. */

import { useState } from "preact/hooks";
import { LocationProvider, lazy, Route, Router, useLocation } from "preact-iso";
import {
  type Failure,
  FailureNote,
  hasRole,
  type KeyLine,
  KeysDialog,
  Shell,
  session,
  useKey,
} from "../ui/index.ts";
import { base, kinds, listPath } from "./documents/kind.ts";
import { ListPage } from "./documents/list-page.tsx";
import { words } from "./words.ts";

const ProcessPage = lazy(() => import("./process/process-page.tsx").then((module) => module.ProcessPage));
const RulePage = lazy(() => import("./rule-sets/rule-page.tsx").then((module) => module.RulePage));
const JsonPage = lazy(() => import("./documents/json-page.tsx").then((module) => module.JsonPage));

export function App({ failure }: { readonly failure: Failure | null }) {
  if (failure !== null)
    return (
      <main class="main">
        <FailureNote failure={failure} onRetry={() => window.location.reload()} />
      </main>
    );
  if (session.value === null) {
    window.location.replace("/");
    return null;
  }
  return (
    <LocationProvider scope={base}>
      <Frame />
    </LocationProvider>
  );
}

function Frame() {
  const { path } = useLocation();
  const [keys, setKeys] = useState(false);
  const said = words();
  useKey("?", () => setKeys(true));
  const current = path.replace(`${base}/`, "").split("/")[0] || "proses";
  const navigation = kinds.map(({ kind, path: segment, icon }) => ({
    href: listPath(kind),
    label: said.list.title[kind],
    icon,
    current: segment === current,
  }));
  return (
    <Shell
      home={`${base}/`}
      navigation={navigation}
      wide
      otherApp={{ href: "/", label: said.nav.toDesk }}
      onKeys={() => setKeys(true)}
    >
      {hasRole("perancang", "admin", "auditor") ? <Screens /> : <NotAllowed />}
      {keys ? <KeysDialog lines={keyLines(current)} onClose={() => setKeys(false)} /> : null}
    </Shell>
  );
}

function Screens() {
  return (
    <Router>
      <Route path={`${base}/`} component={() => <ListPage kind="processes" />} />
      <Route path={`${base}/proses`} component={() => <ListPage kind="processes" />} />
      <Route path={`${base}/aturan`} component={() => <ListPage kind="rule-sets" />} />
      <Route path={`${base}/formulir`} component={() => <ListPage kind="forms" />} />
      <Route path={`${base}/organisasi`} component={() => <ListPage kind="organisation" />} />
      <Route path={`${base}/kalender`} component={() => <ListPage kind="calendars" />} />
      <Route path={`${base}/proses/:id`} component={ProcessPage} />
      <Route path={`${base}/proses/:id/versi/:version`} component={ProcessPage} />
      <Route path={`${base}/aturan/:id`} component={RulePage} />
      <Route path={`${base}/aturan/:id/versi/:version`} component={RulePage} />
      <Route path={`${base}/:kind/:id`} component={JsonPage} />
      <Route path={`${base}/:kind/:id/versi/:version`} component={JsonPage} />
      <Route default component={NotFound} />
    </Router>
  );
}

function NotAllowed() {
  const said = words();
  return (
    <section class="page">
      <div class="empty">
        <h1>{said.notAllowed.title}</h1>
        <p>{said.notAllowed.text}</p>
        <div class="actions">
          <a class="button" href="/">
            {said.nav.toDesk}
          </a>
        </div>
      </div>
    </section>
  );
}

function NotFound() {
  const said = words();
  return (
    <section class="page">
      <div class="empty">
        <h1>{said.notFound.title}</h1>
        <p>{said.notFound.text}</p>
        <div class="actions">
          <a class="button" href={listPath("processes")}>
            {said.notFound.back}
          </a>
        </div>
      </div>
    </section>
  );
}

function keyLines(current: string): readonly KeyLine[] {
  const said = words().keys;
  if (current === "aturan")
    return [
      { keys: ["F8"], text: said.nextError },
      { keys: ["Ctrl", "Enter"], text: said.runTests },
      { keys: ["Ctrl", "S"], text: said.save },
    ];
  return [
    { keys: ["N"], text: said.add },
    { keys: ["F8"], text: said.nextProblem },
    { keys: ["T"], text: said.textTwin },
    { keys: ["Ctrl", "S"], text: said.save },
    { keys: ["Ctrl", "Z"], text: said.undo },
    { keys: ["Ctrl", "Y"], text: said.redo },
  ];
}
