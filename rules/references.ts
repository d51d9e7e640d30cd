/**
 * Conditions by name: what a name stands for, and that following names ends.
 *
 * A name is a rule of the same document (its conditions are used again) or a shared condition. json-rules-engine follows
 * a cycle until the stack is gone; here it is a problem that names the circle.
 */
import { checkCondition, type Scope } from "./check-conditions.ts";
import { pointerStep } from "./json-text.ts";
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

interface Measure {
  readonly depth: number;
  readonly size: number;
}
const leaf: Measure = { depth: 1, size: 1 };

/** Unknown names, circles, and what would grow past the limits once names are followed. */
export function checkReferences(rules: readonly unknown[], scope: Scope): void {
  const measured = new Map<string, Measure>();
  const judged = new Set<string>();
  const { tell, named, shared } = scope;

  const target = (name: string): unknown =>
    named.get(name) ??
    (Object.hasOwn(shared.conditions, name) ? shared.conditions[name]?.condition : undefined);

  /** `pointer` stays at the reference in this document while what is behind it is walked (`inside`). */
  const measure = (
    condition: unknown,
    pointer: string,
    inside: boolean,
    above: readonly string[],
    depth: number,
  ): Measure => {
    if (!isObject(condition)) return leaf;
    if (depth > limits.conditionDepth) return leaf;
    const below = (step: string) => (inside ? pointer : pointer + step);
    const parts = Array.isArray(condition.all)
      ? condition.all
      : Array.isArray(condition.any)
        ? condition.any
        : null;
    if (parts !== null) {
      const word = Array.isArray(condition.all) ? "all" : "any";
      const measures = parts.map((part: unknown, index) =>
        measure(part, below(`/${word}/${index}`), inside, above, depth + 1),
      );
      return {
        depth: 1 + Math.max(0, ...measures.map((one) => one.depth)),
        size: measures.reduce((sum, one) => sum + one.size, 1),
      };
    }
    if ("not" in condition) {
      const inner = measure(condition.not, below("/not"), inside, above, depth + 1);
      return { depth: inner.depth + 1, size: inner.size + 1 };
    }
    return typeof condition.condition === "string"
      ? follow(condition.condition, below("/condition"), above, depth)
      : leaf;
  };

  const follow = (name: string, pointer: string, above: readonly string[], depth: number): Measure => {
    if (above.includes(name)) {
      const circle = [...above.slice(above.indexOf(name)), name].join(" → ");
      tell({
        code: "conditionCycle",
        pointer,
        message: `The condition refers to itself: ${circle}.`,
        params: { circle },
      });
      return leaf;
    }
    const known = measured.get(name);
    if (known !== undefined) return known;
    const condition = target(name);
    if (condition === undefined) {
      const params = {
        condition: name,
        known: [...named.keys(), ...Object.keys(shared.conditions)].join(", "),
      };
      tell({
        code: "unknownCondition",
        pointer,
        message: `There is no rule or shared condition named "${name}".`,
        params,
      });
      return leaf;
    }
    if (!named.has(name) && !judged.has(name)) {
      judged.add(name);
      checkCondition(
        condition,
        "",
        {
          ...scope,
          tell: (problem) =>
            tell({ ...problem, pointer, message: `In the shared condition "${name}": ${problem.message}` }),
        },
        true,
      );
    }
    const found = measure(condition, pointer, true, [...above, name], depth + 1);
    measured.set(name, found);
    return found;
  };

  let total = 0;
  for (const [index, rule] of rules.entries()) {
    if (!isObject(rule)) continue;
    const pointer = `/rules/${index}/conditions`;
    const above = typeof rule.name === "string" ? [rule.name] : [];
    const { depth, size } = measure(rule.conditions, pointer, false, above, 1);
    if (depth > limits.conditionDepth) {
      const params = { limit: limits.conditionDepth };
      tell({
        code: "tooDeep",
        pointer,
        message: `Conditions nest deeper than ${params.limit} levels.`,
        params,
      });
    }
    total += size;
  }
  if (total > limits.conditionsExpanded) {
    const params = { got: total, limit: limits.conditionsExpanded };
    tell({
      code: "tooManyConditions",
      pointer: "/rules",
      message: `With names followed there are ${total} conditions; at most ${params.limit}.`,
      params,
    });
  }
  for (const name of named.keys()) {
    if (!Object.hasOwn(shared.conditions, name)) continue;
    const index = rules.findIndex((rule) => isObject(rule) && rule.name === name);
    tell({
      code: "ambiguousName",
      pointer: `/rules/${index}${pointerStep("name")}`,
      message: `"${name}" is also the id of a shared condition; a reference could mean either.`,
      params: { name },
    });
  }
}
