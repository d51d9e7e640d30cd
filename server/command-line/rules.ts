/** `poros rules check|test FILE`: a rule set's problems, and its own tests. */
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { readRuleSet, runTests } from "../../rules/index.ts";
import { type ToldProblem, told } from "./check.ts";
import { type Command, wrongUse } from "./command.ts";

export const rulesCommand: Command = {
  use: "poros rules check|test FILE [--json]",
  about: "check a rule set, or run the tests inside it",
  async run({ words: [what, file, ...rest], json }) {
    if ((what !== "check" && what !== "test") || file === undefined || rest.length > 0)
      return wrongUse(rulesCommand);
    if (!existsSync(file)) return { code: 2, err: `There is no file ${file}.\n` };
    const content = readFileSync(file, "utf8");
    const reading = readRuleSet(content);
    if (what === "check" || !reading.ok) return told(basename(file), rulesProblems(content), json);
    const results = await runTests(reading.ruleSet);
    const code = results.every(({ passed }) => passed) ? 0 : 1;
    if (json) return { code, out: `${JSON.stringify({ file: basename(file), results }, null, 2)}\n` };
    const lines = results.map(({ name, passed, expected, got }) =>
      passed ? `passed  ${name}` : `FAILED  ${name}: expected ${expected}, got ${got}`,
    );
    const failed = results.filter(({ passed }) => !passed).length;
    return { code, out: `${lines.join("\n")}\n${results.length - failed} passed, ${failed} failed\n` };
  },
};

export function rulesProblems(content: string): readonly ToldProblem[] {
  const reading = readRuleSet(content);
  if (reading.ok) return [];
  return reading.problems.map(({ code, line, pointer, message }) => ({
    code,
    at: `line ${line} ${pointer}`.trim(),
    message,
  }));
}
