/** Masuk: name and password, who keeps what, and the other language. Tells nobody which of the two was wrong. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import {
  type Failure,
  FailureNote,
  Icon,
  type IconName,
  LanguageSwitch,
  Note,
  sessionEnded,
  signIn,
  uiWords,
} from "../ui/index.ts";
import { deskWords } from "./words.ts";

export function SignIn() {
  const words = deskWords();
  return (
    <Door title={words.signInTitle}>
      {sessionEnded.value ? (
        <Note kind="warn" title={words.sessionEnded}>
          {words.sessionEndedHelp}
        </Note>
      ) : null}
      <SignInForm />
      <p class="small muted">{words.forgot}</p>
    </Door>
  );
}

/** What stands before the house: the mark, the other language, what one should know. */
export function Door({ title, children }: { title: string; children: ComponentChildren }) {
  const words = deskWords();
  useEffect(() => {
    document.title = `${title} · ${uiWords().brand}`;
  }, [title]);
  return (
    <div class="sign-in">
      <header class="sign-in-top">
        <span class="brand">
          <Icon name="poros" />
          {uiWords().brand}
        </span>
        <LanguageSwitch />
      </header>
      <main class="sign-in-main" id="isi">
        <div>
          <p class="muted">{words.secretariat}</p>
          <h1 class="sign-in-title">{title}</h1>
          {children}
        </div>
        <aside>
          <h2>{words.beforeSignIn}</h2>
          <ul class="sign-in-points">
            <Point icon="monitor-smartphone" title={words.sharedTitle} text={words.sharedText} />
            <Point icon="scroll-text" title={words.recordedTitle} text={words.recordedText} />
          </ul>
        </aside>
      </main>
    </div>
  );
}

function Point({ icon, title, text }: { icon: IconName; title: string; text: string }) {
  return (
    <li>
      <Icon name={icon} />
      <div>
        <strong>{title}</strong>
        <p class="muted">{text}</p>
      </div>
    </li>
  );
}

function SignInForm() {
  const words = deskWords();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const enter = async () => {
    const given = new FormData(form.current ?? undefined);
    const username = String(given.get("username") ?? "").trim();
    const password = String(given.get("password") ?? "");
    const lacking = [...(username === "" ? ["username"] : []), ...(password === "" ? ["password"] : [])];
    setMissing(lacking);
    setFailure(null);
    if (lacking[0] !== undefined) {
      form.current?.querySelector<HTMLInputElement>(`[name="${lacking[0]}"]`)?.focus();
      return;
    }
    setBusy(true);
    const refused = await signIn(username, password);
    setBusy(false);
    setFailure(refused);
    if (refused !== null) form.current?.querySelector<HTMLInputElement>('[name="password"]')?.focus();
  };

  return (
    <form
      ref={form}
      class="card sign-in-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void enter();
      }}
    >
      {failure === null ? null : <Refusal failure={failure} />}
      <TextEntry
        name="username"
        label={words.username}
        autocomplete="username"
        fault={missing.includes("username") ? words.missingUsername : null}
      />
      <PasswordEntry fault={missing.includes("password") ? words.missingPassword : null} />
      <button type="submit" class={busy ? "button primary busy" : "button primary"}>
        {words.signInButton}
      </button>
    </form>
  );
}

function Refusal({ failure }: { failure: Failure }) {
  const words = deskWords();
  if (failure.kind === "problem" && failure.status === 401)
    return (
      <Note kind="error" title={words.signInFailed}>
        {words.signInFailedHelp}
      </Note>
    );
  if (failure.kind === "problem" && failure.status === 429)
    return (
      <Note kind="error" title={words.tooManyTries}>
        {words.tooManyTriesHelp}
      </Note>
    );
  return <FailureNote failure={failure} />;
}

function FieldError({ id, text }: { id: string; text: string | null }) {
  if (text === null) return null;
  return (
    <span class="field-error" id={id}>
      <Icon name="circle-alert" />
      {text}
    </span>
  );
}

export function TextEntry({
  name,
  label,
  autocomplete,
  fault,
}: {
  name: string;
  label: string;
  autocomplete: string;
  fault: string | null;
}) {
  const id = useId();
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <input
        class="input"
        id={id}
        name={name}
        type="text"
        autocomplete={autocomplete}
        autocapitalize="none"
        spellcheck={false}
        required
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : `${id}-error`}
      />
      <FieldError id={`${id}-error`} text={fault} />
    </div>
  );
}

export function PasswordEntry({ fault, fresh = false }: { fault: string | null; fresh?: boolean }) {
  const words = deskWords();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const toggle = () => {
    if (input.current !== null) input.current.type = shown ? "password" : "text";
    setShown(!shown);
  };
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {words.password}
      </label>
      <span class="password">
        <input
          ref={input}
          class="input"
          id={id}
          name="password"
          type="password"
          autocomplete={fresh ? "new-password" : "current-password"}
          required
          aria-invalid={fault !== null}
          aria-describedby={fault === null ? undefined : `${id}-error`}
        />
        <button type="button" class="button quiet" aria-pressed={shown} onClick={toggle}>
          <Icon name={shown ? "eye-off" : "eye"} small />
          {shown ? words.hidePassword : words.showPassword}
        </button>
      </span>
      <FieldError id={`${id}-error`} text={fault} />
    </div>
  );
}
