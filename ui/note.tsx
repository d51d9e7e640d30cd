/** A note in the page: what is so and what to do. Never the only place of an error in a field. */
import type { ComponentChildren } from "preact";
import type { Failure } from "./client.ts";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-names.ts";
import { uiWords } from "./words.ts";

type Kind = "plain" | "info" | "warn" | "error";
const icons: Readonly<Record<Kind, IconName>> = {
  plain: "info",
  info: "refresh-cw",
  warn: "triangle-alert",
  error: "circle-x",
};

interface NoteProps {
  readonly kind: Kind;
  readonly icon?: IconName;
  readonly title?: string;
  readonly children?: ComponentChildren;
}

export function Note({ kind, icon, title, children }: NoteProps) {
  return (
    <div class={`note note-${kind}`} role={kind === "error" ? "alert" : "status"}>
      <Icon name={icon ?? icons[kind]} />
      <div>
        {title === undefined ? null : <strong>{title} </strong>}
        {children}
      </div>
    </div>
  );
}

/** What failed, in words and with its code: the server's own sentence where there is one. */
export function failureText(failure: Failure): { readonly title: string; readonly help: string } {
  const words = uiWords();
  if (failure.kind === "unreachable") return { title: words.unreachable, help: words.unreachableHelp };
  return {
    title: failure.title === "" ? words.failed : failure.title.replace(/([^.?])$/, "$1."),
    help: failure.detail ?? `${words.failedHelp} ${words.code(failure.code)}.`,
  };
}

export function FailureNote({ failure, onRetry }: { failure: Failure; onRetry?: () => void }) {
  const words = uiWords();
  const said = failureText(failure);
  return (
    <Note kind="error" title={said.title}>
      {said.help}{" "}
      {onRetry === undefined ? null : (
        <button type="button" class="link" onClick={onRetry}>
          {words.retry}
        </button>
      )}
    </Note>
  );
}
