/** A problem of the engine in the reader's language, by its code; the engine's own English where no word fits. */
import type { Problem } from "../engine/index.ts";
import { words } from "./words.ts";

export function problemWord(
  problem: Pick<Problem, "code" | "message"> & { readonly params?: Problem["params"] },
): string {
  const say = words().problem[problem.code];
  return say === undefined ? problem.message : say(problem.params ?? {});
}

/** What the soundness check found, by its code alone. */
export function findingWord(code: string): string {
  const said: Readonly<Record<string, unknown>> = words().finding;
  const found = Object.hasOwn(said, code) ? said[code] : undefined;
  return typeof found === "object" && found !== null && "title" in found ? String(found.title) : code;
}
