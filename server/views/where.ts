/** Where a case is, in one line: the posts that it waits for, or how it ended. */

import type { CaseRow as WireCaseRow } from "../../api/index.ts";
import { dayOf, holderOn, type Organisation } from "../../organisation/index.ts";
import { isolated } from "../../rules/index.ts";
import type { CaseRow } from "../store/index.ts";
import { type Language, sayWord } from "./words.ts";

export function stateOf(row: CaseRow): WireCaseRow["state"] {
  return row.state === "running" && row.openIncidents > 0 ? "incident" : row.state;
}

/** `Plt. Karo Kesra`: a mandate is never hidden. */
export function postName(organisation: Organisation | null, postId: string, atMs: number): string {
  const post = organisation?.posts.get(postId);
  if (!organisation || !post) return postId;
  const mandate = holderOn(organisation, postId, dayOf(organisation.zone, atMs))?.holding.mandate;
  return mandate === undefined || mandate === "definitif"
    ? post.shortTitle
    : `${mandate}. ${isolated(post.shortTitle)}`;
}

export function whereText(
  row: CaseRow,
  postIds: readonly string[],
  organisation: Organisation | null,
  atMs: number,
  language: Language,
): string {
  if (row.state !== "running") return sayWord(language, `where.${row.state}`);
  const names = [...new Set(postIds)].map((postId) => postName(organisation, postId, atMs));
  if (names.length > 0) return names.map(isolated).join(", ");
  return sayWord(language, row.openIncidents > 0 ? "where.incident" : "where.working");
}

/** What an act led to, said to the person who acted. */
export function actedText(
  row: CaseRow,
  postIds: readonly string[],
  organisation: Organisation | null,
  atMs: number,
  language: Language,
): string {
  if (row.state !== "running") return sayWord(language, `acted.${row.state}`);
  if (postIds.length === 0) {
    return sayWord(language, row.openIncidents > 0 ? "acted.incident" : "acted.working");
  }
  return sayWord(language, "acted.waits", { posts: whereText(row, postIds, organisation, atMs, language) });
}
