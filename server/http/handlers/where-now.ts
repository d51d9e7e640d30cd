/** One sentence on where a case is after an act. */
import type { Sight } from "../../policy/index.ts";
import { actedText, type Language } from "../../views/index.ts";
import type { Parts } from "../parts.ts";

export async function whereNow(
  parts: Parts,
  caseId: string,
  call: { readonly sight: Sight; readonly nowMs: number; readonly language: Language },
): Promise<string> {
  const stored = await parts.store.cases.load(parts.tenant, caseId, call.sight);
  if (!stored) return "";
  const tasks = await parts.store.cases.tasks(parts.tenant, caseId);
  const waiting = tasks.filter((task) => task.state === "open").map((task) => task.postId);
  const organisation = await parts.documents.organisation(call.nowMs);
  return actedText(stored.row, waiting, organisation, call.nowMs, call.language);
}
