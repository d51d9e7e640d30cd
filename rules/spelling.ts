/**
 * Numbers, money, dates and codes as people read them, in Indonesian and English. Our own, because `Intl` differs from
 * machine to machine and official Indonesian writes Rp50.000.000 without a space.
 */
export type Language = "id" | "en";

const months: Readonly<Record<Language, readonly string[]>> = {
  id: [
    ...["Januari", "Februari", "Maret", "April", "Mei", "Juni"],
    ...["Juli", "Agustus", "September", "Oktober", "November", "Desember"],
  ],
  en: [
    ...["January", "February", "March", "April", "May", "June"],
    ...["July", "August", "September", "October", "November", "December"],
  ],
};

const points: Readonly<Record<Language, { readonly group: string; readonly decimal: string }>> = {
  id: { group: ".", decimal: "," },
  en: { group: ",", decimal: "." },
};

/** A decimal written with a point, grouped by thousands: `1.234.567,5`. */
function spellDecimal(text: string, language: Language): string {
  const { group, decimal } = points[language];
  const negative = text.startsWith("-");
  const [whole = "0", fraction] = (negative ? text.slice(1) : text).split(".");
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, group);
  return `${negative ? "-" : ""}${grouped}${fraction === undefined ? "" : decimal + fraction}`;
}

export function spellNumber(value: number, language: Language): string {
  const text = String(value);
  return text.includes("e") ? text : spellDecimal(text, language);
}

/** A money string: `Rp412.750.000.000`, `-Rp1.250,50`. */
export function spellMoney(text: string, language: Language): string {
  const negative = text.startsWith("-");
  return `${negative ? "-" : ""}Rp${spellDecimal(negative ? text.slice(1) : text, language)}`;
}

/** `2027-02-25` as `25 Februari 2027`. */
export function spellDate(text: string, language: Language): string {
  const [year = "", month = "", day = ""] = text.split("-");
  return `${Number(day)} ${months[language][Number(month) - 1] ?? month} ${year}`;
}

const zones: Readonly<Record<string, string>> = {
  "+07:00": "WIB",
  "+08:00": "WITA",
  "+09:00": "WIT",
  Z: "UTC",
};

/** `2027-02-25T08:30:00+07:00` as `25 Februari 2027 pukul 08.30 WIB`: the clock that was written, with its zone. */
export function spellInstant(text: string, language: Language): string {
  const zone = /(?:Z|[+-]\d{2}:\d{2})$/.exec(text)?.[0] ?? "";
  const clock = text.slice(11, 16);
  const named = zones[zone] ?? `UTC${zone}`;
  const time = language === "id" ? `pukul ${clock.replace(":", ".")}` : `at ${clock}`;
  return `${spellDate(text.slice(0, 10), language)} ${time} ${named}`;
}

/** A code of an outcome or a name of a fact as words: `BIRO_KESRA` as `Biro Kesra`, `sisaHari` as `Sisa hari`. */
export function spellCode(code: string): string {
  if (/^[A-Z0-9_.-]+$/.test(code)) {
    return code
      .split(/[_.-]+/)
      .map((word) => word.slice(0, 1) + word.slice(1).toLowerCase())
      .join(" ");
  }
  const words = code
    .replace(/[_.-]+/g, " ")
    .replace(
      /([a-z0-9])([A-Z])/g,
      (_all, before: string, after: string) => `${before} ${after.toLowerCase()}`,
    );
  return upperFirst(words);
}

export function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** For the middle of a sentence; an abbreviation such as LHP keeps its capitals. */
export function lowerFirst(text: string): string {
  return /^[A-Z][A-Z0-9]/.test(text) ? text : text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** `a, b, atau c`. */
export function enumerate(items: readonly string[], conjunction: string): string {
  const last = items.at(-1) ?? "";
  if (items.length < 2) return last;
  const comma = items.length > 2 ? "," : "";
  return `${items.slice(0, -1).join(", ")}${comma} ${conjunction} ${last}`;
}
