/**
 * `poros rules check|test FILE` and `poros rules compare OLD NEW --cases FILE`: the same reading, analysis, tests and
 * comparison as the screens. A finding that would stop or hide cases is an error; a gap that "otherwise" catches, or
 * an overlap that the order decides, is said and leaves the code at 0.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import {
  analyse,
  beginComparison,
  type ComparedCase,
  outcomeName,
  type RuleSet,
  readRuleSet,
  runTests,
  sayAnalysis,
} from "../../rules/index.ts";
import { readCases } from "./cases-file.ts";
import { type ToldProblem, told } from "./check.ts";
import { type Command, type CommandResult, wrongUse } from "./command.ts";

export const rulesCommand: Command = {
  use: "poros rules check|test FILE | compare OLD NEW --cases FILE",
  about: "check a rule set, run its tests, or see what another would have decided otherwise",
  async run({ words: [what, file, ...rest], json, options }) {
    if (what === "compare") return compare(file, rest, options.cases, json);
    if ((what !== "check" && what !== "test") || file === undefined || rest.length > 0)
      return wrongUse(rulesCommand);
    if (!existsSync(file)) return noFile(file);
    const content = readFileSync(file, "utf8");
    const reading = readRuleSet(content);
    if (!reading.ok) return told(basename(file), rulesProblems(content), json);
    return what === "check"
      ? checked(basename(file), reading.ruleSet, json)
      : await tested(basename(file), reading.ruleSet, json);
  },
};

const noFile = (file: string): CommandResult => ({ code: 2, err: `There is no file ${file}.\n` });

export function rulesProblems(content: string): readonly ToldProblem[] {
  const reading = readRuleSet(content);
  if (reading.ok) return [];
  return reading.problems.map(({ code, line, pointer, message }) => ({
    code,
    at: `line ${line} ${pointer}`.trim(),
    message,
  }));
}

function checked(name: string, ruleSet: RuleSet, json: boolean): CommandResult {
  const analysis = analyse(ruleSet);
  const said = sayAnalysis(analysis, ruleSet, "en");
  const problems: ToldProblem[] = [];
  const notes: ToldProblem[] = [];
  for (const [index, { text }] of said.neverFire.entries())
    problems.push({ code: "neverFires", at: ruleAt(analysis.neverFire[index]?.index), message: text });
  for (const [index, { text }] of said.overlaps.entries()) {
    const overlap = analysis.overlaps[index];
    const list = overlap?.severity === "error" ? problems : notes;
    list.push({ code: "overlap", at: ruleAt(overlap?.rules[1].index), message: text });
  }
  for (const { text } of said.gaps) notes.push({ code: "gap", at: "/otherwise", message: text });
  for (const message of said.unusedFacts) notes.push({ code: "unusedFact", at: "/facts", message });
  for (const message of said.untested) notes.push({ code: "untested", at: "/tests", message });
  for (const message of said.inexact) notes.push({ code: "inexact", at: "/rules", message });
  if (ruleSet.tests.length === 0)
    problems.push({ code: "noTests", at: "/tests", message: "Without tests it cannot be published." });
  const code = problems.length === 0 ? 0 : 1;
  if (json) return { code, out: `${JSON.stringify({ file: name, problems, notes }, null, 2)}\n` };
  const lines = [
    ...problems.map(({ at, message, code: kind }) => `${name}: ${at}: ${message} (${kind})`),
    ...notes.map(({ at, message, code: kind }) => `${name}: ${at}: note: ${message} (${kind})`),
    code === 0 ? `${name}: nothing is wrong.` : `${problems.length} problem(s).`,
  ];
  return { code, out: `${lines.join("\n")}\n` };
}

const ruleAt = (index: number | undefined): string =>
  index === undefined ? "/rules" : `/rules/${index - 1}`;

async function tested(name: string, ruleSet: RuleSet, json: boolean): Promise<CommandResult> {
  const results = await runTests(ruleSet);
  const code = results.length > 0 && results.every(({ passed }) => passed) ? 0 : 1;
  if (json) return { code, out: `${JSON.stringify({ file: name, results }, null, 2)}\n` };
  const lines = results.map(({ name: test, passed, expected, got }) =>
    passed ? `passed  ${test}` : `FAILED  ${test}: expected ${expected}, got ${got}`,
  );
  const failed = results.filter(({ passed }) => !passed).length;
  const none = results.length === 0 ? ["There are no tests; without tests it cannot be published."] : [];
  const out = [...lines, ...none, `${results.length - failed} passed, ${failed} failed`];
  return { code, out: `${out.join("\n")}\n` };
}

function compare(
  oldFile: string | undefined,
  rest: readonly string[],
  casesFile: string | undefined,
  json: boolean,
): CommandResult {
  const [newFile, ...more] = rest;
  if (oldFile === undefined || newFile === undefined || casesFile === undefined || more.length > 0)
    return wrongUse(rulesCommand);
  for (const file of [oldFile, newFile, casesFile]) if (!existsSync(file)) return noFile(file);
  const sides: RuleSet[] = [];
  for (const file of [oldFile, newFile]) {
    const content = readFileSync(file, "utf8");
    const reading = readRuleSet(content);
    if (!reading.ok) return told(basename(file), rulesProblems(content), json);
    sides.push(reading.ruleSet);
  }
  const [before, after] = sides;
  if (before === undefined || after === undefined) return wrongUse(rulesCommand);
  const cases = readCases(readFileSync(casesFile, "utf8"), before.id);
  if (!cases.ok) return { code: 2, err: `${basename(casesFile)}: ${cases.message}\n` };
  return compared(before, after, cases.cases, json);
}

function compared(
  before: RuleSet,
  after: RuleSet,
  cases: readonly ComparedCase[],
  json: boolean,
): CommandResult {
  const comparing = beginComparison(before, after);
  for (const one of cases) comparing.add(one);
  const result = comparing.result();
  if (json) return { code: 0, out: `${JSON.stringify(result, null, 2)}\n` };
  const lines = result.groups.map(({ from, to, fromOutcome, toOutcome, count, cases: ids }) => {
    const name = (outcome: typeof fromOutcome, place: string) =>
      outcome === null ? place : outcomeName(outcome, "en");
    const some = ids.slice(0, 5).join(", ");
    const others = ids.length > 5 ? `, and ${ids.length - 5} more` : "";
    return `${name(fromOutcome, from)} -> ${name(toOutcome, to)}: ${count} (${some}${others})`;
  });
  const all = [`${result.moved} of ${result.total} cases would go elsewhere.`, ...lines];
  return { code: 0, out: `${all.join("\n")}\n` };
}
