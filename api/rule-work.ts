/** Changing a rule set with open eyes: what it leaves undecided, and what it would have decided otherwise. */
import { z } from "zod";
import { json } from "./common.ts";

/** One finding of the analysis, said in the reader's language, with facts to try. */
export const ruleFinding = z.strictObject({
  text: z.string(),
  example: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  /** The same as plain facts; null where the finding has none. */
  facts: z.record(z.string(), json).nullable(),
});
export type RuleFinding = z.infer<typeof ruleFinding>;

/** POST /api/v1/library/rule-sets/{id}/analysis {content} */
export const ruleAnalysis = z.strictObject({
  /** SHA-256 of the content that was looked at; sent back when proposing. */
  contentHash: z.string(),
  /** Facts that only `otherwise` catches; `conditions` would catch them, null where they cannot be written down. */
  gaps: z.array(z.strictObject({ ...ruleFinding.shape, conditions: json.nullable() })),
  overlaps: z.array(z.strictObject({ ...ruleFinding.shape, severity: z.enum(["error", "note"]) })),
  neverFire: z.array(ruleFinding),
  unusedFacts: z.array(z.string()),
  untested: z.array(z.string()),
  /** Outcomes that name a unit or a post which nobody can fulfil in today's organisation. */
  unfulfillable: z.array(z.string()),
  /** What could not be looked at exactly; empty when all of the above is complete and certain. */
  inexact: z.array(z.string()),
});
export type RuleAnalysis = z.infer<typeof ruleAnalysis>;

export const movedGroup = z.strictObject({
  from: z.string(),
  to: z.string(),
  fromTitle: z.string(),
  toTitle: z.string(),
  count: z.number(),
});

export const movedCase = z.strictObject({
  caseId: z.string(),
  number: z.string(),
  title: z.string(),
  running: z.boolean(),
  decidedAtMs: z.number(),
  fromTitle: z.string(),
  toTitle: z.string(),
});

/** POST /api/v1/library/rule-sets/{id}/impact {content}: over the last 1,000 decisions. */
export const ruleImpact = z.strictObject({
  contentHash: z.string(),
  /** Decisions that were looked at, newest first, and how many there are. */
  examined: z.number(),
  total: z.number(),
  moved: z.number(),
  groups: z.array(movedGroup),
  /** Of those that moved: in cases that still run; their decisions stand, under these versions. */
  running: z.number(),
  keptVersions: z.array(z.number()),
  /** The newest of those that moved, in cases that I may see; and how many more there are. */
  cases: z.array(movedCase),
  otherCases: z.number(),
  /** How many each rule of the draft answers, in document order; then how many `otherwise` does. */
  answered: z.strictObject({ rules: z.array(z.number()), otherwise: z.number() }),
});
export type RuleImpact = z.infer<typeof ruleImpact>;

/**
 * POST /api/v1/library/rule-sets/{id}/impact/all {content}: over every decision, one line of JSON at a time. Whoever
 * stops reading stops the work.
 */
export const impactLine = z.union([
  z.strictObject({ examined: z.number(), total: z.number() }),
  z.strictObject({ impact: ruleImpact }),
]);
export type ImpactLine = z.infer<typeof impactLine>;

/** GET /api/v1/library/rule-sets/{id}/decisions: real facts to try, of cases that I may see. */
export const ruleDecisions = z.strictObject({
  total: z.number(),
  items: z.array(
    z.strictObject({
      caseId: z.string(),
      number: z.string(),
      title: z.string(),
      decidedAtMs: z.number(),
      /** Null when that version is not of this rule set any more. */
      version: z.number().nullable(),
      outcome: z.string(),
      facts: z.record(z.string(), json),
    }),
  ),
});
export type RuleDecisions = z.infer<typeof ruleDecisions>;
