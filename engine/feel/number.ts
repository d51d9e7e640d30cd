import { raise } from "./fault.ts";
import { feelLimits } from "./limits.ts";
import { type Decimal, type FeelNumber, tag } from "./value.ts";

/**
 * Exact decimal arithmetic: 34 significant digits, rounded half to even, as IEEE 754 decimal128 has it. Doubles go
 * the fast way wherever their result is provably exact; every result is in the one form that `FeelNumber` asks for.
 */
export type Rounding = "floor" | "ceiling" | "up" | "down" | "halfUp" | "halfDown" | "halfEven";

interface Parts {
  readonly coefficient: bigint;
  readonly exponent: number;
}

const literalPattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/;

/** The number that a decimal text means, or null where it is none; more than 34 digits are refused. */
export function parseNumber(text: string): FeelNumber | null {
  const match = literalPattern.exec(text);
  const digits = (match?.[2] ?? "") + (match?.[3] ?? "");
  if (!match || digits === "") return null;
  if (digits.replace(/^0+/, "").replace(/0+$/, "").length > feelLimits.digits) {
    raise("numberOutOfRange", `${text} has more than ${feelLimits.digits} digits`);
  }
  const coefficient = BigInt(digits);
  return normal(
    match[1] === "-" ? -coefficient : coefficient,
    Number(match[4] ?? 0) - (match[3] ?? "").length,
  );
}

export function add(a: FeelNumber, b: FeelNumber): FeelNumber {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(sum)) return sum;
  }
  return addParts(parts(a), parts(b));
}

export function subtract(a: FeelNumber, b: FeelNumber): FeelNumber {
  return add(a, negate(b));
}

export function multiply(a: FeelNumber, b: FeelNumber): FeelNumber {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(product))
      return product + 0;
  }
  const left = parts(a);
  const right = parts(b);
  return normal(left.coefficient * right.coefficient, left.exponent + right.exponent);
}

export function divide(a: FeelNumber, b: FeelNumber): FeelNumber {
  if (b === 0) raise("divisionByZero", "a number is divided by zero");
  if (typeof a === "number" && typeof b === "number") {
    const quotient = a / b;
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(quotient)) {
      return quotient + 0;
    }
  }
  const left = parts(a);
  const right = parts(b);
  if (left.coefficient === 0n) return 0;
  // Two digits more than are kept, and a last one that tells whether anything was left over.
  const missing = feelLimits.digits + 2 - (digitsOf(left.coefficient) - digitsOf(right.coefficient));
  const shift = Math.max(0, missing);
  const numerator = left.coefficient * 10n ** BigInt(shift);
  const quotient = numerator / right.coefficient;
  const sticky = numerator % right.coefficient === 0n ? 0n : sign(left.coefficient) * sign(right.coefficient);
  return normal(quotient * 10n + sticky, left.exponent - right.exponent - shift - 1);
}

export function negate(a: FeelNumber): FeelNumber {
  if (typeof a === "number") return 0 - a;
  return { [tag]: "decimal", coefficient: -a.coefficient, exponent: a.exponent };
}

export function absolute(a: FeelNumber): FeelNumber {
  return compareNumbers(a, 0) < 0 ? negate(a) : a;
}

/** Whole exponents are exact to 34 digits; others are as exact as a double. */
export function power(base: FeelNumber, exponent: FeelNumber): FeelNumber {
  if (typeof exponent !== "number" || !Number.isInteger(exponent)) {
    return fromDouble(toDouble(base) ** toDouble(exponent));
  }
  if (Math.abs(exponent) > 9999) raise("numberOutOfRange", `the exponent ${exponent} is larger than 9999`);
  if (exponent < 0) return divide(1, power(base, -exponent));
  let result: FeelNumber = 1;
  let factor = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = multiply(result, factor);
    if (left > 1) factor = multiply(factor, factor);
  }
  return result;
}

/** What is left of a division whose quotient is rounded down, so that it has the divisor's sign. */
export function modulo(a: FeelNumber, b: FeelNumber): FeelNumber {
  if (b === 0) raise("divisionByZero", "the remainder of a division by zero is asked for");
  const left = parts(a);
  const right = parts(b);
  const exponent = Math.min(left.exponent, right.exponent);
  const dividend = left.coefficient * 10n ** BigInt(left.exponent - exponent);
  const divisor = right.coefficient * 10n ** BigInt(right.exponent - exponent);
  const rest = dividend % divisor;
  return normal(rest !== 0n && rest < 0n !== divisor < 0n ? rest + divisor : rest, exponent);
}

export function squareRoot(a: FeelNumber): FeelNumber {
  if (compareNumbers(a, 0) < 0) raise("invalidArgument", "the square root of a negative number is asked for");
  const { coefficient, exponent } = parts(a);
  if (coefficient === 0n) return 0;
  let shift = Math.max(0, 2 * feelLimits.digits + 4 - digitsOf(coefficient));
  if ((exponent - shift) % 2 !== 0) shift += 1;
  const radicand = coefficient * 10n ** BigInt(shift);
  let root = BigInt(Math.floor(Math.sqrt(Number(radicand)))) || 1n;
  // Newton's method: from any start it reaches the root, or goes to and fro beside it.
  for (let previous = 0n, before = -1n; root !== previous && root !== before; ) {
    before = previous;
    previous = root;
    root = (root + radicand / root) / 2n;
  }
  while (root * root > radicand) root -= 1n;
  const sticky = root * root === radicand ? 0n : 1n;
  return normal(root * 10n + sticky, (exponent - shift) / 2 - 1);
}

