// Who holds which post on a day. Invariant: at most one person acts for a post on any day; the order of
// precedence is Plh, Pj, Plt, definitif, because a mandate is given only while the one below it cannot act.
import type { Holding, MandateKind, Organisation, Person, Post } from "./province.ts";
import type { Day } from "./zone.ts";

export interface Holder {
  readonly person: Person;
  readonly holding: Holding;
}

/** A post held on a day, as seen from its holder. */
export interface HeldPost {
  readonly post: Post;
  readonly holding: Holding;
}

const precedence: Readonly<Record<MandateKind, number>> = { Plh: 0, Pj: 1, Plt: 2, definitif: 3 };

/** The person who acts for the post on the day; undefined when it is vacant. */
export function holderOn(organisation: Organisation, postId: string, day: Day): Holder | undefined {
  let best: Holding | undefined;
  for (const holding of organisation.holdingsOfPost.get(postId) ?? []) {
    if (!coversDay(holding, day)) continue;
    if (!best || precedence[holding.mandate] < precedence[best.mandate]) best = holding;
  }
  if (!best) return undefined;
  const person = organisation.persons.get(best.personId);
  return person && { person, holding: best };
}

/** The posts for which the person acts on the day, definitif first, in the order of the document. */
export function postsOf(organisation: Organisation, personId: string, day: Day): HeldPost[] {
  const held: HeldPost[] = [];
  for (const holding of organisation.holdingsOfPerson.get(personId) ?? []) {
    const post = organisation.posts.get(holding.postId);
    if (post && holderOn(organisation, post.id, day)?.holding === holding) held.push({ post, holding });
  }
  return held.sort((a, b) => precedence[b.holding.mandate] - precedence[a.holding.mandate]);
}

/** Whether the holder's mandate excludes a matter (organisasi, kepegawaian, anggaran). */
export function isExcluded(holding: Holding, matter: string): boolean {
  return holding.limits.includes(matter);
}

function coversDay(holding: Holding, day: Day): boolean {
  return holding.from <= day && (holding.to === null || day <= holding.to);
}
