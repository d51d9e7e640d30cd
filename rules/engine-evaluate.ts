/**
 * Decides by json-rules-engine: the format's own engine, kept as the oracle that the compiled evaluator is held to.
 *
 * The engine compares and combines; what it does not know is ours: facts are admitted before, a comparison without a
 * fact is "not known" instead of false, and results come back in document order before the hit policy chooses.
 * One function, `newRun`, makes the engine and its almanac, because an almanac passed in replaces the engine's path
 * resolver in silence, and the default one executes code from a rule's path.
 */
import { Almanac, Engine, type RuleResult } from "json-rules-engine";
import { type Admit, admission } from "./admit.ts";
import { compared, isNothing, withLists } from "./comparison.ts";
import { conclude } from "./explanation.ts";
import { askingOrder, choose } from "./hit-policy.ts";
import { forms, type Operator, operators, presence } from "./operators.ts";
import type { Evaluation } from "./outcome.ts";
import { follow, type PathStep, parsePath } from "./path.ts";
import { namedConditions } from "./references.ts";
import {
  type Condition,
  type Facts,
  type Json,
  nothingShared,
  type RuleSet,
  type Shared,
} from "./rule-set.ts";
import { isObject } from "./schema-check.ts";
import { allOf, anyOf, not, type Trace } from "./verdict.ts";

/** What `evaluate` must give, by another way. Nothing that is passed in is changed. */
export async function evaluateByEngine(
  ruleSet: RuleSet,
  facts: Facts,
  shared: Shared = nothingShared,
): Promise<Evaluation> {
  const prepared = prepare(ruleSet, shared);
  const refused = prepared.admit(facts);
  if (refused !== null) return { ok: false, incident: refused };
  try {
    const traces = await run(prepared, facts);
    const traceOf = (index: number): Trace => {
      const trace = traces[index];
      if (trace === undefined) throw new Error(`Rule ${index + 1} was not evaluated.`);
      return trace;
    };
    const choice = choose(ruleSet, prepared.order, (index) => traceOf(index).verdict);
    return conclude(ruleSet, prepared.order, choice, traceOf);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, incident: { code: "evaluationFailed", fact: "", message } };
  }
}

interface Prepared {
  readonly ruleSet: RuleSet;
  readonly shared: Shared;
  readonly admit: Admit;
  readonly order: readonly number[];
  readonly named: ReadonlyMap<string, Condition>;
  /** Engines that no run is using: one engine must not serve two runs at once, the first to end stops the other. */
  readonly idle: Engine[];
  readonly paths: Map<string, readonly PathStep[] | null>;
}

const preparedFor = new WeakMap<RuleSet, Prepared>();

function prepare(ruleSet: RuleSet, shared: Shared): Prepared {
  const known = preparedFor.get(ruleSet);
  if (known !== undefined && known.shared === shared) return known;
  const prepared: Prepared = {
    ruleSet,
    shared,
    admit: admission(ruleSet),
    order: askingOrder(ruleSet),
    named: namedConditions(ruleSet, shared),
    idle: [],
    paths: new Map(),
  };
  preparedFor.set(ruleSet, prepared);
  return prepared;
}

async function run(prepared: Prepared, facts: Facts): Promise<readonly Trace[]> {
  const { engine, almanac } = newRun(prepared);
  const declared = Object.keys(
    isObject(prepared.ruleSet.facts.properties) ? prepared.ruleSet.facts.properties : {},
  );
  const given = declared.filter((name) => Object.hasOwn(facts, name)).map((name) => [name, facts[name]]);
  const { results, failureResults } = await engine.run(Object.fromEntries(given), { almanac });
  prepared.idle.push(engine);
  const traces: Trace[] = [];
  for (const result of [...results, ...failureResults]) {
    const index = Number(result.name);
    const conditions = prepared.ruleSet.rules[index]?.conditions;
    if (conditions === undefined) throw new Error(`The engine returned the unknown rule ${result.name}.`);
    traces[index] = traceOf(conditions, result, prepared);
  }
  return traces;
}

