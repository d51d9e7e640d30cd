/**
 * Ctrl+S wherever the focus is. Taken before anything on the page sees it: the canvas keeps its keys to itself
 * while a name is written there, and the browser would offer to save the page.
 */
import { useEffect, useRef } from "preact/hooks";

export function useSaveKey(save: () => void): void {
  const latest = useRef(save);
  latest.current = save;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      event.stopPropagation();
      if (document.querySelector("dialog[open]") === null) latest.current();
    };
    document.addEventListener("keydown", onKey, { capture: true });
    return () => document.removeEventListener("keydown", onKey, { capture: true });
  }, []);
}
