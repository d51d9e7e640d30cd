/** What a rule-set document must not be, each sent as an analyst or an attacker would send it. */
import { describe, expect, test } from "vitest";
import {
  type Json,
  limits,
  nothingShared,
  type RuleProblem,
  readRuleSet,
  ruleSetSchema,
  share,
  validateJson,
} from "../../rules/index.ts";
import { routing, routingWith } from "./fixtures.ts";

function problemsOf(document: Json | string, shared = nothingShared): readonly RuleProblem[] {
  const text = typeof document === "string" ? document : JSON.stringify(document, null, 2);
  const read = readRuleSet(text, shared);
  return read.ok ? [] : read.problems;
}

const codes = (problems: readonly RuleProblem[]) => problems.map(({ code }) => code);

/** The routing document with one rule whose conditions are these. */
function withConditions(conditions: Json, more: { readonly [key: string]: Json } = {}): Json {
  return routingWith({
    rules: [{ name: "satu", conditions, event: { type: "SEKDA" } }],
    tests: [],
    ...more,
  });
}

const comparing = (operator: string, value: Json, path = "$.nilai"): Json =>
  withConditions({ all: [{ fact: "laporan", path, operator, value }] });

/** The text of the line and column that a problem names. */
function at(text: string, { line, column }: RuleProblem): string {
  return (text.split("\n")[line - 1] ?? "").slice(column - 1);
}

describe("a document that is right", () => {
  test("is read, frozen, and fits the published schema", () => {
    const read = readRuleSet(JSON.stringify(routing));
    expect(read.ok && Object.isFrozen(read.ruleSet.rules[0]?.conditions)).toBe(true);
    expect(validateJson(ruleSetSchema, routing)).toEqual([]);
  });

  test("otherwise may be a type alone", () => {
    expect(problemsOf(routingWith({ otherwise: { type: "MANUAL" } }))).toEqual([]);
  });
});

describe("text", () => {
  test.each([
    ["an empty text", "", 1, 1],
    ["a missing comma", '{ "id": "a"\n  "title": "b" }', 2, 3],
    ["a comma after the last member", '{\n "id": "a",\n}', 3, 1],
    ["a text that is not closed", '{ "id": "a }', 1, 9],
    ["single quotes", "{ 'id': 1 }", 1, 3],
    ["two documents", "{} {}", 1, 4],
    ["a number with a leading zero", "[01]", 1, 3],
    ["NaN", "[NaN]", 1, 2],
    ["an unknown escape", '["\\x"]', 1, 4],
  ])("%s is refused with line and column", (_what, text, line, column) => {
    expect(problemsOf(text)).toMatchObject([{ code: "badJson", line, column }]);
  });

  test("a key that is written twice is refused at the second", () => {
    const text = '{ "id": "a",\n  "id": "b" }';
    const problem = problemsOf(text).find(({ code }) => code === "duplicateKey");
    expect(problem).toMatchObject({ pointer: "/id", line: 2, column: 3 });
  });

  test.each(["__proto__", "constructor", "prototype"])("the key %s is refused anywhere", (key) => {
    const text = JSON.stringify(routing).replace('"alasan":"Nilai besar"', `"${key}":{"x":1}`);
    expect(codes(problemsOf(text))).toContain("forbiddenKey");
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
  });

  test("1e400 is refused where it stands", () => {
    const text = JSON.stringify(routing).replace('"value":1}', '"value":1e400}');
    const [problem] = problemsOf(text);
    expect(problem?.code).toBe("numberNotFinite");
    expect(problem && at(text, problem).startsWith("1e400")).toBe(true);
  });

  test("a number past 2^53 is refused, with the advice to write a decimal string", () => {
    const text = JSON.stringify(routing).replace('"value":1}', '"value":9007199254740993}');
    expect(problemsOf(text)).toMatchObject([{ code: "numberTooLarge" }]);
  });

  test("NUL and half a surrogate pair are refused", () => {
    expect(codes(problemsOf('{ "id": "a\\u0000" }'))).toContain("badCharacter");
    expect(codes(problemsOf('{ "id": "a\\ud800" }'))).toContain("badCharacter");
    expect(codes(problemsOf('{ "id": "a\\ud83d\\ude00" }'))).not.toContain("badCharacter");
  });

  test("brackets nested 20,000 deep are refused at once", () => {
    expect(codes(problemsOf("[".repeat(20_000)))).toEqual(["tooDeep"]);
  });

  test("a document past the size limit is not read", () => {
    expect(codes(problemsOf(" ".repeat(limits.documentCharacters + 1)))).toEqual(["documentTooLarge"]);
  });
});

