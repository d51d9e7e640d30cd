/** How dates and numbers are said in each language. Our own, so that every browser says the same. */
import type { Language } from "./language.ts";

export interface CalendarWords {
  readonly days: readonly string[];
  readonly months: readonly string[];
  /** Indonesian shortens only the months that are longer than five letters. */
  readonly shortMonths: readonly string[];
  readonly clock: string;
  readonly thousands: string;
  readonly decimal: string;
}

export const calendarWords: Readonly<Record<Language, CalendarWords>> = {
  id: {
    days: ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"],
    months: [
      "Januari",
      "Februari",
      "Maret",
      "April",
      "Mei",
      "Juni",
      "Juli",
      "Agustus",
      "September",
      "Oktober",
      "November",
      "Desember",
    ],
    shortMonths: ["Jan", "Feb", "Maret", "April", "Mei", "Juni", "Juli", "Agu", "Sep", "Okt", "Nov", "Des"],
    clock: ".",
    thousands: ".",
    decimal: ",",
  },
  en: {
    days: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
    months: [
      "January",
      "February",
      "March",
      "April",
      "May",
      "June",
      "July",
      "August",
      "September",
      "October",
      "November",
      "December",
    ],
    shortMonths: ["Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"],
    clock: ":",
    thousands: ",",
    decimal: ".",
  },
};
