// Who may act. Invariant: a person acts only as today's holder of the post that is asked, and a post only within
// its rank and its holder's mandate. What binds needs rank; a rule set may forbid more, never allow more.
import { dayOf, hasRank, holderOn, isEchelon, postsOf } from "../organisation/index.ts";
import type { CaseRefusal } from "./act.ts";
import type { Actor } from "./actor.ts";
import type { CaseContext } from "./context.ts";
import { askQuickly } from "./decision.ts";
import { actorFactsOf, factsOf, taskFacts } from "./facts.ts";
import type { CaseFile, TaskRow } from "./file.ts";

/** The rule set, by convention, that may forbid an act: separation of duties, limits of a mandate. */
export const authorityRuleSet = "wewenang";

/** Null when the actor may act on the task at the instant, else why not: `notAddressed`, `notHolder`, `rankTooLow`... */
export function mayAct(context: CaseContext, task: TaskRow, actor: Actor, atMs: number): CaseRefusal | null {
  const { organisation, process } = context;
  if (actor.kind !== "person")
    return { code: "personNeeded", message: "A task is acted on by a person, as the holder of a post." };
  if (task.postId === null || actor.postId !== task.postId)
    return {
      code: "notAddressed",
      message: `The task is addressed to ${titleOf(context, task.postId)}, not to ${titleOf(context, actor.postId)}.`,
      at: task.taskId,
    };
  const refusal = mayHold(context, actor, atMs);
  if (refusal) return refusal;
  const element = process.elements[process.elementIndex.get(task.elementId) ?? -1];
  const least = element?.authority?.minEchelon;
  const echelon = organisation.posts.get(actor.postId)?.echelon ?? null;
  if (least !== undefined && isEchelon(least) && !hasRank(echelon, least))
    return {
      code: "rankTooLow",
      message: `${titleOf(context, actor.postId)} (${echelon ?? "-"}) may not act here: echelon ${least} or higher is needed.`,
      at: task.taskId,
      params: { least, echelon: echelon ?? "" },
    };
  return null;
}

/** Whether the person holds the post that he acts as, on the day of the instant. */
export function mayHold(
  context: CaseContext,
  actor: Extract<Actor, { kind: "person" }>,
  atMs: number,
): CaseRefusal | null {
  const { organisation } = context;
  const holder = holderOn(organisation, actor.postId, dayOf(organisation.zone, atMs));
  if (holder?.person.id === actor.personId) return null;
  return {
    code: "notHolder",
    message: `${actor.personId} does not hold ${titleOf(context, actor.postId)} on ${dayOf(organisation.zone, atMs)}.`,
    at: actor.postId,
  };
}

/** The actor with the mandate by which the post is held that day: what is recorded is what is true. */
export function asHeld(context: CaseContext, actor: Actor, atMs: number): Actor {
  if (actor.kind !== "person") return actor;
  const holder = holderOn(context.organisation, actor.postId, dayOf(context.organisation.zone, atMs));
  const { kind, personId, postId } = actor;
  return { kind, personId, postId, mandate: holder?.holding.mandate ?? actor.mandate };
}

/** What the rule set `wewenang` answers about an actor and a task; null where none is published. */
export function judgedByRule(
  context: CaseContext,
  file: CaseFile,
  task: TaskRow,
  actor: Actor,
  atMs: number,
): ReturnType<typeof askQuickly> | null {
  if (!context.ruleSets.inForce(authorityRuleSet, atMs)) return null;
  return askQuickly(context, authorityRuleSet, file.submittedAtMs, atMs, (asks) => ({
    ...factsOf(context, file, atMs, asks),
    ...(asks("tugas") ? taskFacts(context, file, task, atMs, asks) : {}),
    ...(asks("pelaku") ? actorFactsOf(context, file, actor, atMs) : {}),
  }));
}

/** Why the rule set `wewenang` forbids the act; null where it does not. An answer other than `izinkan` refuses. */
export function forbiddenByRule(
  context: CaseContext,
  file: CaseFile,
  task: TaskRow,
  actor: Actor,
  atMs: number,
): CaseRefusal | null {
  const decided = judgedByRule(context, file, task, actor, atMs);
  if (!decided) return null;
  if (!decided.ok)
    return { code: "authorityUnknown", message: `${authorityRuleSet}: ${decided.message}`, at: task.taskId };
  if (decided.outcome.type === "izinkan") return null;
  const { alasan, alasanEn } = decided.outcome.params;
  return {
    code: "forbiddenByRule",
    message:
      typeof alasan === "string" ? alasan : `${decided.inForce.ruleSet.title}: ${decided.outcome.type}`,
    at: task.taskId,
    params: {
      ruleSet: authorityRuleSet,
      version: decided.inForce.version,
      ...(typeof alasanEn === "string" ? { alasanEn } : {}),
    },
  };
}

/** Posts as which the person may submit a case of this process on the day of the instant. */
export function maySubmitAs(context: CaseContext, personId: string, atMs: number): readonly string[] {
  const { organisation, process } = context;
  const wanted = process.submission?.post ?? null;
  return postsOf(organisation, personId, dayOf(organisation.zone, atMs))
    .filter(({ post }) => wanted === null || post.role === wanted || post.id === wanted)
    .map(({ post }) => post.id);
}

function titleOf(context: CaseContext, postId: string | null): string {
  if (postId === null) return "nobody";
  return context.organisation.posts.get(postId)?.title ?? postId;
}
