/**
 * Timers of start events: armed for the version of a process that is in force, counted from the instant at which it
 * came into force, and fired by starting a case. Their rows lie beside those of cases, under an owner that is no case;
 * a row that has fired for the last time stays, so that it is not armed anew. What belongs to a version that is no
 * longer in force starts nothing.
 */
import { nextDue, startTriggers } from "../../engine/index.ts";
import type { Library, Publication } from "../library/index.ts";
import type { Claim, Leased, Store, TimerRow } from "../store/index.ts";
import type { Contexts } from "./contexts.ts";
import type { Answer, CaseRunner } from "./port.ts";
import { refuse } from "./refusals.ts";
import type { Starts } from "./starts.ts";

interface Parts {
  readonly store: Store;
  readonly tenant: string;
  readonly library: Library;
  readonly contexts: Contexts;
  readonly clock: { nowMs(): number };
  readonly starts: Starts;
}

const PREFIX = "process:";

/** The process that owns the timer; null for a case's timer. */
export function startedProcess(ownerId: string): string | null {
  return ownerId.startsWith(PREFIX) ? ownerId.slice(PREFIX.length) : null;
}

type StartTimer = Extract<ReturnType<typeof startTriggers>["triggers"][number], { kind: "timer" }>;

export function startTimerCommands(parts: Parts): Pick<CaseRunner, "armStartTimers" | "startByTimer"> {
  const { store, tenant, library, contexts, clock, starts } = parts;
  /** By process: the publication whose timers this node has armed. */
  const armed = new Map<string, number>();

  async function timersIn(publication: Publication, atMs: number): Promise<readonly StartTimer[] | null> {
    const context = await contexts.caseContext(publication.id, publication.version, atMs);
    if (context === null) return null;
    const { triggers } = startTriggers(context.process, cameIntoForce(publication));
    return triggers.filter((trigger) => trigger.kind === "timer");
  }

  async function arm(publication: Publication, atMs: number): Promise<boolean> {
    const timers = await timersIn(publication, atMs);
    if (timers === null) return false;
    const { id, seq } = publication;
    const caseId = `${PREFIX}${id}`;
    const rows = await store.work.timersOf(tenant, caseId);
    const others = rows.map(({ timerId }) => seqOf(timerId)).filter((other) => other !== seq);
    // Another node knows of a later publication: what it armed stands.
    const isPast = others.some((other) => isLater(library, publication, other));
    const closed = rows.flatMap(({ timerId }) =>
      seqOf(timerId) !== seq && !isLater(library, publication, seqOf(timerId)) ? [timerId] : [],
    );
    const fromMs = cameIntoForce(publication);
    const opened = (isPast ? [] : timers).map(({ elementId, trigger, occurrence, dueAtMs }): TimerRow => {
      // What was due before the version came into force is past.
      const due = dueAtMs < fromMs ? null : dueAtMs;
      return { caseId, timerId: `${seq}.${trigger}.${elementId}`, elementId, occurrence, dueAtMs: due };
    });
    if (opened.length + closed.length > 0) await store.work.setTimers(tenant, caseId, { opened, closed });
    return true;
  }

  return {
    async armStartTimers() {
      const atMs = clock.nowMs();
      let changed = 0;
      for (const publication of library.allInForce("processes", atMs)) {
        if (armed.get(publication.id) === publication.seq || !(await arm(publication, atMs))) continue;
        armed.set(publication.id, publication.seq);
        changed += 1;
      }
      return changed;
    },

    async startByTimer({ row, fence }: Leased<TimerRow>): Promise<Answer> {
      const atMs = clock.nowMs();
      const processId = startedProcess(row.caseId) ?? "";
      const publication = library.inForce("processes", processId, atMs);
      const [seq, trigger] = row.timerId.split(".").map(Number);
      if (publication === null || publication.seq !== seq) {
        const later = publication !== null && seq !== undefined && isLater(library, publication, seq);
        // This node has not heard of that publication yet: another look will tell.
        if (later) return refuse("tooManyRaces", `Publication ${seq} of ${processId} is not known here yet.`);
        return refuse("timerNotArmed", `Publication ${seq} of ${processId} is no longer in force.`);
      }
      const context = await contexts.caseContext(processId, publication.version, atMs);
      const timers = (await timersIn(publication, atMs)) ?? [];
      const timer = timers.find((one) => one.elementId === row.elementId && one.trigger === trigger);
      if (context === null || timer === undefined)
        return refuse("processNotFound", `${processId} is not published.`);
      const claim: Claim = { work: "timer", caseId: row.caseId, id: row.timerId, fence };
      const { zone } = context.process;
      const next = nextDue(timer.spec, timer.anchorMs, zone, row.occurrence, atMs);
      const due = next.ok ? next.due : null;
      const { elementId } = row;
      const begun = { kind: "timer", elementId, trigger: timer.trigger, from: null } as const;
      return await starts.start(
        context,
        {
          submission: { actor: { kind: "system", name: "timers" }, values: {}, attachments: [], begun },
          idempotency: {
            scope: "timer",
            key: `${processId} ${row.timerId} ${row.occurrence}`,
            bodyHash: publication.hash,
          },
          settles: claim,
          timers: [{ ...row, occurrence: due?.occurrence ?? row.occurrence, dueAtMs: due?.dueAtMs ?? null }],
        },
        atMs,
      );
    },
  };
}

function seqOf(timerId: string): number {
  return Number(timerId.split(".", 1)[0]);
}

function cameIntoForce({ effectiveFromMs, publishedAtMs }: Publication): number {
  return Math.max(effectiveFromMs, publishedAtMs);
}

/** Whether the publication of that number comes into force after this one; one that is not known here is newer. */
function isLater(library: Library, publication: Publication, seq: number): boolean {
  const other = library.publications("processes", publication.id).find((one) => one.seq === seq);
  if (other === undefined) return true;
  return other.effectiveFromMs === publication.effectiveFromMs
    ? seq > publication.seq
    : other.effectiveFromMs > publication.effectiveFromMs;
}
