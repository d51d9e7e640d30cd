/** Inbox and task page. */
import { z } from "zod";
import { attachmentView, deadlineView, json, page, postView, said, seenVersion, words } from "./common.ts";
import { form } from "./form.ts";

export const inboxRow = z.strictObject({
  /** `<caseId>.<id>`; of a copy it is no task's, and the row leads to its case. */
  taskId: z.string(),
  caseId: z.string(),
  caseNumber: z.string(),
  /** What is asked, as a title: "Paraf LKjIP 2026 Dinas Kesehatan". */
  title: z.string(),
  processTitle: z.string(),
  /** Who it comes from, in words (post or unit). */
  from: z.string(),
  post: postView,
  openedAtMs: z.number(),
  deadline: deadlineView.nullable(),
  priority: z.strictObject({ level: z.enum(["high", "middle", "normal"]), reason: z.string() }),
  unread: z.boolean(),
  version: z.number(),
});
export type InboxRow = z.infer<typeof inboxRow>;

/** GET /api/v1/inbox?view=all|late|unread|waiting|copies&post=&q=&sort=priority|due|opened&after=&size= */
export const inbox = z.strictObject({
  page: page(inboxRow),
  counts: z.strictObject({
    all: z.number(),
    late: z.number(),
    unread: z.number(),
    /** Cases of mine that wait for somebody else. */
    waiting: z.number(),
    copies: z.number(),
    byPost: z.record(z.string(), z.number()),
  }),
});
export type Inbox = z.infer<typeof inbox>;

export const outcomeView = z.strictObject({
  value: z.string(),
  label: words,
  style: z.enum(["primary", "return", "reject", "plain"]),
  /** To whom it goes and by when, in words; null where the diagram does not say before the act. */
  consequence: said.nullable(),
  /** Why it cannot be chosen now; null when it can. */
  blocked: said.nullable(),
});

export const timelineEntry = z.strictObject({
  atMs: z.number(),
  state: z.enum(["now", "done", "returned", "stopped", "noted", "fault"]),
  text: z.string(),
  who: z.string().nullable(),
  post: z.string().nullable(),
  mandate: z.enum(["definitif", "Plt", "Plh", "Pj"]).nullable(),
  quote: z.string().nullable(),
  elementId: z.string().nullable(),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

export const taskPage = z.strictObject({
  taskId: z.string(),
  caseId: z.string(),
  caseNumber: z.string(),
  caseTitle: z.string(),
  title: z.string(),
  /** Sent back with the act: nobody signs what he has not seen. */
  version: z.number(),
  state: z.enum(["open", "done", "cancelled"]),
  mine: z.boolean(),
  post: postView,
  reason: said,
  deadline: deadlineView.nullable(),
  summary: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  form: form.nullable(),
  values: z.record(z.string(), json),
  draft: z
    .strictObject({ values: z.record(z.string(), json), comment: z.string(), savedAtMs: z.number() })
    .nullable(),
  outcomes: z.array(outcomeView),
  /** Who gets the task if I declare an interest in the case; null where I cannot. */
  interest: said.nullable(),
  attachments: z.array(attachmentView),
  before: z.array(timelineEntry),
  position: z
    .strictObject({
      index: z.number(),
      total: z.number(),
      previous: z.string().nullable(),
      next: z.string().nullable(),
    })
    .nullable(),
});
export type TaskPage = z.infer<typeof taskPage>;

/** POST /api/v1/tasks/{taskId}/act, with Idempotency-Key. 409 `changedMeanwhile` carries the page as it is now. */
export const actOnTask = z.strictObject({
  version: seenVersion,
  outcome: z.string().nullable(),
  values: z.record(z.string(), json),
  comment: z.string().max(10_000).nullable(),
  attachments: z.array(z.strictObject({ fileId: z.string(), slot: z.string() })).max(50),
});
export const acted = z.strictObject({
  caseId: z.string(),
  /** Where the case is now, in words: "Diteruskan ke Asisten Pemkesra". */
  text: z.string(),
});

/** POST /api/v1/tasks/{taskId}/interest, with Idempotency-Key: a conflict of interest; the rules say who acts instead. */
export const declareInterest = z.strictObject({ reason: z.string().min(3).max(2_000) });

/** PUT /api/v1/tasks/{taskId}/draft */
export const saveDraft = z.strictObject({
  values: z.record(z.string(), json),
  comment: z.string().max(10_000),
});
export const draftSaved = z.strictObject({ savedAtMs: z.number() });
