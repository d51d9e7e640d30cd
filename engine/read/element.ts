import type { Element, ElementKind, Flow, Script, Trigger } from "../process.ts";
import type { Part } from "./compile.ts";
import {
  addresseeOf,
  deadlineOf,
  legalBasisOf,
  mappingsOf,
  outcomesOf,
  resultVariableOf,
  workOf,
} from "./extension.ts";
import { child, documentationOf, extension, flag, idOf, type Node, text } from "./node.ts";
import { expressionOf, invalid, notExecutable, type Reading } from "./reading.ts";
import { messageTrigger, triggersOf } from "./trigger.ts";

/** Compiles one element and says what is wrong with it; it always gives an element, so that reading can go on. */
export function compileElement(reading: Reading, part: Part, flows: readonly Flow[]): Element {
  const { node, kind } = part;
  const id = idOf(node);
  const outgoing = part.outgoing.flatMap((index) => flows[index] ?? []);
  checkShape(reading, part, outgoing);
  const authority = extension(node, "poros:Authority");
  const stopsClock = extension(node, "poros:StopsClock");
  const form = extension(node, "poros:Form");
  const addressee = addresseeOf(reading, node);
  const outcomes = outcomesOf(reading, node);
  const opensTask =
    kind === "userTask" ||
    ((kind === "task" || kind === "manualTask") && (addressee !== null || form !== null));
  return {
    index: part.index,
    id,
    name: text(node, "name"),
    documentation: documentationOf(node),
    kind,
    scope: part.scope,
    owns: part.owns,
    incoming: part.incoming,
    outgoing: part.outgoing,
    defaultFlow: defaultFlowOf(reading, node, outgoing),
    conditional: outgoing.some(({ condition }) => condition !== null),
    outgoingIds: Object.freeze(outgoing.map((flow) => flow.id)),
    joins: part.incoming.length > 1 && (kind === "parallelGateway" || kind === "inclusiveGateway"),
    boundary: part.boundary,
    attachedTo: part.attachedTo,
    interrupting: node.cancelActivity !== false,
    triggers: elementTriggers(reading, node, kind),
    parallelMultiple: flag(node, "parallelMultiple"),
    inputs: mappingsOf(reading, node, "poros:Input"),
    outputs: mappingsOf(reading, node, "poros:Output"),
    resultVariable: resultVariableOf(reading, node),
    work: workOf(reading, node),
    script: kind === "scriptTask" ? scriptOf(reading, node) : null,
    ruleSet: kind === "businessRuleTask" ? ruleSetOf(reading, node) : null,
    outcomes,
    opensTask,
    addressee,
    authority: authority === null ? null : { minEchelon: text(authority, "minEchelon") ?? "" },
    deadline: deadlineOf(reading, node),
    stopsClock: stopsClock === null ? null : { reason: text(stopsClock, "reason") },
    form: form === null ? null : text(form, "ref"),
    legalBasis: legalBasisOf(node),
    lane: part.lane,
  };
}

/** The default flow's index, and a problem when the attribute names a flow that does not leave here. */
function defaultFlowOf(reading: Reading, node: Node, outgoing: readonly Flow[]): number {
  const flow = child(node, "default");
  if (flow === null) return -1;
  const found = outgoing.find(({ id }) => id === idOf(flow));
  if (found === undefined) {
    const message = `The default flow of ${idOf(node)} is ${idOf(flow)}, which does not leave it`;
    invalid(reading, "defaultNotOutgoing", idOf(node), message, { flow: idOf(flow) });
  }
  return found?.index ?? -1;
}

