import { fail, type TimeFailure } from "./failure.ts";

/**
 * A zone is a fixed offset: Indonesia has no summer time, and a process's zone is one of its three. Written
 * `WIB`, `WITA`, `WIT` (or `Asia/Jakarta`, `Asia/Pontianak`, `Asia/Makassar`, `Asia/Jayapura`), `UTC`, `Z`, or
 * an offset such as `+07:00`.
 */
export type Zone = string;

const offsetsByName: ReadonlyMap<string, number> = new Map([
  ["WIB", 7 * 60],
  ["WITA", 8 * 60],
  ["WIT", 9 * 60],
  ["Asia/Jakarta", 7 * 60],
  ["Asia/Pontianak", 7 * 60],
  ["Asia/Makassar", 8 * 60],
  ["Asia/Jayapura", 9 * 60],
  ["UTC", 0],
  ["Etc/UTC", 0],
  ["Z", 0],
]);

const offsetPattern = /^([+-])(\d{2}):?(\d{2})?$/;

/** Minutes east of Greenwich; at most 18 hours either way. */
export function zoneOffsetMinutes(zone: Zone): { readonly ok: true; readonly minutes: number } | TimeFailure {
  const named = offsetsByName.get(zone);
  if (named !== undefined) return { ok: true, minutes: named };
  const match = offsetPattern.exec(zone);
  if (match) {
    const hours = Number(match[2]);
    const minutes = Number(match[3] ?? "0");
    const total = hours * 60 + minutes;
    if (minutes < 60 && total <= 18 * 60) return { ok: true, minutes: match[1] === "-" ? -total : total };
  }
  return fail(
    "unknownZone",
    `"${zone}" is not a time zone known here; write WIB, WITA, WIT, UTC or an offset such as +07:00`,
  );
}

/** `Z` for zero, else `+07:00`. */
export function zoneText(offsetMinutes: number): string {
  if (offsetMinutes === 0) return "Z";
  const size = Math.abs(offsetMinutes);
  const hours = String(Math.floor(size / 60)).padStart(2, "0");
  const minutes = String(size % 60).padStart(2, "0");
  return `${offsetMinutes < 0 ? "-" : "+"}${hours}:${minutes}`;
}
