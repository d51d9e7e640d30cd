/** The inbox and the task page: what waits for my posts, and acting on it. */
import type { Inbox, TaskPage } from "../../../api/index.ts";
import { taskVersion } from "../../cases/index.ts";
import { actorAs, actorOf } from "../../policy/index.ts";
import type { InboxQuery } from "../../store/index.ts";
import { copyRow, inboxRow, type Reader, readWireId, taskPage, wireId } from "../../views/index.ts";
import { type Answer, answer, type Call, type Handlers } from "../call.ts";
import { idempotencyOf } from "../idempotency.ts";
import type { Parts } from "../parts.ts";
import { refusalOf } from "../refusal.ts";
import { isRefused, type Refused, refuse } from "../refused.ts";
import { sentAttachments } from "./attachments.ts";
import { whereNow } from "./where-now.ts";

type InboxOperation = "readInbox" | "readTask" | "actOnTask" | "declareInterest" | "saveTaskDraft";

export function inboxHandlers(parts: Parts): Pick<Handlers, InboxOperation> {
  const { store, tenant, caseReader, runner } = parts;

  return {
    async readInbox(call) {
      const { view = "all", post = null, q = null, sort = "priority", after = null, size } = call.query;
      const posts = call.sight.all ? [] : call.sight.posts;
      const { personId } = call.subject;
      const counts = await store.cases.inboxCounts(tenant, { posts, personId, nowMs: call.nowMs });
      if (post !== null && !posts.includes(post)) return refuse("unknownPost", { params: { post } });
      const paging = { after, size: size ?? parts.limits.pageSize };
      const page =
        view === "copies"
          ? await copies(call, post === null ? posts : [post], paging, q)
          : await waiting(call, { ...paging, posts, personId, view, post, q, sort, nowMs: call.nowMs });
      if (!page) return refuse("invalidQuery", { params: { at: "after" } });
      return answer({ page, counts: { ...counts, byPost: { ...counts.byPost } } });
    },

    async readTask(call) {
      const page = await pageOf(call, call.params.taskId);
      return isRefused(page) ? page : answer(page);
    },

    actOnTask: (call) => actOn(call),

    async declareInterest(call) {
      const asking = await askingAs(call);
      if (isRefused(asking)) return asking;
      const { actor, caseId, taskId, idempotency } = asking;
      const done = await runner.declareInterest({
        actor,
        caseId,
        taskId,
        reason: call.body.reason,
        idempotency,
      });
      if (!done.ok) return refusalOf(done.refusal, call.language);
      await store.people.dropDraft(tenant, call.subject.personId, "task", `${caseId}/${taskId}`);
      return answer({ caseId: done.caseId, text: await whereNow(parts, done.caseId, call) });
    },

    async saveTaskDraft(call) {
      const id = readWireId(call.params.taskId);
      const task = id && (await store.cases.task(tenant, id.caseId, id.id, call.sight));
      if (!task) return refuse("notFound");
      if (!actorAs(call.subject, task.postId)) return refuse("notYourTask");
      if (task.state !== "open") return refuse("taskNotOpen");
      await store.people.saveDraft(tenant, {
        personId: call.subject.personId,
        kind: "task",
        about: `${task.caseId}/${task.taskId}`,
        values: call.body.values,
        comment: call.body.comment,
        savedAtMs: call.nowMs,
      });
      return answer({ savedAtMs: call.nowMs });
    },
  };

  async function waiting(call: Call<"readInbox">, query: InboxQuery): Promise<Inbox["page"] | null> {
    const page = await store.cases.inbox(tenant, query);
    if (!page) return null;
    const items: Inbox["page"]["items"] = [];
    for (const item of page.items) {
      const reading = await caseReader.read(item.case.caseId, call.sight, call.nowMs);
      if (reading) {
        items.push(await inboxRow(item, reading, taskVersion(item.task, item.case), readerOf(call)));
      }
    }
    return { items, total: page.total, next: page.next };
  }

  async function copies(
    call: Call<"readInbox">,
    posts: readonly string[],
    paging: { readonly after: string | null; readonly size: number },
    q: string | null,
  ): Promise<Inbox["page"] | null> {
    const page = await store.cases.notices(tenant, { ...paging, posts, kind: "copy", q });
    if (!page) return null;
    const items: Inbox["page"]["items"] = [];
    for (const { notice, case: row } of page.items) {
      const reading = await caseReader.read(row.caseId, call.sight, call.nowMs);
      if (reading) items.push(copyRow(notice, row, reading, readerOf(call)));
    }
    return { items, total: page.total, next: page.next };
  }

  /** The page as it is now; opening one's own task marks it read. */
  async function pageOf(
    call: Call<"readTask"> | Call<"actOnTask">,
    taskId: string,
  ): Promise<TaskPage | Refused> {
    const id = readWireId(taskId);
    const task = id && (await store.cases.task(tenant, id.caseId, id.id, call.sight));
    const reading = task && (await caseReader.read(task.caseId, call.sight, call.nowMs));
    if (!task || !reading) return refuse("notFound");
    const { personId } = call.subject;
    const seenVersion = taskVersion(task, reading.row);
    const mine = actorAs(call.subject, task.postId) !== null;
    if (mine && call.operation === "readTask") {
      await store.people.markRead(tenant, {
        personId,
        caseId: task.caseId,
        taskId: task.taskId,
        version: seenVersion,
        atMs: call.nowMs,
      });
    }
    return await taskPage(
      {
        ...reading,
        task,
        seenVersion,
        ...(await caseReader.history(task.caseId)),
        draft: await store.people.draft(tenant, personId, "task", `${task.caseId}/${task.taskId}`),
        position: mine ? await positionOf(call, taskId) : null,
      },
      readerOf(call),
    );
  }

  /** Where the task stands in the inbox, as it is shown first. */
  async function positionOf(
    call: Call<"readTask"> | Call<"actOnTask">,
    taskId: string,
  ): Promise<TaskPage["position"]> {
    const posts = call.subject.posts.map((post) => post.postId);
    const page = await store.cases.inbox(tenant, {
      posts,
      personId: call.subject.personId,
      view: "all",
      post: null,
      q: null,
      sort: "priority",
      after: null,
      size: parts.limits.pageSizeMost,
      nowMs: call.nowMs,
    });
    const ids = (page?.items ?? []).map((item) => wireId(item.task.caseId, item.task.taskId));
    const index = ids.indexOf(taskId);
    if (!page || index < 0) return null;
    return {
      index: index + 1,
      total: page.total,
      previous: ids[index - 1] ?? null,
      next: ids[index + 1] ?? null,
    };
  }

  async function actOn(call: Call<"actOnTask">): Promise<Answer<{ caseId: string; text: string }> | Refused> {
    const asking = await askingAs(call);
    if (isRefused(asking)) return asking;
    const { actor, caseId, taskId, idempotency, repeat } = asking;
    const attachments = await sentAttachments(parts, call.subject, call.body.attachments, repeat);
    if (isRefused(attachments)) return attachments;
    const done = await runner.act({
      actor,
      caseId,
      taskId,
      seenVersion: call.body.version,
      outcome: call.body.outcome === "" ? null : call.body.outcome,
      values: call.body.values,
      comment: call.body.comment,
      attachments,
      idempotency,
    });
    if (!done.ok) {
      if (done.refusal.code !== "changedMeanwhile") return refusalOf(done.refusal, call.language);
      const current = await pageOf(call, call.params.taskId);
      return { ...refusalOf(done.refusal, call.language), more: isRefused(current) ? {} : { current } };
    }
    await store.people.dropDraft(tenant, call.subject.personId, "task", `${caseId}/${taskId}`);
    return answer({ caseId: done.caseId, text: await whereNow(parts, done.caseId, call) });
  }

  /** Who wants to act on the task, and as which post. */
  async function askingAs(call: Call<"actOnTask"> | Call<"declareInterest">) {
    const id = readWireId(call.params.taskId);
    const task = id && (await store.cases.task(tenant, id.caseId, id.id, call.sight));
    if (!task) return refuse("notFound");
    const idempotency = idempotencyOf(call);
    const repeat = (await store.answers.find(tenant, idempotency)) !== null;
    // A repeat is answered as the first time, though the post may have gone to another since.
    const actor = actorAs(call.subject, task.postId) ?? (repeat ? actorOf(call.subject) : null);
    if (!actor) return refuse("notYourTask");
    return { actor, caseId: task.caseId, taskId: task.taskId, idempotency, repeat };
  }
}

export function readerOf(call: {
  readonly subject: Reader["person"];
  readonly language: Reader["language"];
  readonly nowMs: number;
}): Reader {
  return { person: call.subject, language: call.language, nowMs: call.nowMs };
}
