/** A post as screens show it, with the holder on the day of the instant. */
import type { PostView } from "../../api/index.ts";
import { dayOf, holderOn, type Organisation } from "../../organisation/index.ts";

/** Null for a post that the organisation of today no longer has. */
export function postView(organisation: Organisation, postId: string, atMs: number): PostView | null {
  const post = organisation.posts.get(postId);
  const unit = post && organisation.units.get(post.unitId);
  if (!post || !unit) return null;
  const holder = holderOn(organisation, postId, dayOf(organisation.zone, atMs));
  return {
    postId,
    title: post.title,
    shortTitle: post.shortTitle,
    unitId: unit.id,
    unitName: unit.name,
    holder: holder
      ? {
          personId: holder.person.id,
          name: holder.person.name,
          mandate: holder.holding.mandate,
          decree: holder.holding.decree || null,
          until: holder.holding.to,
        }
      : null,
  };
}

/** The same where a post must be shown though it is gone: an old case names it. */
export function postViewOrGone(organisation: Organisation | null, postId: string, atMs: number): PostView {
  const known = organisation && postView(organisation, postId, atMs);
  return known ?? { postId, title: postId, shortTitle: postId, unitId: "", unitName: "", holder: null };
}
