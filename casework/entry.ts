// One committed act: what was asked, what the engine executed for it, and every event that came of it. The
// journal is a list of these. Invariant: the engine alone, fed with `executed`, gives the engine's events again.
import {
  type CaseState,
  type Command,
  type Decision,
  decide,
  type EngineEvent,
  type ExecutableProcess,
  migrateAgain,
  type RecordDecision,
  SEMANTICS,
  type StartCase,
} from "../engine/index.ts";
import type { CaseCommand } from "./command.ts";
import type { CaseEvent, ProcessVersion } from "./event.ts";
import { isEngineEvent } from "./fold.ts";

/** An entry of a case's journal, as casework reads it; the host adds sequence, hashes and ids. */
export interface CaseEntry {
  readonly atMs: number;
  readonly command: CaseCommand;
  /** The exact engine commands that ran, the answers to decisions included. */
  readonly executed: readonly ExecutedCommand[];
  readonly events: readonly CaseEvent[];
}

/**
 * An engine command as it is journalled: what an event of the same entry holds in full is not written twice. Older
 * entries hold whole commands, and mean the same.
 */
export type ExecutedCommand =
  | Command
  | Omit<StartCase, "variables">
  | Pick<RecordDecision, "type" | "atMs" | "requestId">;

/** The commands without what stands in `events`. */
export function abridged(
  executed: readonly ExecutedCommand[],
  events: readonly CaseEvent[],
): readonly ExecutedCommand[] {
  return executed.map((command) => {
    if (command.type === "StartCase" && "variables" in command && startedBy(events)) {
      const { variables: _, ...rest } = command;
      return rest;
    }
    if (command.type === "RecordDecision" && recordedBy(events, command.requestId)) {
      const { type, atMs, requestId } = command;
      return { type, atMs, requestId };
    }
    return command;
  });
}

/** The command again, from its entry's events; null when they do not hold what was left out. */
function whole(command: ExecutedCommand, events: readonly CaseEvent[]): Command | null {
  if (command.type === "StartCase" && !("variables" in command)) {
    const started = startedBy(events);
    return started ? { ...command, variables: started.variables } : null;
  }
  if (command.type === "RecordDecision" && !("outcome" in command)) {
    const recorded = recordedBy(events, command.requestId);
    if (!recorded) return null;
    const { outcome, facts, explanation, ruleSet, hash } = recorded;
    return { ...command, outcome, facts, explanation, ruleSet, hash };
  }
  return command;
}

function startedBy(events: readonly CaseEvent[]) {
  return events.find((event) => event.type === "CaseStarted");
}

function recordedBy(events: readonly CaseEvent[], requestId: string) {
  for (const event of events) {
    if (event.type === "DecisionRecorded" && event.requestId === requestId) return event;
  }
  return undefined;
}

export type Executed =
  | { readonly ok: true }
  /** `entry` and `event` count from 0; `message` says what re-execution gave instead. */
  | {
      readonly ok: false;
      readonly entry: number;
      readonly event: number | null;
      readonly code: "refused" | "differs" | "semantics" | "version";
      readonly message: string;
    };

/** A published version of a process by its reference; undefined where it is not at hand. */
export type Versions = (version: ProcessVersion) => ExecutableProcess | undefined;

/** The versions under which a case has run, the first one first. */
export function versionsIn(entries: readonly CaseEntry[]): readonly ProcessVersion[] {
  return entries.flatMap(({ events }) =>
    events.flatMap((event) => {
      if (event.type === "CaseSubmitted") return [event.process];
      return event.type === "CaseMoved" ? [event.to] : [];
    }),
  );
}

/**
 * Executes a case's history again by the engine alone and compares event by event. `process` is the version under which
 * it began; those to which it was moved come from `versions`.
 */
export function reExecute(
  process: ExecutableProcess,
  entries: readonly CaseEntry[],
  versions: Versions = () => undefined,
): Executed {
  let running = process;
  let state: CaseState | null = null;
  for (const [entry, { executed, events }] of entries.entries()) {
    const recorded = events.filter(isEngineEvent);
    const start = recorded.find((event) => event.type === "CaseStarted");
    if (start && start.semantics !== SEMANTICS)
      return failed(
        entry,
        null,
        "semantics",
        `The case runs under meaning ${start.semantics}, not ${SEMANTICS}.`,
      );
    const moved = events.find((event) => event.type === "CaseMoved");
    const next = moved === undefined ? running : versions(moved.to);
    if (next === undefined) return failed(entry, null, "version", notAtHand(moved?.to));
    const again: EngineEvent[] = [];
    for (const written of executed) {
      const command = whole(written, events);
      if (!command)
        return failed(
          entry,
          again.length,
          "differs",
          `${written.type} has no event that holds the rest of it.`,
        );
      const decision: Decision =
        command.type === "MigrateCase"
          ? migrateAgain(running, next, state, command)
          : decide(running, state, command);
      if (!decision.ok)
        return failed(entry, again.length, "refused", `${command.type}: ${decision.refusal.message}`);
      if (command.type === "MigrateCase") running = next;
      state = decision.state;
      again.push(...decision.events);
    }
    const at = firstDifference(recorded, again);
    if (at !== null) {
      const got = again[at]?.type ?? "nothing";
      return failed(
        entry,
        at,
        "differs",
        `${recorded[at]?.type ?? "nothing"} is recorded, ${got} comes out.`,
      );
    }
  }
  return { ok: true };
}

function notAtHand(version: ProcessVersion | undefined): string {
  return `The case goes on under ${version?.id} version ${version?.version} (${version?.hash}), which is not at hand.`;
}

function failed(
  entry: number,
  event: number | null,
  code: Extract<Executed, { ok: false }>["code"],
  message: string,
): Executed {
  return { ok: false, entry, event, code, message };
}

function firstDifference(recorded: readonly EngineEvent[], again: readonly EngineEvent[]): number | null {
  for (let index = 0; index < Math.max(recorded.length, again.length); index++) {
    if (!same(recorded[index], again[index])) return index;
  }
  return null;
}

/** Equal as JSON values: the order of members does not count, an absent member is one that is undefined. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((each, at) => same(each, b[at]))
    );
  const left = Object.entries(a).filter(([, value]) => value !== undefined);
  const right = new Map(Object.entries(b).filter(([, value]) => value !== undefined));
  return (
    left.length === right.size &&
    left.every(([name, value]) => right.has(name) && same(value, right.get(name)))
  );
}
