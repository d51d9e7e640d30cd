// The history of a case as people read it: acts, decisions, returns, stopped clocks, deadlines, incidents. Newest
// first, what is waited for before all. Invariant: who acted is shown with the post and the mandate of that day.
import type { Variables } from "../engine/index.ts";
import type { MandateKind } from "../organisation/index.ts";
import type { Actor } from "./actor.ts";
import type { CaseContext } from "./context.ts";
import type { CaseEntry } from "./entry.ts";
import type { CaseEvent, Origin } from "./event.ts";
import type { CaseFile } from "./file.ts";
import { outcomeLabel, personName, postName, stepName } from "./named.ts";
import { answerOf } from "./reasons.ts";
import type { Under } from "./under.ts";
import { isWordKey, type Language, say, sayIncident, type WordKey } from "./words.ts";

export interface TimelineLine {
  readonly atMs: number;
  readonly state: "now" | "done" | "returned" | "stopped" | "noted" | "fault";
  readonly text: string;
  readonly who: string | null;
  readonly post: string | null;
  readonly mandate: MandateKind | null;
  readonly quote: string | null;
  readonly elementId: string | null;
}

export function timelineOf(
  context: CaseContext,
  file: CaseFile,
  entries: readonly CaseEntry[],
  under: Under,
  language: Language,
): TimelineLine[] {
  const lines: TimelineLine[] = [];
  const deadlineSteps = new Map<string, string>();
  /** Since when each task waits for the post that has it now. */
  const sinceMs = new Map<string, number>();
  for (const entry of entries) {
    const then = under(entry);
    for (const event of entry.events) {
      if (event.type === "DeadlineSet")
        deadlineSteps.set(event.deadlineId, stepOfDeadline(then, entry, event, language));
      if (event.type === "TaskAddressed" || event.type === "TaskHandedOver")
        sinceMs.set(event.taskId, entry.atMs);
      const line = lineOf(then, file, entry, event, deadlineSteps, language);
      if (line) lines.push(line);
    }
  }
  const waiting = Object.values(file.tasks).map((task) => {
    const text = say("timeline.waiting", language, { step: stepName(context.process, task.elementId) });
    return {
      ...plain(sinceMs.get(task.taskId) ?? task.openedAtMs, "now", text, task.elementId),
      post: task.postId === null ? null : postName(context, task.postId, file.changedAtMs),
    };
  });
  return [...waiting, ...lines.reverse()];
}

function lineOf(
  context: CaseContext,
  file: CaseFile,
  entry: CaseEntry,
  event: CaseEvent,
  deadlineSteps: ReadonlyMap<string, string>,
  language: Language,
): TimelineLine | null {
  const { atMs } = entry;
  const step = "elementId" in event ? stepName(context.process, event.elementId) : "";
  const line = (state: TimelineLine["state"], key: WordKey, params: Variables, elementId: string | null) =>
    plain(atMs, state, say(key, language, params), elementId);
  switch (event.type) {
    case "CaseSubmitted":
      return event.origin === undefined
        ? {
            ...line("done", "timeline.submitted", { title: event.title }, null),
            ...byWhom(context, event.submittedBy),
          }
        : plain(atMs, "done", begunText(event.title, event.origin, language), null);
    case "CaseMoved": {
      const versions = { from: event.from.version, to: event.to.version };
      return {
        ...line("noted", "timeline.movedVersion", versions, null),
        ...byWhom(context, actorOf(entry)),
        quote: event.reason,
      };
    }
    case "TaskActed":
      return actedLine(context, entry, event, language);
    case "DecisionRecorded":
      return plain(atMs, "noted", answerOf(context, file, entry, event, language), event.elementId);
    case "TaskHandedOver": {
      const post = postName(context, event.toPostId, atMs);
      const elementId = taskElement(file, event.taskId);
      const name = elementId === null ? "" : stepName(context.process, elementId);
      const key = event.reason.key === "address.reassigned" ? "timeline.reassigned" : "timeline.handedOver";
      return line("noted", key, { step: name, post }, elementId);
    }
    case "DeadlinePaused":
    case "DeadlineResumed":
    case "DeadlineMoved":
    case "DeadlinePassed":
      return deadlineLine(event, atMs, deadlineSteps.get(event.deadlineId) ?? "", language);
    case "InterestDeclared":
      return {
        ...line("noted", "timeline.interest", { step }, event.elementId),
        ...byWhom(context, actorOf(entry)),
        quote: event.reason,
      };
    case "NoticeGiven":
      if (event.kind !== "copy") return null;
      return line("noted", "timeline.copy", { post: postName(context, event.postId, atMs) }, null);
    case "CallRequested":
      return line("noted", "timeline.called", { step, process: event.processId }, event.elementId);
    case "CallCompleted":
      return line("done", "timeline.callCompleted", { step }, event.elementId);
    case "CallFailed":
      // Where nothing catches it, the incident says it.
      if (entry.events.some(({ type }) => type === "IncidentRaised")) return null;
      return line("returned", "timeline.callFailed", { step, code: event.code }, event.elementId);
    case "CallCancelled":
      return line("noted", "timeline.callCancelled", { step }, event.elementId);
    case "SignalThrown":
      return line("noted", "timeline.signalled", { step, name: event.name }, event.elementId);
    case "SignalReceived": {
      const { command } = entry;
      if (command.type !== "HearSignal") return line("done", "timeline.signal", { step }, event.elementId);
      const { number } = command.from;
      return line("done", "timeline.signalFrom", { step, number }, event.elementId);
    }
    case "MessageThrown":
      return line("noted", "timeline.messaged", { step, name: event.name }, event.elementId);
    case "ServiceCompleted":
      return line("done", "timeline.service", { step }, event.elementId);
    case "MessageReceived":
      return line("done", "timeline.message", { step }, event.elementId);
    case "IncidentRaised":
    case "IncidentNoted": {
      const about = event.type === "IncidentNoted" ? event.about : null;
      const { text } = sayIncident({ code: event.code, details: event.details, about }, language);
      return line("fault", "timeline.incident", { step, text }, event.elementId);
    }
    case "IncidentClosed":
    case "IncidentSettled":
      return event.by === "cancel" ? null : line("noted", "timeline.settled", { step }, event.elementId);
    case "CaseEnded": {
      if (event.how === "cancelled" && file.origin?.kind === "call" && actorOf(entry).kind === "system")
        return line("done", "timeline.cancelledByCaller", { number: file.origin.from?.number ?? "" }, null);
      const ended = line("done", `timeline.${event.how}`, { reason: event.reason ?? "" }, null);
      return {
        ...ended,
        quote: event.how === "cancelled" ? event.reason : null,
        ...byWhom(context, actorOf(entry)),
      };
    }
    default:
      return null;
  }
}

