/**
 * Values of a form as people read them: money, dates and numbers in the official style (`Rp412.750.000.000`,
 * `25 Februari 2027`, `2,9`), options by their words.
 */
import { type Language, sayWord } from "./words.ts";

export function moneyText(value: string, language: Language): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value);
  if (!match) return value;
  const [, sign = "", whole = "0", fraction] = match;
  const text = `${sign}Rp${grouped(whole, language)}`;
  return fraction === undefined || /^0*$/.test(fraction)
    ? text
    : `${text}${decimalMark(language)}${fraction}`;
}

export function numberText(value: number, language: Language): string {
  if (!Number.isFinite(value) || /e/i.test(String(value))) return String(value);
  const [whole = "0", fraction] = String(Math.abs(value)).split(".");
  const text = `${value < 0 ? "-" : ""}${grouped(whole, language)}`;
  return fraction === undefined ? text : `${text}${decimalMark(language)}${fraction}`;
}

/** `25 Februari 2027`, of a day `2027-02-25`; anything else is given back as it is. */
export function dayText(day: string, language: Language): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return day;
  const [, year, month, date] = match;
  return `${Number(date)} ${sayWord(language, `month.${Number(month)}`)} ${year}`;
}

function grouped(digits: string, language: Language): string {
  return digits.replaceAll(/\B(?=(?:\d{3})+$)/g, language === "id" ? "." : ",");
}

function decimalMark(language: Language): string {
  return language === "id" ? "," : ".";
}
