import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runBetsy } from "./betsy.ts";
import { runMiwg } from "./miwg.ts";
import { runOperaton } from "./operaton.ts";
import type { Outcome } from "./outcome.ts";
import { runSoundness } from "./soundness.ts";

export interface Deviation {
  readonly id: string;
  /** Why our answer is another, in words. */
  readonly reason: string;
  /** Where the specification says so. */
  readonly clause: string;
}

/** Runs every suite that the folder holds; a part that is not there is left out. */
export async function runConformance(folder: string): Promise<readonly Outcome[]> {
  return [
    ...(await runBetsy(join(folder, "betsy"))),
    ...(await runOperaton(join(folder, "operaton"))),
    ...(await runMiwg(join(folder, "miwg"))),
    ...(await runSoundness(join(folder, "soundness"))),
  ];
}

export function deviations(): readonly Deviation[] {
  const file = new URL("./deviations.json", import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
}

export interface Tally {
  readonly group: string;
  readonly passed: number;
  readonly deviating: number;
  readonly failed: number;
}

/** Counts by group, in order of appearance. */
export function tally(outcomes: readonly Outcome[], listed: ReadonlySet<string>): readonly Tally[] {
  const groups = [...new Set(outcomes.map(({ group }) => group))];
  return groups.map((group) => {
    const members = outcomes.filter((outcome) => outcome.group === group);
    const passed = members.filter((outcome) => outcome.passed).length;
    const deviating = members.filter((outcome) => !outcome.passed && listed.has(outcome.id)).length;
    return { group, passed, deviating, failed: members.length - passed - deviating };
  });
}