describe("shape", () => {
  test("a rule set without otherwise is refused", () => {
    const { otherwise: _otherwise, ...rest } = routing;
    expect(problemsOf(rest)).toMatchObject([
      { code: "missingKey", params: { key: "otherwise" }, line: 1, column: 1 },
    ]);
  });

  test("an unknown key is refused at the key", () => {
    const text = JSON.stringify(routingWith({ owner: "Biro Organisasi" }), null, 2);
    const [problem] = problemsOf(text);
    expect(problem).toMatchObject({ code: "unknownKey", pointer: "/owner" });
    expect(problem && at(text, problem).startsWith('"owner"')).toBe(true);
  });

  test("a key that belongs elsewhere is refused with its place", () => {
    expect(problemsOf(routingWith({ conditions: { all: [] } }))).toMatchObject([
      { code: "misplacedKey", params: { key: "conditions", belongs: "a rule" } },
    ]);
  });

  test("a list where an object belongs is refused", () => {
    expect(codes(problemsOf(routingWith({ rules: {} })))).toEqual(["wrongType"]);
    expect(codes(problemsOf("[]"))).toEqual(["wrongType"]);
  });

  test("an unknown hit policy, purpose or effectiveBy is refused", () => {
    const document = routingWith({ hitPolicy: "any", purpose: "fun", effectiveBy: "mood" });
    expect(codes(problemsOf(document))).toEqual(["notAllowed", "notAllowed", "notAllowed"]);
  });

  test("two rules of one name are refused", () => {
    const rules = [routing.rules[0], routing.rules[0]];
    expect(problemsOf(routingWith({ rules, tests: [] }))).toMatchObject([
      { code: "duplicateName", pointer: "/rules/1/name" },
    ]);
  });

  test("a test that expects nothing, or gives a fact that is not declared, is refused", () => {
    const tests = [{ name: "a", facts: { nilai: 1 }, expect: {} }];
    expect(codes(problemsOf(routingWith({ tests })))).toEqual(["unknownFact", "badExpectation"]);
  });

  test("a priority that no policy looks at is refused", () => {
    const rules = [{ ...routing.rules[0], priority: 3 }];
    expect(codes(problemsOf(routingWith({ rules, tests: [] })))).toEqual(["priorityUnused"]);
    expect(codes(problemsOf(routingWith({ rules, tests: [], hitPolicy: "highestPriority" })))).toEqual([]);
  });

  test("collect and score want one type, score a whole skor", () => {
    const rules = [
      {
        name: "a",
        conditions: { all: [{ fact: "kabupaten", operator: "equal", value: 1 }] },
        event: { type: "A", params: { skor: 0.5 } },
      },
      {
        name: "b",
        conditions: { all: [{ fact: "kabupaten", operator: "equal", value: 1 }] },
        event: { type: "B", params: { skor: 1 } },
      },
    ];
    expect(codes(problemsOf(routingWith({ rules, tests: [], hitPolicy: "collect" })))).toEqual([
      "typesDiffer",
    ]);
    expect(codes(problemsOf(routingWith({ rules, tests: [], hitPolicy: "score" })))).toEqual([
      "scoreMissing",
      "typesDiffer",
    ]);
  });
});

describe("facts", () => {
  const withFact = (fact: Json) =>
    routingWith({
      facts: { type: "object", properties: { a: fact } },
      rules: [
        {
          name: "satu",
          conditions: { all: [{ fact: "a", operator: "ada", value: true }] },
          event: { type: "X" },
        },
      ],
      tests: [],
    });

  test.each<[string, Json, string]>([
    ["without a type", {}, "factWithoutType"],
    ["of two types", { type: ["string", "number"] }, "factWithoutType"],
    ["of an unknown type", { type: "money" }, "badFactSchema"],
    ["with a reference", { $ref: "#/$defs/x" }, "keywordNotForFacts"],
    ["with alternatives", { type: "string", anyOf: [{ minLength: 1 }] }, "keywordNotForFacts"],
    ["with an unknown keyword", { type: "string", minlength: 1 }, "badFactSchema"],
    ["with an unknown format", { type: "string", format: "rupiah" }, "badFactSchema"],
    ["with a pattern that cannot be read", { type: "string", pattern: "(" }, "badPattern"],
    ["with lookahead in its pattern", { type: "string", pattern: "(?=a)" }, "badPattern"],
  ])("a fact %s is refused", (_what, fact, code) => {
    expect(codes(problemsOf(withFact(fact)))).toContain(code);
  });

  test("a fact that may be null has the type beside it", () => {
    expect(problemsOf(withFact({ type: ["string", "null"] }))).toEqual([]);
  });

  test("a fact named like a member of every object is refused", () => {
    const facts = { type: "object", properties: { toString: { type: "string" } } };
    expect(codes(problemsOf(routingWith({ facts, tests: [] })))).toContain("badName");
  });

  test("a pattern that hangs native engines is taken: it runs in linear time", () => {
    const document = comparing("cocokPola", "^(a+)+$", "$.urusan");
    expect(problemsOf(document)).toEqual([]);
  });
});

