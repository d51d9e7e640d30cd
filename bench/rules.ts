/**
 * Rules: the compiled evaluator against json-rules-engine on the same rules and facts, comparison of a draft over past
 * decisions, and analysis. Warmed medians; the compiled figure includes checking the facts, the peer's does not.
 */
import { readdirSync, readFileSync } from "node:fs";
import { Engine } from "json-rules-engine";
import {
  analyse,
  compareRuleSets,
  compileRuleSet,
  evaluate,
  evaluateByEngine,
  type Facts,
  type Json,
  type RuleSet,
  readRuleSet,
} from "../rules/index.ts";
import { manyFacts, manyRules, table } from "./rule-shapes.ts";

export async function run(): Promise<Record<string, number>> {
  const many = read(JSON.stringify(manyRules(100)));
  const asked = manyFacts(500);
  const hundred = await against(many, asked);
  const shipped = await againstShipped();
  return {
    "rules.compiled.microsecondsPerDecision": hundred.compiled,
    "rules.jsonRulesEngine.microsecondsPerDecision": hundred.engine,
    "rules.compiled.ratioToJsonRulesEngine": hundred.engine / hundred.compiled,
    "rules.compiled.shipped.microsecondsPerDecision": shipped.compiled,
    "rules.jsonRulesEngine.shipped.microsecondsPerDecision": shipped.engine,
    "rules.compiled.shipped.ratioToJsonRulesEngine": shipped.engine / shipped.compiled,
    "rules.compiled.explain.microsecondsPerDecision": perCall(asked, compileRuleSet(many).explain),
    "rules.evaluate.microsecondsPerDecision": await perCallAsync(asked.slice(0, 100), (facts) =>
      evaluate(many, facts),
    ),
    "rules.evaluateByEngine.microsecondsPerDecision": await perCallAsync(asked.slice(0, 100), (facts) =>
      evaluateByEngine(many, facts),
    ),
    ...impact(many),
    "rules.analysis.seconds": analysis(200),
  };
}

function read(text: string): RuleSet {
  const result = readRuleSet(text);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("\n"));
  return result.ruleSet;
}

/** Microseconds per decision of both, on the same facts. */
async function against(ruleSet: RuleSet, facts: readonly Facts[]) {
  const { decide } = compileRuleSet(ruleSet);
  const engine = peer(ruleSet);
  return {
    compiled: perCall(facts, decide),
    engine: await perCallAsync(facts.slice(0, 100), (one) => engine.run({ ...one })),
  };
}

/** Every shipped rule set on the facts of its own tests; the mean over all of them. */
async function againstShipped() {
  const folder = new URL("../library/rule-sets/", import.meta.url);
  const totals = { compiled: 0, engine: 0 };
  let count = 0;
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".json"))) {
    const ruleSet = read(readFileSync(new URL(name, folder), "utf8"));
    const { decide } = compileRuleSet(ruleSet);
    const facts = ruleSet.tests.map((test) => test.facts).filter((one) => decide(one).ok);
    if (facts.length === 0) continue;
    const { compiled, engine } = await against(ruleSet, facts);
    totals.compiled += compiled;
    totals.engine += engine;
    count += 1;
  }
  return { compiled: totals.compiled / count, engine: totals.engine / count };
}

/** json-rules-engine as anyone would set it up, made once. */
function peer(ruleSet: RuleSet): Engine {
  const engine = new Engine([], { allowUndefinedFacts: true, pathResolver: member });
  const orders: Readonly<Record<string, <T extends bigint | number | string>(a: T, b: T) => boolean>> = {
    "=": (a, b) => a === b,
    "!=": (a, b) => a !== b,
    "<": (a, b) => a < b,
    "<=": (a, b) => a <= b,
    ">": (a, b) => a > b,
    ">=": (a, b) => a >= b,
  };
  const kinds: Readonly<Record<string, (text: string) => bigint | number | string>> = {
    uang: (text) => {
      const [whole = "", cents = ""] = text.split(".");
      return BigInt(whole + cents.padEnd(2, "0"));
    },
    tanggal: (text) => text,
    waktu: Date.parse,
  };
  for (const [kind, read] of Object.entries(kinds))
    for (const [sign, order] of Object.entries(orders))
      engine.addOperator(`${kind}${sign}`, (actual: string | undefined, value: string) =>
        typeof actual === "string" ? order(read(actual), read(value)) : false,
      );
  engine.addOperator("cocokPola", (actual: unknown, value: string) => new RegExp(value).test(String(actual)));
  engine.addOperator(
    "ada",
    (actual: unknown, value: boolean) => (actual !== undefined && actual !== null) === value,
  );
  for (const { name, conditions, event } of ruleSet.rules) {
    type Rule = Parameters<Engine["addRule"]>[0];
    engine.addRule(JSON.parse(JSON.stringify({ name, conditions, event })) as Rule);
    engine.setCondition(name, JSON.parse(JSON.stringify(conditions)) as Rule["conditions"]);
  }
  return engine;
}

