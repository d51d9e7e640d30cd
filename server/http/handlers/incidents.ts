/** Incidents: what needs a person to mend it; do it again, or go on with what was done by hand. */
import type { IncidentRow } from "../../../api/index.ts";
import { elementOf } from "../../../engine/index.ts";
import type { Answer as RunnerAnswer } from "../../cases/index.ts";
import { actorOf } from "../../policy/index.ts";
import { incidentWords } from "../../views/index.ts";
import { answer, type Call, type Handlers } from "../call.ts";
import { idempotencyOf } from "../idempotency.ts";
import type { Parts } from "../parts.ts";
import { refusalOf } from "../refusal.ts";
import { refuse } from "../refused.ts";
import { whereNow } from "./where-now.ts";

type IncidentOperation = "listIncidents" | "retryIncident" | "resolveIncident";

export function incidentHandlers(parts: Parts): Pick<Handlers, IncidentOperation> {
  const { store, tenant, runner, documents, caseReader } = parts;

  async function done(result: RunnerAnswer, call: Call<"retryIncident"> | Call<"resolveIncident">) {
    if (!result.ok) return refusalOf(result.refusal, call.language);
    return answer({ caseId: result.caseId, text: await whereNow(parts, result.caseId, call) });
  }

  return {
    async listIncidents(call) {
      const page = await store.cases.incidents(tenant, {
        visibility: call.sight,
        q: call.query.q ?? null,
        after: call.query.after ?? null,
        size: call.query.size ?? parts.limits.pageSize,
      });
      if (!page) return refuse("invalidQuery", { params: { at: "after" } });
      const items: IncidentRow[] = [];
      for (const { incident, case: row } of page.items) {
        const process = await documents.process(row.processId, row.processVersion);
        const name = (process && elementOf(process, incident.elementId)?.name) ?? incident.elementId;
        const inFile = (await caseReader.read(row.caseId, call.sight, call.nowMs))?.file.incidents[
          incident.incidentId
        ];
        items.push({
          incidentId: incident.incidentId,
          caseId: incident.caseId,
          caseNumber: row.number,
          caseTitle: row.title,
          elementId: incident.elementId,
          elementName: name,
          code: incident.code,
          ...incidentWords(inFile ?? incident, name, call.language),
          raisedAtMs: incident.raisedAtMs,
        });
      }
      return answer({ items, total: page.total, next: page.next });
    },

    async retryIncident(call) {
      const { caseId, incidentId } = call.params;
      if (!(await store.cases.load(tenant, caseId, call.sight))) return refuse("notFound");
      const actor = actorOf(call.subject);
      return await done(
        await runner.retryIncident({ actor, caseId, incidentId, idempotency: idempotencyOf(call) }),
        call,
      );
    },

    async resolveIncident(call) {
      const { caseId, incidentId } = call.params;
      if (!(await store.cases.load(tenant, caseId, call.sight))) return refuse("notFound");
      const result = await runner.resolveIncident({
        actor: actorOf(call.subject),
        caseId,
        incidentId,
        variables: call.body.variables,
        note: call.body.note,
        idempotency: idempotencyOf(call),
      });
      return await done(result, call);
    },
  };
}
