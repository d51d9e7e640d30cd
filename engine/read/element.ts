import { limits } from "../limits.ts";
import type { AdHoc, Call, Element, ElementKind, Flow, Script, Trigger } from "../process.ts";
import type { Part } from "./compile.ts";
import { dataMappings } from "./data.ts";
import {
  addresseeOf,
  deadlineOf,
  integerOf,
  legalBasisOf,
  mappingsOf,
  outcomesOf,
  resultVariableOf,
  workOf,
} from "./extension.ts";
import { loopOf } from "./loop.ts";
import { child, documentationOf, extension, flag, idOf, type Node, text } from "./node.ts";
import {
  expressionOf,
  formalExpression,
  invalid,
  notExecutable,
  type Reading,
  templateOf,
} from "./reading.ts";
import { definitionsOf, messageTrigger, triggersOf } from "./trigger.ts";

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
  const triggers = elementTriggers(reading, part);
  const startQuantity = integerOf(reading, node, node, "startQuantity", 1, limits.tokens) ?? 1;
  const completionQuantity = integerOf(reading, node, node, "completionQuantity", 1, limits.tokens) ?? 1;
  const activationCondition = child(node, "activationCondition");
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
    outgoingIds: Object.freeze(outgoing.flatMap((flow) => Array<string>(completionQuantity).fill(flow.id))),
    joins: (part.incoming.length > 1 && joining.has(kind)) || startQuantity > 1,
    undo: part.undo,
    forCompensation: flag(node, "isForCompensation"),
    throwsLast: isThrowing(kind) && triggers.some((trigger) => trigger.kind === "signal"),
    startQuantity,
    completionQuantity,
    loop: loopOf(reading, node),
    adHoc: kind === "adHocSubProcess" ? adHocOf(reading, node) : null,
    call: kind === "callActivity" ? callOf(reading, node) : null,
    activationCondition:
      activationCondition === null ? null : formalExpression(reading, id, activationCondition, "condition"),
    instantiates: instantiationOf(node),
    boundary: part.boundary,
    attachedTo: part.attachedTo,
    interrupting: kind === "startEvent" ? node.isInterrupting !== false : node.cancelActivity !== false,
    triggers,
    parallelMultiple: flag(node, "parallelMultiple"),
    inputs: [...dataMappings(reading, node, "in"), ...mappingsOf(reading, node, "poros:Input")],
    outputs: [...dataMappings(reading, node, "out"), ...mappingsOf(reading, node, "poros:Output")],
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

const joining: ReadonlySet<ElementKind> = new Set(["parallelGateway", "inclusiveGateway", "complexGateway"]);

const isThrowing = (kind: ElementKind) => kind === "intermediateThrowEvent" || kind === "endEvent";

function instantiationOf(node: Node): Element["instantiates"] {
  if (!flag(node, "instantiate")) return "no";
  return text(node, "eventGatewayType") === "Parallel" ? "parallel" : "exclusive";
}

function adHocOf(reading: Reading, node: Node): AdHoc {
  const completion = child(node, "completionCondition");
  return {
    sequential: text(node, "ordering") === "Sequential",
    completion: completion === null ? null : formalExpression(reading, idOf(node), completion, "condition"),
    cancelsRemaining: node.cancelRemainingInstances !== false,
  };
}

function callOf(reading: Reading, node: Node): Call | null {
  const id = idOf(node);
  const called = text(node, "calledElement");
  if (called === null) {
    notExecutable(reading, "calledElementMissing", id, `${id} names no process that it calls`);
    return reading.shapeOnly ? { processId: { literal: "" }, binding: { kind: "latest" } } : null;
  }
  // A qualified name may carry the prefix of the file's own namespace.
  const local = /^[\w.-]+:[\w.-]+$/.test(called) ? called.slice(called.indexOf(":") + 1) : called;
  const processId = templateOf(reading, id, local);
  if (processId === null) return null;
  const extended = extension(node, "poros:Call");
  const binding = extended === null ? null : text(extended, "binding");
  const version = extended === null ? null : text(extended, "version");
  if (binding === "version" && version !== null) return { processId, binding: { kind: "version", version } };
  if (binding === "deployment") return { processId, binding: { kind: "deployment" } };
  if (binding !== null && binding !== "latest") {
    const message = `The binding of ${id} is latest, deployment or version with a number, not "${binding}"`;
    invalid(reading, "invalidBinding", id, message);
  }
  return { processId, binding: { kind: "latest" } };
}

function elementTriggers(reading: Reading, { node, kind, scope }: Part): readonly Trigger[] {
  if (kind === "receiveTask" || kind === "sendTask") {
    const message = child(node, "messageRef");
    if (kind === "sendTask" && extension(node, "poros:Work") !== null) return [];
    // A receive task without a message waits for one by the task's own id.
    const awaited = message ?? (kind === "receiveTask" ? { $type: "bpmn:Message", id: idOf(node) } : null);
    const trigger = messageTrigger(reading, node, awaited);
    return trigger === null ? [] : [trigger];
  }
  if (!kind.endsWith("Event")) return [];
  const id = idOf(node);
  const place = kind === "startEvent" && scope > 0 ? "innerStartEvent" : kind;
  for (const { $type } of definitionsOf(node)) {
    if (positions[place]?.has($type.replace("bpmn:", "").replace("EventDefinition", "")) !== false) continue;
    const type = $type.replace("bpmn:", "");
    invalid(reading, "eventInWrongPlace", id, `${id}: BPMN has no ${type} as ${kind}`, { type, kind });
  }
  const needsTrigger = kind === "boundaryEvent" || kind === "intermediateCatchEvent";
  if (needsTrigger && definitionsOf(node).length === 0) {
    invalid(reading, "eventWithoutDefinition", id, `${id} waits for nothing: give it a timer or a message`);
  }
  return triggersOf(reading, node);
}

/** Which event definitions BPMN allows where. (BPMN table 10.93) */
const positions: { readonly [place: string]: ReadonlySet<string> | undefined } = {
  startEvent: new Set(["Message", "Timer", "Conditional", "Signal"]),
  innerStartEvent: new Set([
    "Message",
    "Timer",
    "Conditional",
    "Signal",
    "Error",
    "Escalation",
    "Compensate",
  ]),
  intermediateCatchEvent: new Set(["Message", "Timer", "Conditional", "Signal", "Link"]),
  intermediateThrowEvent: new Set(["Message", "Escalation", "Signal", "Link", "Compensate"]),
  boundaryEvent: new Set([
    "Message",
    "Timer",
    "Conditional",
    "Signal",
    "Error",
    "Escalation",
    "Cancel",
    "Compensate",
  ]),
  endEvent: new Set(["Message", "Escalation", "Signal", "Error", "Cancel", "Compensate", "Terminate"]),
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
    notExecutable(reading, "scriptMissing", id, `${id} has no script`);
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
