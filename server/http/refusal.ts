/** A refusal of casework, engine, runner or library, as the refusal that crosses the wire. */
import type { CaseRefusal } from "../../casework/index.ts";
import type { Refusal } from "../../engine/index.ts";
import { type Fault, type Refused, refuse } from "./refused.ts";

export function refusalOf(refusal: Refusal | CaseRefusal): Refused {
  const faults: readonly Fault[] = "faults" in refusal && refusal.faults ? refusal.faults : [];
  const params = "params" in refusal && refusal.params ? refusal.params : {};
  return refuse(refusal.code, {
    faults,
    params: { ...(refusal.at === undefined ? {} : { at: refusal.at }), ...params },
    message: refusal.message,
  });
}
