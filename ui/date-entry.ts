/** Reads a date as people write it: `15 Februari 2027`, `15/2/2027`, `2027-02-15`. Never a rolled-over one. */
import { calendarWords } from "./calendar-words.ts";

export type DateEntry =
  | { readonly kind: "date"; readonly iso: string }
  /** The month is right, the day is not in it. */
  | { readonly kind: "pastEnd"; readonly year: number; readonly month: number; readonly lastDay: number }
  | { readonly kind: "notDate" };

export function readDate(typed: string): DateEntry {
  const text = typed.trim().toLowerCase().replaceAll(",", " ");
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso !== null) return judged(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const figures = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  if (figures !== null) return judged(Number(figures[3]), Number(figures[2]), Number(figures[1]));
  const named = /^(?:[a-z]+\s+)?(\d{1,2})\s+([a-z]+)\.?\s+(\d{4})$/.exec(text);
  if (named !== null) return judged(Number(named[3]), monthOf(named[2] ?? ""), Number(named[1]));
  return { kind: "notDate" };
}

function judged(year: number, month: number, day: number): DateEntry {
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31)
    return { kind: "notDate" };
  // Day nought of the next month is the last of this one.
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day > lastDay) return { kind: "pastEnd", year, month, lastDay };
  const two = (n: number) => String(n).padStart(2, "0");
  return { kind: "date", iso: `${year}-${two(month)}-${two(day)}` };
}

/** Names in either language, in full or by their first three letters; 0 when it is none. */
function monthOf(name: string): number {
  if (name.length < 3) return 0;
  for (const { months } of [calendarWords.id, calendarWords.en]) {
    const found = months.findIndex((month) => month.toLowerCase().startsWith(name));
    if (found >= 0) return found + 1;
  }
  return 0;
}
