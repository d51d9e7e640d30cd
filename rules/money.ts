/**
 * Rupiah as decimal strings (`"412750000000"`, `"1250.50"`): never a float, so that no sen is lost past 2^53.
 */
import { limits } from "./limits.ts";

const written = new RegExp(
  `^(-?)(0|[1-9]\\d{0,${limits.moneyDigits - 1}})(?:\\.(\\d{1,${limits.moneyFraction}}))?$`,
);

/** Hundredths of a rupiah, or null where the text is not an amount. */
export function sen(text: string): bigint | null {
  const match = written.exec(text);
  if (match === null) return null;
  const hundredths = BigInt((match[2] ?? "0") + (match[3] ?? "").padEnd(limits.moneyFraction, "0"));
  return match[1] === "-" ? -hundredths : hundredths;
}

/** Hundredths as a number while that is exact, as a bigint beyond; the two compare exactly with each other. */
export function comparableSen(text: string): bigint | number | null {
  const whole = wholeNumber(text);
  if (whole !== null) return whole * 100;
  const hundredths = sen(text);
  const exact = hundredths !== null && hundredths <= safest && hundredths >= -safest;
  return exact ? Number(hundredths) : hundredths;
}

/** An amount without a fraction that is exact as a number, by its characters; null for every other text. */
function wholeNumber(text: string): number | null {
  if (text.length === 0 || text.length > 13 || (text.length > 1 && text.charCodeAt(0) === zero)) return null;
  let number = 0;
  for (let at = 0; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - zero;
    if (!(digit >= 0 && digit <= 9)) return null;
    number = number * 10 + digit;
  }
  return number;
}
const zero = 48;
const safest = BigInt(Number.MAX_SAFE_INTEGER);

export function isMoney(text: string): boolean {
  return written.test(text);
}

/** The shortest string of an amount: no fraction where it is whole. */
export function moneyOf(hundredths: bigint): string {
  const sign = hundredths < 0n ? "-" : "";
  const digits = (hundredths < 0n ? -hundredths : hundredths).toString().padStart(3, "0");
  const fraction = digits.slice(-2);
  return `${sign}${digits.slice(0, -2)}${fraction === "00" ? "" : `.${fraction}`}`;
}
