// Rank, and what rank permits. A biro (II.b) convenes, asks and recommends; what binds a dinas (II.a) needs a
// post of its line of command with at least the rank of its head. Invariant: coordination never becomes command.

import { asistenPembinaOf, headOf } from "./address.ts";
import type { Echelon, Organisation, Post } from "./province.ts";

const order: readonly (Echelon | null)[] = [
  "KDH",
  "I.a",
  "I.b",
  "II.a",
  "II.b",
  "III.a",
  "III.b",
  "IV.a",
  "IV.b",
  null,
];

/** Negative when `a` is the higher rank, positive when `b` is, 0 when equal. */
export function compareEchelon(a: Echelon | null, b: Echelon | null): number {
  return order.indexOf(a) - order.indexOf(b);
}

/** Whether `echelon` is at least as high as `least`. */
export function hasRank(echelon: Echelon | null, least: Echelon): boolean {
  return compareEchelon(echelon, least) <= 0;
}

/** Whether a text is an echelon, as written in `poros:authority minEchelon`. */
export function isEchelon(text: string): text is Echelon {
  return order.some((each) => each === text);
}

/** The heads above a post or unit, nearest first: own unit, units above, asisten pembina, Sekda, Gubernur. */
export function superiorsOfUnit(organisation: Organisation, unitId: string): Post[] {
  const heads: Post[] = [];
  const add = (post: Post | undefined) => {
    if (post && !heads.includes(post)) heads.push(post);
  };
  const unit = organisation.units.get(unitId);
  if (!unit) return heads;
  add(headOf(organisation, unitId));
  let above = unit.parent;
  const asisten = unit.biroPembina === null ? undefined : asistenPembinaOf(organisation, unitId);
  if (asisten) {
    // Perangkat daerah answer to the Gubernur through the Sekda; the asisten acts in the Sekda's name.
    add(headOf(organisation, asisten.id));
    above = asisten.parent;
  }
  for (let id = above; id !== null; id = organisation.units.get(id)?.parent ?? null)
    add(headOf(organisation, id));
  return heads;
}

/** The same for a post: a head's superiors begin above its own unit. */
export function superiorsOfPost(organisation: Organisation, postId: string): Post[] {
  const post = organisation.posts.get(postId);
  return post ? superiorsOfUnit(organisation, post.unitId).filter((each) => each.id !== postId) : [];
}

/** Who decides between units that disagree: the nearest head that stands above all of them. */
export function lowestCommonSuperior(
  organisation: Organisation,
  unitIds: readonly string[],
): Post | undefined {
  const [first, ...rest] = unitIds;
  if (first === undefined) return undefined;
  const lines = rest.map((id) => superiorsOfUnit(organisation, id));
  return superiorsOfUnit(organisation, first).find((post) =>
    lines.every((line) => line.some((each) => each.id === post.id)),
  );
}

export type Binding =
  | { readonly may: true }
  | { readonly may: false; readonly code: "rankTooLow" | "notInLine" | "unknown"; readonly message: string };

/** Whether an order by the post binds the unit: it stands in the unit's line and ranks no lower than its head. */
export function mayBind(organisation: Organisation, postId: string, unitId: string): Binding {
  const post = organisation.posts.get(postId);
  const unit = organisation.units.get(unitId);
  if (!post || !unit)
    return { may: false, code: "unknown", message: `There is no post ${postId} or no unit ${unitId}.` };
  const head = headOf(organisation, unitId);
  if (head && compareEchelon(post.echelon, head.echelon) > 0)
    return {
      may: false,
      code: "rankTooLow",
      message: `${post.title} (${post.echelon ?? "no echelon"}) ranks below ${head.title} (${head.echelon ?? "no echelon"}) and may ask and recommend, not bind.`,
    };
  if (!superiorsOfUnit(organisation, unitId).some((each) => each.id === postId))
    return {
      may: false,
      code: "notInLine",
      message: `${post.title} is not in the line of command of ${unit.name}.`,
    };
  return { may: true };
}
