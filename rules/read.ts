/**
 * Text to a rule set, or every problem with its line.
 *
 * The order is: is it JSON; has it the shape of the document; are the facts a facts schema; do conditions, references,
 * names and outcomes hold together. What comes out is frozen, because prepared evaluators are kept by identity.
 */
import { checkCondition, type Scope, type Told } from "./check-conditions.ts";
import { ruleSetSchema, sharedSchema } from "./document-schema.ts";
import { factsProblems } from "./fact-type.ts";
import type { Fault } from "./fault.ts";
import { pointerStep, readJson } from "./json-text.ts";
import { limits } from "./limits.ts";
import type { RuleProblem } from "./problem.ts";
import { checkReferences } from "./references.ts";
import {
  type Json,
  type JsonSchema,
  nothingShared,
  type RuleSet,
  type Shared,
  type SharedDocument,
} from "./rule-set.ts";
import { type CompiledSchema, compileSchema, schemaFaults } from "./schema.ts";
import { isObject, type SchemaObject } from "./schema-check.ts";

export type ReadRuleSet =
  | { readonly ok: true; readonly ruleSet: RuleSet }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

export type ReadShared =
  | { readonly ok: true; readonly document: SharedDocument }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

/** Reads and checks a rule-set document. Every problem is located; a document with one is not a rule set. */
export function readRuleSet(text: string, shared: Shared = nothingShared): ReadRuleSet {
  const read = readDocument(text, (value, tell) => {
    for (const fault of ruleSetShape.faults(value)) tell(shapeProblem(fault));
    if (isObject(value)) checkRuleSet(value, shared, tell);
  });
  if (!read.ok) return read;
  assertShape<RuleSet>(read.value, ruleSetShape);
  return { ok: true, ruleSet: read.value };
}

/** Reads and checks a shared list or condition. Whether a condition fits the facts is judged where it is used. */
export function readShared(text: string): ReadShared {
  const read = readDocument(text, (value, tell) => {
    const shape = isObject(value) && value.kind === "condition" ? sharedConditionShape : sharedListShape;
    for (const fault of shape.faults(value)) tell(shapeProblem(fault));
    if (isObject(value) && shape === sharedConditionShape && value.condition !== undefined) {
      const scope = { facts: null, shared: nothingShared, named: new Map(), tell };
      checkCondition(value.condition, "/condition", scope, true);
    }
  });
  if (!read.ok) return read;
  assertShape<SharedDocument>(read.value, anySharedShape);
  return { ok: true, document: read.value };
}

type Tell = (problem: Told) => void;

function readDocument(
  text: string,
  check: (value: Json, tell: Tell) => void,
):
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] } {
  const read = readJson(text);
  if (!read.ok) return read;
  const { value, placeOf } = read.json;
  const problems: RuleProblem[] = [...read.problems];
  check(value, ({ part, ...problem }) => {
    if (problems.length < limits.problems) problems.push({ ...problem, ...placeOf(problem.pointer, part) });
  });
  if (problems.length === 0) return { ok: true, value: deepFreeze(value) };
  const inOrder = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  return { ok: false, problems: inOrder };
}

/** Conditions are judged by `checkCondition`, which can say more than that none of five alternatives fits. */
function shape(schema: SchemaObject, part?: number): CompiledSchema {
  const chosen = part === undefined ? schema : (schema.anyOf as readonly SchemaObject[])[part];
  const compiled = compileSchema({
    ...chosen,
    $defs: { ...(schema.$defs as SchemaObject), topCondition: true },
  } as JsonSchema);
  if (!compiled.ok) throw new Error(`The document schema is at fault: ${JSON.stringify(compiled.faults)}`);
  return compiled.schema;
}
const ruleSetShape = shape(ruleSetSchema);
const sharedListShape = shape(sharedSchema, 0);
const sharedConditionShape = shape(sharedSchema, 1);
const anySharedShape = shape(sharedSchema);

function assertShape<T>(value: unknown, schema: CompiledSchema): asserts value is T {
  if (!schema.fits(value)) throw new Error("A document without problems has the shape of its schema.");
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    for (const member of Object.values(value)) deepFreeze(member);
    Object.freeze(value);
  }
  return value;
}

/** Where a key that stands in the wrong place belongs. */
const home: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["id", "title", "purpose", "facts", "hitPolicy", "effectiveBy", "rules", "otherwise", "tests"].map(
      (key) => [key, "the document"],
    ),
  ),
  ...Object.fromEntries(["name", "conditions", "event", "priority"].map((key) => [key, "a rule"])),
  ...Object.fromEntries(["type", "params"].map((key) => [key, '"event" or "otherwise"'])),
  ...Object.fromEntries(
    ["all", "any", "not", "condition", "fact", "path", "operator", "value"].map((key) => [
      key,
      '"conditions"',
    ]),
  ),
  ...Object.fromEntries(["expect"].map((key) => [key, "a test"])),
  ...Object.fromEntries(["alasan", "tujuan", "dasarHukum"].map((key) => [key, '"params"'])),
};

const shapeCodes: Readonly<Record<string, string>> = {
  type: "wrongType",
  enum: "notAllowed",
  const: "notAllowed",
  pattern: "badName",
  uniqueItems: "duplicateItem",
};

