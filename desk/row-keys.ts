/** J and K move the focus along the rows, X selects, Shift+X selects a range. Rows are found by their id. */
import { useCallback, useState } from "preact/hooks";
import { useKey } from "../ui/index.ts";

export interface RowSelection {
  readonly chosen: ReadonlySet<string>;
  readonly clear: () => void;
}

/** `ids` in the order in which they are shown; each row's link has `data-row` with its id. */
export function useRowKeys(ids: readonly string[]): RowSelection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState<string | null>(null);
  const at = (): number => {
    const row = document.activeElement?.closest<HTMLElement>("[data-row]")?.dataset.row;
    return row === undefined ? -1 : ids.indexOf(row);
  };
  const focus = (index: number) => {
    const id = ids[Math.max(0, Math.min(ids.length - 1, index))];
    if (id === undefined) return;
    document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus();
  };
  useKey("j", () => focus(at() + 1));
  useKey("k", () => focus(at() < 0 ? 0 : at() - 1));
  useKey("x", () => {
    const id = ids[at()];
    if (id === undefined) return;
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
    setAnchor(id);
  });
  useKey("Shift+X", () => {
    const to = at();
    const from = anchor === null ? to : ids.indexOf(anchor);
    if (to < 0 || from < 0) return;
    setChosen(new Set([...chosen, ...ids.slice(Math.min(from, to), Math.max(from, to) + 1)]));
  });
  const clear = useCallback(() => setChosen(new Set()), []);
  return { chosen: new Set(ids.filter((id) => chosen.has(id))), clear };
}
