// The text twin of a diagram (Uraian): every element in the order in which it is reached, in words. Invariant: no
// element is left out, also one that nothing leads to.
import type { Element, ExecutableProcess, Flow } from "../engine/index.ts";
import { type Organisation, resolveUnit } from "../organisation/index.ts";
import type { CasePath } from "./path.ts";
import { isWordKey, type Language, say, sayAmount } from "./words.ts";

export interface OutlineLine {
  readonly elementId: string;
  readonly depth: number;
  readonly text: string;
  readonly state: "taken" | "here" | "ahead";
  readonly passes: number;
}

/** What a case adds to the outline of its process. */
export interface CaseSoFar {
  readonly path: CasePath;
  readonly here: ReadonlySet<string>;
  /** By element: the post that was asked last, as it is shown. */
  readonly asked: ReadonlyMap<string, string>;
}

const nothingYet: CaseSoFar = { path: { elements: {}, flows: {} }, here: new Set(), asked: new Map() };

/** The process in words; with a case also what was taken, where it is, and who was asked. */
export function outlineOf(
  process: ExecutableProcess,
  organisation: Organisation,
  language: Language,
  at: CaseSoFar = nothingYet,
): OutlineLine[] {
  return readingOrder(process).map(({ element, depth }) => {
    const passes = at.path.elements[element.id] ?? 0;
    const state = at.here.has(element.id) ? "here" : passes > 0 ? "taken" : "ahead";
    const who = at.asked.get(element.id) ?? null;
    const own = textOf(process, organisation, element, who, language);
    const isGateway = element.kind.endsWith("Gateway");
    const text = isGateway ? own : withWays(process, element, own, language);
    return { elementId: element.id, depth, text, state, passes };
  });
}

/** Depth first along the flows, first flow first: the main way before what branches off it. */
export function readingOrder(
  process: ExecutableProcess,
): { readonly element: Element; readonly depth: number }[] {
  const order: { element: Element; depth: number }[] = [];
  const seen = new Set<number>();
  const visitScope = (scope: number, depth: number): void => {
    const elements = process.scopes[scope]?.elements ?? [];
    const starts = elements.filter((index) => (process.elements[index]?.incoming.length ?? 0) === 0);
    const ordinary = starts.filter((index) => process.elements[index]?.attachedTo === -1);
    for (const index of [...ordinary, ...elements]) visit(index, depth);
  };
  const visit = (first: number, depth: number): void => {
    const stack = [first];
    for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
      const element = process.elements[index];
      if (!element || seen.has(index)) continue;
      seen.add(index);
      order.push({ element, depth });
      if (element.owns >= 0) visitScope(element.owns, depth + 1);
      const targets = element.outgoing.flatMap((flow) => process.flows[flow]?.target ?? []);
      stack.push(...[...element.boundary, ...targets].reverse());
    }
  };
  visitScope(0, 0);
  return order;
}

function textOf(
  process: ExecutableProcess,
  organisation: Organisation,
  element: Element,
  who: string | null,
  language: Language,
): string {
  const name = element.name ?? "";
  switch (element.kind) {
    case "startEvent":
      return say("outline.start", language, { step: name || element.id });
    case "endEvent":
      return say("outline.end", language, { step: name || element.id });
    case "boundaryEvent": {
      const host = process.elements[element.attachedTo];
      const step = name || say("outline.event", language);
      return say("outline.boundary", language, { host: host?.name ?? "", step });
    }
    case "exclusiveGateway":
    case "inclusiveGateway":
    case "parallelGateway":
      return gatewayText(process, element, language);
    case "businessRuleTask":
      return say("outline.rule", language, { step: name || element.id });
    case "serviceTask":
    case "sendTask":
    case "scriptTask":
      return say("outline.system", language, { step: name || element.id });
    case "userTask":
    case "manualTask":
    case "task":
      return taskText(organisation, element, who, language);
    case "intermediateCatchEvent":
    case "intermediateThrowEvent":
      return name || say("outline.event", language);
    default:
      return name || say("outline.step", language);
  }
}

function taskText(
  organisation: Organisation,
  element: Element,
  asked: string | null,
  language: Language,
): string {
  const step = element.name ?? element.id;
  const parts = [
    element.addressee?.post == null
      ? step
      : say("outline.task", language, { step, who: asked ?? whoOf(organisation, element, language) }),
  ];
  if (element.deadline) {
    const { amount, unit } = element.deadline;
    parts.push(say("outline.deadline", language, { amount: sayAmount(amount, unit, language) }));
  }
  if (element.stopsClock) parts.push(say("outline.stops", language));
  if (element.loop?.kind === "multiInstance") parts.push(say(loopKey(element.loop.sequential), language));
  return parts.join("; ");
}

function loopKey(sequential: boolean): "outline.eachInTurn" | "outline.eachAtOnce" {
  return sequential ? "outline.eachInTurn" : "outline.eachAtOnce";
}

/** What stands on the flows out of a step that chooses by itself: it needs no gateway, and its text needs the ways. */
function withWays(process: ExecutableProcess, element: Element, text: string, language: Language): string {
  if (!element.conditional || element.outgoing.length < 2) return text;
  const flows = element.outgoing.flatMap((index) => process.flows[index] ?? []);
  return [text, ...flows.map((flow) => branchText(process, element, flow, language))].join("; ");
}

function whoOf(organisation: Organisation, element: Element, language: Language): string {
  const post = element.addressee?.post ?? "";
  const named = organisation.posts.get(post);
  if (named) return named.title;
  const unit = element.addressee?.unit ?? null;
  const ownKey = `who.${post}.${unit && "literal" in unit ? unit.literal : ""}`;
  if (isWordKey(ownKey)) return say(ownKey, language);
  const roleKey = `role.${post}`;
  const role = isWordKey(roleKey) ? say(roleKey, language) : post;
  const each = element.loop !== null && unit !== null && !("literal" in unit);
  const of = each ? say("relation.each", language) : unitText(organisation, unit, language);
  return say("who.of", language, { role, unit: of });
}

function unitText(
  organisation: Organisation,
  unit: NonNullable<Element["addressee"]>["unit"],
  language: Language,
): string {
  if (unit === null) return say("relation.pemrakarsa", language);
  if (!("literal" in unit)) return say("relation.computed", language);
  const key = `relation.${unit.literal}`;
  if (isWordKey(key)) return say(key, language);
  const found = resolveUnit(organisation, unit.literal, organisation.document.units[0]?.id ?? "");
  return found.ok ? found.unit.name : unit.literal;
}

function gatewayText(process: ExecutableProcess, element: Element, language: Language): string {
  const step = element.name ?? say("outline.gateway", language);
  const flows = element.outgoing.flatMap((index) => process.flows[index] ?? []);
  const branches = flows.map((flow) => branchText(process, element, flow, language)).join("; ");
  if (flows.length < 2) return say("outline.join", language, { step });
  const key = element.kind === "parallelGateway" ? "outline.fork" : "outline.choice";
  return say(key, language, { step, branches });
}

function branchText(process: ExecutableProcess, element: Element, flow: Flow, language: Language): string {
  const target = process.elements[flow.target];
  const step = target?.name ?? target?.id ?? "";
  const otherwise = flow.index === element.defaultFlow ? say("outline.otherwise", language) : null;
  const name = flow.name ?? otherwise;
  return name === null
    ? say("outline.branchOnly", language, { step })
    : say("outline.branch", language, { name, step });
}
