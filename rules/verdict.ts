/**
 * Three-valued truth of conditions, and which comparisons it rests on.
 *
 * A comparison whose fact has no value is neither true nor false: it is not known. `all` is false as soon as one part is
 * false, whatever is not known; `any` is true as soon as one is true; `not` of what is not known is not known. So
 * a missing fact never reads as "no", and never as "yes".
 */
import type { Finding } from "./outcome.ts";

/** `null`: not to be known. */
export type Verdict = boolean | null;

export type Trace =
  | { readonly kind: "comparison"; readonly verdict: Verdict; readonly finding: Finding }
  | { readonly kind: "all" | "any"; readonly verdict: Verdict; readonly parts: readonly Trace[] }
  | { readonly kind: "not"; readonly verdict: Verdict; readonly part: Trace };

export function allOf(parts: readonly Trace[]): Trace {
  const verdicts = parts.map(({ verdict }) => verdict);
  const verdict = verdicts.includes(false) ? false : verdicts.includes(null) ? null : true;
  return { kind: "all", verdict, parts };
}

export function anyOf(parts: readonly Trace[]): Trace {
  const verdicts = parts.map(({ verdict }) => verdict);
  const verdict = verdicts.includes(true) ? true : verdicts.includes(null) ? null : false;
  return { kind: "any", verdict, parts };
}

export function not(part: Trace): Trace {
  return { kind: "not", verdict: part.verdict === null ? null : !part.verdict, part };
}

/** The comparisons that make a true condition true: of an `any`, the first part that is. */
export function support(trace: Trace): readonly Finding[] {
  if (trace.kind === "comparison") return [trace.finding];
  if (trace.kind === "not") return opposition(trace.part);
  if (trace.kind === "all") return trace.parts.flatMap(support);
  const first = trace.parts.find(({ verdict }) => verdict === true);
  return first === undefined ? [] : support(first);
}

/** The comparisons that keep a condition from being true; of an `any`, the part that is nearest to it. */
export function opposition(trace: Trace): readonly Finding[] {
  if (trace.kind === "comparison") return [trace.finding];
  if (trace.kind === "not") return support(trace.part);
  if (trace.kind === "all") return trace.parts.filter(({ verdict }) => verdict !== true).flatMap(opposition);
  const ways = trace.parts.map(opposition);
  return ways.reduce((nearest, way) => (way.length < nearest.length ? way : nearest), ways[0] ?? []);
}
