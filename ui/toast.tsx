/** Results that need no answer: shown at the bottom left and said politely. Never an error that must be read. */
import { signal } from "@preact/signals";
import type { Failure } from "./client.ts";
import { failureText } from "./note.tsx";
import { uiWords } from "./words.ts";

interface Toast {
  readonly key: number;
  readonly text: string;
}

const toasts = signal<readonly Toast[]>([]);
const announced = signal("");
let count = 0;
const shownMs = 8_000;

export function toast(text: string): void {
  const key = ++count;
  toasts.value = [...toasts.value.slice(-2), { key, text }];
  announce(text);
  setTimeout(() => drop(key), shownMs);
}

/** For the rare failure that has no place of its own on the page. */
export function toastFailure(failure: Failure): void {
  const said = failureText(failure);
  toast(`${said.title} ${said.help}`);
}

/** Said to a screen reader without anything being shown. */
export function announce(text: string): void {
  announced.value = "";
  setTimeout(() => {
    announced.value = text;
  }, 50);
}

const drop = (key: number): void => {
  toasts.value = toasts.value.filter((shown) => shown.key !== key);
};

export function Toasts({ aboveBar }: { aboveBar: boolean }) {
  const words = uiWords();
  return (
    <div class={aboveBar ? "toasts above-bar" : "toasts"}>
      {toasts.value.map((shown) => (
        <div class="toast" key={shown.key}>
          <span>{shown.text}</span>
          <button type="button" class="link" onClick={() => drop(shown.key)}>
            {words.close}
          </button>
        </div>
      ))}
    </div>
  );
}

export function Announcer() {
  return (
    <div class="visually-hidden" role="status" aria-live="polite">
      {announced.value}
    </div>
  );
}
