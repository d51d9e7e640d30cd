/** A refusal of casework, engine, runner or library, as the refusal that crosses the wire. */
import { type CaseRefusal, sayRefusal } from "../../casework/index.ts";
import type { Refusal } from "../../engine/index.ts";
import { type Fault, type Refused, refuse } from "./refused.ts";
import type { Language } from "./words.ts";

export function refusalOf(refusal: Refusal | CaseRefusal, language: Language): Refused {
  const faults: readonly Fault[] = "faults" in refusal && refusal.faults ? refusal.faults : [];
  const params = "params" in refusal && refusal.params ? refusal.params : {};
  return refuse(refusal.code, {
    faults,
    params: { ...(refusal.at === undefined ? {} : { at: refusal.at }), ...params },
    message: saidBy(refusal, language),
  });
}

/** Casework's sentence for its own codes; what it has no words for says itself. */
function saidBy(refusal: Refusal | CaseRefusal, language: Language): string {
  const said = sayRefusal(refusal, language);
  return said === sayRefusal({ code: "", message: "" }, language) ? refusal.message : said;
}
