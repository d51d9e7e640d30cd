/**
 * What a draft would have decided otherwise, over the decisions that were recorded: each with the facts of its day and
 * the outcome that it had. Works in pieces and lets other requests run between two of them.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { RuleDecisions, RuleImpact } from "../../api/index.ts";
import {
  beginComparison,
  type MovedGroup,
  type Outcome,
  outcomeName,
  type RuleSet,
} from "../../rules/index.ts";
import type { Library } from "../library/index.ts";
import type { DecisionRow, Store, Visibility } from "../store/index.ts";
import { contentHash } from "./rule-analysis.ts";
import { type Language, sayWord } from "./words.ts";

/** Decisions that are looked at while an analyst types. */
export const recentDecisions = 1_000;
/** Decisions between two turns of the event loop: some ten milliseconds. */
const atOnce = 500;
/** Cases that an answer lists; the others are counted. */
const mostCases = 100;
/** Real facts that are offered to try. */
const mostToTry = 50;

export interface ImpactParts {
  readonly store: Store;
  readonly tenant: string;
  readonly library: Library;
}

export interface ImpactOf {
  /** Id of the rule set whose decisions are looked at. */
  readonly id: string;
  readonly content: string;
  readonly draft: RuleSet;
  readonly language: Language;
  readonly visibility: Visibility;
  /** Absent: all of them. */
  readonly most?: number;
  readonly stopped?: () => boolean;
  readonly onProgress?: (progress: { readonly examined: number; readonly total: number }) => void;
}

/** Null when it was stopped. */
export async function impactOf(parts: ImpactParts, asked: ImpactOf): Promise<RuleImpact | null> {
  const { store, tenant } = parts;
  const { id, draft, most = Number.POSITIVE_INFINITY } = asked;
  const total = await store.decisions.count(tenant, id);
  const comparing = beginComparison(draft, draft);
  const looked = new Map<string, Pick<DecisionRow, "atMs" | "caseId" | "hash">>();
  let examined = 0;
  let before: DecisionRow | null = null;
  while (examined < most) {
    const rows: readonly DecisionRow[] = await store.decisions.newest(
      tenant,
      id,
      before,
      Math.min(atOnce, most - examined),
    );
    for (const row of rows) {
      const { caseId, decisionId, atMs, hash, facts, outcome } = row;
      const key = `${caseId} ${decisionId}`;
      comparing.add({ id: key, facts, outcome });
      looked.set(key, { atMs, caseId, hash });
    }
    examined += rows.length;
    before = rows.at(-1) ?? null;
    if (before === null) break;
    asked.onProgress?.({ examined, total: Math.max(total, examined) });
    await nextTurn();
    if (asked.stopped?.()) return null;
  }
  const compared = comparing.result();
  const groups = compared.groups.map((group) => ({ ...group, ...titles(group, asked.language) }));
  const moves = groups.flatMap(({ cases, fromTitle, toTitle }) =>
    cases.flatMap((key) => {
      const decision = looked.get(key);
      return decision === undefined ? [] : [{ ...decision, fromTitle, toTitle }];
    }),
  );
  return {
    contentHash: contentHash(asked.content),
    examined,
    total: Math.max(total, examined),
    moved: compared.moved,
    groups: groups.map(({ from, to, fromTitle, toTitle, count }) => ({
      from,
      to,
      fromTitle,
      toTitle,
      count,
    })),
    ...(await casesMoved(parts, asked, moves)),
    answered: { rules: [...compared.answered.rules], otherwise: compared.answered.otherwise },
  };
}

interface Move {
  readonly caseId: string;
  readonly atMs: number;
  readonly hash: string;
  readonly fromTitle: string;
  readonly toTitle: string;
}

async function casesMoved(
  { store, tenant, library }: ImpactParts,
  { id, visibility }: ImpactOf,
  moves: readonly Move[],
): Promise<Pick<RuleImpact, "running" | "keptVersions" | "cases" | "otherCases">> {
  const ids = [...new Set(moves.map(({ caseId }) => caseId))];
  const cases = await store.decisions.casesOf(tenant, ids, visibility);
  const running = new Set(cases.running);
  const visible = new Map(cases.visible.map((row) => [row.caseId, row]));
  const stillRunning = moves.filter(({ caseId }) => running.has(caseId));
  const versions = versionsOf(library, id);
  const shown = moves
    .filter(({ caseId }) => visible.has(caseId))
    .toSorted((a, b) => b.atMs - a.atMs)
    .slice(0, mostCases);
  return {
    running: stillRunning.length,
    keptVersions: [...new Set(stillRunning.flatMap(({ hash }) => versions.get(hash) ?? []))].toSorted(
      (a, b) => a - b,
    ),
    cases: shown.map(({ caseId, atMs, fromTitle, toTitle }) => ({
      caseId,
      number: visible.get(caseId)?.number ?? "",
      title: visible.get(caseId)?.title ?? "",
      running: running.has(caseId),
      decidedAtMs: atMs,
      fromTitle,
      toTitle,
    })),
    otherCases: moves.length - shown.length,
  };
}

function versionsOf(library: Library, id: string): ReadonlyMap<string, number> {
  return new Map(library.publications("rule-sets", id).map(({ hash, version }) => [hash, version]));
}

function titles({ from, to, fromOutcome, toOutcome }: MovedGroup, language: Language) {
  const nameOf = (outcome: Outcome | null, place: string) =>
    outcome === null
      ? sayWord(language, "rules.incident", { code: place.slice("incident:".length) })
      : outcomeName(outcome, language);
  const [fromTitle, toTitle] = [nameOf(fromOutcome, from), nameOf(toOutcome, to)];
  return {
    fromTitle,
    toTitle: fromTitle === toTitle ? sayWord(language, "rules.otherContent", { outcome: toTitle }) : toTitle,
  };
}

/** Decisions of cases that may be seen, for trying a draft on them. */
export async function decisionsToTry(
  { store, tenant, library }: ImpactParts,
  asked: { readonly id: string; readonly language: Language; readonly visibility: Visibility },
): Promise<RuleDecisions> {
  const found = await store.decisions.newestVisible(tenant, asked.id, asked.visibility, mostToTry);
  const versions = versionsOf(library, asked.id);
  return {
    total: await store.decisions.count(tenant, asked.id),
    items: found.map(({ decision, case: row }) => ({
      caseId: row.caseId,
      number: row.number,
      title: row.title,
      decidedAtMs: decision.atMs,
      version: versions.get(decision.hash) ?? null,
      outcome: outcomeName(decision.outcome, asked.language),
      facts: { ...decision.facts },
    })),
  };
}
