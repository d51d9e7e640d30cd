/**
 * Conditions by name: what a name stands for, and that following names ends.
 *
 * A name is a rule of the same document (its conditions are used again) or a shared condition. json-rules-engine follows
 * a cycle until the stack is gone; here it is a problem that names the circle.
 */
import { checkCondition, type Scope } from "./check-conditions.ts";
import { limits } from "./limits.ts";
import type { Condition, RuleSet, Shared } from "./rule-set.ts";
import { isObject } from "./schema-check.ts";

/** What a name stands for in a rule set that has been checked. */
export function namedConditions(ruleSet: RuleSet, shared: Shared): ReadonlyMap<string, Condition> {
  const named = new Map<string, Condition>();
  for (const { id, condition } of Object.values(shared.conditions)) named.set(id, condition);
  for (const { name, conditions } of ruleSet.rules) named.set(name, conditions);
  return named;
}

/** Ids of the shared documents that a rule set uses, directly or through shared conditions. */
export function sharedUsed(
  ruleSet: RuleSet,
  shared: Shared,
): { readonly lists: readonly string[]; readonly conditions: readonly string[] } {
  const lists = new Set<string>();
  const conditions = new Set<string>();
  const own = new Set(ruleSet.rules.map(({ name }) => name));
  const walk = (condition: Condition) => {
    if ("all" in condition) condition.all.forEach(walk);
    else if ("any" in condition) condition.any.forEach(walk);
    else if ("not" in condition) walk(condition.not);
    else if ("condition" in condition) {
      const { condition: name } = condition;
      if (own.has(name) || conditions.has(name)) return;
      conditions.add(name);
      const target = Object.hasOwn(shared.conditions, name) ? shared.conditions[name] : undefined;
      if (target !== undefined) walk(target.condition);
    } else if (isObject(condition.value) && typeof condition.value.list === "string") {
      lists.add(condition.value.list);
    }
  };
  for (const rule of ruleSet.rules) walk(rule.conditions);
  return { lists: [...lists], conditions: [...conditions] };
}

/** Unknown names, circles, and what would grow past the limits once names are followed. */
export function checkReferences(rules: readonly unknown[], scope: Scope): void {
  const walk: Walk = { scope, measured: new Map(), judged: new Set() };
  let total = 0;
  for (const [index, rule] of rules.entries()) {
    if (!isObject(rule)) continue;
    const at = { pointer: `/rules/${index}/conditions`, inside: false, depth: 1 };
    const above = typeof rule.name === "string" ? [rule.name] : [];
    const { depth, size } = measure(walk, rule.conditions, { ...at, above });
    if (depth > limits.conditionDepth) {
      const params = { limit: limits.conditionDepth };
      const message = `Conditions nest deeper than ${params.limit} levels.`;
      scope.tell({ code: "tooDeep", pointer: at.pointer, message, params });
    }
    total += size;
  }
  if (total > limits.conditionsExpanded) {
    const params = { got: total, limit: limits.conditionsExpanded };
    const message = `With names followed there are ${total} conditions; at most ${params.limit}.`;
    scope.tell({ code: "tooManyConditions", pointer: "/rules", message, params });
  }
  for (const name of scope.named.keys()) {
    if (!Object.hasOwn(scope.shared.conditions, name)) continue;
    const index = rules.findIndex((rule) => isObject(rule) && rule.name === name);
    const message = `"${name}" is also the id of a shared condition; a reference could mean either.`;
    scope.tell({ code: "ambiguousName", pointer: `/rules/${index}/name`, message, params: { name } });
  }
}

interface Measure {
  readonly depth: number;
  readonly size: number;
}
const leaf: Measure = { depth: 1, size: 1 };

interface Walk {
  readonly scope: Scope;
  /** Of conditions that were walked to their end, by name. */
  readonly measured: Map<string, Measure>;
  /** Shared conditions whose content was judged by this document's facts. */
  readonly judged: Set<string>;
}

interface Position {
  /** Stays at the reference in this document while what is behind it is walked (`inside`). */
  readonly pointer: string;
  readonly inside: boolean;
  /** The names that lead here. */
  readonly above: readonly string[];
  readonly depth: number;
}

function below(at: Position, step: string): Position {
  return { ...at, pointer: at.inside ? at.pointer : at.pointer + step, depth: at.depth + 1 };
}

function measure(walk: Walk, condition: unknown, at: Position): Measure {
  if (!isObject(condition) || at.depth > limits.conditionDepth) return leaf;
  for (const word of ["all", "any"] as const) {
    const parts = condition[word];
    if (!Array.isArray(parts)) continue;
    const measures = parts.map((part: unknown, index) => measure(walk, part, below(at, `/${word}/${index}`)));
    return {
      depth: 1 + Math.max(0, ...measures.map(({ depth }) => depth)),
      size: measures.reduce((sum, { size }) => sum + size, 1),
    };
  }
  if ("not" in condition) {
    const inner = measure(walk, condition.not, below(at, "/not"));
    return { depth: inner.depth + 1, size: inner.size + 1 };
  }
  return typeof condition.condition === "string"
    ? measureNamed(walk, condition.condition, below(at, "/condition"))
    : leaf;
}

function measureNamed(walk: Walk, name: string, at: Position): Measure {
  const { tell, named, shared } = walk.scope;
  const { pointer, above } = at;
  if (above.includes(name)) {
    const circle = [...above.slice(above.indexOf(name)), name].join(" → ");
    const message = `The condition refers to itself: ${circle}.`;
    tell({ code: "conditionCycle", pointer, message, params: { circle } });
    return leaf;
  }
  const known = walk.measured.get(name);
  if (known !== undefined) return known;
  const common = Object.hasOwn(shared.conditions, name) ? shared.conditions[name]?.condition : undefined;
  const condition = named.get(name) ?? common;
  if (condition === undefined) {
    const params = {
      condition: name,
      known: [...named.keys(), ...Object.keys(shared.conditions)].join(", "),
    };
    const message = `There is no rule or shared condition named "${name}".`;
    tell({ code: "unknownCondition", pointer, message, params });
    return leaf;
  }
  if (!named.has(name)) judgeShared(walk, name, condition, pointer);
  const found = measure(walk, condition, { ...at, inside: true, above: [...above, name] });
  walk.measured.set(name, found);
  return found;
}

/** A shared condition by the facts of this document; its problems are told at the first reference to it. */
function judgeShared({ scope, judged }: Walk, name: string, condition: unknown, pointer: string): void {
  if (judged.has(name)) return;
  judged.add(name);
  const tell: Scope["tell"] = (problem) =>
    scope.tell({ ...problem, pointer, message: `In the shared condition "${name}": ${problem.message}` });
  checkCondition(condition, "", { ...scope, tell }, true);
}
