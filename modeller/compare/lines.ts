/**
 * What changed between two texts, line by line: the shortest list of kept, taken and added lines, cut to the
 * changed places with some lines around them.
 * Invariant: the kept and taken lines in order are the old text, the kept and added ones the new.
 */
export interface DiffLine {
  readonly change: "kept" | "taken" | "added";
  readonly text: string;
  /** 1-based line in the old and in the new text; null where it is not there. */
  readonly before: number | null;
  readonly after: number | null;
}

/** Texts past this many differing lines are told as taken and added whole. */
const largestTable = 4_000_000;

export function compareLines(before: string, after: string): readonly DiffLine[] {
  const old = before.split("\n");
  const fresh = after.split("\n");
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start++;
  let end = 0;
  while (
    end < old.length - start &&
    end < fresh.length - start &&
    old[old.length - 1 - end] === fresh[fresh.length - 1 - end]
  )
    end++;
  const lines: DiffLine[] = [];
  const keep = (at: number, to: number) =>
    lines.push({ change: "kept", text: old[at] ?? "", before: at + 1, after: to + 1 });
  for (let line = 0; line < start; line++) keep(line, line);
  lines.push(...middle(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end), start));
  for (let line = end; line > 0; line--) keep(old.length - line, fresh.length - line);
  return lines;
}

/** Groups of changed lines with `around` kept lines on either side. */
export function hunks(lines: readonly DiffLine[], around = 3): readonly (readonly DiffLine[])[] {
  const groups: DiffLine[][] = [];
  let open: DiffLine[] | null = null;
  let last = -1;
  lines.forEach((line, index) => {
    if (line.change === "kept") return;
    const from = Math.max(last + 1, index - around);
    if (open === null || index - around > last + around + 1) {
      open = lines.slice(from, index);
      groups.push(open);
    } else open.push(...lines.slice(last + 1, index));
    open.push(line);
    last = index;
    const next = lines.findIndex((later, at) => at > index && later.change !== "kept");
    if (next === -1 || next - index > 2 * around + 1) {
      const tail = lines.slice(index + 1, index + 1 + around);
      open.push(...tail);
      last = index + tail.length;
      open = null;
    }
  });
  return groups;
}

/** Longest common subsequence of what lies between the equal ends. */
function middle(old: readonly string[], fresh: readonly string[], offset: number): readonly DiffLine[] {
  const taken = (at: number): DiffLine => ({
    change: "taken",
    text: old[at] ?? "",
    before: offset + at + 1,
    after: null,
  });
  const added = (at: number): DiffLine => ({
    change: "added",
    text: fresh[at] ?? "",
    before: null,
    after: offset + at + 1,
  });
  if (old.length * fresh.length > largestTable)
    return [...old.map((_, at) => taken(at)), ...fresh.map((_, at) => added(at))];
  const width = fresh.length + 1;
  const table = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = fresh.length - 1; j >= 0; j--)
      table[i * width + j] =
        old[i] === fresh[j]
          ? (table[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0);
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      lines.push({ change: "kept", text: old[i] ?? "", before: offset + i + 1, after: offset + j + 1 });
      i++;
      j++;
    } else if (
      j >= fresh.length ||
      (i < old.length && (table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0))
    )
      lines.push(taken(i++));
    else lines.push(added(j++));
  }
  return lines;
}
