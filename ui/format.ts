/**
 * Instants, money, numbers and sizes as an official writes them. Pure: language and zone come in, and no
 * browser's locale data is asked, so that a date reads the same on every machine.
 */
import { calendarWords } from "./calendar-words.ts";
import type { Language } from "./language.ts";

export type Zone = "WIB" | "WITA" | "WIT";

const hoursAhead: Readonly<Record<Zone, number>> = { WIB: 7, WITA: 8, WIT: 9 };
const dayMs = 86_400_000;

/** Where and to whom a thing is said. */
export interface Place {
  readonly language: Language;
  readonly zone: Zone;
}

/** Calendar day as a count, so that two instants can be told apart by days of the zone. */
export const dayNumber = (atMs: number, zone: Zone): number =>
  Math.floor((atMs + hoursAhead[zone] * 3_600_000) / dayMs);

interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

function civil(atMs: number, zone: Zone): Civil {
  const local = new Date(atMs + hoursAhead[zone] * 3_600_000);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth(),
    day: local.getUTCDate(),
    weekday: local.getUTCDay(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
  };
}

const two = (n: number): string => String(n).padStart(2, "0");

/** `14.10` */
export function clockTime(atMs: number, { language, zone }: Place): string {
  const { hour, minute } = civil(atMs, zone);
  return `${two(hour)}${calendarWords[language].clock}${two(minute)}`;
}

/** `14.10 WIB`: the zone is named once on a page. */
export const zonedTime = (atMs: number, place: Place): string => `${clockTime(atMs, place)} ${place.zone}`;

/** `Kamis, 25 Februari 2027` */
export function longDate(atMs: number, { language, zone }: Place): string {
  const { weekday, day, month, year } = civil(atMs, zone);
  const words = calendarWords[language];
  return `${words.days[weekday]}, ${day} ${words.months[month]} ${year}`;
}

/** `25 Februari 2027` */
export function plainDate(atMs: number, { language, zone }: Place): string {
  const { day, month, year } = civil(atMs, zone);
  return `${day} ${calendarWords[language].months[month]} ${year}`;
}

/** `24 Feb, 11.10` */
export function shortInstant(atMs: number, place: Place): string {
  const { day, month } = civil(atMs, place.zone);
  return `${day} ${calendarWords[place.language].shortMonths[month]}, ${clockTime(atMs, place)}`;
}

/** `Jumat 26 Feb, 14.10` */
export function dayInstant(atMs: number, place: Place): string {
  const { weekday } = civil(atMs, place.zone);
  return `${calendarWords[place.language].days[weekday]} ${shortInstant(atMs, place)}`;
}

/** `Jumat, 26 Feb 2027, 14.10 WIB` */
export function fullInstant(atMs: number, place: Place): string {
  const { weekday, day, month, year } = civil(atMs, place.zone);
  const words = calendarWords[place.language];
  return `${words.days[weekday]}, ${day} ${words.shortMonths[month]} ${year}, ${zonedTime(atMs, place)}`;
}

/** A date as forms keep it (`2027-02-15`) as officials write it; what is not a date comes back unchanged. */
export function writtenDate(iso: string, language: Language): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  const month = calendarWords[language].months[Number(parts?.[2]) - 1];
  return parts === null || month === undefined ? iso : `${Number(parts[3])} ${month} ${parts[1]}`;
}

/** `1.000`, `2,9`: at most `digits` decimals, none that are nought. */
export function number(value: number, language: Language, digits = 1): string {
  if (!Number.isFinite(value)) return "";
  const rounded = Math.abs(value).toFixed(digits);
  const [whole = "0", decimals = ""] = rounded.split(".");
  const kept = decimals.replace(/0+$/, "");
  const sign = value < 0 && Number(rounded) !== 0 ? "-" : "";
  const words = calendarWords[language];
  return `${sign}${grouped(whole, words.thousands)}${kept === "" ? "" : words.decimal + kept}`;
}

/** Always one decimal, for columns: `0,6`, `2,0`. */
export function oneDecimal(value: number, language: Language): string {
  return value.toFixed(1).replace(".", calendarWords[language].decimal);
}

/** A decimal string of rupiah, of any length, as `Rp412.750.000.000`; what is not one comes back unchanged. */
export function money(rupiah: string, language: Language): string {
  const digits = moneyDigits(rupiah, language);
  return digits === null ? rupiah : `Rp${digits}`;
}

/** The same without `Rp`, as a field shows it. */
export function moneyDigits(rupiah: string, language: Language): string | null {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(rupiah);
  if (parts === null) return null;
  const words = calendarWords[language];
  const [, sign = "", whole = "0", decimals = ""] = parts;
  const cents = /^0*$/.test(decimals) ? "" : words.decimal + decimals;
  return `${sign}${grouped(whole.replace(/^0+(?=\d)/, ""), words.thousands)}${cents}`;
}

/** `176 KB`, `8,5 MB`, by 1,024 as machines show them: a limit of 20 MB reads as 20. */
export function bytes(size: number, language: Language): string {
  if (size < 1_024) return `${size} B`;
  if (size < 1_024 * 1_024) return `${number(Math.round(size / 1_024), language, 0)} KB`;
  return `${number(size / 1_024 / 1_024, language, 1)} MB`;
}

const grouped = (whole: string, mark: string): string => whole.replace(/\B(?=(\d{3})+(?!\d))/g, mark);
