/** What happened, and what helps, in words. */
import { type Language, sayIf, sayWord } from "./words.ts";

export interface IncidentFacts {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export function incidentWords(
  incident: IncidentFacts,
  elementName: string,
  language: Language,
): { readonly text: string; readonly remedy: string } {
  const params = { ...incident.details, element: elementName, message: incident.message };
  return {
    text: sayIf(language, `incident.${incident.code}`, params) ?? sayWord(language, "incident.other", params),
    remedy:
      sayIf(language, `incident.${incident.code}.remedy`, params) ??
      sayWord(language, "incident.other.remedy", params),
  };
}
