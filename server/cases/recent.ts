/**
 * Cases as this node committed them last, so that the next command need not read them. Only a hint: every commit is
 * guarded by the version, and a refusal that rests on a kept case is checked against the stored one.
 */
import type { CaseFile } from "../../casework/index.ts";
import type { CaseRow } from "../store/index.ts";

export interface KnownCase {
  readonly row: CaseRow;
  readonly file: CaseFile;
}

export interface RecentCases {
  get(caseId: string): KnownCase | undefined;
  keep(known: KnownCase): void;
  drop(caseId: string): void;
}

export function recentCases(most: number): RecentCases {
  const kept = new Map<string, KnownCase>();
  return {
    get(caseId) {
      const known = kept.get(caseId);
      if (known === undefined) return undefined;
      kept.delete(caseId);
      kept.set(caseId, known);
      return known;
    },
    keep(known) {
      kept.delete(known.row.caseId);
      // An ended case takes no more commands.
      if (known.row.state !== "running") return;
      kept.set(known.row.caseId, known);
      if (kept.size <= most) return;
      for (const oldest of kept.keys()) {
        kept.delete(oldest);
        break;
      }
    },
    drop(caseId) {
      kept.delete(caseId);
    },
  };
}
