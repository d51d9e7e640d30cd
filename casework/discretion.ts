// How a notice goes out when the case is secret, by the rule set `kerahasiaan`. Invariant: where the rules do not
// answer for a secret case, nothing of its content leaves.
import type { CaseContext } from "./context.ts";
import { askQuickly } from "./decision.ts";
import { factsOf } from "./facts.ts";
import { type CaseFile, dataOf } from "./file.ts";
import { involvedUnits } from "./involved.ts";

/** The rule set, by convention, that decides it. Its outcomes are `lengkap`, `tanpaIsi`, `larang`. */
export const discretionRuleSet = "kerahasiaan";

type Discretion = "whole" | "withoutContent" | "withhold";

/** A post is on the list of a case when its unit is concerned, or is named in the variable `daftarTembusan`. */
export function discretionOf(
  context: CaseContext,
  file: CaseFile,
  postId: string,
  kind: string,
  atMs: number,
): Discretion {
  if (file.access === "Biasa" || !context.ruleSets.inForce(discretionRuleSet, atMs)) return "whole";
  const unitId = context.organisation.posts.get(postId)?.unitId ?? "";
  const listed = dataOf(file).daftarTembusan;
  const terdaftar =
    involvedUnits(file).includes(unitId) || (Array.isArray(listed) && listed.includes(unitId));
  const decided = askQuickly(context, discretionRuleSet, file.submittedAtMs, atMs, (asks) => ({
    ...factsOf(context, file, atMs, asks),
    pemberitahuan: { jenis: kind === "copy" ? "tembusan" : "tugas", terdaftar },
  }));
  if (!decided.ok) return "withoutContent";
  const { type } = decided.outcome;
  return type === "larang" ? "withhold" : type === "lengkap" ? "whole" : "withoutContent";
}
