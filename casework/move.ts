// Moving a case to another version of its process. Invariant: whatever is open keeps its id, who has it and how much of
// its time is used; what the new version asks for besides begins at the instant of the move.
import { type MigrateCase, migrate } from "../engine/index.ts";
import type { Acted, CaseRefusal } from "./act.ts";
import type { MoveCase } from "./command.ts";
import type { CaseContext } from "./context.ts";
import { type CaseFile, deadlineOf } from "./file.ts";
import { openFile } from "./fold.ts";
import { answerDecisions, beginDeadline, elementOf, follow, syncCaseClock, tell, type Work } from "./work.ts";

/** `context` holds the version that the case runs under, `to` the one that it is to run under. */
export async function moveCase(
  context: CaseContext,
  to: CaseContext,
  file: CaseFile,
  command: MoveCase,
): Promise<Acted> {
  const { atMs, mapping, reason } = command;
  const refusal = judge(to, file, command);
  if (refusal !== null) return { ok: false, refusal };
  const { id, version, hash } = to.processRef;
  const migration: MigrateCase = { type: "MigrateCase", atMs, toVersion: `${version}`, mapping };
  const decision = migrate(context.process, to.process, file.engine, migration);
  if (!decision.ok) return decision;
  const draft = openFile(file, file.engine);
  const work: Work = { context: to, draft, events: [], executed: [migration], atMs };
  tell(work, { type: "CaseMoved", from: file.process, to: { id, version, hash }, reason });
  work.draft.engine = decision.state;
  follow(work, decision.events);
  if (work.draft.status === "running") beginMissingDeadlines(work);
  await answerDecisions(work);
  return { ok: true, events: work.events, file: work.draft, executed: work.executed };
}

function judge(to: CaseContext, file: CaseFile, command: MoveCase): CaseRefusal | null {
  const { version, hash } = to.processRef;
  if (command.reason.trim() === "") return { code: "reasonMissing", message: "Say why the case is moved." };
  if (command.to.hash !== hash)
    return {
      code: "processVersionChanged",
      message: `Version ${version} is not the one that was named.`,
      at: "to",
    };
  if (file.process.hash === hash)
    return {
      code: "sameVersion",
      message: `${file.number} runs version ${version} already.`,
      params: { version },
    };
  return null;
}

/** A deadline that is open goes on as it is; where there was none, the new version's begins. */
function beginMissingDeadlines(work: Work): void {
  const { draft, context } = work;
  if (context.process.deadline && !deadlineOf(draft, null))
    beginDeadline(work, context.process.deadline, null);
  for (const { taskId, elementId } of Object.values(draft.tasks)) {
    const spec = elementOf(work, elementId)?.deadline;
    if (spec && !deadlineOf(draft, taskId)) beginDeadline(work, spec, taskId);
  }
  syncCaseClock(work);
}
