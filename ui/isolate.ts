/**
 * Words of people beside ours, in a sentence or on a line: right-to-left letters and the marks that turn text (U+202E
 * and its kin) reach no further than they do. The rules have the same for sentences made there; a test holds both equal.
 */

/** Letters that run from the right, and marks that turn what follows. */
const turns =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const [firstStrong, end] = ["\u2068", "\u2069"];

/** The text between isolates where it could turn; any other text, which is nearly every one, unchanged. */
export function isolated(text: string): string {
  if (!turns.test(text)) return text;
  let open = 0;
  const closed = text
    // An isolate ends with its line.
    .replace(/[\p{Cc}\p{Zp}]+/gu, " ")
    // An end without its beginning would end ours.
    .replace(/[\u2066-\u2069]/g, (mark) => {
      if (mark === end && open === 0) return "";
      open += mark === end ? -1 : 1;
      return mark;
    });
  return firstStrong + closed + end.repeat(open + 1);
}
