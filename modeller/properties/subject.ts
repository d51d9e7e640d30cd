/** What every section of the panel gets: the element, what the lists offer, and how to change it. */
import type { Catalogue } from "../../api/index.ts";
import type { Organisation } from "../../organisation/index.ts";
import type { Attributes, Create, Edit, ModdleObject } from "../diagram/moddle.ts";
import { extensionOf, extensionsOf, setExtension, setExtensions, textOf } from "../diagram/moddle.ts";

export interface Subject {
  readonly object: ModdleObject;
  readonly process: ModdleObject | null;
  readonly catalogue: Catalogue | null;
  /** Null until it has arrived. */
  readonly organisation: Organisation | null;
  readonly create: Create;
  readonly edit: (edits: readonly Edit[]) => void;
  readonly rename: (name: string) => void;
  readonly select: (elementId: string) => void;
}

/** An attribute of the element's only extension of a type; "" where there is none. */
export function attribute(subject: Subject, type: string, name: string): string {
  return textOf(extensionOf(subject.object, type), name);
}

export function rowsOf(
  subject: Subject,
  type: string,
  names: readonly string[],
): readonly Readonly<Record<string, string>>[] {
  return extensionsOf(subject.object, type).map((row) =>
    Object.fromEntries(names.map((name) => [name, textOf(row, name)])),
  );
}

/**
 * Sets attributes of the element's only extension of a type, keeping its others. When nothing is left of it
 * the extension goes.
 */
export function setAttributes(
  subject: Subject,
  type: string,
  names: readonly string[],
  change: Attributes,
): void {
  const before = Object.fromEntries(names.map((name) => [name, attribute(subject, type, name)]));
  const after: Record<string, string | number | undefined> = { ...before, ...change };
  const empty = Object.values(after).every((value) => value === undefined || value === "");
  subject.edit(setExtension(subject.object, type, empty ? null : after, subject.create));
}

export function setRows(subject: Subject, type: string, rows: readonly Attributes[]): void {
  subject.edit(setExtensions(subject.object, type, rows, subject.create));
}
