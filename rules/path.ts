/**
 * Paths inside a fact: `$.a.b[0]` and nothing else, over own properties.
 *
 * The one resolver that conditions meet, in the engine, in the almanac and in the compiled evaluator. json-rules-engine's
 * own default runs JSONPath, whose filters execute code from the rule.
 */
import { limits } from "./limits.ts";
import type { Json } from "./rule-set.ts";

export type PathStep = string | number;

const whole = /^\$(?:\.[A-Za-z_][A-Za-z0-9_-]*|\[(?:0|[1-9]\d{0,5})\])+$/;
const step = /\.([A-Za-z_][A-Za-z0-9_-]*)|\[(\d+)\]/g;
const forbidden: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** The steps of a path, or null where it is not of the one form that is allowed. */
export function parsePath(path: string): readonly PathStep[] | null {
  if (path.length > 1_000 || !whole.test(path)) return null;
  const steps = [...path.matchAll(step)].map((match) =>
    match[1] === undefined ? Number(match[2]) : match[1],
  );
  if (steps.length > limits.pathSteps || steps.some((name) => forbidden.has(String(name)))) return null;
  return steps;
}

/** What a path leads to; undefined where it leads nowhere. */
export function follow(value: Json | undefined, steps: readonly PathStep[]): Json | undefined {
  let at: Json | undefined = value;
  for (const name of steps) {
    if (at === undefined || at === null || typeof at !== "object") return undefined;
    if (typeof name === "number") at = Array.isArray(at) ? (at as readonly Json[])[name] : undefined;
    else
      at = !Array.isArray(at) && Object.hasOwn(at, name) ? (at as { [key: string]: Json })[name] : undefined;
  }
  return at;
}

/** `laporan.nilai`, `laporan.berkas[0]`: how people read a fact with its path. */
export function factName(fact: string, path?: string): string {
  return path === undefined ? fact : fact + path.slice(1);
}
