import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readProcess, type Variables } from "../../engine/index.ts";
import { createHost, type ScriptResult, variableOf } from "./host.ts";
import { elsewhere } from "./language.ts";
import { failed, listOf, type Outcome, passed, recordOf, textOf } from "./outcome.ts";

/**
 * The BPMN suite of uniba-dsg/betsy: processes whose scripts log what they did, models that must be rejected, and
 * valid models that must not be.
 */
export async function runBetsy(folder: string): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const file = join(folder, "cases.json");
  const cases: unknown = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
  for (const entry of listOf(cases)) {
    const given = recordOf(entry);
    const rejection = textOf(given.group) === "bpmn_constraints";
    outcomes.push(await (rejection ? reject(folder, given) : execute(folder, given)));
  }
  for (const path of valid(join(folder, "bpmnspector_valid"))) outcomes.push(await accept(path));
  return outcomes;
}

type Given = ReturnType<typeof recordOf>;

async function reject(folder: string, given: Given): Promise<Outcome> {
  const id = textOf(given.id);
  const read = await readProcess(readFileSync(join(folder, textOf(given.file)), "utf8"), { strict: true });
  const problems = read.ok ? [] : read.problems;
  if (problems.some(({ kind }) => kind === "invalid")) return passed(id, "betsy rejections");
  const constraint = textOf(recordOf(given.constraint).messageInBPMNspector);
  return failed(id, "betsy rejections", `accepted, though: ${constraint}`);
}

async function accept(path: string): Promise<Outcome> {
  const id = `betsy/bpmnspector_valid/${path.slice(path.lastIndexOf("/") + 1)}`;
  const read = await readProcess(readFileSync(path, "utf8"), { strict: true });
  const invalid = read.ok ? undefined : read.problems.find(({ kind }) => kind === "invalid");
  if (invalid === undefined) return passed(id, "betsy valid models");
  return failed(id, "betsy valid models", `${invalid.code}: ${invalid.message}`);
}

function valid(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".bpmn"))
    .sort()
    .map((name) => join(folder, name));
}

async function execute(folder: string, given: Given): Promise<Outcome> {
  const id = textOf(given.id);
  const group = `betsy ${textOf(given.group)}`;
  const expected = listOf(given.expect).map(textOf).sort();
  const log = await logOf(folder, given);
  // ERROR stands for a refusal at deployment or an error at run time.
  const got = expected.includes("ERROR")
    ? log.map((line) => (/^ERROR_(runtime|deployment)$/.test(line) ? "ERROR" : line))
    : log;
  got.sort();
  if (JSON.stringify(got) === JSON.stringify(expected)) return passed(id, group);
  return failed(id, group, `expected [${expected.join(", ")}], logged [${got.join(", ")}]`);
}

async function logOf(folder: string, given: Given): Promise<string[]> {
  // One condition of the suite has a stray sign at its end, which its own readme says to remove.
  const xml = readFileSync(join(folder, textOf(given.file)), "utf8").replace(
    /(\.contains\("a"\))(?:>|&gt;)(?=\s*<)/,
    "$1",
  );
  const read = await readProcess(xml, {
    expressionLanguage: elsewhere,
    handOutScripts: true,
    tolerant: true,
  });
  if (!read.ok) {
    const reason = read.problems.map(({ code, elementId }) => `${code} ${elementId ?? ""}`.trim());
    return ["ERROR_deployment", ...(listOf(given.expect).includes("ERROR") ? [] : reason)];
  }
  const log = createLog();
  const host = createHost(read.processes, log.run);
  for (const stimulus of listOf(given.stimuli).map(recordOf)) {
    const start = recordOf(stimulus.start);
    if (textOf(start.processId) !== "") host.start(textOf(start.processId), variablesOf(start.variables));
    if (typeof stimulus.waitMs === "number") host.advance(stimulus.waitMs);
  }
  for (const { kind } of host.failures)
    log.lines.push(kind === "error" ? "ERROR_thrownErrorEvent" : "ERROR_runtime");
  return log.finished().filter((line) => line !== "MARKER_exists" || listOf(given.expect).includes(line));
}

function variablesOf(value: unknown): Variables {
  const variables: Record<string, string | number> = {};
  for (const [name, given] of Object.entries(recordOf(value))) {
    if (typeof given === "string" || typeof given === "number") variables[name] = given;
  }
  return variables;
}

/** Runs the suite's script words and keeps what they log. */
function createLog() {
  const lines: string[] = [];
  let marked = false;
  const busy: { readonly from: number; to: number }[] = [];

  function run(text: string, hosted: Parameters<typeof variableOf>[0], nowMs: number): ScriptResult {
    const variables: Record<string, string | number> = {};
    let busyMs = 0;
    for (const word of text.split(/[\s,;]+/)) {
      if (/^SCRIPT_task\d$/.test(word)) lines.push(word);
      else if (word === "CREATE_MARKER_FILE") marked = true;
      else if (word === "SET_STRING_DATA") variables.data = "String";
      else if (word === "LOG_DATA") {
        if (variableOf(hosted, "data") === "String") lines.push("DATA_correct");
      } else if (word.startsWith("INCREMENT_INTEGER_VARIABLE")) {
        variables.integerVariable = Number(variableOf(hosted, "integerVariable")) + 1;
        if (word.endsWith("_AND_LOG")) lines.push("INCREMENT_correct");
      } else if (word === "THROW_ERROR") return { kind: "error", code: "ERR_CODE" };
      else if (word === "WAIT_TEN_SECONDS" || word.startsWith("CREATE_TIMESTAMP_LOG")) busyMs = 10_000;
    }
    if (busyMs === 0) return { kind: "done", variables };
    const period = { from: nowMs, to: Number.POSITIVE_INFINITY };
    const timed = text.includes("CREATE_TIMESTAMP_LOG");
    if (timed) busy.push(period);
    return {
      kind: "later",
      afterMs: busyMs,
      done: () => {
        period.to = nowMs + busyMs;
      },
    };
  }

  return {
    lines,
    run,
    finished(): string[] {
      const [first, second] = busy;
      const parallel = first && second && first.from < second.to && second.from < first.to;
      return [...lines, ...(marked ? ["MARKER_exists"] : []), ...(parallel ? ["EXECUTION_parallel"] : [])];
    },
  };
}
