// What a case page shows: where the case is, the path, the reasons, the history, the time of each unit. A fold over
// the case's entries, said in the reader's language. Invariant: it shows what was recorded, never what would be now.
import { openCalls } from "../engine/index.ts";
import type { CaseContext } from "./context.ts";
import { type DeadlineStanding, deadlineStanding } from "./deadline.ts";
import type { CaseEntry, Versions } from "./entry.ts";
import { type CaseFile, deadlineOf } from "./file.ts";
import { type LedgerLine, ledgerOf } from "./ledger.ts";
import { postName, stepName } from "./named.ts";
import { type OutlineLine, outlineOf } from "./outline.ts";
import { type CasePath, pathOf } from "./path.ts";
import { type ReasonCard, reasonsOf } from "./reasons.ts";
import { type TimelineLine, timelineOf } from "./timeline.ts";
import { idAfter, underOf } from "./under.ts";
import { type Language, say, sayIncident } from "./words.ts";

/** Where the case is: one line per open task, waiting message, running service or incident. */
export interface HereLine {
  readonly elementId: string;
  readonly taskId: string | null;
  /** "Paraf Karo menunggu Plt. Kepala Biro Kesra". */
  readonly text: string;
  readonly postId: string | null;
  readonly deadline: DeadlineStanding | null;
}

export interface Story {
  readonly here: readonly HereLine[];
  readonly deadline: DeadlineStanding | null;
  readonly path: CasePath;
  readonly outline: readonly OutlineLine[];
  /** Newest first. */
  readonly reasons: readonly ReasonCard[];
  /** Newest first. */
  readonly timeline: readonly TimelineLine[];
  readonly ledger: readonly LedgerLine[];
}

export interface StoryOptions {
  readonly nowMs: number;
  readonly language: Language;
  /** Versions under which the case ran before it was moved; without them its past is told by the one it runs now. */
  readonly versions?: Versions;
}

export function story(
  context: CaseContext,
  file: CaseFile,
  entries: readonly CaseEntry[],
  options: StoryOptions,
): Story {
  const path = pathOf(entries);
  const under = underOf(context, entries, options.versions ?? (() => undefined));
  const here = hereOf(context, file, options);
  const own = deadlineOf(file, null);
  const at = new Set(file.engine.marking.activations.map((activation) => activation.elementId));
  return {
    here,
    deadline: own ? deadlineStanding(context.calendar, own, options.nowMs) : null,
    path,
    outline: outlineOf(context.process, context.organisation, options.language, {
      path,
      here: at,
      asked: askedIn(context, entries),
    }),
    reasons: reasonsOf(context, file, entries, options.language),
    timeline: timelineOf(context, file, entries, under, options.language),
    ledger: ledgerOf(context, file, entries, under, options),
  };
}

/** The post that each step was addressed to last, with the mandate by which it was held then. */
function askedIn(context: CaseContext, entries: readonly CaseEntry[]): Map<string, string> {
  const asked = new Map<string, string>();
  const elements = new Map<string, string>();
  for (const { atMs, events } of entries) {
    for (const event of events) {
      if (event.type === "TaskAddressed") {
        elements.set(event.taskId, event.elementId);
        asked.set(event.elementId, postName(context, event.postId, atMs));
      } else if (event.type === "TaskHandedOver") {
        const elementId = elements.get(event.taskId);
        if (elementId !== undefined) asked.set(elementId, postName(context, event.toPostId, atMs));
      } else if (event.type === "CaseMigrated") {
        for (const [taskId, elementId] of elements) {
          const next = idAfter(event.elements, elementId);
          elements.set(taskId, next);
          asked.set(next, asked.get(elementId) ?? "");
        }
      }
    }
  }
  return asked;
}

/** Where the case is now, in words; one line where it has ended. */
export function hereOf(context: CaseContext, file: CaseFile, { nowMs, language }: StoryOptions): HereLine[] {
  const step = (elementId: string) => stepName(context.process, elementId);
  const plain = (elementId: string, text: string): HereLine => ({
    elementId,
    taskId: null,
    text,
    postId: null,
    deadline: null,
  });
  const tasks = Object.values(file.tasks).map(({ taskId, elementId, postId }): HereLine => {
    const row = deadlineOf(file, taskId);
    const text =
      postId === null
        ? say("here.unaddressed", language, { step: step(elementId) })
        : say("here.task", language, { step: step(elementId), post: postName(context, postId, nowMs) });
    return {
      elementId,
      taskId,
      text,
      postId,
      deadline: row ? deadlineStanding(context.calendar, row, nowMs) : null,
    };
  });
  const services = Object.values(file.services).map(({ elementId }) =>
    plain(elementId, say("here.service", language, { step: step(elementId) })),
  );
  const messages = Object.values(file.subscriptions)
    .filter(({ elementId }) => !isWatcher(context, elementId))
    .map(({ elementId, name, signal }) =>
      plain(
        elementId,
        say(signal ? "here.signal" : "here.message", language, { step: step(elementId), name }),
      ),
    );
  const calls = openCalls(file.engine).map(({ elementId }) =>
    plain(elementId, say("here.call", language, { step: step(elementId) })),
  );
  const timers = Object.values(file.timers)
    .filter(({ elementId }) => isReached(file, elementId))
    .map(({ elementId }) => plain(elementId, say("here.timer", language, { step: step(elementId) })));
  const incidents = Object.values(file.incidents).map((row) => {
    const text = say("here.incident", language, { step: step(row.elementId) });
    return plain(row.elementId, `${text}: ${sayIncident(row, language).text}`);
  });
  const lines = [...tasks, ...services, ...calls, ...messages, ...timers, ...incidents];
  return file.status === "running" ? lines : [plain("", say("here.ended", language))];
}

/** What watches an activity or a scope is not where the case is. */
function isWatcher({ process }: CaseContext, elementId: string): boolean {
  const kind = process.elements[process.elementIndex.get(elementId) ?? -1]?.kind;
  return kind === "boundaryEvent" || kind === "startEvent";
}

/** A boundary timer watches an activity and is not where the case is. */
function isReached(file: CaseFile, elementId: string): boolean {
  return file.engine.marking.activations.some((activation) => activation.elementId === elementId);
}
