// Names as screens show them: of steps, of outcomes, and of posts with the mandate of who holds them.
import type { Element, ExecutableProcess } from "../engine/index.ts";
import { dayOf, holderOn, type MandateKind } from "../organisation/index.ts";
import { isolated } from "../rules/index.ts";
import type { CaseContext } from "./context.ts";
import type { FiledAttachment } from "./file.ts";
import type { Language } from "./words.ts";

export function stepName(process: ExecutableProcess, elementId: string): string {
  return process.elements[process.elementIndex.get(elementId) ?? -1]?.name ?? elementId;
}

/** The label of an outcome that an element lists, else the value itself. */
export function outcomeLabel(element: Element | undefined, value: string, language: Language): string {
  const outcome = element?.outcomes.find((each) => each.value === value);
  return (language === "en" ? (outcome?.labelEn ?? outcome?.label) : outcome?.label) ?? value;
}

/** The title of an attachment's slot, from the form with which it came; null where no form asks for it. */
export function slotTitle(
  context: CaseContext,
  { slot, elementId }: FiledAttachment,
  language: Language,
): string | null {
  const { process } = context;
  const formOf = (element: Element | undefined) => (element?.form ? context.form(element.form) : undefined);
  const own = formOf(process.elements[process.elementIndex.get(elementId ?? "") ?? -1]);
  for (const form of [own, ...process.elements.map(formOf)]) {
    const found = form?.documents.find((each) => each.slot === slot);
    if (found) return found.title[language];
  }
  return null;
}

/** "Plt. Kepala Biro Kesra": a mandate is never hidden. */
function withMandate(title: string, mandate: MandateKind | null): string {
  return mandate === null || mandate === "definitif" ? title : `${mandate}. ${isolated(title)}`;
}

export function postName(context: CaseContext, postId: string, atMs: number, short = false): string {
  const { organisation } = context;
  const post = organisation.posts.get(postId);
  if (!post) return postId;
  const holder = holderOn(organisation, postId, dayOf(organisation.zone, atMs));
  return withMandate(short ? post.shortTitle : post.title, holder?.holding.mandate ?? null);
}

export function personName(context: CaseContext, personId: string): string {
  return context.organisation.persons.get(personId)?.name ?? personId;
}