describe("conditions", () => {
  test.each(["all", "any"])("an empty %s is refused", (key) => {
    expect(codes(problemsOf(withConditions({ [key]: [] })))).toEqual(["emptyCondition"]);
    expect(codes(problemsOf(withConditions({ not: { [key]: [] } })))).toEqual(["emptyCondition"]);
  });

  test("a comparison at the top is refused", () => {
    const conditions = { fact: "kabupaten", operator: "equal", value: 1 };
    expect(codes(problemsOf(withConditions(conditions)))).toEqual(["bareComparison"]);
  });

  test("all beside any is refused", () => {
    const part = [{ fact: "kabupaten", operator: "equal", value: 1 }];
    expect(codes(problemsOf(withConditions({ all: part, any: part })))).toEqual(["unknownKey"]);
  });

  test("priority and params inside a condition are refused", () => {
    const conditions = { all: [{ fact: "kabupaten", operator: "equal", value: 1, priority: 2, params: {} }] };
    expect(codes(problemsOf(withConditions(conditions)))).toEqual(["unknownKey", "unknownKey"]);
  });

  test("conditions nested 33 deep are refused, 32 are not", () => {
    const nested = (levels: number): Json =>
      levels === 1 ? { fact: "kabupaten", operator: "equal", value: 1 } : { all: [nested(levels - 1)] };
    expect(codes(problemsOf(withConditions(nested(limits.conditionDepth))))).toEqual([]);
    expect(codes(problemsOf(withConditions(nested(limits.conditionDepth + 1))))).toContain("tooDeep");
  });

  test("conditions nested 20,000 deep are refused without exhausting the stack", () => {
    const levels = 20_000;
    const text = JSON.stringify(withConditions("HERE")).replace(
      '"HERE"',
      `${'{"not":'.repeat(levels)}{"condition":"satu"}${"}".repeat(levels)}`,
    );
    expect(codes(problemsOf(text))).toEqual(["tooDeep"]);
  });

  test("a fact that is not declared is refused, with those that are", () => {
    const conditions = { all: [{ fact: "nilai", operator: "equal", value: 1 }] };
    expect(problemsOf(withConditions(conditions))).toMatchObject([
      {
        code: "unknownFact",
        pointer: "/rules/0/conditions/all/0/fact",
        params: { declared: "pengirim, laporan, kabupaten" },
      },
    ]);
  });

  test("a path that the facts do not declare is refused", () => {
    expect(codes(problemsOf(comparing("equal", "x", "$.harga")))).toEqual(["unknownPath"]);
    expect(codes(problemsOf(comparing("equal", "x", "$.urusan.nama")))).toEqual(["unknownPath"]);
  });

  test.each([
    "$..[?(@.constructor.constructor('return process')().mainModule)]",
    "$[?(@.nilai > 1)]",
    "$..nilai",
    "$.*",
    "$['nilai']",
    "$.laporan[(@.length-1)]",
    "$.a[-1]",
    "$.a[1:2]",
    "$.__proto__.x",
    "$.constructor",
    "$",
    "",
    "nilai",
    "$.nilai~",
    "$.a\n.b",
    "$.a`b`",
  ])("the path %j is refused", (path) => {
    expect(codes(problemsOf(comparing("equal", "x", path)))).toEqual(["badPath"]);
  });

  test("a path that is not a text is refused", () => {
    const conditions = { all: [{ fact: "laporan", path: { a: 1 }, operator: "equal", value: 1 }] };
    expect(codes(problemsOf(withConditions(conditions)))).toEqual(["badPath"]);
  });

  test.each(["greaterThanEqual", "toString", "not:equal", "swap:equal", "someValue:equal", ">="])(
    "the operator %s is unknown",
    (operator) => {
      expect(codes(problemsOf(comparing(operator, "1")))).toEqual(["unknownOperator"]);
    },
  );

  test("the text 10 is not compared with the number 9", () => {
    const problems = problemsOf(
      withConditions({ all: [{ fact: "kabupaten", operator: "greaterThan", value: "9" }] }),
    );
    expect(codes(problems)).toEqual(["valueDoesNotFit"]);
    expect(codes(problemsOf(comparing("greaterThan", 9, "$.urusan")))).toEqual(["operatorDoesNotFit"]);
    expect(codes(problemsOf(comparing("equal", 9, "$.urusan")))).toEqual(["valueDoesNotFit"]);
  });

  test("money is written as a decimal string and compared by its own operators", () => {
    expect(codes(problemsOf(comparing("uang>=", 500_000_000_000)))).toEqual(["valueDoesNotFit"]);
    expect(codes(problemsOf(comparing("uang>=", "500.000")))).toEqual(["valueDoesNotFit"]);
    expect(codes(problemsOf(comparing("uang>=", "5e11")))).toEqual(["valueDoesNotFit"]);
    expect(codes(problemsOf(comparing("greaterThan", "500000000000")))).toEqual(["operatorDoesNotFit"]);
    expect(codes(problemsOf(comparing("uang>=", "500000000000.50")))).toEqual([]);
  });

  test("a value that the fact can never have is refused", () => {
    const conditions = { all: [{ fact: "pengirim", operator: "equal", value: "sekwan" }] };
    expect(problemsOf(withConditions(conditions))).toMatchObject([
      { code: "notAnOption", pointer: "/rules/0/conditions/all/0/value" },
    ]);
  });

  test("two facts are compared only when they are of one kind", () => {
    expect(codes(problemsOf(comparing("uang>=", { fact: "laporan", path: "$.nilai" })))).toEqual([]);
    expect(codes(problemsOf(comparing("uang>=", { fact: "kabupaten" })))).toEqual(["kindsDiffer"]);
    expect(codes(problemsOf(comparing("uang>=", { fact: "laporan", path: "$..x" })))).toEqual(["badPath"]);
  });

  test("an empty list of values is refused", () => {
    expect(codes(problemsOf(comparing("in", [], "$.urusan")))).toEqual(["badListLength"]);
  });
});

