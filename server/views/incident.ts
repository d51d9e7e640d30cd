/** What happened, where, and what helps: the views' own words for what the engine met, casework's for the rest. */
import { sayIncident } from "../../casework/index.ts";
import type { Variables } from "../../engine/index.ts";
import { isolated } from "../../rules/index.ts";
import { type Language, sayIf } from "./words.ts";

export interface IncidentFacts {
  readonly code: string;
  readonly message: string;
  readonly details: Variables;
  readonly about?: Parameters<typeof sayIncident>[0]["about"];
}

export function incidentWords(
  incident: IncidentFacts,
  elementName: string,
  language: Language,
): { readonly text: string; readonly remedy: string } {
  const params = { ...incident.details, element: elementName, message: incident.message };
  const said = sayIncident({ ...incident, about: incident.about ?? null }, language);
  return {
    text: sayIf(language, `incident.${incident.code}`, params) ?? `${isolated(elementName)}: ${said.text}`,
    remedy: sayIf(language, `incident.${incident.code}.remedy`, params) ?? said.remedy,
  };
}
