/** The organisation as its working document has it, to name posts with; null until it is there. */
import { useEffect, useState } from "preact/hooks";
import type { LibraryRow, WorkingDocument } from "../../api/index.ts";
import { type Organisation, readOrganisation } from "../../organisation/index.ts";
import { api } from "../../ui/index.ts";

export function useOrganisation(): Organisation | null {
  const [organisation, setOrganisation] = useState<Organisation | null>(null);
  useEffect(() => {
    void load().then(setOrganisation);
  }, []);
  return organisation;
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