function elementTriggers(reading: Reading, node: Node, kind: ElementKind): readonly Trigger[] {
  if (kind === "receiveTask" || kind === "sendTask") {
    const message = child(node, "messageRef");
    if (kind === "sendTask" && extension(node, "poros:Work") !== null) return [];
    // A receive task without a message waits for one by the task's own id.
    const awaited = message ?? (kind === "receiveTask" ? { $type: "bpmn:Message", id: idOf(node) } : null);
    const trigger = messageTrigger(reading, node, awaited);
    return trigger === null ? [] : [trigger];
  }
  if (!kind.endsWith("Event")) return [];
  const triggers = triggersOf(reading, node);
  const id = idOf(node);
  const position = positions[kind];
  for (const trigger of triggers) {
    if (position?.includes(trigger.kind)) continue;
    const message = `${id}: a ${trigger.kind} event is not executed as ${kind}`;
    notExecutable(reading, "unsupportedElement", id, message, { type: `${trigger.kind} ${kind}` });
  }
  if (triggers.length > 1) {
    notExecutable(reading, "unsupportedElement", id, `${id}: multiple events are not executed`, {
      type: "multiple",
    });
  }
  const needsTrigger = kind === "boundaryEvent" || kind === "intermediateCatchEvent";
  if (needsTrigger && !hasDefinition(node)) {
    invalid(reading, "eventWithoutDefinition", id, `${id} waits for nothing: give it a timer or a message`);
  }
  return triggers;
}

function hasDefinition(node: Node): boolean {
  return [node.eventDefinitions, node.eventDefinitionRef].some(
    (list) => Array.isArray(list) && list.length > 0,
  );
}

/** Which triggers each kind of event executes. */
const positions: { readonly [kind in ElementKind]?: readonly Trigger["kind"][] } = {
  startEvent: ["timer", "message"],
  intermediateCatchEvent: ["timer", "message"],
  intermediateThrowEvent: [],
  boundaryEvent: ["timer", "message", "error"],
  endEvent: ["terminate", "error"],
};

function scriptOf(reading: Reading, node: Node): Script | null {
  const id = idOf(node);
  const source = text(node, "script");
  const format = text(node, "scriptFormat");
  if (reading.handsOutScripts && !/feel/i.test(format ?? ""))
    return { kind: "foreign", format, text: source ?? "" };
  if (format !== null && !/feel/i.test(format)) {
    const message = `The script of ${id} is in ${format}; only FEEL is executed`;
    notExecutable(reading, "foreignLanguage", id, message, { language: format });
    return null;
  }
  if (source === null) {
    invalid(reading, "scriptMissing", id, `${id} has no script`);
    return null;
  }
  const expression = expressionOf(reading, id, source);
  return expression === null ? null : { kind: "expression", expression };
}

function ruleSetOf(reading: Reading, node: Node): string | null {
  const decision = extension(node, "poros:Decision");
  const ruleSet = decision === null ? null : text(decision, "ruleSet");
  if (ruleSet === null) {
    const message = `${idOf(node)} names no rule set that decides`;
    notExecutable(reading, "ruleSetMissing", idOf(node), message);
  }
  return ruleSet;
}

function checkShape(reading: Reading, part: Part, outgoing: readonly Flow[]): void {
  const { node, kind } = part;
  const id = idOf(node);
  const no = (type: string) =>
    notExecutable(reading, "unsupportedElement", id, `${id}: ${type} is not executed`, { type });
  if (child(node, "loopCharacteristics") !== null) no("loopCharacteristics");
  if (flag(node, "isForCompensation")) no("isForCompensation");
  if (flag(node, "triggeredByEvent")) no("event sub-process");
  if (child(node, "ioSpecification") !== null) no("ioSpecification");
  if (flag(node, "instantiate")) no("instantiating receive task");
  for (const quantity of ["startQuantity", "completionQuantity"]) {
    if (node[quantity] !== undefined && node[quantity] !== 1) no(quantity);
  }
  if (kind === "startEvent" && part.incoming.length > 0) {
    invalid(reading, "flowIntoStart", id, `A sequence flow leads into the start event ${id}`);
  }
  if (kind === "boundaryEvent" && part.incoming.length > 0) {
    invalid(reading, "flowIntoBoundary", id, `A sequence flow leads into the boundary event ${id}`);
  }
  if (kind === "endEvent" && outgoing.length > 0) {
    invalid(reading, "flowOutOfEnd", id, `A sequence flow leaves the end event ${id}`);
  }
  if ((kind === "exclusiveGateway" || kind === "inclusiveGateway") && outgoing.length > 1) {
    const otherwise = child(node, "default");
    for (const flow of outgoing) {
      if (flow.condition !== null || (otherwise !== null && flow.id === idOf(otherwise))) continue;
      const message = `The flow ${flow.id} out of ${id} has no condition and is not the default: give it one`;
      notExecutable(reading, "conditionMissing", flow.id, message, { gateway: id });
    }
  }
}
