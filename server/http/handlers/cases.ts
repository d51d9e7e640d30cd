/** Submitting, the list of cases, the case page with its diagram, cancelling, and the journal. */
import { Readable } from "node:stream";
import type { CasePage, CaseRow, JournalEntry } from "../../../api/index.ts";
import { type CaseContext, maySubmitAs } from "../../../casework/index.ts";
import { exportJournal, type JournalEntry as StoredEntry } from "../../journal/index.ts";
import { actorAs, actorOf, judge, type Person } from "../../policy/index.ts";
import type { CaseListItem } from "../../store/index.ts";
import {
  type CaseReading,
  casePage,
  deadlineInList,
  postViewOrGone,
  sayWord,
  stateOf,
  submissionView,
  whereText,
} from "../../views/index.ts";
import { answer, type Call, type Handlers } from "../call.ts";
import { idempotencyOf } from "../idempotency.ts";
import type { Parts } from "../parts.ts";
import { refusalOf } from "../refusal.ts";
import { isRefused, refuse } from "../refused.ts";
import { sentAttachments } from "./attachments.ts";
import { readerOf } from "./inbox.ts";
import { whereNow } from "./where-now.ts";

type CaseOperation =
  | "listStartable"
  | "readSubmission"
  | "saveSubmissionDraft"
  | "submitCase"
  | "listCases"
  | "readCase"
  | "readCaseDiagram"
  | "readCaseJournal"
  | "exportJournal"
  | "cancelCase";

export function caseHandlers(parts: Parts): Pick<Handlers, CaseOperation> {
  const { store, tenant, caseReader, runner, library, documents } = parts;

  /** A process in force that this person may submit as this post; null looks like no process at all. */
  async function submittable(
    processId: string,
    postId: string,
    person: Person,
    nowMs: number,
  ): Promise<CaseContext | null> {
    const inForce = library.inForce("processes", processId, nowMs);
    const context = inForce && (await documents.caseContext(processId, inForce.version, nowMs));
    return context && maySubmitAs(context, person.personId, nowMs).includes(postId) ? context : null;
  }

  return {
    async listStartable(call) {
      const items = [];
      for (const { id, version, title } of library.allInForce("processes", call.nowMs)) {
        const context = await documents.caseContext(id, version, call.nowMs);
        const held = context?.process.submission
          ? maySubmitAs(context, call.subject.personId, call.nowMs)
          : [];
        if (!context || held.length === 0) continue;
        const posts = held.map((postId) => postViewOrGone(context.organisation, postId, call.nowMs));
        items.push({ processId: id, version, title, purpose: context.process.documentation ?? "", posts });
      }
      return answer({ items });
    },

    async readSubmission(call) {
      const { processId } = call.params;
      const actor = actorAs(call.subject, call.query.post);
      const context = actor && (await submittable(processId, actor.postId, call.subject, call.nowMs));
      if (!context) return refuse("notFound");
      const about = `${processId}/${call.query.post}`;
      const draft = await store.people.draft(tenant, call.subject.personId, "submission", about);
      const view = submissionView(context, draft, call);
      return view ? answer(view) : refuse("notFound");
    },

    async saveSubmissionDraft(call) {
      const { processId } = call.params;
      const { personId } = call.subject;
      if (!(await submittable(processId, call.query.post, call.subject, call.nowMs)))
        return refuse("notFound");
      const about = `${processId}/${call.query.post}`;
      if (call.body.values === null) await store.people.dropDraft(tenant, personId, "submission", about);
      else {
        await store.people.saveDraft(tenant, {
          personId,
          kind: "submission",
          about,
          values: call.body.values,
          comment: "",
          savedAtMs: call.nowMs,
        });
      }
      return answer({ savedAtMs: call.nowMs });
    },

    async submitCase(call) {
      const { processId, postId, values, version } = call.body;
      const actor = actorAs(call.subject, postId);
      if (!actor) return refuse("unknownPost", { params: { post: postId } });
      const idempotency = idempotencyOf(call);
      const before = await store.answers.find(tenant, idempotency);
      if (!before && !(await submittable(processId, postId, call.subject, call.nowMs)))
        return refuse("processNotFound");
      const attachments = await sentAttachments(parts, call.subject, call.body.attachments, before !== null);
      if (isRefused(attachments)) return attachments;
      const done = await runner.submit({
        actor,
        processId,
        processVersion: version,
        values,
        attachments,
        idempotency,
      });
      if (!done.ok) return refusalOf(done.refusal, call.language);
      await store.people.dropDraft(tenant, actor.personId, "submission", `${processId}/${postId}`);
      const title = (await store.cases.load(tenant, done.caseId, call.sight))?.row.title ?? done.number;
      const now = await whereNow(parts, done.caseId, call);
      return answer({
        caseId: done.caseId,
        number: done.number,
        text: sayWord(call.language, "submitted", { title, number: done.number, now }),
      });
    },

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
      const entries = await caseReader.entries(call.params.caseId);
      return answer(casePage(reading, entries, readerOf(call), mayDo(call.subject, reading)), {
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

    async readCaseJournal(call) {
      const stored = await store.cases.load(tenant, call.params.caseId, call.sight);
      if (!stored) return refuse("notFound");
      const from = call.query.after === undefined ? 1 : Number(call.query.after);
      if (!Number.isSafeInteger(from) || from < 1) return refuse("invalidQuery", { params: { at: "after" } });
      const size = call.query.size ?? parts.limits.pageSize;
      const entries = await store.journal.entries(tenant, `case/${call.params.caseId}`, from);
      const next = entries[size]?.seq;
      return answer({
        items: entries.slice(0, size).map(journalEntry),
        total: stored.row.version,
        next: next === undefined ? null : String(next),
      });
    },

    async exportJournal(call) {
      await store.journal.append(tenant, "access", {
        atMs: call.nowMs,
        actor: actorOf(call.subject),
        command: { type: "ExportJournal" },
        events: [{ type: "JournalExported" }],
      });
      const lines = exportJournal(store.journal, tenant, { prefix: "", atMs: call.nowMs });
      return {
        kind: "stream",
        body: Readable.from(lines),
        headers: { "content-disposition": 'attachment; filename="journal.ndjson"' },
      };
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

function journalEntry(entry: StoredEntry): JournalEntry {
  return {
    stream: entry.stream,
    sequence: entry.seq,
    atMs: entry.atMs,
    actor: { ...entry.actor },
    command: { ...entry.command },
    events: entry.events.map((event) => ({ ...event })),
    previousHash: entry.prevHash,
    hash: entry.hash,
  };
}