/** What began a case that nobody submitted, and the case that was behind it. */
function begunText(title: string, { kind, from }: Origin, language: Language): string {
  const key = from === null ? (`timeline.begun.${kind}` as const) : (`timeline.begunFrom.${kind}` as const);
  return say(isWordKey(key) ? key : "timeline.submitted", language, { title, number: from?.number ?? "" });
}

type ClockEvent = Extract<
  CaseEvent,
  { type: "DeadlinePaused" | "DeadlineResumed" | "DeadlineMoved" | "DeadlinePassed" }
>;

function deadlineLine(event: ClockEvent, atMs: number, step: string, language: Language): TimelineLine {
  switch (event.type) {
    case "DeadlinePaused":
      return plain(atMs, "stopped", say("timeline.paused", language, { reason: event.reason }), null);
    case "DeadlineResumed":
      return plain(atMs, "noted", say("timeline.resumed", language), null);
    case "DeadlineMoved":
      return plain(atMs, "noted", say("timeline.moved", language, { step }), null);
    case "DeadlinePassed":
      return plain(atMs, "noted", say(`timeline.passed${event.mark}`, language, { step }), null);
  }
}

function actedLine(
  context: CaseContext,
  entry: CaseEntry,
  event: Extract<CaseEvent, { type: "TaskActed" }>,
  language: Language,
): TimelineLine {
  const element = context.process.elements[context.process.elementIndex.get(event.elementId) ?? -1];
  const style = element?.outcomes.find((each) => each.value === event.outcome)?.style;
  const step = stepName(context.process, event.elementId);
  const text =
    event.outcome === null
      ? say("timeline.actedPlain", language, { step })
      : say("timeline.acted", language, { step, outcome: outcomeLabel(element, event.outcome, language) });
  const state = style === "return" || style === "reject" ? "returned" : "done";
  const values = entry.command.type === "ActOnTask" ? entry.command.values : {};
  return {
    ...plain(entry.atMs, state, text, event.elementId),
    ...byWhom(context, event.by),
    quote: event.comment ?? noteIn(context, element?.form ?? null, values),
  };
}

/** What the person wrote: the first long text that the form asked for. */
function noteIn(context: CaseContext, formId: string | null, values: Variables): string | null {
  const form = formId === null ? undefined : context.form(formId);
  for (const field of form?.sections.flatMap((section) => section.fields) ?? []) {
    const value = values[field];
    if (form?.widgets[field] === "multiline" && typeof value === "string" && value !== "") return value;
  }
  return null;
}

function stepOfDeadline(
  context: CaseContext,
  entry: CaseEntry,
  event: Extract<CaseEvent, { type: "DeadlineSet" }>,
  language: Language,
): string {
  if (event.taskId === null) return say("timeline.case", language);
  const opened = entry.events.find((each) => each.type === "TaskOpened" && each.taskId === event.taskId);
  return opened?.type === "TaskOpened" ? stepName(context.process, opened.elementId) : "";
}

function taskElement(file: CaseFile, taskId: string): string | null {
  return file.tasks[taskId]?.elementId ?? file.acts.find((act) => act.taskId === taskId)?.elementId ?? null;
}

function actorOf(entry: CaseEntry): Actor {
  return entry.command.actor;
}

function byWhom(context: CaseContext, actor: Actor): Pick<TimelineLine, "who" | "post" | "mandate"> {
  if (actor.kind !== "person") return { who: null, post: null, mandate: null };
  const post = context.organisation.posts.get(actor.postId);
  return {
    who: personName(context, actor.personId),
    post: post?.title ?? actor.postId,
    mandate: actor.mandate,
  };
}

function plain(
  atMs: number,
  state: TimelineLine["state"],
  text: string,
  elementId: string | null,
): TimelineLine {
  return { atMs, state, text, who: null, post: null, mandate: null, quote: null, elementId };
}
