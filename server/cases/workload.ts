/**
 * Tells casework how much open work the units have, where a rule set in force asks for it. One query for an instant,
 * however many cases are looked at then; nothing where no rule asks.
 */
import { asksWorkload, type CaseContext, type Workload } from "../../casework/index.ts";
import type { Organisation } from "../../organisation/index.ts";
import type { CaseQueries } from "../store/index.ts";

export interface Workloads {
  /** The context with the workload of units as it is now, or as it was given. */
  within(
    context: CaseContext,
    submittedAtMs: number,
    atMs: number,
    purpose: "shown" | "done",
  ): Promise<CaseContext>;
}

type OpenWork = Awaited<ReturnType<CaseQueries["openWork"]>>;

export function countWorkloads(cases: Pick<CaseQueries, "openWork">, tenant: string): Workloads {
  let latest: { readonly atMs: number; readonly work: Promise<OpenWork> } | null = null;
  const openWork = (atMs: number): Promise<OpenWork> => {
    if (latest?.atMs === atMs) return latest.work;
    const work = cases.openWork(tenant, atMs);
    latest = { atMs, work };
    work.catch(() => {
      latest = null;
    });
    return work;
  };
  return {
    async within(context, submittedAtMs, atMs, purpose) {
      if (!asksWorkload(context, submittedAtMs, atMs, purpose)) return context;
      const byUnit = workOfUnits(context.organisation, await openWork(atMs));
      return { ...context, workload: (unitId) => byUnit.get(unitId) ?? { openTasks: 0, lateTasks: 0 } };
    },
  };
}

/** Of each unit's posts, and of the units inside it. */
function workOfUnits(organisation: Organisation, work: OpenWork): ReadonlyMap<string, Workload> {
  const byUnit = new Map<string, Workload>();
  for (const { postId, open, late } of work) {
    let unitId = organisation.posts.get(postId)?.unitId ?? null;
    while (unitId !== null) {
      const { openTasks, lateTasks } = byUnit.get(unitId) ?? { openTasks: 0, lateTasks: 0 };
      byUnit.set(unitId, { openTasks: openTasks + open, lateTasks: lateTasks + late });
      unitId = organisation.units.get(unitId)?.parent ?? null;
    }
  }
  return byUnit;
}
