/**
 * The organisation as its working document has it, asked for once: to name posts in the outline and persons
 * beside what they did. Null until it is there.
 */
import { signal } from "@preact/signals";
import type { LibraryRow, WorkingDocument } from "../../api/index.ts";
import { type Organisation, readOrganisation } from "../../organisation/index.ts";
import { api } from "../../ui/index.ts";

const organisation = signal<Organisation | null>(null);
let asked = false;

export function organisationNow(): Organisation | null {
  if (!asked) {
    asked = true;
    void load().then((found) => {
      organisation.value = found;
      // Asked again by the next screen: it may have been published meanwhile.
      if (found === null) asked = false;
    });
  }
  return organisation.value;
}

/** A person by name; the id where the organisation does not know it. */
export function personName(id: string): string {
  return organisationNow()?.document.persons.find((person) => person.id === id)?.name ?? id;
}

async function load(): Promise<Organisation | null> {
  const list = await api.get<{ items: readonly LibraryRow[] }>("/library/organisation");
  const first = list.ok ? list.value.items[0] : undefined;
  if (first === undefined) return null;
  const document = await api.get<WorkingDocument>(`/library/organisation/${encodeURIComponent(first.id)}`);
  if (!document.ok) return null;
  try {
    const reading = readOrganisation(JSON.parse(document.value.content));
    return reading.ok ? reading.organisation : null;
  } catch {
    return null;
  }
}
