/** The first administrator of a new installation: a one-time token from the command line, a name, a password. */
import { useRef, useState } from "preact/hooks";
import { type Failure, FailureNote, Note, setUp } from "../ui/index.ts";
import { Door, PasswordEntry, TextEntry } from "./sign-in.tsx";
import { deskWords } from "./words.ts";

const shortest = 12;

export function SetUpScreen() {
  const words = deskWords();
  const form = useRef<HTMLFormElement>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [lacking, setLacking] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);

  const make = async () => {
    const given = new FormData(form.current ?? undefined);
    const text = (name: string) => String(given.get(name) ?? "");
    const token = text("token").trim();
    const username = text("username").trim();
    const password = text("password");
    const wrong = [
      ...(token === "" ? ["token"] : []),
      ...(/^[a-z0-9][a-z0-9._-]{1,63}$/.test(username) ? [] : ["username"]),
      ...(password.length < shortest ? ["password"] : []),
    ];
    setLacking(wrong);
    setFailure(null);
    if (wrong[0] !== undefined) {
      form.current?.querySelector<HTMLInputElement>(`[name="${wrong[0]}"]`)?.focus();
      return;
    }
    setBusy(true);
    const refused = await setUp(token, username, password);
    setBusy(false);
    if (refused === null) history.replaceState(null, "", "/");
    setFailure(refused);
  };

  return (
    <Door title={words.setUpTitle}>
      <form
        ref={form}
        class="card sign-in-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void make();
        }}
      >
        {failure === null ? null : failure.kind === "problem" && failure.status === 404 ? (
          <Note kind="error" title={words.setUpRefused}>
            {words.setUpRefusedHelp}
          </Note>
        ) : (
          <FailureNote failure={failure} />
        )}
        <TextEntry
          name="token"
          label={words.setUpToken}
          autocomplete="one-time-code"
          fault={lacking.includes("token") ? words.setUpTokenMissing : null}
        />
        <TextEntry
          name="username"
          label={words.setUpUsername}
          autocomplete="username"
          fault={lacking.includes("username") ? words.setUpUsernameHelp : null}
        />
        <PasswordEntry
          fresh
          fault={lacking.includes("password") ? words.setUpPasswordHelp(shortest) : null}
        />
        <button type="submit" class={busy ? "button primary busy" : "button primary"}>
          {words.setUpButton}
        </button>
      </form>
      <p class="small muted">{words.setUpHelp}</p>
    </Door>
  );
}
