/** Insiden: what failed and needs a person, why in words, what helps. */
import { useEffect } from "preact/hooks";
import type { IncidentRow } from "../api/index.ts";
import { api, Icon, isolated, listen, place, shortInstant, uiWords } from "../ui/index.ts";
import { Heading } from "./heading.tsx";
import { IncidentActs } from "./incident-acts.tsx";
import { useLoaded } from "./loaded.ts";
import { LoadedList } from "./loaded-list.tsx";
import { deskWords } from "./words.ts";

interface Incidents {
  readonly items: readonly IncidentRow[];
  readonly total: number;
  readonly next: string | null;
}

export function IncidentsScreen() {
  const words = deskWords();
  const found = useLoaded<Incidents>("incidents", (signal) =>
    api.get<Incidents>("/incidents?size=100", signal),
  );
  useEffect(
    () =>
      listen((heard) => {
        if (heard.kind === "incident" || heard.kind === "resync") void found.refresh();
      }),
    [found.refresh],
  );
  return (
    <div class="incidents">
      <div class="title-row">
        <Heading>{words.incidentsTitle}</Heading>
        <span class="muted small">{words.incidentsHelp}</span>
      </div>
      <LoadedList found={found}>
        {(loaded) =>
          loaded.items.length === 0 ? (
            <div class="card empty">
              <Icon name="circle-check" />
              <h2>{words.noIncidents}</h2>
              <p>{words.noIncidentsHelp}</p>
            </div>
          ) : (
            <List found={loaded} refresh={found.refresh} />
          )
        }
      </LoadedList>
    </div>
  );
}

function List({ found, refresh }: { found: Incidents; refresh: () => Promise<void> }) {
  const words = deskWords();
  return (
    <>
      <p class="small muted">{words.incidentCount(found.total)}</p>
      <ul class="card incident-list">
        {found.items.map((incident) => (
          <li key={incident.incidentId}>
            <span class="incident-mark">
              <Icon name="triangle-alert" />
            </span>
            <div>
              <strong>{isolated(incident.text)}</strong>
              <p class="small">{incident.remedy}</p>
              <p class="small muted">
                <a href={`/berkas/${incident.caseId}`}>{incident.caseNumber}</a> ·{" "}
                {isolated(incident.caseTitle)} · {words.incidentAt(incident.elementName)} ·{" "}
                {words.sinceInstant(shortInstant(incident.raisedAtMs, place()))} ·{" "}
                {uiWords().code(incident.code)}
              </p>
            </div>
            <IncidentActs
              caseId={incident.caseId}
              incidentId={incident.incidentId}
              onDone={() => void refresh()}
            />
          </li>
        ))}
      </ul>
    </>
  );
}
