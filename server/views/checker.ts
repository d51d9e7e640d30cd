/**
 * Checking documents of every kind: a diagram by the engine and by casework (a service task that nothing serves, an
 * unknown form, rule set or post), a rule set by its reader and its own tests, and the rest by their readers.
 */
import type { DocumentKind } from "../../api/index.ts";
import { checkCasework, readForm } from "../../casework/index.ts";
import { type Problem, readProcess } from "../../engine/index.ts";
import { type DocumentProblem, readCalendar, readOrganisation } from "../../organisation/index.ts";
import { type RuleProblem, type RuleSet, readRuleSet, runTests, sayProblem } from "../../rules/index.ts";
import type { CheckedProblem, Checker } from "./check.ts";
import type { Documents } from "./documents.ts";
import { refusesSave } from "./draft-safety.ts";
import { soundnessProblems } from "./soundness.ts";
import { type Language, sayWord } from "./words.ts";

export interface CheckerParts {
  readonly documents: Documents;
  readonly clock: { nowMs(): number };
  /** Names of the handlers that this server has. */
  readonly handlers: readonly string[];
}

export function createChecker(parts: CheckerParts): Checker {
  const checks: Readonly<
    Record<
      DocumentKind,
      (id: string, content: string, language: Language) => Promise<readonly CheckedProblem[]>
    >
  > = {
    processes: (id, content, language) => checkProcess(parts, id, content, language),
    "rule-sets": checkRuleSet,
    forms: async (id, content, language) => checkJson(content, id, readForm, language),
    organisation: async (id, content, language) => checkJson(content, id, readOrganisation, language),
    calendars: async (id, content, language) => checkJson(content, id, readCalendar, language),
  };
  return {
    check: (kind, id, content, language) => checks[kind](id, content, language),
    async checkDraft(kind, id, content, language) {
      // Whether a diagram is sound and complete does not matter here, and takes time to find out.
      const problems =
        kind === "processes" ? await readingProblems(content) : await checks[kind](id, content, language);
      return problems.filter((problem) => problem.refusesSave);
    },
    async testRules(content, language) {
      const reading = readRuleSet(content);
      if (!reading.ok) return { problems: reading.problems.map((problem) => ruleProblem(problem, language)) };
      return { results: await timedTests(reading.ruleSet) };
    },
  };
}

async function checkProcess(
  parts: CheckerParts,
  id: string,
  content: string,
  language: Language,
): Promise<readonly CheckedProblem[]> {
  const nowMs = parts.clock.nowMs();
  const organisation = await parts.documents.organisation(nowMs);
  const reading = await readProcess(content, organisation ? { zone: organisation.zone } : {});
  if (!reading.ok) return reading.problems.map(diagramProblem);
  const [process, ...others] = reading.processes;
  if (!process || others.length > 0) {
    return [unfinished(wholeDocument("oneProcess", language, { count: reading.processes.length }))];
  }
  if (process.id !== id) return [unfinished(wholeDocument("otherId", language, { written: process.id, id }))];
  if (!organisation) return [unfinished(wholeDocument("noOrganisation", language))];
  const found = checkCasework(process, {
    organisation,
    ...(await parts.documents.checkAgainst(nowMs)),
    process: await parts.documents.calledBy(process, nowMs),
    atMs: nowMs,
    handlers: parts.handlers,
  });
  return [...found.map(diagramProblem), ...soundnessProblems(process, language)];
}

async function readingProblems(content: string): Promise<readonly CheckedProblem[]> {
  const reading = await readProcess(content);
  return reading.ok ? [] : reading.problems.map(diagramProblem);
}

function unfinished(problem: CheckedProblem): CheckedProblem {
  return { ...problem, refusesSave: false };
}

async function checkRuleSet(
  id: string,
  content: string,
  language: Language,
): Promise<readonly CheckedProblem[]> {
  const reading = readRuleSet(content);
  if (!reading.ok) return reading.problems.map((problem) => ruleProblem(problem, language));
  const { ruleSet } = reading;
  if (ruleSet.id !== id) {
    return [{ ...wholeDocument("otherId", language, { written: ruleSet.id, id }), pointer: "/id" }];
  }
  if (ruleSet.tests.length === 0) {
    const missing = { ...wholeDocument("noTests", language), pointer: "/tests", breaksFormat: false };
    return [missing];
  }
  const failed = (await runTests(ruleSet)).flatMap((result, index) =>
    result.passed ? [] : [{ result, index }],
  );
  return failed.map(({ result: { name, expected, got }, index }) => ({
    code: "testFailed",
    severity: "error",
    elementId: null,
    pointer: `/tests/${index}`,
    line: null,
    message: sayWord(language, "check.testFailed", { name, expected, got }),
    refusesSave: false,
    overridable: false,
  }));
}

async function timedTests(ruleSet: RuleSet) {
  const results = [];
  for (const test of ruleSet.tests) {
    const startedAt = process.hrtime.bigint();
    const [result] = await runTests({ ...ruleSet, tests: [test] });
    const milliseconds = Number(process.hrtime.bigint() - startedAt) / 1e6;
    if (result) results.push({ ...result, milliseconds });
  }
  return results;
}

function checkJson(
  content: string,
  id: string,
  read: (
    json: unknown,
  ) => { readonly ok: true } | { readonly ok: false; readonly problems: readonly DocumentProblem[] },
  language: Language,
): readonly CheckedProblem[] {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch (error) {
    return [wholeDocument("badJson", language, { reason: error instanceof Error ? error.message : "" })];
  }
  const reading = read(json);
  if (!reading.ok) {
    return reading.problems.map(({ code, pointer, message }) => ({
      code,
      severity: "error",
      elementId: null,
      pointer,
      line: null,
      message,
      refusesSave: true,
      overridable: false,
    }));
  }
  const written = typeof json === "object" && json !== null && "id" in json ? String(json.id) : "-";
  if (written === id) return [];
  return [{ ...wholeDocument("otherId", language, { written, id }), pointer: "/id" }];
}

function wholeDocument(
  code: string,
  language: Language,
  params: Readonly<Record<string, string | number>> = {},
): CheckedProblem {
  return {
    code,
    severity: "error",
    elementId: null,
    pointer: null,
    line: null,
    message: sayWord(language, `check.${code}`, params),
    refusesSave: true,
    overridable: false,
  };
}

function diagramProblem(problem: Problem): CheckedProblem {
  return {
    code: problem.code,
    severity: "error",
    elementId: problem.elementId ?? null,
    pointer: null,
    line: problem.line ?? null,
    message: problem.message,
    refusesSave: refusesSave(problem),
    overridable: false,
  };
}

function ruleProblem(problem: RuleProblem, language: Language): CheckedProblem {
  return {
    code: problem.code,
    severity: "error",
    elementId: null,
    pointer: problem.pointer,
    line: problem.line,
    message: sayProblem(problem, language),
    refusesSave: true,
    overridable: false,
  };
}
