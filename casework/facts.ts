// The facts that rules may ask about, gathered first and as plain values. README lists them all.
import type { Facts } from "../rules/index.ts";
import type { CaseContext } from "./context.ts";
import type { CaseFile } from "./file.ts";

/** Facts about the case as a whole at an instant; a rule task's own inputs are laid over them. */
export function factsOf(context: CaseContext, file: CaseFile, atMs: number): Facts {
  throw new Error(`not built yet: ${context.processRef.id} ${file.caseId} ${atMs}`);
}
