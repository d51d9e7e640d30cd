// From an open task to the post that is to do it. Invariant: the organisation alone decides, on what the diagram
// says and the case's data gave; what cannot be addressed is an incident that somebody sees.
import type { Addressee, CaseState, Element, Variables } from "../engine/index.ts";
import { type Resolution, resolveAddress } from "../organisation/index.ts";
import type { CaseContext } from "./context.ts";
import type { CaseFile, TaskRow } from "./file.ts";

export type Addressed =
  | Extract<Resolution, { ok: true }>
  | { readonly ok: false; readonly code: string; readonly message: string };

export function addressTask(
  context: CaseContext,
  file: CaseFile,
  task: TaskRow,
  element: Element,
  atMs: number,
): Addressed {
  const { addressee } = element;
  if (addressee?.post == null)
    return { ok: false, code: "noAddressee", message: `${element.name ?? element.id} names no post.` };
  const unit = unitOf(context, file, task, addressee, atMs);
  if (!unit.ok) return unit;
  return resolveAddress(context.organisation, { post: addressee.post, unit: unit.text }, file.unitId);
}

function unitOf(
  context: CaseContext,
  file: CaseFile,
  task: TaskRow,
  { unit }: Addressee,
  atMs: number,
):
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: string; readonly message: string } {
  if (unit === null) return { ok: true, text: "pemrakarsa" };
  if ("literal" in unit) return { ok: true, text: unit.literal };
  const [inner = {}, ...outer] = variablesInSight(file.engine, task.activationId);
  const { zone } = context.process;
  const value = unit.expression.evaluate(inner, { nowMs: atMs, zone, outer });
  if (!value.ok)
    return { ok: false, code: "expressionFailed", message: `${unit.expression.text}: ${value.message}` };
  if (typeof value.value !== "string")
    return { ok: false, code: "notText", message: `${unit.expression.text} gives no unit.` };
  return { ok: true, text: value.value };
}

/** Variables that an activation sees, its own first. */
export function variablesInSight(state: CaseState, activationId: string): Variables[] {
  const scopes: Variables[] = [];
  let id: string | undefined = activationId;
  while (id !== undefined) {
    const own = state.variables[id];
    if (own) scopes.push(own);
    const current: string = id;
    id = state.marking.activations.find((each) => each.id === current)?.scopeId;
  }
  return scopes;
}
