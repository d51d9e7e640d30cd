/** What a person may submit, the form to do it with, and the steps that follow as far as the diagram says. */
import type { Submission } from "../../api/index.ts";
import { type CaseContext, outlineOf } from "../../casework/index.ts";
import { type DeadlineSpec, type Element, elementOf } from "../../engine/index.ts";
import { resolveAddress } from "../../organisation/index.ts";
import type { Draft } from "../store/index.ts";
import { wireForm } from "./task-page.ts";
import { postName } from "./where.ts";
import { type Language, sayWord } from "./words.ts";

/** The form of the none start event, where submissions begin. */
export function startForm(context: CaseContext): ReturnType<CaseContext["form"]> {
  const start = context.process.elements.find(
    (element) => element.kind === "startEvent" && element.scope === 0 && element.triggers.length === 0,
  );
  return start?.form ? context.form(start.form) : undefined;
}

export function submissionView(
  context: CaseContext,
  unitId: string,
  draft: Draft | null,
  reader: { readonly language: Language; readonly nowMs: number },
): Submission | null {
  const form = startForm(context);
  if (!form) return null;
  const { processRef } = context;
  return {
    processId: processRef.id,
    version: processRef.version,
    title: processRef.title,
    form: wireForm(form),
    steps: stepsOf(context, unitId, reader),
    draft: draft && { values: { ...draft.values }, savedAtMs: draft.savedAtMs },
  };
}

function stepsOf(
  context: CaseContext,
  unitId: string,
  { language, nowMs }: { readonly language: Language; readonly nowMs: number },
): Submission["steps"] {
  return outlineOf(context.process, language).flatMap((line) => {
    const element = elementOf(context.process, line.elementId);
    if (!element?.opensTask) return [];
    return [{ text: element.name ?? line.text, detail: detailOf(context, element, unitId, language, nowMs) }];
  });
}

function detailOf(
  context: CaseContext,
  element: Element,
  unitId: string,
  language: Language,
  nowMs: number,
): string {
  const term = element.deadline ? termText(element.deadline, language) : null;
  const post = addresseeText(context, element, unitId, nowMs);
  if (post === null) return term ?? "";
  return term === null ? post : sayWord(language, "step.postBy", { post, term });
}

/** Null where the unit is only known once the case runs. */
function addresseeText(context: CaseContext, element: Element, unitId: string, nowMs: number): string | null {
  const { addressee } = element;
  if (!addressee?.post) return null;
  const unit = addressee.unit && "literal" in addressee.unit ? addressee.unit.literal : "";
  const resolved = resolveAddress(context.organisation, { post: addressee.post, unit }, unitId);
  return resolved.ok ? postName(context.organisation, resolved.post.id, nowMs) : null;
}

function termText(deadline: DeadlineSpec, language: Language): string {
  return sayWord(language, `step.${deadline.unit}`, { amount: deadline.amount });
}