function shapeProblem({ pointer, code, message, params }: Fault): Told {
  const where = pointer === "" ? "The document" : pointer;
  if (code === "required") {
    const key = String(params.name);
    const parent = pointer.slice(0, pointer.lastIndexOf("/"));
    const why = key === "otherwise" ? " It says what holds when no rule hits or a fact is missing." : "";
    return { code: "missingKey", pointer: parent, message: `"${key}" is missing.${why}`, params: { key } };
  }
  if (code === "additionalProperties") {
    const key = String(params.name);
    const belongs = Object.hasOwn(home, key) ? home[key] : undefined;
    return belongs === undefined
      ? { code: "unknownKey", pointer, part: "key", message: `"${key}" is not a key here.`, params: { key } }
      : {
          code: "misplacedKey",
          pointer,
          part: "key",
          message: `"${key}" does not belong here but in ${belongs}.`,
          params: { key, belongs },
        };
  }
  if (code === "anyOf" && pointer.endsWith("/expect")) {
    const message = '"expect" is { "type", "params", "rule" } or { "incident", "fact" }.';
    return { code: "badExpectation", pointer, message, params: {} };
  }
  return {
    code: shapeCodes[code] ?? "outOfRange",
    pointer,
    message: `${where}: ${message}`,
    params: { ...params, keyword: code },
  };
}

function checkRuleSet(document: SchemaObject, shared: Shared, tell: Tell): void {
  const facts = checkFacts(document.facts, tell);
  const rules: readonly unknown[] = Array.isArray(document.rules) ? document.rules : [];
  const named = new Map<string, unknown>();
  for (const [index, rule] of rules.entries()) {
    if (!isObject(rule) || typeof rule.name !== "string") continue;
    if (named.has(rule.name)) duplicate(`/rules/${index}/name`, rule.name, tell);
    else named.set(rule.name, rule.conditions);
  }
  const scope: Scope = { facts, shared, named, tell };
  for (const [index, rule] of rules.entries()) {
    if (!isObject(rule)) continue;
    if (rule.conditions !== undefined)
      checkCondition(rule.conditions, `/rules/${index}/conditions`, scope, true);
    checkAnswer(rule, `/rules/${index}`, document, tell);
  }
  checkReferences(rules, scope);
  checkTests(Array.isArray(document.tests) ? document.tests : [], facts, tell);
}

/** The facts schema when conditions can be judged by it, null when it is itself at fault. */
function checkFacts(facts: unknown, tell: Tell): SchemaObject | null {
  if (!isObject(facts)) return null;
  const faults = schemaFaults(facts as JsonSchema);
  for (const { code, pointer, message } of faults) {
    tell({
      code: code === "badPattern" ? code : "badFactSchema",
      pointer: `/facts${pointer}`,
      message,
      params: { why: message },
    });
  }
  const problems = factsProblems(facts);
  for (const problem of problems) tell({ ...problem, pointer: `/facts${problem.pointer}` });
  return faults.length + problems.length === 0 ? facts : null;
}

/** What a hit policy asks of each rule's answer. */
function checkAnswer(rule: SchemaObject, pointer: string, document: SchemaObject, tell: Tell): void {
  const { hitPolicy } = document;
  const event = isObject(rule.event) ? rule.event : {};
  if (rule.priority !== undefined && hitPolicy !== "highestPriority") {
    tell({
      code: "priorityUnused",
      pointer: `${pointer}/priority`,
      message: 'Only "hitPolicy": "highestPriority" looks at a priority; elsewhere it would mislead.',
      params: {},
    });
  }
  if (hitPolicy !== "collect" && hitPolicy !== "score") return;
  const first = Array.isArray(document.rules) ? document.rules[0] : undefined;
  const type = isObject(first) && isObject(first.event) ? first.event.type : undefined;
  if (event.type !== type) {
    tell({
      code: "typesDiffer",
      pointer: `${pointer}/event/type`,
      message: `Under "${hitPolicy}" all rules answer with one type, here "${String(type)}".`,
      params: { type: String(type), hitPolicy },
    });
  }
  const { skor } = isObject(event.params) ? event.params : { skor: undefined };
  if (hitPolicy === "score" && !(Number.isInteger(skor) && Math.abs(Number(skor)) <= limits.score)) {
    tell({
      code: "scoreMissing",
      pointer: `${pointer}/event`,
      message: `Under "score" the params of a rule have "skor", a whole number up to ${limits.score}.`,
      params: { limit: limits.score },
    });
  }
}

function checkTests(tests: readonly unknown[], facts: SchemaObject | null, tell: Tell): void {
  const names = new Set<string>();
  for (const [index, test] of tests.entries()) {
    if (!isObject(test)) continue;
    if (typeof test.name === "string") {
      if (names.has(test.name)) duplicate(`/tests/${index}/name`, test.name, tell);
      names.add(test.name);
    }
    if (facts === null || !isObject(test.facts) || !isObject(facts.properties)) continue;
    for (const fact of Object.keys(test.facts)) {
      if (Object.hasOwn(facts.properties, fact)) continue;
      const declared = Object.keys(facts.properties).join(", ");
      tell({
        code: "unknownFact",
        pointer: `/tests/${index}/facts${pointerStep(fact)}`,
        part: "key",
        message: `The fact "${fact}" is not declared in "facts"; declared are ${declared}.`,
        params: { fact, declared },
      });
    }
  }
}

function duplicate(pointer: string, name: string, tell: Tell): void {
  tell({ code: "duplicateName", pointer, message: `The name "${name}" is used twice.`, params: { name } });
}
