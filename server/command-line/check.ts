/**
 * `poros check FILE`: a diagram or a rule set, checked as before publishing, against the library that ships; a diagram
 * also for what can go wrong when it runs, with the run that shows it.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { checkCasework } from "../../casework/index.ts";
import { type Problem, readProcess } from "../../engine/index.ts";
import { readOrganisation } from "../../organisation/index.ts";
import { readRuleSet } from "../../rules/index.ts";
import { shippedDocuments } from "../demo/index.ts";
import { findProject } from "../project-root.ts";
import { serviceHandlers } from "../service-handlers.ts";
import { type Command, type CommandResult, wrongUse } from "./command.ts";
import { rulesProblems } from "./rules.ts";
import { soundnessOf, type ToldVerdict, verdictLines } from "./verdict.ts";

export const checkCommand: Command = {
  use: "poros check FILE [--json]",
  about: "check a diagram (.bpmn) or a rule set (.json)",
  async run({ words, json }) {
    const [file] = words;
    if (file === undefined || words.length > 1) return wrongUse(checkCommand);
    if (!existsSync(file)) return { code: 2, err: `There is no file ${file}.\n` };
    const content = readFileSync(file, "utf8");
    if (file.endsWith(".json")) return told(basename(file), rulesProblems(content), json);
    return toldOfDiagram(basename(file), await diagramProblems(content), await soundnessOf(content), json);
  },
};

export interface ToldProblem {
  readonly code: string;
  /** Element, pointer or line. */
  readonly at: string;
  readonly message: string;
}

export function told(name: string, problems: readonly ToldProblem[], json: boolean): CommandResult {
  const code = problems.length === 0 ? 0 : 1;
  if (json) return { code, out: `${JSON.stringify({ file: name, problems }, null, 2)}\n` };
  if (code === 0) return { code, out: `${name}: nothing is wrong.\n` };
  const lines = problems.map(({ at, message, code: kind }) => `${name}: ${at}: ${message} (${kind})`);
  return { code, out: `${lines.join("\n")}\n${problems.length} problem(s).\n` };
}

function toldOfDiagram(
  name: string,
  problems: readonly ToldProblem[],
  verdicts: readonly ToldVerdict[],
  json: boolean,
): CommandResult {
  const broken = problems.length > 0 || verdicts.some(({ findings }) => findings.length > 0);
  const code = broken ? 1 : 0;
  if (json) return { code, out: `${JSON.stringify({ file: name, problems, verdicts }, null, 2)}\n` };
  const lines = problems.map(({ at, message, code: kind }) => `${name}: ${at}: ${message} (${kind})`);
  const count = problems.length > 0 ? [`${problems.length} problem(s).`] : [];
  const unheard = verdicts.length === 0 ? [`${name}: cannot be run, so soundness was not looked at.`] : [];
  return { code, out: `${[...lines, ...count, ...unheard, ...verdicts.flatMap(verdictLines)].join("\n")}\n` };
}

async function diagramProblems(content: string): Promise<readonly ToldProblem[]> {
  const reading = await readProcess(content);
  if (!reading.ok) return reading.problems.map(placed);
  const folder = join(findProject().root, "library");
  const [document] = shippedDocuments(folder, "organisation");
  const organisation = document && readOrganisation(JSON.parse(document.content));
  if (!organisation?.ok)
    return [{ code: "noOrganisation", at: "library", message: "No organisation to check against." }];
  const forms = new Set(shippedDocuments(folder, "forms").map(({ id }) => id));
  const ruleSets = new Map(
    shippedDocuments(folder, "rule-sets").flatMap(({ id, content: text }) => {
      const ruleSet = readRuleSet(text);
      return ruleSet.ok ? [[id, ruleSet.ruleSet] as const] : [];
    }),
  );
  const known = new Map(reading.processes.map((process) => [process.id, process]));
  for (const { id, content: text } of shippedDocuments(folder, "processes")) {
    const shipped = await readProcess(text);
    if (shipped.ok && shipped.processes[0] && !known.has(id)) known.set(id, shipped.processes[0]);
  }
  return reading.processes
    .flatMap((process) =>
      checkCasework(process, {
        organisation: organisation.organisation,
        hasForm: (id) => forms.has(id),
        ruleSet: (id) => ruleSets.get(id),
        process: (id, version) => (version === null || version === 1 ? known.get(id) : undefined),
        atMs: Date.now(),
        handlers: Object.keys(serviceHandlers),
      }),
    )
    .map(placed);
}

function placed(problem: Problem): ToldProblem {
  const at = problem.elementId ?? (problem.line === undefined ? "file" : `line ${problem.line}`);
  return { code: problem.code, at, message: problem.message };
}
