/**
 * What can be known of a rule set before any case meets it: combinations that only `otherwise` catches, rules that
 * contradict or hide one another, rules and facts without effect.
 *
 * Exact over the cells of the facts (see `cells.ts`); what could not be looked at exactly is listed. Every gap and overlap
 * carries facts that were put to the compiled rule set and do what the finding says; one that could not be shown so
 * is not claimed, and counted as unproven.
 */

import { sameOutcome } from "./compare.ts";
import { type CompiledRuleSet, compileRuleSet } from "./compile.ts";
import { comparisonsOf, type Dimension, type Geometry, geometryOf, type Inexactness } from "./dimensions.ts";
import { exampleIn } from "./example.ts";
import { declaredFacts } from "./fact-type.ts";
import { askingOrder, outcomeOf } from "./hit-policy.ts";
import { limits } from "./limits.ts";
import { factName } from "./path.ts";
import { namedConditions } from "./references.ts";
import { type Box, type Budget, cellsIn, everything, meet, uncovered } from "./regions.ts";
import {
  type Comparison,
  type Facts,
  type Json,
  nothingShared,
  type RuleSet,
  type Shared,
} from "./rule-set.ts";
import { isObject } from "./schema-check.ts";

/** A restriction of one fact: the stretches and values that a region allows. */
export interface Restriction {
  readonly fact: string;
  readonly path?: string;
  readonly allowed: readonly Extent[];
}
export type Extent =
  | { readonly kind: "value"; readonly value: Json }
  /** From `after` to `before`; the ends are in it where `from` or `to` is true; null is open. */
  | {
      readonly kind: "range";
      readonly after: Json | null;
      readonly from: boolean;
      readonly before: Json | null;
      readonly to: boolean;
    }
  /** Any value but these, which rules name. */
  | { readonly kind: "othersThan"; readonly values: readonly Json[] }
  | { readonly kind: "missing" };

export interface Gap {
  /** What the facts have in common; a fact that is not named does not matter. */
  readonly where: readonly Restriction[];
  readonly example: Facts;
}

export interface RuleName {
  readonly name: string;
  /** From 1. */
  readonly index: number;
}

export interface Overlap {
  /** In the order in which they are asked. */
  readonly rules: readonly [RuleName, RuleName];
  /** Under `unique` an incident for every such case; under `first` the earlier rule answers, which may be meant. */
  readonly severity: "error" | "note";
  readonly where: readonly Restriction[];
  readonly example: Facts;
}

export interface DeadRule extends RuleName {
  /** `contradiction`: no facts make it true. `hidden`: earlier rules answer in every case in which it is true. */
  readonly reason: "contradiction" | "hidden";
}

export interface Analysis {
  readonly gaps: readonly Gap[];
  readonly overlaps: readonly Overlap[];
  readonly neverFire: readonly DeadRule[];
  /** Declared facts that no condition reads, as `laporan.nilai`. */
  readonly unusedFacts: readonly string[];
  /** Rules that no test of the document makes answer. */
  readonly untested: readonly RuleName[];
  /** True when the lists above are complete and certain. */
  readonly exact: boolean;
  readonly inexact: readonly Inexactness[];
}

export function analyse(ruleSet: RuleSet, shared: Shared = nothingShared): Analysis {
  const geometry = geometryOf(ruleSet, shared);
  const compiled = compileRuleSet(ruleSet, shared);
  const budget: Budget = { left: limits.analysisSteps };
  const findings: Findings = {
    ruleSet,
    geometry,
    compiled,
    budget,
    inexact: [...geometry.inexact],
    unproven: 0,
  };
  const gaps = gapsOf(findings);
  const overlaps = overlapsOf(findings);
  const neverFire = deadRules(findings);
  if (budget.left <= 0) findings.inexact.push({ code: "tooManySteps", about: "" });
  if (findings.unproven > 0) findings.inexact.push({ code: "unproven", about: String(findings.unproven) });
  return {
    gaps,
    overlaps,
    neverFire,
    unusedFacts: unusedFacts(ruleSet, shared),
    untested: untested(compiled),
    exact: findings.inexact.length === 0,
    inexact: findings.inexact,
  };
}