/** Rounds to `scale` digits after the point (before it where negative). */
export function round(a: FeelNumber, scale: number, rounding: Rounding): FeelNumber {
  const { coefficient, exponent } = parts(a);
  const drop = -scale - exponent;
  if (drop <= 0) return a;
  return normal(roundBigInt(coefficient, drop, rounding), -scale);
}

/** Below zero, zero or above zero. */
export function compareNumbers(a: FeelNumber, b: FeelNumber): number {
  if (typeof a === "number" && typeof b === "number") return a < b ? -1 : a > b ? 1 : 0;
  const left = parts(a);
  const right = parts(b);
  const leftSign = sign(left.coefficient);
  const rightSign = sign(right.coefficient);
  if (leftSign !== rightSign) return leftSign < rightSign ? -1 : 1;
  const exponent = Math.min(left.exponent, right.exponent);
  const x = left.coefficient * 10n ** BigInt(left.exponent - exponent);
  const y = right.coefficient * 10n ** BigInt(right.exponent - exponent);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** The nearest double. */
export function toDouble(a: FeelNumber): number {
  return typeof a === "number" ? a : Number(`${a.coefficient}e${a.exponent}`);
}

export function fromDouble(value: number): FeelNumber {
  if (!Number.isFinite(value)) raise("numberOutOfRange", "the result is no number");
  return value + 0;
}

/** A whole number that fits a double, or null. */
export function toInteger(a: FeelNumber): number | null {
  return typeof a === "number" && Number.isSafeInteger(a) ? a : null;
}

/** Digits without an exponent, as people write numbers; only beyond 40 places is an exponent used. */
export function numberText(a: FeelNumber): string {
  const { coefficient, exponent } = parts(a);
  const negative = coefficient < 0n;
  const digits = (negative ? -coefficient : coefficient).toString();
  const minus = negative ? "-" : "";
  if (exponent > 40 || exponent < -80) return `${minus}${digits}e${exponent}`;
  if (exponent >= 0) return coefficient === 0n ? "0" : minus + digits + "0".repeat(exponent);
  const padded = digits.padStart(1 - exponent, "0");
  return `${minus}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

/** Whether a number has as many digits as can be kept, so that it was very likely rounded. */
export function isRounded(a: Decimal): boolean {
  return digitsOf(a.coefficient) >= feelLimits.digits;
}

function addParts(a: Parts, b: Parts): FeelNumber {
  const exponent = Math.min(a.exponent, b.exponent);
  // Farther apart than any digit reaches, the smaller one only decides the rounding, and never that of half to even.
  if (Math.max(a.exponent, b.exponent) - exponent > 2 * feelLimits.exponent) {
    raise("numberOutOfRange", "numbers of such different size cannot be added");
  }
  const sum =
    a.coefficient * 10n ** BigInt(a.exponent - exponent) +
    b.coefficient * 10n ** BigInt(b.exponent - exponent);
  return normal(sum, exponent);
}

function parts(a: FeelNumber): Parts {
  if (typeof a !== "number") return a;
  if (Number.isSafeInteger(a)) return { coefficient: BigInt(a), exponent: 0 };
  const [mantissa = "", power10 = "0"] = String(a).split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return { coefficient: BigInt(whole + fraction), exponent: Number(power10) - fraction.length };
}

/** The one form of coefficient × 10^exponent, rounded to the digits that are kept. */
function normal(coefficient: bigint, exponent: number): FeelNumber {
  if (coefficient === 0n) return 0;
  let c = coefficient;
  let e = exponent;
  const excess = digitsOf(c) - feelLimits.digits;
  if (excess > 0) {
    c = roundBigInt(c, excess, "halfEven");
    e += excess;
  }
  while (c % 10n === 0n) {
    c /= 10n;
    e += 1;
  }
  const digits = digitsOf(c);
  if (e + digits > feelLimits.exponent || e + digits < -feelLimits.exponent) {
    raise("numberOutOfRange", `a number reaches beyond 10^${feelLimits.exponent}`);
  }
  if (digits <= 17 && e > -320 && e < 300) {
    const double = Number(`${c}e${e}`);
    // Every decimal of 15 digits survives the way through a double; of 16 or 17 some do.
    if (digits <= 15 && e > -290) return double;
    const back = parts(double);
    const least = Math.min(back.exponent, e);
    if (back.coefficient * 10n ** BigInt(back.exponent - least) === c * 10n ** BigInt(e - least))
      return double;
  }
  return { [tag]: "decimal", coefficient: c, exponent: e };
}

function roundBigInt(coefficient: bigint, drop: number, rounding: Rounding): bigint {
  // Beyond its own digits only the sign of a number is left to round.
  const unit = 10n ** BigInt(Math.min(drop, digitsOf(coefficient) + 1));
  const quotient = coefficient / unit;
  const rest = coefficient % unit;
  if (rest === 0n) return quotient;
  const away = coefficient < 0n ? -1n : 1n;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const half = twice < unit ? -1 : twice > unit ? 1 : 0;
  switch (rounding) {
    case "floor":
      return away < 0n ? quotient - 1n : quotient;
    case "ceiling":
      return away > 0n ? quotient + 1n : quotient;
    case "up":
      return quotient + away;
    case "down":
      return quotient;
    case "halfUp":
      return half >= 0 ? quotient + away : quotient;
    case "halfDown":
      return half > 0 ? quotient + away : quotient;
    case "halfEven":
      return half > 0 || (half === 0 && quotient % 2n !== 0n) ? quotient + away : quotient;
  }
}

function digitsOf(coefficient: bigint): number {
  return (coefficient < 0n ? -coefficient : coefficient).toString().length;
}

function sign(coefficient: bigint): bigint {
  return coefficient < 0n ? -1n : coefficient > 0n ? 1n : 0n;
}
