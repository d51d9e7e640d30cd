/** The kinds of working documents and where the modeller shows each. */
import type { DocumentKind } from "../../api/index.ts";
import type { IconName } from "../../ui/index.ts";

export interface KindPlace {
  readonly kind: DocumentKind;
  /** Segment of the address: /pemodel/aturan. */
  readonly path: string;
  readonly icon: IconName;
}

export const kinds: readonly KindPlace[] = [
  { kind: "processes", path: "proses", icon: "workflow" },
  { kind: "rule-sets", path: "aturan", icon: "scale" },
  { kind: "forms", path: "formulir", icon: "file-text" },
  { kind: "organisation", path: "organisasi", icon: "landmark" },
  { kind: "calendars", path: "kalender", icon: "calendar" },
];

export const base = "/pemodel";

export function placeOf(kind: DocumentKind): KindPlace {
  const found = kinds.find((place) => place.kind === kind);
  if (found === undefined) throw new Error(`unknown kind ${kind}`);
  return found;
}

export const listPath = (kind: DocumentKind): string => `${base}/${placeOf(kind).path}`;
export const documentPath = (kind: DocumentKind, id: string): string =>
  `${listPath(kind)}/${encodeURIComponent(id)}`;
export const versionPath = (kind: DocumentKind, id: string, version: number): string =>
  `${documentPath(kind, id)}/versi/${version}`;
