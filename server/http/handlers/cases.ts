import type { CasePage, CaseRow } from "../../../api/index.ts";
import { actorAs, actorOf, judge, type Person } from "../../policy/index.ts";
import type { CaseListItem } from "../../store/index.ts";
import { type CaseReading, casePage, deadlineInList, stateOf, whereText } from "../../views/index.ts";
import { answer, type Call, type Handlers } from "../call.ts";
import { idempotencyOf } from "../idempotency.ts";
import type { Parts } from "../parts.ts";
import { refusalOf } from "../refusal.ts";
import { refuse } from "../refused.ts";
import { readerOf } from "./inbox.ts";
import { whereNow } from "./where-now.ts";

type CaseOperation = "listCases" | "readCase" | "readCaseDiagram" | "cancelCase";

export function caseHandlers(parts: Parts): Pick<Handlers, CaseOperation> {
  const { store, tenant, caseReader, runner, library, documents } = parts;

  return {
    async listCases(call) {
      const { state = null, process = null, q = null, sort = "submitted", after = null, size } = call.query;
      const page = await store.cases.list(tenant, {
        visibility: call.sight,
        state,
        processId: process,
        q,
        sort,
        after,
        size: size ?? parts.limits.pageSize,
      });
      if (!page) return refuse("invalidQuery", { params: { at: "after" } });
      const items: CaseRow[] = [];
      for (const item of page.items) items.push(await caseRow(item, call));
      return answer({ items, total: page.total, next: page.next });
    },

    async readCase(call) {
      const reading = await caseReader.read(call.params.caseId, call.sight, call.nowMs);
      if (!reading) return refuse("notFound");
      const history = await caseReader.history(call.params.caseId);
      return answer(casePage(reading, history, readerOf(call), mayDo(call.subject, reading)), {
        etag: `"${reading.row.version}"`,
      });
    },

    async readCaseDiagram(call) {
      const stored = await store.cases.load(tenant, call.params.caseId, call.sight);
      if (!stored) return refuse("notFound");
      const { processId, processVersion } = stored.row;
      const version = await library.version("processes", processId, processVersion);
      return version ? answer(version.content) : refuse("notFound");
    },

    async cancelCase(call) {
      const reading = await caseReader.read(call.params.caseId, call.sight, call.nowMs);
      if (!reading) return refuse("notFound");
      const idempotency = idempotencyOf(call);
      const before = await store.answers.find(tenant, idempotency);
      if (!before && !mayCancel(call.subject, reading)) return refuse("forbidden");
      const done = await runner.cancel({
        actor: actorAs(call.subject, reading.row.submittedByPost) ?? actorOf(call.subject),
        caseId: reading.row.caseId,
        reason: call.body.reason,
        seenVersion: call.body.version,
        idempotency,
      });
      if (!done.ok) return refusalOf(done.refusal, call.language);
      return answer({ caseId: done.caseId, text: await whereNow(parts, done.caseId, call) });
    },
  };

  async function caseRow(item: CaseListItem, call: Call<"listCases">): Promise<CaseRow> {
    const { case: row, tasks, deadline } = item;
    const organisation = await documents.organisation(call.nowMs);
    const calendar = await documents.calendar(call.nowMs);
    const published = library.publications("processes", row.processId);
    const posts = tasks.map((task) => task.postId);
    return {
      caseId: row.caseId,
      number: row.number,
      title: row.title,
      processTitle: published.find(({ version }) => version === row.processVersion)?.title ?? row.processId,
      unitName: organisation?.units.get(row.unitId)?.name ?? row.unitId,
      state: stateOf(row),
      where: whereText(row, posts, organisation, call.nowMs, call.language),
      submittedAtMs: row.submittedAtMs,
      deadline: deadline && calendar ? deadlineInList(calendar, deadline, call.nowMs) : null,
    };
  }
}

/** An administrator, or whoever holds the post that submitted it. */
function mayCancel(person: Person, { row }: CaseReading): boolean {
  if (!judge(person, "cancelCase").allowed) return false;
  return person.roles.includes("admin") || actorAs(person, row.submittedByPost) !== null;
}

function mayDo(person: Person, reading: CaseReading): CasePage["may"] {
  return {
    cancel: reading.row.state === "running" && mayCancel(person, reading),
    resolveIncidents: reading.row.openIncidents > 0 && judge(person, "resolveIncident").allowed,
    readJournal: judge(person, "readCaseJournal").allowed,
  };
}