function newRun(prepared: Prepared): { engine: Engine; almanac: Almanac } {
  const pathResolver = (value: object, path: string) => resolve(value, path, prepared.paths);
  const options = { allowUndefinedFacts: true, pathResolver };
  const almanac = new Almanac(options);
  const idle = prepared.idle.pop();
  if (idle !== undefined) return { engine: idle, almanac };
  const engine = new Engine([], options);
  for (const operator of operators.values()) engine.addOperator(operator.name, callback(operator));
  for (const [name, condition] of prepared.named)
    engine.setCondition(name, engineCondition(condition, prepared));
  for (const [index, { conditions }] of prepared.ruleSet.rules.entries()) {
    // Rules carry their place as name, so that two policies, priorities or event names cannot disturb the order.
    const rule = {
      name: String(index),
      conditions: engineCondition(conditions, prepared),
      event: { type: "hit" },
    };
    engine.addRule(rule);
  }
  return { engine, almanac };
}

/** `paths` keeps what was read of each path of the rule set. */
function resolve(
  value: object,
  path: string,
  paths: Map<string, readonly PathStep[] | null>,
): Json | undefined {
  let steps = paths.get(path);
  if (steps === undefined) {
    steps = parsePath(path);
    paths.set(path, steps);
  }
  return steps === null ? undefined : follow(value as Json, steps);
}

function callback(operator: Operator): (actual: Json | undefined, value: Json | undefined) => boolean {
  const prepared = new Map<Json, (actual: unknown) => boolean>();
  return (actual, value) => {
    if (operator.name === presence) return operator.prepare(value ?? null)(actual);
    if (isNothing(actual) || isNothing(value)) return false;
    let test = prepared.get(value);
    if (test === undefined) {
      test = operator.prepare(value);
      if (operator.takes === "pattern") prepared.set(value, test);
    }
    return test(forms[operator.form](actual));
  };
}

type EngineCondition = Parameters<Engine["setCondition"]>[1];

/** A copy for the engine, which writes into what it is given; shared lists are put in place of their names. */
function engineCondition(condition: Condition, prepared: Prepared): EngineCondition {
  return copy(condition, prepared.shared) as EngineCondition;
}

function copy(condition: Condition, shared: Shared): object {
  if ("all" in condition) return { all: condition.all.map((part) => copy(part, shared)) };
  if ("any" in condition) return { any: condition.any.map((part) => copy(part, shared)) };
  if ("not" in condition) return { not: copy(condition.not, shared) };
  if ("condition" in condition) return { ...condition };
  return { ...condition, value: withLists(condition.value, shared) };
}

/** What the engine found, beside the condition as written. The two trees have one shape, names followed. */
function traceOf(condition: Condition, result: RuleResult, prepared: Prepared): Trace {
  const trace = beside(condition, result.conditions, prepared);
  if (trace.verdict !== null && trace.verdict !== result.result) {
    throw new Error(`Two readings of rule ${result.name}: ${trace.verdict} and ${result.result}.`);
  }
  return trace;
}

function beside(condition: Condition, node: object, prepared: Prepared): Trace {
  if ("all" in condition)
    return allOf(condition.all.map((part, at) => beside(part, partOf(node, "all", at), prepared)));
  if ("any" in condition)
    return anyOf(condition.any.map((part, at) => beside(part, partOf(node, "any", at), prepared)));
  if ("not" in condition) return not(beside(condition.not, partOf(node, "not", 0), prepared));
  if ("condition" in condition) {
    const named = prepared.named.get(condition.condition);
    if (named === undefined) throw new Error(`No condition is named ${condition.condition}.`);
    return beside(named, node, prepared);
  }
  const { factResult, valueResult, result } = node as ComparisonResult;
  return compared(condition, factResult, valueResult, result);
}

interface ComparisonResult {
  readonly factResult?: Json;
  readonly valueResult?: Json;
  readonly result?: boolean;
}

function partOf(node: object, name: "all" | "any" | "not", at: number): object {
  const parts = (node as { readonly [name: string]: unknown })[name];
  const part: unknown = Array.isArray(parts) ? parts[at] : parts;
  if (typeof part !== "object" || part === null)
    throw new Error(`The engine returned no "${name}" part ${at}.`);
  return part;
}
