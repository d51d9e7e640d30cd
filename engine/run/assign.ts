import type { Value, Variables } from "../variables.ts";
import type { Live } from "./draft.ts";
import { type Run, tell } from "./run.ts";

/**
 * Where variables go. A write goes to the innermost scope around the writer that already has a variable of that
 * name; one that nobody has becomes the case's. Only input mappings and multi-instance data declare variables in
 * an inner scope.
 */
export function assign(run: Run, live: Live, variables: Variables) {
  const names = Object.keys(variables);
  if (names.length === 0) return;
  let single: Live | null = null;
  let several = false;
  for (const name of names) {
    const owner = ownerOf(live, name);
    if (single === null) single = owner;
    else if (single !== owner) several = true;
  }
  if (single === null) return;
  if (!several) return tell(run, { type: "VariablesSet", scopeId: single.id, variables });
  const byScope = new Map<Live, Record<string, Value>>();
  for (const name of names) {
    const owner = ownerOf(live, name);
    const group = byScope.get(owner) ?? {};
    group[name] = variables[name] ?? null;
    byScope.set(owner, group);
  }
  // From the inside outwards: in which order the names came is not told by a journal, and so must not decide.
  for (let scope: Live | null = live; scope !== null; scope = scope.scope) {
    const group = byScope.get(scope);
    if (group !== undefined) tell(run, { type: "VariablesSet", scopeId: scope.id, variables: group });
  }
}

/** Declares variables in an activation's own scope, whatever its surroundings have. */
export function declare(run: Run, live: Live, variables: Variables) {
  tell(run, { type: "VariablesSet", scopeId: live.id, variables });
}

function ownerOf(live: Live, name: string): Live {
  let scope = live;
  for (;;) {
    if (scope.variables !== null && Object.hasOwn(scope.variables, name)) return scope;
    if (scope.scope === null) return scope;
    scope = scope.scope;
  }
}
