/** `poros run FILE...`: plays scenarios and gives an account of the first difference of each. */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { findProject } from "../project-root.ts";
import { contextOf, playScenario, scenario } from "../scenarios/index.ts";
import { type Command, wrongUse } from "./command.ts";

export const runCommand: Command = {
  use: "poros run FILE... [--library FOLDER] [--json]",
  about: "play scenarios (.json) of a process and say what came out otherwise",
  async run({ words, json, options }) {
    if (words.length === 0) return wrongUse(runCommand);
    const missing = words.find((file) => !existsSync(file));
    if (missing !== undefined) return { code: 2, err: `There is no file ${missing}.\n` };
    const library = options.library ?? join(findProject().root, "library");
    const results: Result[] = [];
    for (const file of words) results.push(await play(file, library));
    const failed = results.filter(({ passed }) => !passed).length;
    const code = failed === 0 ? 0 : 1;
    if (json) return { code, out: `${JSON.stringify({ results }, null, 2)}\n` };
    return {
      code,
      out: `${results.map(said).join("\n")}\n${results.length - failed} passed, ${failed} failed\n`,
    };
  },
};

interface Result {
  readonly file: string;
  readonly title: string;
  readonly passed: boolean;
  /** Steps that were taken; for a failure the one that came out otherwise, 0 for the start. */
  readonly step: number;
  readonly doing: string | null;
  readonly difference: string | null;
}

async function play(file: string, library: string): Promise<Result> {
  const name = basename(file);
  const wrong = (difference: string): Result => ({
    ...{ file: name, title: name, passed: false, step: 0 },
    ...{ doing: "read the scenario", difference },
  });
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    return wrong(`not JSON: ${error instanceof Error ? error.message : ""}`);
  }
  const parsed = scenario.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return wrong(`at /${issue?.path.join("/") ?? ""}: ${issue?.message ?? ""}`);
  }
  const read = await contextOf(parsed.data, file, library);
  if (!read.ok) return wrong(read.reason);
  const played = await playScenario(read.context, parsed.data);
  const { title } = parsed.data;
  if (played.passed) {
    return { file: name, title, passed: true, step: played.steps, doing: null, difference: null };
  }
  const { step, doing, difference } = played;
  return { file: name, title, passed: false, step, doing, difference };
}

function said({ file, title, passed, step, doing, difference }: Result): string {
  if (passed) return `passed  ${file}: ${title} (${step} steps)`;
  const where = step === 0 ? doing : `step ${step}, ${doing}`;
  return `FAILED  ${file}: ${title}\n        ${where}\n        ${difference}`;
}
