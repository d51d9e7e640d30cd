/**
 * The rule-set document as it is written, and the documents that several rule sets share.
 *
 * Invariant: a `RuleSet` that came from `readRuleSet` is whole (schema, facts, paths, operators, patterns, references are
 * checked) and deeply frozen, so everything behind it trusts it.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Facts by name: plain values, gathered by the host before rules are asked. Money is a decimal string. */
export type Facts = { readonly [name: string]: Json };

/** A JSON schema (2020-12). */
export type JsonSchema = boolean | { readonly [keyword: string]: Json };

export const purposes = [
  "routing",
  "escalation",
  "approval",
  "precedence",
  "priority",
  "quorum",
  "separationOfDuties",
  "support",
] as const;
export type Purpose = (typeof purposes)[number];

/**
 * Which of the rules that hit answers: the first in the document; all of them; the only one (two are an
 * incident); the one with the highest `priority`; their params collected into lists; the sum of their `skor`.
 */
export const hitPolicies = ["first", "all", "unique", "highestPriority", "collect", "score"] as const;
export type HitPolicy = (typeof hitPolicies)[number];

export interface RuleSet {
  readonly id: string;
  readonly title: string;
  readonly purpose: Purpose;
  /**
   * JSON schema of an object whose properties are the facts. Words live in it: `title`, `description` (Indonesian), and
   * the annotations `x-title-en`, `x-options`, `x-unit`; see README, "Facts".
   */
  readonly facts: { readonly [keyword: string]: Json };
  readonly hitPolicy: HitPolicy;
  /** Which version a running case meets: that of its submission, or that of the moment of decision. */
  readonly effectiveBy: "submission" | "decision";
  readonly rules: readonly Rule[];
  /** The answer when no rule hits, or when an optional fact that a rule needs is missing. */
  readonly otherwise: RuleEvent;
  readonly tests: readonly RuleTest[];
}

/** A json-rules-engine rule. Its name is unique in the document and may be referred to by `{ condition: name }`. */
export interface Rule {
  readonly name: string;
  readonly conditions: Condition;
  readonly event: RuleEvent;
  /** From 1, higher first; only `highestPriority` looks at it. Absent means 1. */
  readonly priority?: number;
}

/**
 * What a rule answers. Of the params these are words about the rule, never part of where a case goes:
 * `alasan` (why), `tujuan` (the outcome's name), `alasanEn`, `tujuanEn`, and `dasarHukum` (one or several legal bases).
 */
export interface RuleEvent {
  readonly type: string;
  readonly params?: Facts;
}

export type Condition = AllOf | AnyOf | NotThis | NamedCondition | Comparison;
export interface AllOf {
  readonly all: readonly Condition[];
}
export interface AnyOf {
  readonly any: readonly Condition[];
}
export interface NotThis {
  readonly not: Condition;
}
/** The conditions of a rule of this document, or a shared condition, by name. */
export interface NamedCondition {
  readonly condition: string;
}
export interface Comparison {
  readonly fact: string;
  /** Only `$.a.b[0]`, over own properties. */
  readonly path?: string;
  /** One of `operators`. */
  readonly operator: string;
  /** A literal of the fact's type, `{ fact, path }` for another fact of that type, `{ list: id }` for a shared list. */
  readonly value: Json;
}

export interface RuleTest {
  readonly name: string;
  readonly facts: Facts;
  /** An outcome (the params named must be equal; others are not looked at), or an incident. */
  readonly expect:
    | { readonly type: string; readonly params?: Facts; readonly rule?: string }
    | { readonly incident: string; readonly fact?: string };
}

/** A list that several rule sets use: `{ "operator": "in", "value": { "list": "dinas-strategis" } }`. */
export interface SharedList {
  readonly id: string;
  readonly title: string;
  readonly kind: "list";
  readonly items: readonly (string | number)[];
}

/** A condition that several rule sets use by name: `{ "condition": "lintas-asisten" }`. */
export interface SharedCondition {
  readonly id: string;
  readonly title: string;
  readonly kind: "condition";
  readonly condition: Condition;
}

export type SharedDocument = SharedList | SharedCondition;

/** The shared documents in force, by id. A rule set that uses none needs none. */
export interface Shared {
  readonly lists: { readonly [id: string]: SharedList };
  readonly conditions: { readonly [id: string]: SharedCondition };
}

export const nothingShared: Shared = { lists: {}, conditions: {} };

export function share(documents: readonly SharedDocument[]): Shared {
  const lists: Record<string, SharedList> = {};
  const conditions: Record<string, SharedCondition> = {};
  for (const document of documents) {
    if (document.kind === "list") lists[document.id] = document;
    else conditions[document.id] = document;
  }
  return { lists, conditions };
}
