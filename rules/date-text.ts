/**
 * Dates and instants as they are written: `2027-02-25`, `2027-02-25T08:30:00+07:00`. Read by characters, not by patterns,
 * because facts pass here at every decision. What is not on the calendar or the clock is no date and no instant.
 */

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A day of the calendar, `2027-02-25`; 30 February is none. */
export function isDate(text: string): boolean {
  return text.length === 10 && dayNumber(text) !== null;
}

/** An instant with its offset: epoch milliseconds, or null where the text is none. */
export function instantMs(text: string): number | null {
  const day = text.charCodeAt(10) === letterT ? dayNumber(text) : null;
  const time = day === null ? null : clock(text, 11);
  if (day === null || time === null || time.offsetMinutes === null) return null;
  return day * 86_400_000 + time.ms - time.offsetMinutes * 60_000;
}

/** `08:30`, `08:30:00.5`, with or without an offset. */
export function isTime(text: string): boolean {
  return clock(text, 0) !== null;
}

const [zero, colon, hyphen, plus, point, letterT, letterZ] = [48, 58, 45, 43, 46, 84, 90];

/** The number that `count` digits write; -1 where one is no digit. */
function digits(text: string, from: number, count: number): number {
  let number = 0;
  for (let at = from; at < from + count; at += 1) {
    const digit = text.charCodeAt(at) - zero;
    if (!(digit >= 0 && digit <= 9)) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** Days since 1 January 1970 of the date that a text begins with. */
function dayNumber(text: string): number | null {
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  if (year < 0 || text.charCodeAt(4) !== hyphen || text.charCodeAt(7) !== hyphen) return null;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day < 1 || day > (daysInMonth[month - 1] ?? 0) + (leap ? 1 : 0)) return null;
  // Years begin in March, so that the leap day is the last of its year.
  const [y, m] = month > 2 ? [year, month - 3] : [year - 1, month + 9];
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return y * 365 + leaps + Math.floor((m * 153 + 2) / 5) + day - 719_469;
}

/** The time of day from a place to the end of the text; `offsetMinutes` null where none is written. */
function clock(text: string, from: number): { ms: number; offsetMinutes: number | null } | null {
  const hour = digits(text, from, 2);
  const minute = digits(text, from + 3, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || text.charCodeAt(from + 2) !== colon) return null;
  let at = from + 5;
  let ms = (hour * 60 + minute) * 60_000;
  if (text.charCodeAt(at) === colon) {
    const second = digits(text, at + 1, 2);
    if (second < 0 || second > 59) return null;
    ms += second * 1_000;
    at += 3;
    if (text.charCodeAt(at) === point) {
      let end = at + 1;
      while (digits(text, end, 1) >= 0) end += 1;
      if (end === at + 1 || end > at + 10) return null;
      ms += Number(text.slice(at, end)) * 1_000;
      at = end;
    }
  }
  if (at === text.length) return { ms, offsetMinutes: null };
  const sign = text.charCodeAt(at);
  if (sign === letterZ) return at + 1 === text.length ? { ms, offsetMinutes: 0 } : null;
  const hours = digits(text, at + 1, 2);
  const minutes = digits(text, at + 4, 2);
  if ((sign !== plus && sign !== hyphen) || text.charCodeAt(at + 3) !== colon || at + 6 !== text.length)
    return null;
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return null;
  return { ms, offsetMinutes: (hours * 60 + minutes) * (sign === plus ? 1 : -1) };
}
