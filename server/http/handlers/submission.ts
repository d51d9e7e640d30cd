/** Submitting: what a person may submit as which post, the draft of it, and the act itself. */
import { type CaseContext, maySubmitAs } from "../../../casework/index.ts";
import { actorAs, type Person } from "../../policy/index.ts";
import { postViewOrGone, sayWord, submissionView } from "../../views/index.ts";
import { answer, type Handlers } from "../call.ts";
import { idempotencyOf } from "../idempotency.ts";
import type { Parts } from "../parts.ts";
import { refusalOf } from "../refusal.ts";
import { isRefused, refuse } from "../refused.ts";
import { sentAttachments } from "./attachments.ts";
import { whereNow } from "./where-now.ts";

type SubmissionOperation = "listStartable" | "readSubmission" | "saveSubmissionDraft" | "submitCase";

export function submissionHandlers(parts: Parts): Pick<Handlers, SubmissionOperation> {
  const { store, tenant, runner, library, documents } = parts;

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
  };
}
