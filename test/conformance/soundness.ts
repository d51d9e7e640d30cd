import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkSoundness, type Verdict } from "../../engine/check/index.ts";
import { type ExecutableProcess, elementOf, readProcess } from "../../engine/index.ts";
import { failed, listOf, type Outcome, passed, recordOf, textOf } from "./outcome.ts";

/**
 * Models with verdicts of other checkers. What the source publishes counts first, a careful second opinion where it
 * publishes nothing. Models of several processes that exchange messages are not judged: we check one process at a
 * time, with every message that it waits for delivered.
 */
export async function runSoundness(folder: string): Promise<readonly Outcome[]> {
  const file = join(folder, "verdicts.json");
  if (!existsSync(file)) return [];
  const outcomes: Outcome[] = [];
  const verdicts: unknown = JSON.parse(readFileSync(file, "utf8"));
  for (const entry of listOf(verdicts).map(recordOf)) {
    const id = `soundness/${textOf(entry.id)}`;
    const claims = claimsOf(entry);
    if (claims === null) continue;
    const reason = await judge(readFileSync(join(folder, textOf(entry.file)), "utf8"), claims);
    outcomes.push(reason === null ? passed(id, "soundness") : failed(id, "soundness", reason));
  }
  return outcomes;
}

interface Claims {
  readonly rejected: boolean;
  readonly facts: readonly {
    readonly name: keyof typeof properties;
    readonly holds: boolean;
    readonly by: string;
  }[];
}

const properties = {
  safe: (verdict: Verdict) => !has(verdict, "lackOfSynchronisation"),
  /** No stuck state; a livelock is none. */
  deadlockFree: (verdict: Verdict) => !has(verdict, "deadlock"),
  /** From everywhere a completed state can be reached. */
  optionToComplete: (verdict: Verdict) => !has(verdict, "deadlock") && !has(verdict, "livelock"),
  properCompletion: (verdict: Verdict) => !has(verdict, "improperCompletion"),
  noDeadActivities: (verdict: Verdict, process: ExecutableProcess) =>
    !verdict.findings.some(
      ({ kind, elementIds }) =>
        kind === "deadElement" && elementIds.some((id) => /task$/i.test(elementOf(process, id)?.kind ?? "")),
    ),
};

function has(verdict: Verdict, kind: Verdict["findings"][number]["kind"]): boolean {
  return verdict.findings.some((finding) => finding.kind === kind);
}

/** What is claimed of a model, or null where nothing is, or nothing that we judge. */
function claimsOf(entry: ReturnType<typeof recordOf>): Claims | null {
  const published = recordOf(entry.published);
  const computed = recordOf(entry.computed);
  if (published.rejected === true) return { rejected: true, facts: [] };
  if (recordOf(entry.elements).process !== 1) return null;
  const facts: { name: keyof typeof properties; holds: boolean; by: string }[] = [];
  const claim = (name: keyof typeof properties, value: unknown, by: string) => {
    if (typeof value === "boolean" && !facts.some((fact) => fact.name === name))
      facts.push({ name, holds: value, by });
  };
  // The sources' "option to complete" is freedom from deadlock; only the second opinion means the textbook's.
  claim("safe", published.safe, "published");
  claim("deadlockFree", published.optionToComplete, "published");
  claim("properCompletion", published.properCompletion, "published");
  claim("noDeadActivities", published.noDeadActivities, "published");
  if (computed.supported === true) {
    claim("safe", computed.safe, "computed");
    claim("deadlockFree", computed.noStuckState, "computed");
    claim("optionToComplete", computed.optionToComplete, "computed");
    claim("properCompletion", computed.properCompletion, "computed");
    claim("noDeadActivities", computed.noDeadActivities, "computed");
  }
  return facts.length === 0 ? null : { rejected: false, facts };
}

async function judge(xml: string, claims: Claims): Promise<string | null> {
  const read = await readProcess(xml, { shapeOnly: true, tolerant: true });
  if (claims.rejected) return read.ok ? "accepted, though it must be refused" : null;
  if (!read.ok) return read.problems.map(({ code, message }) => `${code}: ${message}`).join("; ");
  const [process] = read.processes;
  if (process === undefined) return "the file holds no process";
  const verdict = checkSoundness(process);
  for (const { name, holds, by } of claims.facts) {
    // A property that does not hold may have been found before a limit was reached; one that holds may not.
    if (properties[name](verdict, process) === holds && (verdict.complete || !holds)) continue;
    const found = verdict.findings.map(({ kind, elementIds }) => `${kind} ${elementIds[0] ?? ""}`).join(", ");
    const limited = verdict.complete
      ? ""
      : `; stopped at ${verdict.limits.map(({ limit }) => limit).join(", ")}`;
    return `${name} is ${holds} (${by}), found: ${found || "nothing"}${limited}`;
  }
  return null;
}
