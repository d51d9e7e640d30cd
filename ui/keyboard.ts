/** Keys of a screen. Single letters obey the person's choice and are never taken while typing or in a dialog. */
import { useEffect, useRef } from "preact/hooks";
import { letterKeys } from "./preferences.ts";

/** `j`, `Enter`, `?`, `Shift+X`, `Ctrl+Enter`, or two letters in a row: `g m`. */
export function useKey(key: string, act: (event: KeyboardEvent) => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const steps = key.split(" ");
    let reached = 0;
    let reachedAt = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !allowed(event)) return;
      if (reached > 0 && event.timeStamp - reachedAt > 1_500) reached = 0;
      reached = keyName(event) === steps[reached] ? reached + 1 : keyName(event) === steps[0] ? 1 : 0;
      reachedAt = event.timeStamp;
      if (reached < steps.length) return;
      reached = 0;
      event.preventDefault();
      latest.current(event);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [key]);
}

export function keyName(event: KeyboardEvent): string {
  if (event.ctrlKey || event.metaKey) return `Ctrl+${event.key}`;
  if (event.altKey) return `Alt+${event.key}`;
  if (event.key.length > 1) return event.shiftKey ? `Shift+${event.key}` : event.key;
  const letter = /^[a-z]$/i.test(event.key);
  return letter && event.shiftKey
    ? `Shift+${event.key.toUpperCase()}`
    : letter
      ? event.key.toLowerCase()
      : event.key;
}

function allowed(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey) return !inDialog();
  if (event.key.length === 1 && !letterKeys.value) return false;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return true;
  if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return false;
  // Enter on a button or link is that button's own.
  if (event.key === "Enter" && /^(A|BUTTON|SUMMARY)$/.test(target.tagName)) return false;
  return !inDialog();
}

const inDialog = (): boolean => document.querySelector("dialog[open]") !== null;
