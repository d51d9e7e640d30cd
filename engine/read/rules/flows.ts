import { child, children, flag, idOf } from "../node.ts";
import { broken, definitionTypes, type FlowNode, type Walk } from "./walk.ts";

/** Where sequence flows may begin and end. (BPMN 7.6.1, 10.5) */
export function flowRules(at: Walk): void {
  for (const { node, container } of at.flows) {
    const source = at.find(child(node, "sourceRef"));
    const target = at.find(child(node, "targetRef"));
    for (const end of [source, target]) {
      if (end === undefined || !flag(end.node, "triggeredByEvent")) continue;
      const message = `The event sub-process ${idOf(end.node)} has a sequence flow; it starts by its event alone`;
      broken(at, "flowAtEventSubProcess", end.node, message);
    }
    if (!at.strict) continue;
    for (const [end, property] of [
      [source, "outgoing"],
      [target, "incoming"],
    ] as const) {
      if (end === undefined || children(end.node, property).includes(node)) continue;
      broken(at, "flowNotListed", end.node, `${idOf(end.node)} does not list ${idOf(node)} as ${property}`);
    }
    if (container.executable && node.isImmediate === false) {
      broken(
        at,
        "flowNotImmediate",
        node,
        `${idOf(node)} may not be isImmediate="false" in an executable process`,
      );
    }
    const conditional = child(node, "conditionExpression") !== null;
    if (conditional && source !== undefined && source.outgoing.length < 2 && !/Gateway/.test(source.type)) {
      const message = `${idOf(node)} is conditional, but ${idOf(source.node)} has no other way out`;
      broken(at, "conditionalFlowAlone", node, message);
    }
  }
  if (at.strict) connectionRules(at);
}

/** With start and end events drawn, everything must lie between them. */
function connectionRules(at: Walk): void {
  for (const { node, members } of at.containers) {
    if (node.$type === "bpmn:AdHocSubProcess") continue;
    const starts = members.filter(({ type }) => type === "StartEvent");
    const ends = members.filter(({ type }) => type === "EndEvent");
    const begins = starts.length > 0 || members.some(({ node: member }) => flag(member, "instantiate"));
    if (ends.length > 0 && !begins) {
      broken(at, "startEventMissing", node, `${idOf(node)} has an end event, but no start event`);
    }
    if (starts.length > 0 && ends.length === 0) {
      broken(at, "endEventMissing", node, `${idOf(node)} has a start event, but no end event`);
    }
    for (const member of members) {
      const id = idOf(member.node);
      if (starts.length > 0 && member.incoming.length === 0 && needsIncoming(member)) {
        broken(at, "incomingFlowMissing", member.node, `No sequence flow leads to ${id}`);
      }
      if (ends.length > 0 && member.outgoing.length === 0 && needsOutgoing(member)) {
        broken(at, "outgoingFlowMissing", member.node, `No sequence flow leaves ${id}`);
      }
    }
  }
}

function standsAlone({ node }: FlowNode): boolean {
  return flag(node, "triggeredByEvent") || flag(node, "isForCompensation");
}

function needsIncoming(member: FlowNode): boolean {
  if (standsAlone(member) || flag(member.node, "instantiate")) return false;
  if (member.type === "StartEvent" || member.type === "BoundaryEvent") return false;
  return !definitionTypes(member).includes("Link");
}

function needsOutgoing(member: FlowNode): boolean {
  if (standsAlone(member) || member.type === "EndEvent") return false;
  const definitions = definitionTypes(member);
  return !definitions.includes("Link") && !definitions.includes("Compensate");
}
