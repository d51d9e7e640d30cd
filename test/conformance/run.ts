import { join } from "node:path";
import { runBetsy } from "./betsy.ts";
import { runOperaton } from "./operaton.ts";
import type { Outcome } from "./outcome.ts";

/** Runs every suite that the folder holds. */
export async function runConformance(folder: string): Promise<readonly Outcome[]> {
  return [...(await runBetsy(join(folder, "betsy"))), ...(await runOperaton(join(folder, "operaton")))];
}
