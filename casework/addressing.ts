// From an open task to the post that is to do it. Invariant: the organisation alone decides, on what the diagram
// says and the case's data gave; what cannot be addressed is an incident that somebody sees.
import { addressedUnit, type Element } from "../engine/index.ts";
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
  const found = addressedUnit(context.process, file.engine, task.activationId, element, atMs);
  if (!found.ok) return { ok: false, code: "expressionFailed", message: found.message };
  const unit = found.unit ?? "pemrakarsa";
  return resolveAddress(context.organisation, { post: addressee.post, unit }, file.unitId);
}
