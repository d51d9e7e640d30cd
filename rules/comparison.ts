/**
 * One comparison, whoever made it: its value with shared lists put in, and what came of it as verdict and finding.
 */
import { presence } from "./operators.ts";
import type { Finding } from "./outcome.ts";
import type { Comparison, Json, Shared } from "./rule-set.ts";
import { isObject } from "./schema-check.ts";
import type { Trace, Verdict } from "./verdict.ts";

/** A comparison with its verdict: the test's, unless a value is missing on either side. */
export function compared(
  { fact, path, operator, value }: Comparison,
  actual: Json | undefined,
  other: Json | undefined,
  result: boolean | undefined,
): Trace {
  const againstFact = isObject(value) && typeof value.fact === "string";
  const unknown = operator !== presence && (isNothing(actual) || (againstFact && isNothing(other)));
  const verdict: Verdict = unknown ? null : result === true;
  const finding: { -readonly [Key in keyof Finding]: Finding[Key] } = {
    fact,
    operator,
    value,
    result: verdict,
  };
  if (path !== undefined) finding.path = path;
  // A whole object would swell the journal and says nothing that "there is one" does not.
  if (!isNothing(actual) && !isObject(actual)) finding.actual = actual;
  if (againstFact && !isNothing(other)) finding.compared = other;
  return { kind: "comparison", verdict, finding };
}

/** A value with the items of a shared list in place of its name. */
export function withLists(value: Json, shared: Shared): Json {
  if (!isObject(value) || typeof value.list !== "string") return value;
  return Object.hasOwn(shared.lists, value.list) ? (shared.lists[value.list]?.items ?? []) : [];
}

/** Absent and null are both "no value"; the empty text is one. */
export function isNothing(value: Json | undefined): value is null | undefined {
  return value === undefined || value === null;
}