/** `$.a.b` over own members, as quick as it can be. */
function member(value: object, path: string): unknown {
  let at: unknown = value;
  for (const step of path.slice(2).split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as { readonly [name: string]: unknown })[step];
  }
  return at;
}

function impact(old: RuleSet): Record<string, number> {
  const draft = read(JSON.stringify({ ...manyRules(100), rules: changed(manyRules(100).rules) }));
  const { decide } = compileRuleSet(old);
  const past = manyFacts(100_000, 23).map((facts, index) => {
    const decision = decide(facts);
    const outcome = decision.ok ? decision.outcome : { type: "MANUAL", params: {} };
    // As it comes from a store: nothing shared between cases.
    return JSON.parse(JSON.stringify({ id: String(index), facts, outcome })) as {
      id: string;
      facts: Facts;
      outcome: typeof outcome;
    };
  });
  const seconds = (work: () => unknown) => median(Array.from({ length: 3 }, () => timed(work))) / 1_000;
  const recorded = seconds(() => compareRuleSets(old, draft, past));
  const unrecorded = past.map(({ id, facts }) => ({ id, facts }));
  return {
    "rules.impact.decisions": past.length,
    "rules.impact.seconds": recorded,
    "rules.impact.bothDecided.seconds": seconds(() => compareRuleSets(old, draft, unrecorded)),
    "rules.impact.moved": compareRuleSets(old, draft, past).moved,
  };
}

/** The draft: every tenth rule answers differently. */
function changed(rules: Json | undefined): Json {
  return (Array.isArray(rules) ? rules : []).map((rule, index) =>
    index % 10 === 0 ? { ...(rule as { [key: string]: Json }), event: { type: "SEKDA" } } : rule,
  );
}

function analysis(rows: number): number {
  const ruleSet = read(JSON.stringify(table(rows)));
  return median(Array.from({ length: 5 }, () => timed(() => analyse(ruleSet)))) / 1_000;
}

const roundMs = 60;

/** Median microseconds per call over rounds of at least 60 ms, after as many to warm up. */
function perCall(facts: readonly Facts[], decide: (facts: Facts) => unknown): number {
  // The clock is read once in a few hundred calls: reading it takes as long as a small decision.
  const turns = Math.ceil(200 / facts.length);
  const round = () => {
    const start = performance.now();
    let calls = 0;
    while (performance.now() - start < roundMs) {
      for (let turn = 0; turn < turns; turn += 1) for (const one of facts) decide(one);
      calls += turns * facts.length;
    }
    return ((performance.now() - start) * 1_000) / calls;
  };
  for (let warm = 0; warm < 3; warm += 1) round();
  return median(Array.from({ length: 7 }, round));
}

async function perCallAsync(
  facts: readonly Facts[],
  decide: (facts: Facts) => Promise<unknown>,
): Promise<number> {
  const round = async () => {
    const start = performance.now();
    let calls = 0;
    while (performance.now() - start < roundMs) {
      for (const one of facts) await decide(one);
      calls += facts.length;
    }
    return ((performance.now() - start) * 1_000) / calls;
  };
  for (let warm = 0; warm < 2; warm += 1) await round();
  const rounds: number[] = [];
  for (let index = 0; index < 5; index += 1) rounds.push(await round());
  return median(rounds);
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
