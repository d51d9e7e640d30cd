/** Moving running cases to the version of their process that is in force: what it would do, and doing it. */
import { z } from "zod";
import { seenVersion } from "./common.ts";

const elementId = z.string().min(1).max(300);

/** Steps of old versions by the steps of the new one that stand for them; a step that keeps its id is not named. */
const mapping = z
  .record(elementId, elementId)
  .refine((map) => Object.keys(map).length <= 500, { message: "at most 500 steps" });

const candidate = {
  caseId: z.string(),
  number: z.string(),
  title: z.string(),
  /** What was looked at, sent back with the case that is to move. */
  version: seenVersion,
  /** The version of the process that it runs under now. */
  fromVersion: z.number(),
  /** Where it stands, said. */
  where: z.array(z.string()),
};

/** POST /api/v1/library/processes/{id}/migration/plan: changes nothing. */
export const askMigration = z.strictObject({ version: seenVersion, mapping });
export const migrationPlan = z.strictObject({
  version: z.number(),
  hash: z.string(),
  movable: z.array(z.strictObject({ ...candidate, changes: z.array(z.string()) })),
  impossible: z.array(
    z.strictObject({
      ...candidate,
      reasons: z.array(z.strictObject({ code: z.string(), elementId: z.string(), text: z.string() })),
    }),
  ),
  /** Steps at which cases stand and which the new version does not have: give each another one in `mapping`. */
  gone: z.array(z.strictObject({ elementId: z.string(), name: z.string(), cases: z.number() })),
  /** What they can be given. */
  steps: z.array(z.strictObject({ elementId: z.string(), name: z.string() })),
  /** Running cases on other versions beyond those above: that I may see, and that I may not. */
  further: z.number(),
  unseen: z.number(),
});
export type MigrationPlan = z.infer<typeof migrationPlan>;

/** POST /api/v1/library/processes/{id}/migration: each case is a commit of its own. */
export const applyMigration = z.strictObject({
  version: seenVersion,
  hash: z.string().min(1).max(200),
  mapping,
  reason: z.string().trim().min(3).max(2000),
  cases: z
    .array(z.strictObject({ caseId: z.string().min(1).max(200), version: seenVersion }))
    .min(1)
    .max(200),
});
export const migrated = z.strictObject({
  moved: z.array(z.strictObject({ caseId: z.string(), number: z.string() })),
  /** Left as they are, with the reason; `number` is null where there is no such case. */
  left: z.array(
    z.strictObject({
      caseId: z.string(),
      number: z.string().nullable(),
      code: z.string(),
      text: z.string(),
    }),
  ),
});
export type Migrated = z.infer<typeof migrated>;
