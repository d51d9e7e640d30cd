/** What the `format` of a schema means. A format that is not here is a fault of the schema, never passed over. */
import { isMoney } from "./money.ts";
import { compilePattern } from "./pattern.ts";

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const dateText = /^(\d{4})-(\d{2})-(\d{2})$/;
const timeText = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/;

/** A day of the calendar, `2027-02-25`; 30 February is none. */
export function isDate(text: string): boolean {
  const match = dateText.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (daysInMonth[month - 1] ?? 0) + (leap ? 1 : 0);
}

function isTime(text: string, zone: boolean): boolean {
  const match = timeText.exec(text);
  if (match === null || (zone && match[4] === undefined)) return false;
  const offset = /^[+-](\d{2}):(\d{2})$/.exec(match[4] ?? "");
  return (
    Number(match[1]) <= 23 &&
    Number(match[2]) <= 59 &&
    Number(match[3] ?? 0) <= 59 &&
    (offset === null || (Number(offset[1]) <= 14 && Number(offset[2]) <= 59))
  );
}

/** An instant with its offset, `2027-02-25T08:30:00+07:00`. */
export function isInstant(text: string): boolean {
  return text[10] === "T" && isDate(text.slice(0, 10)) && isTime(text.slice(11), true);
}

const email = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*$/;
const uuid = /^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$/;
const uri = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/;

/** Of texts. */
export const textFormats: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ["date", isDate],
  ["time", (text: string) => isTime(text, false)],
  ["date-time", isInstant],
  ["email", (text: string) => text.length <= 320 && email.test(text)],
  ["uuid", (text: string) => uuid.test(text)],
  ["uri", (text: string) => text.length <= 2_000 && uri.test(text)],
  ["regex", (text: string) => compilePattern(text).ok],
  ["uang", isMoney],
]);

/** Of numbers: only a meaning, which every number can have. */
export const numberFormats: ReadonlySet<string> = new Set(["hari-kerja"]);
