/** What a person may submit, the form to do it with, and the steps that follow as far as the diagram says. */
import type { Submission } from "../../api/index.ts";
import { type CaseContext, expectedSteps } from "../../casework/index.ts";
import type { Draft } from "../store/index.ts";
import { wireForm } from "./task-page.ts";
import type { Language } from "./words.ts";

/** The form of the none start event, where submissions begin. */
function startForm(context: CaseContext): ReturnType<CaseContext["form"]> {
  const start = context.process.elements.find(
    (element) => element.kind === "startEvent" && element.scope === 0 && element.triggers.length === 0,
  );
  return start?.form ? context.form(start.form) : undefined;
}

export function submissionView(
  context: CaseContext,
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
    steps: expectedSteps(context, reader.nowMs, reader.language).map(({ text, detail }) => ({
      text,
      detail,
    })),
    draft: draft && { values: { ...draft.values }, savedAtMs: draft.savedAtMs },
  };
}
