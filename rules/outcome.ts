/** What asking a rule set gives: an outcome with its explanation, or an incident that names the fact. */
import type { Facts, HitPolicy, Json } from "./rule-set.ts";

export interface Outcome {
  readonly type: string;
  /** The event's params as written; see README, "Hit policies", for what `all`, `collect` and `score` make of several. */
  readonly params: Facts;
}

/** A rule that hit, in document order. `index` counts from 1. */
export interface Hit {
  readonly name: string;
  readonly index: number;
  readonly outcome: Outcome;
}

/**
 * Why no outcome: `missingFact` (a required fact is absent), `invalidFact` (a fact does not fit its declaration),
 * `severalHits` (two rules under `unique`), `evaluationFailed` (our fault).
 */
export interface Incident {
  readonly code: "missingFact" | "invalidFact" | "severalHits" | "evaluationFailed";
  /** The fact's path in words of the schema, `laporan.nilai`; "" where it is not about one fact. */
  readonly fact: string;
  readonly message: string;
}

export type Evaluation =
  | {
      readonly ok: true;
      readonly outcome: Outcome;
      readonly hits: readonly Hit[];
      readonly explanation: Explanation;
    }
  | { readonly ok: false; readonly incident: Incident };

/** What the host journals of a decision's reasons; `sayExplanation` turns it into sentences, years later too. */
export interface Explanation {
  /** Number of this shape. */
  readonly format: 1;
  readonly hitPolicy: HitPolicy;
  /** Rules in the document. */
  readonly of: number;
  readonly outcome: Outcome;
  /** The rules that answered, with what made them true; none when `otherwise` answered. */
  readonly answered: readonly RuleReason[];
  /** Optional facts whose absence led to `otherwise`. */
  readonly missing: readonly string[];
  /** Rules one fact short of answering, with that fact. */
  readonly nearly: readonly RuleReason[];
  /** Rules that were looked at and did not hit, with what spoke against them. */
  readonly passedOver: readonly RuleReason[];
}

export interface RuleReason {
  readonly name: string;
  readonly index: number;
  readonly outcome: Outcome;
  readonly because: readonly Finding[];
}

/** One comparison as it came out. `actual` absent means that the fact had no value. */
export interface Finding {
  readonly fact: string;
  readonly path?: string;
  readonly operator: string;
  /** As written: a literal, `{ fact, path }` or `{ list }`. */
  readonly value: Json;
  readonly actual?: Json;
  /** What `value` stood for, where it names another fact. */
  readonly compared?: Json;
  /** `null`: not to be known, because a fact is missing. */
  readonly result: boolean | null;
}
