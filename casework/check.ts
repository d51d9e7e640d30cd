// What is wrong with a diagram beyond BPMN: a task that nobody can be asked to do, a form or rule set that is not
// there, an outcome that a rule set gives and the diagram does not expect. Publishing needs an empty list.
import type { ExecutableProcess, Problem } from "../engine/index.ts";
import type { Organisation } from "../organisation/index.ts";
import type { RuleSet } from "../rules/index.ts";

export interface CheckWith {
  readonly organisation: Organisation;
  hasForm(id: string): boolean;
  ruleSet(id: string): RuleSet | undefined;
  /** Named handlers of the host; a service task that nothing handles cannot be published. */
  readonly handlers: readonly string[];
}

export function checkCasework(process: ExecutableProcess, withWhat: CheckWith): readonly Problem[] {
  throw new Error(`not built yet: ${process.id} ${withWhat.handlers.length}`);
}
