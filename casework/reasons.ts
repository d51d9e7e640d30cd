// Why rules chose what they chose, in sentences: from the explanation that was journalled with each decision, under
// the version that decided. Invariant: nothing is evaluated again here.
import { type Explanation, type RuleSet, sayExplanation } from "../rules/index.ts";
import type { CaseContext, RuleSetInForce } from "./context.ts";
import type { CaseEntry } from "./entry.ts";
import type { CaseEvent } from "./event.ts";
import type { CaseFile } from "./file.ts";
import { type Language, say } from "./words.ts";

export interface ReasonCard {
  readonly elementId: string | null;
  readonly atMs: number;
  readonly answer: string;
  readonly met: readonly string[];
  readonly nearly: readonly string[];
  readonly ruleSet: {
    readonly id: string;
    readonly title: string;
    readonly version: number;
    readonly hash: string;
    readonly effectiveFromMs: number;
  };
  readonly rule: { readonly name: string; readonly index: number; readonly of: number } | null;
  readonly legalBasis: readonly string[];
}

type Decision = Extract<CaseEvent, { type: "DecisionRecorded" | "CaseworkDecided" }>;

/** Newest first. */
export function reasonsOf(
  context: CaseContext,
  file: CaseFile,
  entries: readonly CaseEntry[],
  language: Language,
): ReasonCard[] {
  const cards: ReasonCard[] = [];
  for (const entry of entries) {
    for (const event of entry.events) {
      if (event.type === "DecisionRecorded" || event.type === "CaseworkDecided")
        cards.push(cardOf(context, file, entry, event, language));
    }
  }
  return cards.reverse();
}

/** The one sentence of a decision. */
export function answerOf(
  context: CaseContext,
  file: CaseFile,
  entry: CaseEntry,
  event: Decision,
  language: Language,
): string {
  return cardOf(context, file, entry, event, language).answer;
}

function cardOf(
  context: CaseContext,
  file: CaseFile,
  entry: CaseEntry,
  event: Decision,
  language: Language,
): ReasonCard {
  const inForce = versionThatDecided(context, file, entry.atMs, event);
  const { ruleSet: id, hash } = event;
  const ruleSet = {
    id,
    title: inForce?.ruleSet.title ?? id,
    version: inForce?.version ?? (event.type === "CaseworkDecided" ? event.version : 0),
    hash,
    effectiveFromMs: inForce?.effectiveFromMs ?? 0,
  };
  const elementId = event.type === "DecisionRecorded" ? event.elementId : null;
  const base = { elementId, atMs: entry.atMs, ruleSet };
  const said = inForce && saidOf(event.explanation, inForce, language);
  if (said) return { ...base, ...said };
  const { tujuan } = event.outcome.params;
  const outcome = typeof tujuan === "string" ? tujuan : event.outcome.type;
  const answer =
    hash === ""
      ? say("decision.byHand", language, { outcome })
      : say("decision.plain", language, { title: ruleSet.title, outcome });
  return { ...base, answer, met: [], nearly: [], rule: null, legalBasis: [] };
}

function saidOf(
  explanation: unknown,
  { ruleSet, shared }: { readonly ruleSet: RuleSet; readonly shared?: RuleSetInForce["shared"] },
  language: Language,
): Pick<ReasonCard, "answer" | "met" | "nearly" | "rule" | "legalBasis"> | null {
  if (!isExplanation(explanation)) return null;
  const { answer, met, nearly, rule, legalBasis } = sayExplanation(explanation, ruleSet, language, shared);
  return { answer, met, nearly, rule, legalBasis };
}

/** The version whose hash was journalled: in force at the decision or at the submission. */
function versionThatDecided(
  context: CaseContext,
  file: CaseFile,
  atMs: number,
  { ruleSet, hash }: Decision,
): RuleSetInForce | undefined {
  return [atMs, file.submittedAtMs]
    .map((instant) => context.ruleSets.inForce(ruleSet, instant))
    .find((inForce) => inForce?.hash === hash);
}

function isExplanation(value: unknown): value is Explanation {
  return typeof value === "object" && value !== null && "format" in value && value.format === 1;
}
