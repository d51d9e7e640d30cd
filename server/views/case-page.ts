/** The case page: casework's story of the case, with posts, words and what this reader may do beside it. */
import type { CasePage, ReasonCard, TimelineEntry } from "../../api/index.ts";
import {
  dataOf,
  type ReasonCard as ReasonLine,
  type Story,
  story,
  type TimelineLine,
} from "../../casework/index.ts";
import { elementOf } from "../../engine/index.ts";
import type { Person } from "../policy/index.ts";
import { attachmentViews } from "./attachment.ts";
import type { CaseHistory, CaseReading } from "./case-reading.ts";
import { deadlineInFile, deadlineView } from "./deadline.ts";
import { incidentWords } from "./incident.ts";
import { postViewOrGone } from "./post.ts";
import { summaryOf } from "./summary.ts";
import { stateOf } from "./where.ts";
import { wireId } from "./wire-id.ts";
import type { Language } from "./words.ts";

export interface Reader {
  readonly person: Person;
  readonly language: Language;
  readonly nowMs: number;
}

export function casePage(
  reading: CaseReading,
  { entries, versions }: CaseHistory,
  reader: Reader,
  may: CasePage["may"],
): CasePage {
  const { row, file, context } = reading;
  const { language, nowMs } = reader;
  const told = story(context, file, entries, { nowMs, language, versions });
  const held = new Set(reader.person.posts.map((post) => post.postId));
  return {
    caseId: row.caseId,
    number: row.number,
    title: row.title,
    processId: row.processId,
    processTitle: context.processRef.title,
    processVersion: row.processVersion,
    state: stateOf(row),
    version: row.version,
    here: told.here.map((line) => ({
      elementId: line.elementId,
      taskId: line.taskId === null ? null : wireId(row.caseId, line.taskId),
      text: line.text,
      post: line.postId === null ? null : postViewOrGone(context.organisation, line.postId, nowMs),
      deadline: line.deadline && deadlineView(line.deadline),
      mine: line.taskId !== null && line.postId !== null && held.has(line.postId),
    })),
    deadline: told.deadline
      ? deadlineView(told.deadline)
      : deadlineInFile(context.calendar, file, null, nowMs),
    path: { elements: { ...told.path.elements }, flows: { ...told.path.flows } },
    outline: told.outline.map((line) => ({ ...line })),
    reasons: told.reasons.map(reasonCard),
    timeline: timelineEntries(told),
    ledger: told.ledger.map((line) => ({ ...line })),
    summary: caseSummary(reading, language),
    attachments: attachmentViews(context, file.attachments, language),
    incidents: Object.values(file.incidents).map((incident) => ({
      incidentId: incident.incidentId,
      elementId: incident.elementId,
      ...incidentWords(
        incident,
        elementOf(context.process, incident.elementId)?.name ?? incident.elementId,
        language,
      ),
    })),
    may,
    dayMinutes: context.calendar.normalDayMinutes,
  };
}

/** What was submitted, by the form of the start. */
export function caseSummary({ context, file }: CaseReading, language: Language): CasePage["summary"] {
  const start = context.process.elements.find(
    (element) => element.kind === "startEvent" && element.form !== null,
  );
  const form = start?.form ? context.form(start.form) : undefined;
  return form ? summaryOf(form, dataOf(file), language) : [];
}

export function timelineEntries(told: Pick<Story, "timeline">): TimelineEntry[] {
  return told.timeline.map((line: TimelineLine) => ({
    atMs: line.atMs,
    state: line.state,
    text: line.text,
    who: line.who,
    post: line.post,
    mandate: line.mandate,
    quote: line.quote,
    elementId: line.elementId,
  }));
}

function reasonCard(card: ReasonLine): ReasonCard {
  return {
    elementId: card.elementId,
    atMs: card.atMs,
    answer: card.answer,
    met: [...card.met],
    nearly: [...card.nearly],
    ruleSet: { ...card.ruleSet },
    rule: card.rule && { ...card.rule },
    legalBasis: [...card.legalBasis],
  };
}
