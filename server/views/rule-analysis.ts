/** The analysis of a rule set as analysts read it: said by the rules' own words, with what only the organisation knows. */
import { createHash } from "node:crypto";
import type { RuleAnalysis } from "../../api/index.ts";
import { dayOf, headOf, holderOn, type Organisation, resolveUnit } from "../../organisation/index.ts";
import {
  type Analysis,
  analyse,
  conditionsFor,
  outcomeName,
  type Rule,
  type RuleSet,
  type SaidFinding,
  sayAnalysis,
} from "../../rules/index.ts";
import { type Language, sayWord } from "./words.ts";

export interface AnalysedWith {
  /** Null while no organisation is in force. */
  readonly organisation: Organisation | null;
  readonly atMs: number;
  readonly language: Language;
}

export function contentHash(content: string): string {
  return createHash("sha256").update(content, "utf8").digest("hex");
}

export function analysisOf(content: string, ruleSet: RuleSet, given: AnalysedWith): RuleAnalysis {
  const analysis = analyse(ruleSet);
  const said = sayAnalysis(analysis, ruleSet, given.language);
  return {
    contentHash: contentHash(content),
    gaps: said.gaps.map((finding, index) => ({
      ...plain(finding),
      conditions: conditionsOf(analysis, index, ruleSet),
    })),
    overlaps: said.overlaps.map((finding, index) => ({
      ...plain(finding),
      severity: analysis.overlaps[index]?.severity ?? "note",
    })),
    neverFire: said.neverFire.map(plain),
    unusedFacts: [...said.unusedFacts],
    untested: [...said.untested],
    unfulfillable: [...unfulfillable(ruleSet, given)],
    inexact: [...said.inexact],
  };
}

function plain({ text, example, facts }: SaidFinding) {
  return { text, example: [...example], facts: facts === null ? null : { ...facts } };
}

function conditionsOf({ gaps }: Analysis, index: number, ruleSet: RuleSet) {
  const gap = gaps[index];
  const conditions = gap === undefined ? null : conditionsFor(gap.where, ruleSet);
  return conditions === null ? null : { all: [...conditions.all] as never[] };
}

/** Outcomes that lead to a unit without a head in office today, each said once. */
function unfulfillable(ruleSet: RuleSet, { organisation, atMs, language }: AnalysedWith): readonly string[] {
  if (organisation === null) return [];
  const events = [...ruleSet.rules.map(({ event }) => event), ruleSet.otherwise];
  return [...new Set(events.flatMap((event) => faultOf(event, organisation, atMs, language) ?? []))];
}

function faultOf(
  event: Rule["event"],
  organisation: Organisation,
  atMs: number,
  language: Language,
): string | null {
  const unit = event.params?.unit;
  if (typeof unit !== "string") return null;
  const outcome = outcomeName(event, language);
  const origins = [...organisation.units.keys()];
  const found = origins.flatMap((origin) => {
    const resolved = resolveUnit(organisation, unit, origin);
    return resolved.ok ? [resolved.unit] : [];
  });
  const [first] = found;
  if (first === undefined) return sayWord(language, "rules.noUnit", { outcome, unit });
  const heads = found.flatMap(({ id }) => headOf(organisation, id) ?? []);
  const [head] = heads;
  if (head === undefined) return sayWord(language, "rules.noHead", { outcome, unit: first.name });
  const day = dayOf(organisation.zone, atMs);
  const held = heads.some((post) => holderOn(organisation, post.id, day) !== undefined);
  return held ? null : sayWord(language, "rules.noHolder", { outcome, post: head.title });
}
