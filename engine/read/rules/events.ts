import { child, children, flag, idOf, text } from "../node.ts";
import { broken, definitionTypes, type FlowNode, type Walk } from "./walk.ts";

/** Which events may stand where, and with what around them. (BPMN 10.5) */
export function eventRules(at: Walk): void {
  for (const event of at.nodes) {
    if (!event.type.endsWith("Event")) continue;
    const definitions = definitionTypes(event);
    if (event.type === "StartEvent") startRules(at, event, definitions);
    if (event.type === "BoundaryEvent") boundaryRules(at, event, definitions);
    if (event.type.startsWith("Intermediate")) intermediateRules(at, event, definitions);
    if (event.type === "EndEvent" && definitions.includes("Cancel") && !insideTransaction(at, event)) {
      broken(
        at,
        "cancelOutsideTransaction",
        event.node,
        `${idOf(event.node)} cancels, but is in no transaction`,
      );
    }
    if (at.strict) definitionRules(at, event);
  }
  for (const { node, members } of at.containers) {
    if (!flag(node, "triggeredByEvent")) continue;
    const starts = members.filter(({ type }) => type === "StartEvent");
    if (starts.length !== 1) {
      const message = `The event sub-process ${idOf(node)} must have exactly one start event, not ${starts.length}`;
      broken(at, "eventSubProcessStart", node, message);
    }
  }
}

function startRules(at: Walk, event: FlowNode, definitions: readonly string[]): void {
  const id = idOf(event.node);
  const owner = event.container.node;
  if (flag(owner, "triggeredByEvent")) {
    if (definitions.length === 0) {
      broken(at, "eventSubProcessStart", event.node, `${id} starts an event sub-process and needs an event`);
    }
    const always = definitions.find((type) => type === "Error" || type === "Compensate");
    if (always !== undefined && event.node.isInterrupting === false) {
      broken(at, "mustInterrupt", event.node, `${id}: an event sub-process for ${always} always interrupts`);
    }
  } else if (owner.$type !== "bpmn:Process" && definitions.length > 0) {
    const message = `${id}: a sub-process starts when it is reached, not by ${definitions.join(", ")}`;
    broken(at, "eventInWrongPlace", event.node, message);
  }
}

function boundaryRules(at: Walk, event: FlowNode, definitions: readonly string[]): void {
  const id = idOf(event.node);
  const host = child(event.node, "attachedToRef");
  if (definitions.includes("Cancel") && host !== null && host.$type !== "bpmn:Transaction") {
    broken(
      at,
      "cancelOutsideTransaction",
      event.node,
      `${id} waits for a cancel at ${idOf(host)}, no transaction`,
    );
  }
  const always = definitions.find((type) => /^(Error|Cancel|Compensate)$/.test(type));
  if (always !== undefined && event.node.cancelActivity === false) {
    broken(at, "mustInterrupt", event.node, `${id}: a boundary event for ${always} always interrupts`);
  }
  if (definitions.includes("Compensate") && event.outgoing.length > 0) {
    const message = `${id} is joined to what undoes by an association, not by a sequence flow`;
    broken(at, "flowOutOfCompensation", event.node, message);
  }
}

function intermediateRules(at: Walk, event: FlowNode, definitions: readonly string[]): void {
  const id = idOf(event.node);
  const catching = event.type === "IntermediateCatchEvent";
  if (definitions.includes("Link")) {
    if (event.incoming.length > 0 && catching) {
      broken(at, "flowAtLink", event.node, `A sequence flow leads to the link catch event ${id}`);
    }
    if (event.outgoing.length > 0 && !catching) {
      broken(at, "flowAtLink", event.node, `A sequence flow leaves the link throw event ${id}`);
    }
    return;
  }
  if (!at.strict) return;
  if (event.incoming.length === 0) {
    broken(at, "incomingFlowMissing", event.node, `No sequence flow leads to ${id}`);
  }
  if (event.outgoing.length === 0) {
    broken(at, "outgoingFlowMissing", event.node, `No sequence flow leaves ${id}`);
  }
}

function insideTransaction(at: Walk, event: FlowNode): boolean {
  for (let node = event.container.node; ; ) {
    if (node.$type === "bpmn:Transaction") return true;
    const around = at.find(node);
    if (around === undefined) return false;
    node = around.container.node;
  }
}

/** What an executable process must say about its messages and escalations. */
function definitionRules(at: Walk, event: FlowNode): void {
  const id = idOf(event.node);
  const throwing = event.type === "EndEvent" || event.type === "IntermediateThrowEvent";
  for (const definition of children(event.node, "eventDefinitions")) {
    if (definition.$type === "bpmn:EscalationEventDefinition" && throwing && event.container.executable) {
      const escalation = child(definition, "escalationRef");
      if (escalation === null || text(escalation, "escalationCode") === null) {
        broken(at, "escalationCodeMissing", event.node, `${id} throws an escalation without a code`);
      }
    }
    if (definition.$type !== "bpmn:MessageEventDefinition" || !event.container.executable) continue;
    for (const property of ["messageRef", "operationRef"]) {
      if (child(definition, property) !== null || text(definition, property) !== null) continue;
      broken(at, `${property}Missing`, event.node, `The message event ${id} has no ${property}`);
    }
  }
}
