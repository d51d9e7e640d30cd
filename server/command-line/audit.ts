/**
 * `poros audit verify FILE`: an exported journal, verified without the server, and every case whose diagram is at
 * hand executed again.
 */
import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type CaseEntry, reExecute, versionsIn } from "../../casework/index.ts";
import { type ExecutableProcess, readProcess } from "../../engine/index.ts";
import { type JournalEntry, sha256Hex, verifyExport } from "../journal/index.ts";
import { findProject } from "../project-root.ts";
import { type Command, type CommandResult, wrongUse } from "./command.ts";

export const auditCommand: Command = {
  use: "poros audit verify FILE [--library FOLDER] [--json]",
  about: "verify an exported journal (NDJSON)",
  async run({ words: [what, file, ...rest], json, env, options }) {
    if (what !== "verify" || file === undefined || rest.length > 0) return wrongUse(auditCommand);
    if (!existsSync(file)) return { code: 2, err: `There is no file ${file}.\n` };
    const folders = options.library
      ? [options.library]
      : [join(env.DATA_DIR ?? "./data", "library"), join(findProject().root, "library")];
    return await verify(file, diagramsIn(folders), json);
  },
};

/** Executed again, or not for want of the very diagram. */
interface Count {
  again: number;
  without: number;
}

async function verify(
  file: string,
  diagrams: ReadonlyMap<string, string>,
  json: boolean,
): Promise<CommandResult> {
  const count: Count = { again: 0, without: 0 };
  const processes = new Map<string, Promise<ExecutableProcess | null>>();
  const processOf = (hash: string): Promise<ExecutableProcess | null> => {
    const content = diagrams.get(hash);
    const known = processes.get(hash) ?? (content === undefined ? Promise.resolve(null) : readOnly(content));
    processes.set(hash, known);
    return known;
  };
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  const verification = await verifyExport(lines, {
    reExecute: async (stream, entries) => {
      if (!stream.startsWith("case/")) return null;
      const history = entries.map(caseEntry);
      const ran = await Promise.all(versionsIn(history).map(({ hash }) => processOf(hash)));
      const [first] = ran;
      if (!first || ran.includes(null)) {
        count.without += 1;
        return null;
      }
      const byHash = new Map(versionsIn(history).map(({ hash }, n) => [hash, ran[n] ?? undefined]));
      count.again += 1;
      const executed = reExecute(first, history, ({ hash }) => byHash.get(hash));
      if (executed.ok) return null;
      return { seq: entries[executed.entry]?.seq ?? 0, message: executed.message };
    },
  });
  const code = verification.ok ? 0 : 1;
  if (json) return { code, out: `${JSON.stringify({ ...verification, executedAgain: count }, null, 2)}\n` };
  const findings = verification.findings.map(({ code: kind, line, stream, seq, message }) => {
    const place = [line === null ? "" : `line ${line}`, stream ?? "", seq === null ? "" : `entry ${seq}`];
    return `${place.filter(Boolean).join(", ")}: ${message} (${kind})`;
  });
  const verdict = verification.ok
    ? `The journal holds: ${verification.entries} entries in ${verification.streams} streams.`
    : `The journal does not hold: ${verification.findings.length} finding(s) in ${verification.entries} entries.`;
  const executed = `Cases executed again: ${count.again}; without their diagram here: ${count.without}.`;
  return { code, out: [...findings, verdict, executed, ...verification.unseen, ""].join("\n") };
}

/** A case's stream holds nothing but the acts of casework. */
function caseEntry({ atMs, command, events, executed }: JournalEntry): CaseEntry {
  return { atMs, command, events, executed: executed ?? [] } as CaseEntry;
}

async function readOnly(content: string): Promise<ExecutableProcess | null> {
  const reading = await readProcess(content);
  return reading.ok ? (reading.processes[0] ?? null) : null;
}

/** Every diagram below the folders, by hash. */
function diagramsIn(folders: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const folder of folders.filter((one) => existsSync(one))) {
    for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      if (!name.endsWith(".bpmn")) continue;
      const content = readFileSync(join(folder, name), "utf8");
      found.set(sha256Hex(content), content);
    }
  }
  return found;
}