describe("names", () => {
  const reference = (name: string, condition: string) => ({
    name,
    conditions: { all: [{ condition }] },
    event: { type: "X" },
  });

  test("rules that refer to each other in a circle are refused with the circle", () => {
    const rules = [reference("a", "b"), reference("b", "c"), reference("c", "a")];
    const problems = problemsOf(routingWith({ rules, tests: [] }));
    expect(problems[0]).toMatchObject({ code: "conditionCycle", params: { circle: "a → b → c → a" } });
  });

  test("a rule that refers to itself is refused", () => {
    const problems = problemsOf(routingWith({ rules: [reference("a", "a")], tests: [] }));
    expect(problems).toMatchObject([
      { code: "conditionCycle", pointer: "/rules/0/conditions/all/0/condition" },
    ]);
  });

  test("shared conditions in a circle are refused where they are used", () => {
    const shared = share([
      { id: "x", title: "x", kind: "condition", condition: { not: { condition: "y" } } },
      { id: "y", title: "y", kind: "condition", condition: { not: { condition: "x" } } },
    ]);
    const problems = problemsOf(routingWith({ rules: [reference("a", "x")], tests: [] }), shared);
    expect(problems).toMatchObject([
      { code: "conditionCycle", pointer: "/rules/0/conditions/all/0/condition" },
    ]);
  });

  test("a name that nothing has is refused", () => {
    const problems = problemsOf(routingWith({ rules: [reference("a", "hilang")], tests: [] }));
    expect(codes(problems)).toEqual(["unknownCondition"]);
  });

  test("a shared condition that reads other facts is refused where it is used", () => {
    const condition = { all: [{ fact: "kecamatan", operator: "equal", value: 1 }] };
    const shared = share([{ id: "x", title: "x", kind: "condition", condition }]);
    const problems = problemsOf(routingWith({ rules: [reference("a", "x")], tests: [] }), shared);
    expect(problems).toMatchObject([{ code: "unknownFact", pointer: "/rules/0/conditions/all/0/condition" }]);
  });

  test("a rule named like a shared condition is refused", () => {
    const shared = share([
      { id: "sekwan", title: "x", kind: "condition", condition: { condition: "sekwan" } },
    ]);
    expect(codes(problemsOf(routing, shared))).toEqual(["ambiguousName"]);
  });

  test("references that double at every step are refused before they are followed", () => {
    const rules = Array.from({ length: 28 }, (_none, index) =>
      index === 0
        ? {
            name: "r0",
            conditions: { all: [{ fact: "kabupaten", operator: "equal", value: 1 }] },
            event: { type: "X" },
          }
        : {
            name: `r${index}`,
            conditions: { any: [{ condition: `r${index - 1}` }, { condition: `r${index - 1}` }] },
            event: { type: "X" },
          },
    );
    expect(codes(problemsOf(routingWith({ rules, tests: [] })))).toContain("tooManyConditions");
  });

  test("a shared list must exist and hold what the fact is", () => {
    const document = comparing("in", { list: "urusan-wajib" }, "$.urusan");
    expect(codes(problemsOf(document))).toEqual(["unknownList"]);
    const list = (items: readonly (string | number)[]) =>
      share([{ id: "urusan-wajib", title: "Urusan wajib", kind: "list", items }]);
    expect(codes(problemsOf(document, list(["kesehatan"])))).toEqual([]);
    expect(codes(problemsOf(document, list(["kesehatan", 3])))).toEqual(["valueDoesNotFit"]);
  });
});
