// Who acts when the holder of a post may not: separation of duties, the limits of a mandate, a declared interest. What
// bars him is the rule set `wewenang`; its param `alihkan` says who acts instead. Invariant: a task goes up the line
// of command, never sideways or down, and to nobody whom the same rules bar.
import { dayOf, holderOn, lowestCommonSuperior, type Post, superiorsOfPost } from "../organisation/index.ts";
import type { Outcome } from "../rules/index.ts";
import { judgedByRule } from "./authority.ts";
import type { CaseContext } from "./context.ts";
import type { CaseFile, TaskRow } from "./file.ts";
import { involvedUnits } from "./involved.ts";

export interface Substitute {
  readonly post: Post;
  /** What the rule said of the holder who may not act. */
  readonly outcome: Outcome;
}

/** The post that acts instead of the task's own, or null where its holder may act or the rules name nobody. */
export function substituteFor(
  context: CaseContext,
  file: CaseFile,
  task: TaskRow,
  atMs: number,
): Substitute | null {
  const { organisation } = context;
  const barred = task.postId === null ? null : barredAt(context, file, task, task.postId, atMs);
  if (task.postId === null || barred === null) return null;
  const { alihkan } = barred.params;
  if (alihkan === undefined) return null;
  const line = superiorsOfPost(organisation, task.postId);
  const common =
    alihkan === "atasanBersama" ? lowestCommonSuperior(organisation, involvedUnits(file)) : undefined;
  // The common superior stands above this post, or he would be no way up.
  const from = common
    ? Math.max(
        0,
        line.findIndex((post) => post.id === common.id),
      )
    : 0;
  for (const post of line.slice(from)) {
    if (barredAt(context, file, task, post.id, atMs) === null) return { post, outcome: barred };
  }
  return null;
}

/** What the rules say against today's holder of the post; null where nothing does, or nobody holds it. */
function barredAt(
  context: CaseContext,
  file: CaseFile,
  task: TaskRow,
  postId: string,
  atMs: number,
): Outcome | null {
  const { organisation } = context;
  const holder = holderOn(organisation, postId, dayOf(organisation.zone, atMs));
  if (!holder) return null;
  const { mandate } = holder.holding;
  const actor = { kind: "person", personId: holder.person.id, postId, mandate } as const;
  const unitId = organisation.posts.get(postId)?.unitId ?? null;
  const judged = judgedByRule(context, file, { ...task, postId, unitId }, actor, atMs);
  return judged?.ok && judged.outcome.type !== "izinkan" ? judged.outcome : null;
}

/** What `address.reassigned` says: from whom, to whom, and the rule's own reason. */
export function reassigned(context: CaseContext, fromPostId: string, to: Post, { params }: Outcome) {
  const { alasan, alasanEn } = params;
  const reason = typeof alasan === "string" ? alasan : "";
  return {
    from: context.organisation.posts.get(fromPostId)?.title ?? fromPostId,
    to: to.title,
    alasan: reason,
    alasanEn: typeof alasanEn === "string" ? alasanEn : reason,
  };
}
