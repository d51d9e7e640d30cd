/** Working documents and their published versions: processes, rule sets, forms, organisation, calendars. */
import { z } from "zod";
import { fromInstant, json, seenVersion } from "./common.ts";

export const documentKind = z.enum(["processes", "rule-sets", "forms", "organisation", "calendars"]);
export type DocumentKind = z.infer<typeof documentKind>;

export const publishedVersion = z.strictObject({
  version: z.number(),
  hash: z.string(),
  /** Instant from which it is in force. */
  effectiveFromMs: z.number(),
  publishedAtMs: z.number(),
  author: z.string(),
  approver: z.string(),
  reason: z.string(),
  inForce: z.boolean(),
});
export type PublishedVersion = z.infer<typeof publishedVersion>;

export const libraryRow = z.strictObject({
  kind: documentKind,
  id: z.string(),
  title: z.string(),
  /** Version in force; null when never published. */
  inForce: z.number().nullable(),
  /** The draft differs from what is in force. */
  changed: z.boolean(),
  draftSavedAtMs: z.number().nullable(),
  draftBy: z.string().nullable(),
  /** A publication waits for the second person. */
  proposed: z.boolean(),
  runningCases: z.number(),
});
export type LibraryRow = z.infer<typeof libraryRow>;
/** GET /api/v1/library/{kind} */
export const library = z.strictObject({ items: z.array(libraryRow) });

/** Content is BPMN XML for processes and JSON text for the rest, exactly as the analyst wrote it. */
/** What the author of a proposal had read before proposing. */
export const proposalReview = z.strictObject({
  gaps: z.number(),
  overlaps: z.number(),
  neverFire: z.number(),
  /** Of the last decisions, how many would have gone elsewhere. */
  examined: z.number(),
  moved: z.number(),
});
export type ProposalReview = z.infer<typeof proposalReview>;

export const workingDocument = z.strictObject({
  kind: documentKind,
  id: z.string(),
  title: z.string(),
  content: z.string(),
  /** Sent back in If-Match when saving; 412 when somebody saved in between. */
  draftVersion: z.number(),
  savedAtMs: z.number(),
  savedBy: z.string(),
  basedOn: z.number().nullable(),
  versions: z.array(publishedVersion),
  proposal: z
    .strictObject({
      proposalId: z.string(),
      hash: z.string(),
      by: z.string(),
      atMs: z.number(),
      effectiveFromMs: z.number().nullable(),
      reason: z.string(),
      /** Null where the kind has no analysis, or an earlier version is proposed again. */
      review: proposalReview.nullable(),
      /** Why it is proposed in spite of what the soundness check found; null where it found nothing. */
      override: z
        .strictObject({
          reason: z.string(),
          findings: z.array(z.strictObject({ code: z.string(), elementId: z.string().nullable() })),
        })
        .nullable(),
      /** I may approve: I am an analyst and not its author. */
      mayApprove: z.boolean(),
    })
    .nullable(),
});
export type WorkingDocument = z.infer<typeof workingDocument>;
/** GET /api/v1/library/{kind}/{id}; GET .../versions/{version} gives { content } */

/** PUT /api/v1/library/{kind}/{id} with If-Match (POST /api/v1/library/{kind} with an id for a new one). */
export const saveDocument = z.strictObject({ title: z.string().min(1).max(200), content: z.string() });
export const newDocument = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,62}$/),
  title: z.string().min(1).max(200),
  content: z.string(),
});

export const located = z.strictObject({
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  elementId: z.string().nullable(),
  /** JSON pointer into the document, or null for a diagram. */
  pointer: z.string().nullable(),
  line: z.number().nullable(),
  message: z.string(),
});
export type Located = z.infer<typeof located>;
/** POST /api/v1/library/{kind}/{id}/check {content}: every problem, nothing saved. */
export const checkDocument = z.strictObject({ content: z.string() });
export const checked = z.strictObject({ problems: z.array(located), publishable: z.boolean() });

/** POST /api/v1/library/rule-sets/{id}/test {content} */
export const ruleTests = z.strictObject({
  results: z.array(
    z.strictObject({
      name: z.string(),
      passed: z.boolean(),
      expected: z.string(),
      got: z.string(),
      milliseconds: z.number(),
    }),
  ),
});

/**
 * A diagram that can deadlock, run twice or never come somewhere is refused with `unsound`; who proposes it all the
 * same says why, and the second person reads it.
 */
const override = z.strictObject({ reason: z.string().min(3).max(2_000) });

/** POST /api/v1/library/{kind}/{id}/proposal, then a second person POST .../proposal/{proposalId}/approve | reject. */
export const propose = z.strictObject({
  draftVersion: seenVersion,
  reason: z.string().min(3).max(2_000),
  effectiveFromMs: fromInstant.nullable(),
  /** For a rule set: the content hash under which analysis and impact were read, as both answered it. */
  reviewed: z.strictObject({ analysis: z.string(), impact: z.string() }).optional(),
  override: override.optional(),
});
/** POST /api/v1/library/{kind}/{id}/versions/{version}/rollback: an earlier version at once, in one act. */
export const rollBack = z.strictObject({ reason: z.string().min(3).max(2_000) });
/** POST /api/v1/library/{kind}/{id}/versions/{version}/proposal: an earlier version is to be in force again. */
export const proposeAgain = z.strictObject({
  reason: z.string().min(3).max(2_000),
  effectiveFromMs: fromInstant.nullable(),
  override: override.optional(),
});
export const approve = z.strictObject({ hash: z.string() });
export const published = z.strictObject({
  version: z.number(),
  hash: z.string(),
  effectiveFromMs: z.number(),
});

/** GET /api/v1/catalogue: what the modeller offers in its lists. */
export const catalogue = z.strictObject({
  posts: z.array(z.strictObject({ value: z.string(), label: z.string(), today: z.string().nullable() })),
  units: z.array(z.strictObject({ value: z.string(), label: z.string() })),
  forms: z.array(z.strictObject({ id: z.string(), title: z.string(), version: z.number() })),
  /** Processes in force: what a call activity may call. */
  processes: z.array(z.strictObject({ id: z.string(), title: z.string(), version: z.number() })),
  ruleSets: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      version: z.number(),
      purpose: z.string(),
      outcomes: z.array(z.string()),
    }),
  ),
  handlers: z.array(z.strictObject({ name: z.string(), title: z.string() })),
  /** JSON schema of a rule-set document, for completion. */
  ruleSetSchema: json,
});
export type Catalogue = z.infer<typeof catalogue>;

/** GET /api/v1/library/{kind}/{id}/versions/{version} */
export const versionContent = z.strictObject({ content: z.string() });