interface Findings {
  readonly ruleSet: RuleSet;
  readonly geometry: Geometry;
  readonly compiled: CompiledRuleSet;
  readonly budget: Budget;
  readonly inexact: Inexactness[];
  unproven: number;
}

function gapsOf(findings: Findings): readonly Gap[] {
  const { ruleSet, geometry, compiled, budget } = findings;
  const covers = geometry.boxes.flatMap((boxes) => boxes ?? []);
  const gaps: Gap[] = [];
  uncovered(everything, covers, geometry.full, budget, (part) => {
    const example = exampleIn(part, geometry.dimensions, ruleSet);
    const evaluation = compiled.explain(example);
    const proven = evaluation.ok && evaluation.hits.length === 0;
    if (proven && evaluation.explanation.missing.length === 0) {
      gaps.push({ where: restrictions(part, geometry.dimensions), example });
    } else if (!proven) findings.unproven += 1;
    return gaps.length < limits.findings && findings.unproven < limits.findings;
  });
  return gaps;
}

function overlapsOf(findings: Findings): readonly Overlap[] {
  const { ruleSet, geometry, compiled, budget } = findings;
  const { hitPolicy, rules } = ruleSet;
  if (hitPolicy !== "first" && hitPolicy !== "unique" && hitPolicy !== "highestPriority") return [];
  const severity = hitPolicy === "unique" ? "error" : "note";
  const order = askingOrder(ruleSet);
  const overlaps: Overlap[] = [];
  for (const [place, first] of order.entries()) {
    for (const second of order.slice(place + 1)) {
      if (overlaps.length >= limits.findings || budget.left <= 0) return overlaps;
      const [a, b] = [rules[first], rules[second]];
      if (a === undefined || b === undefined) continue;
      if (severity === "note" && sameOutcome(outcomeOf(a.event), outcomeOf(b.event))) continue;
      const common = firstMeeting(geometry.boxes[first] ?? [], geometry.boxes[second] ?? [], budget);
      if (common === null) continue;
      const example = exampleIn(common, geometry.dimensions, ruleSet);
      const verdicts = compiled.verdicts(example);
      if (verdicts[first] !== true || verdicts[second] !== true) {
        findings.unproven += 1;
        continue;
      }
      const names = [nameOf(ruleSet, first), nameOf(ruleSet, second)] as const;
      overlaps.push({ rules: names, severity, where: restrictions(common, geometry.dimensions), example });
    }
  }
  return overlaps;
}

function firstMeeting(a: readonly Box[], b: readonly Box[], budget: Budget): Box | null {
  for (const one of a) {
    for (const other of b) {
      budget.left -= 1;
      const common = meet(one, other);
      if (common !== null) return common;
    }
  }
  return null;
}

function deadRules({ ruleSet, geometry, budget }: Findings): readonly DeadRule[] {
  const { hitPolicy } = ruleSet;
  const inTurn = hitPolicy === "first" || hitPolicy === "highestPriority";
  const dead: DeadRule[] = [];
  const earlier: Box[] = [];
  for (const index of askingOrder(ruleSet)) {
    const boxes = geometry.boxes[index] ?? null;
    if (boxes === null) continue;
    // What is true in every sample of a fact need not be true everywhere: it is neither dead nor does it hide another.
    if (readsInexactly(geometry, ruleSet, index)) continue;
    if (boxes.length === 0) {
      dead.push({ ...nameOf(ruleSet, index), reason: "contradiction" });
      continue;
    }
    if (inTurn && boxes.every((box) => isCovered(box, earlier, geometry, budget)))
      dead.push({ ...nameOf(ruleSet, index), reason: "hidden" });
    earlier.push(...boxes);
  }
  return dead;
}

