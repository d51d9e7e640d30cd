/**
 * Reads an amount as people type it. Money crosses the wire as a decimal string of whole rupiah; what could be
 * millions or milliards is never guessed in silence: it comes back as a question with the likely value.
 */

export type MoneyEntry =
  | { readonly kind: "amount"; readonly rupiah: string }
  /** Not the full amount; `meant` is what it probably stands for. */
  | { readonly kind: "short"; readonly meant: string | null }
  | { readonly kind: "notNumber" };

/** Digits that a word stands for. */
const magnitudes: readonly (readonly [RegExp, number])[] = [
  [/^(t|triliun|trillion)$/, 12],
  [/^(m|miliar|milyar|billion|bn)$/, 9],
  [/^(jt|juta|million)$/, 6],
  [/^(rb|ribu|thousand)$/, 3],
];
const milliard = 9;

export function readMoney(typed: string): MoneyEntry {
  const text = typed
    .trim()
    .toLowerCase()
    .replace(/^rp\.?\s*/, "");
  const parts = /^([\d.,\s]+?)\s*([a-z]*)$/.exec(text);
  const figure = parts?.[1]?.replace(/\s/g, "") ?? "";
  if (parts === null || !/\d/.test(figure)) return { kind: "notNumber" };
  const word = parts[2] ?? "";
  if (word !== "") {
    const magnitude = magnitudes.find(([name]) => name.test(word))?.[1];
    return magnitude === undefined
      ? { kind: "notNumber" }
      : { kind: "short", meant: scaled(figure, magnitude) };
  }
  const whole = wholeRupiah(figure);
  return whole === null
    ? { kind: "short", meant: scaled(figure, milliard) }
    : { kind: "amount", rupiah: whole };
}

/** Plain digits, or groups of three behind one kind of mark; anything else has decimals or is unclear. */
function wholeRupiah(figure: string): string | null {
  const plain = figure.replace(/,00$|\.00$/, "");
  if (/^\d+$/.test(plain)) return stripped(plain);
  if (/^\d{1,3}(\.\d{3})+$/.test(plain) || /^\d{1,3}(,\d{3})+$/.test(plain))
    return stripped(plain.replace(/[.,]/g, ""));
  return null;
}

/** `412,75` times ten to the power, by moving digits: no floating point touches money. */
function scaled(figure: string, magnitude: number): string | null {
  const parts = /^(\d+)(?:[.,](\d+))?$/.exec(figure);
  if (parts === null) return null;
  const decimals = parts[2] ?? "";
  if (decimals.length > magnitude) return null;
  return stripped((parts[1] ?? "") + decimals.padEnd(magnitude, "0"));
}

const stripped = (digits: string): string => digits.replace(/^0+(?=\d)/, "");
