/**
 * What moving the running cases of a process to its version in force would do: each case looked at as it stands, said
 * in words. Changes nothing. Lets other requests run between two cases.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { MigrationPlan } from "../../api/index.ts";
import { type CaseContext, type CaseFile, hereOf, stepName } from "../../casework/index.ts";
import {
  type ExecutableProcess,
  elementOf,
  type MigrationObstacle,
  type MigrationStep,
  planMigration,
} from "../../engine/index.ts";
import type { CaseRow, Store, Visibility } from "../store/index.ts";
import type { Documents } from "./documents.ts";
import { type Language, sayIf, sayWord } from "./words.ts";

/** Cases that one plan looks at; the others are counted. */
const mostCases = 200;

interface Asked {
  /** The version that the cases are to move to. */
  readonly to: CaseContext;
  readonly mapping: Readonly<Record<string, string>>;
  readonly visibility: Visibility;
  readonly nowMs: number;
  readonly language: Language;
}

interface PlanParts {
  readonly store: Store;
  readonly tenant: string;
  readonly documents: Documents;
}

export async function migrationPlanOf(parts: PlanParts, asked: Asked): Promise<MigrationPlan> {
  const { store, tenant } = parts;
  const { to, visibility } = asked;
  const { id, version, hash } = to.processRef;
  const query = { state: "running", processId: id, exceptVersion: version, q: null } as const;
  const paging = { sort: "submitted", after: null } as const;
  const seen = await store.cases.list(tenant, { ...query, ...paging, visibility, size: mostCases });
  const all = await store.cases.list(tenant, { ...query, ...paging, visibility: { all: true }, size: 1 });
  const movable: MigrationPlan["movable"] = [];
  const impossible: MigrationPlan["impossible"] = [];
  const gone = new Map<string, { readonly name: string; cases: number }>();
  for (const { case: row } of seen?.items ?? []) {
    const look = await lookAt(parts, asked, row.caseId);
    if (look === null) continue;
    for (const elementId of look.gone) {
      const known = gone.get(elementId) ?? { name: stepName(look.process, elementId), cases: 0 };
      known.cases += 1;
      gone.set(elementId, known);
    }
    if (look.reasons.length === 0) movable.push({ ...look.candidate, changes: [...look.changes] });
    else impossible.push({ ...look.candidate, reasons: [...look.reasons] });
    await nextTurn();
  }
  const total = seen?.total ?? 0;
  return {
    version,
    hash,
    movable,
    impossible,
    gone: [...gone].map(([elementId, step]) => ({ elementId, ...step })),
    steps: stepsOf(to.process),
    further: total - (seen?.items.length ?? 0),
    unseen: (all?.total ?? total) - total,
  };
}

/** Only what the version of this very case has; the mapping is made for all of them. */
export function mappingFor(
  from: ExecutableProcess,
  mapping: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(mapping).filter(([id]) => elementOf(from, id) !== null));
}

interface Look {
  readonly candidate: Omit<MigrationPlan["movable"][number], "changes">;
  readonly process: ExecutableProcess;
  readonly changes: readonly string[];
  readonly reasons: MigrationPlan["impossible"][number]["reasons"];
  readonly gone: ReadonlySet<string>;
}

async function lookAt(
  { store, tenant, documents }: PlanParts,
  asked: Asked,
  caseId: string,
): Promise<Look | null> {
  const { to, nowMs, language } = asked;
  const stored = await store.cases.load(tenant, caseId, asked.visibility);
  if (stored?.row.state !== "running") return null;
  const { row } = stored;
  if (row.processVersion === to.processRef.version) return null;
  const context = await documents.caseContext(row.processId, row.processVersion, nowMs);
  if (context === null) return null;
  const from = context.process;
  // What the store keeps is what casework gave it: its own file, as JSON.
  const file = JSON.parse(stored.state) as CaseFile;
  const mapping = mappingFor(from, asked.mapping);
  const { steps, obstacles } = planMigration(from, to.process, file.engine, { atMs: nowMs, mapping });
  const where = hereOf(context, file, { nowMs, language }).map(({ text }) => text);
  const lost = obstacles.filter(({ code, subject }) => code === "elementGone" && subject === "activation");
  return {
    candidate: candidateOf(row, where),
    process: from,
    changes: unique(steps.flatMap((step) => changeText(step, from, to.process, language) ?? [])),
    reasons: reasonsOf(obstacles, from, to, language),
    gone: new Set(lost.map((obstacle) => obstacle.from)),
  };
}

function candidateOf(row: CaseRow, where: readonly string[]): Look["candidate"] {
  const { caseId, number, title, version, processVersion } = row;
  return { caseId, number, title, version, fromVersion: processVersion, where: [...where] };
}

/** What changes for those who work on it; what stays as it is goes without saying. */
function changeText(
  step: MigrationStep,
  from: ExecutableProcess,
  to: ExecutableProcess,
  language: Language,
): string | null {
  const { effect, subject } = step;
  const before = step.from === null ? "" : nameIn(from, step.from);
  const after = step.to === null ? "" : nameIn(to, step.to);
  switch (effect) {
    case "stays":
      return subject === "task" && before !== after
        ? sayWord(language, "migration.becomes", { before, after })
        : null;
    case "armed":
      return sayWord(language, "migration.armed", { step: after });
    case "cancelled":
      return sayWord(language, "migration.cancelled", { step: before });
    case "movesOn":
      return sayWord(language, "migration.movesOn", { step: after });
    case "declared":
      return null;
  }
}

function reasonsOf(
  obstacles: readonly MigrationObstacle[],
  from: ExecutableProcess,
  to: CaseContext,
  language: Language,
): Look["reasons"] {
  const { version } = to.processRef;
  const said = obstacles.map(({ code, from: elementId, message }) => {
    const step = nameIn(code === "wouldStop" ? to.process : from, elementId);
    const text = sayIf(language, `migration.${code}`, { step, version }) ?? message;
    return { code, elementId, text };
  });
  return said.filter(({ text }, at) => said.findIndex((other) => other.text === text) === at);
}

/** The name of an element, or of what a flow leads to. */
function nameIn(process: ExecutableProcess, id: string): string {
  const flow = process.flows[process.flowIndex.get(id) ?? -1];
  const target = flow && process.elements[flow.target];
  return stepName(process, target?.id ?? id);
}

/** Every step that somebody or something works at. */
function stepsOf(process: ExecutableProcess): MigrationPlan["steps"] {
  return process.elements
    .filter(({ kind, attachedTo }) => attachedTo < 0 && /task|activity|subProcess|Catch/i.test(kind))
    .map(({ id, name }) => ({ elementId: id, name: name ?? id }));
}

const unique = (texts: readonly string[]) => [...new Set(texts)];
