/** Submitting, the list of cases and the case page. */
import { z } from "zod";
import { attachmentView, deadlineView, json, page, postView, seenVersion } from "./common.ts";
import { form } from "./form.ts";
import { timelineEntry } from "./task.ts";

/** GET /api/v1/processes: what I may submit, as which post. */
export const startable = z.strictObject({
  processId: z.string(),
  version: z.number(),
  title: z.string(),
  purpose: z.string(),
  posts: z.array(postView),
});
export const startables = z.strictObject({ items: z.array(startable) });

/** GET /api/v1/processes/{processId}/submission?post= */
export const submission = z.strictObject({
  processId: z.string(),
  version: z.number(),
  title: z.string(),
  form,
  /** The steps that follow, as far as they are known, with their deadlines from now. */
  steps: z.array(z.strictObject({ text: z.string(), detail: z.string() })),
  draft: z.strictObject({ values: z.record(z.string(), json), savedAtMs: z.number() }).nullable(),
});
export type Submission = z.infer<typeof submission>;

/** POST /api/v1/cases, with Idempotency-Key. */
export const submitCase = z.strictObject({
  processId: z.string(),
  version: seenVersion,
  postId: z.string(),
  values: z.record(z.string(), json),
  attachments: z.array(z.strictObject({ fileId: z.string(), slot: z.string() })).max(50),
});
export const submitted = z.strictObject({ caseId: z.string(), number: z.string(), text: z.string() });

/** POST /api/v1/files (multipart: slot, file) */
export const fileStored = z.strictObject({
  fileId: z.string(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number(),
  sha256: z.string(),
});
export type FileStored = z.infer<typeof fileStored>;

export const caseRow = z.strictObject({
  caseId: z.string(),
  number: z.string(),
  title: z.string(),
  processTitle: z.string(),
  unitName: z.string(),
  state: z.enum(["running", "incident", "completed", "terminated", "error", "cancelled"]),
  where: z.string(),
  submittedAtMs: z.number(),
  deadline: deadlineView.nullable(),
});
export type CaseRow = z.infer<typeof caseRow>;
/** GET /api/v1/cases?state=&process=&q=&sort=submitted|due|number&after=&size= */
export const cases = page(caseRow);

/** Why a rule chose what it chose; every sentence is already in the reader's language. */
export const reasonCard = z.strictObject({
  elementId: z.string().nullable(),
  atMs: z.number(),
  answer: z.string(),
  met: z.array(z.string()),
  nearly: z.array(z.string()),
  ruleSet: z.strictObject({
    id: z.string(),
    title: z.string(),
    version: z.number(),
    hash: z.string(),
    effectiveFromMs: z.number(),
  }),
  /** Rule n of m; null when `otherwise` answered. */
  rule: z.strictObject({ name: z.string(), index: z.number(), of: z.number() }).nullable(),
  legalBasis: z.array(z.string()),
});
export type ReasonCard = z.infer<typeof reasonCard>;

export const ledgerRow = z.strictObject({
  unit: z.string(),
  step: z.string(),
  usedMinutes: z.number(),
  limitMinutes: z.number().nullable(),
  state: z.enum(["onTime", "late", "running", "paused"]),
  counted: z.boolean(),
  current: z.boolean(),
});

/** One line of the text twin (Uraian): numbered, nested by `depth`. */
export const outlineLine = z.strictObject({
  elementId: z.string(),
  depth: z.number(),
  text: z.string(),
  state: z.enum(["taken", "here", "ahead"]),
  passes: z.number(),
});

export const casePage = z.strictObject({
  caseId: z.string(),
  number: z.string(),
  title: z.string(),
  processId: z.string(),
  processTitle: z.string(),
  processVersion: z.number(),
  state: caseRow.shape.state,
  /** Counts every committed act; SSE tells it. */
  version: z.number(),
  here: z.array(
    z.strictObject({
      elementId: z.string(),
      taskId: z.string().nullable(),
      text: z.string(),
      post: postView.nullable(),
      deadline: deadlineView.nullable(),
      mine: z.boolean(),
    }),
  ),
  deadline: deadlineView.nullable(),
  path: z.strictObject({
    /** Element id to number of passes. */
    elements: z.record(z.string(), z.number()),
    /** Flow id to number of passes. */
    flows: z.record(z.string(), z.number()),
  }),
  outline: z.array(outlineLine),
  reasons: z.array(reasonCard),
  timeline: z.array(timelineEntry),
  ledger: z.array(ledgerRow),
  summary: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  attachments: z.array(attachmentView),
  incidents: z.array(
    z.strictObject({ incidentId: z.string(), elementId: z.string(), text: z.string(), remedy: z.string() }),
  ),
  may: z.strictObject({ cancel: z.boolean(), resolveIncidents: z.boolean(), readJournal: z.boolean() }),
  dayMinutes: z.number(),
});
export type CasePage = z.infer<typeof casePage>;
/** GET /api/v1/cases/{caseId}/diagram: the BPMN XML of the version that the case runs. */

export const cancelCase = z.strictObject({ reason: z.string().min(3).max(2_000), version: seenVersion });

export const incidentRow = z.strictObject({
  incidentId: z.string(),
  caseId: z.string(),
  caseNumber: z.string(),
  caseTitle: z.string(),
  elementId: z.string(),
  elementName: z.string(),
  code: z.string(),
  /** What happened and what helps, in words. */
  text: z.string(),
  remedy: z.string(),
  raisedAtMs: z.number(),
});
export type IncidentRow = z.infer<typeof incidentRow>;
/** GET /api/v1/incidents?q=&after=&size=; POST /api/v1/incidents/{caseId}/{incidentId}/retry | resolve */
export const incidents = page(incidentRow);
export const resolveIncident = z.strictObject({
  variables: z.record(z.string(), json),
  note: z.string().min(3).max(2_000),
});

/** GET /api/v1/events (SSE): `event: change`, data as below; only what I may see. */
export const change = z.strictObject({
  kind: z.enum(["case", "inbox", "incident", "library"]),
  id: z.string(),
  version: z.number(),
});
export type Change = z.infer<typeof change>;

/** PUT /api/v1/processes/{processId}/submission?post= keeps what is filled in; `values: null` throws it away. */
export const saveSubmission = z.strictObject({
  values: z.record(z.string(), json).nullable(),
});