/** Cells of an inexact fact are samples: that a rule is true in none of them proves nothing. */
function readsInexactly(geometry: Geometry, ruleSet: RuleSet, index: number): boolean {
  const inexact = geometry.dimensions.filter((dimension) => dimension.inexact !== null);
  const conditions = JSON.stringify(ruleSet.rules[index]?.conditions ?? {});
  return inexact.some(
    ({ fact }) => conditions.includes(JSON.stringify(fact)) || conditions.includes('"condition"'),
  );
}

function isCovered(box: Box, covers: readonly Box[], { full }: Geometry, budget: Budget): boolean {
  let covered = true;
  const ended = uncovered(box, covers, full, budget, () => {
    covered = false;
    return false;
  });
  return ended && covered;
}

function nameOf(ruleSet: RuleSet, index: number): RuleName {
  return { name: ruleSet.rules[index]?.name ?? "", index: index + 1 };
}

function unusedFacts(ruleSet: RuleSet, shared: Shared): readonly string[] {
  const named = namedConditions(ruleSet, shared);
  const read = ruleSet.rules
    .flatMap(({ conditions }) => comparisonsOf(conditions, named))
    .flatMap(operandsOf);
  return declaredFacts(ruleSet.facts)
    .map(({ fact, path }) => factName(fact, path))
    .filter(
      (name) =>
        !read.some((used) => used === name || used.startsWith(`${name}[`) || name.startsWith(`${used}.`)),
    );
}

function operandsOf({ fact, path, value }: Comparison): readonly string[] {
  const own = factName(fact, path);
  if (!isObject(value) || typeof value.fact !== "string") return [own];
  return [own, factName(value.fact, typeof value.path === "string" ? value.path : undefined)];
}

function untested({ ruleSet, decide }: CompiledRuleSet): readonly RuleName[] {
  const answered = new Set<number>();
  for (const { facts } of ruleSet.tests) {
    const decision = decide(facts);
    if (decision.ok) for (const index of decision.rules) answered.add(index);
  }
  return ruleSet.rules.flatMap((_rule, index) => (answered.has(index + 1) ? [] : [nameOf(ruleSet, index)]));
}

/** A box in terms of facts; neighbouring cells become one stretch. */
function restrictions(box: Box, dimensions: readonly Dimension[]): readonly Restriction[] {
  return dimensions.flatMap((dimension, index) => {
    const mask = box.get(index);
    if (mask === undefined || mask === dimension.full) return [];
    const { fact, path } = dimension;
    return [{ fact, ...(path === undefined ? {} : { path }), allowed: extents(mask, dimension) }];
  });
}

function extents(mask: bigint, { cells }: Dimension): readonly Extent[] {
  const chosen = cellsIn(mask, cells.length);
  const found: Extent[] = [];
  const others = cells.find(({ extent }, index) => extent.kind === "others" && chosen.includes(index));
  if (others !== undefined) {
    const excluded = cells.filter(({ extent }, index) => extent.kind === "value" && !chosen.includes(index));
    found.push({ kind: "othersThan", values: excluded.map(({ value }) => value ?? null) });
  }
  const isRange = cells.some(({ extent }) => extent.kind === "between");
  let previous = -2;
  for (const index of chosen) {
    const cell = cells[index];
    if (cell === undefined) continue;
    const { extent, value = null } = cell;
    if (extent.kind === "missing") found.push({ kind: "missing" });
    else if (extent.kind === "value" && !isRange) {
      if (others === undefined) found.push({ kind: "value", value });
    } else if (extent.kind === "between" || extent.kind === "value") {
      const next: Extent & { kind: "range" } =
        extent.kind === "value"
          ? { kind: "range", after: value, from: true, before: value, to: true }
          : { kind: "range", after: extent.after, from: false, before: extent.before, to: false };
      const last = found.at(-1);
      if (last?.kind === "range" && previous === index - 1) {
        found.splice(-1, 1, { ...last, before: next.before, to: next.to });
      } else found.push(next);
    }
    previous = index;
  }
  return found.map((extent) =>
    extent.kind === "range" && extent.from && extent.to && extent.after === extent.before
      ? { kind: "value", value: extent.after }
      : extent,
  );
}
