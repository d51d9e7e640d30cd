import { child, children, flag, idOf, type Node } from "../node.ts";
import { broken, definitionTypes, type Walk } from "./walk.ts";

/** Pools and what flows between them. (BPMN 9) */
export function collaborationRules(at: Walk): void {
  for (const root of at.roots) {
    if (
      at.strict &&
      root.$type === "bpmn:Process" &&
      root.processType === "Public" &&
      flag(root, "isExecutable")
    ) {
      broken(at, "publicExecutable", root, `${idOf(root)} is public and so may not be marked as executable`);
    }
    if (!/Collaboration|Conversation|Choreography/.test(root.$type)) continue;
    for (const flow of children(root, "messageFlows")) messageFlowRules(at, flow);
    for (const participant of children(root, "participants")) {
      multiplicityRule(at, participant);
    }
    if (at.strict) choreographyRules(at, root);
  }
}

/** How many take part: 0 or more at least, 1 or more at most, and at most no fewer than at least. (BPMN 9.2.1) */
function multiplicityRule(at: Walk, participant: Node): void {
  const multiplicity = child(participant, "participantMultiplicity");
  if (multiplicity === null) return;
  const minimum = typeof multiplicity.minimum === "number" ? multiplicity.minimum : 0;
  const maximum = typeof multiplicity.maximum === "number" ? multiplicity.maximum : 1;
  if (minimum >= 0 && maximum >= Math.max(minimum, 1)) return;
  const message = `${idOf(participant)} takes part ${minimum} times at least and ${maximum} times at most`;
  broken(at, "invalidMultiplicity", participant, message);
}

function messageFlowRules(at: Walk, flow: Node): void {
  const id = idOf(flow);
  const source = child(flow, "sourceRef");
  const target = child(flow, "targetRef");
  for (const end of [source, target]) {
    if (
      end !== null &&
      !/Participant|Task|Activity|SubProcess|Transaction|Event|Conversation/.test(end.$type)
    ) {
      broken(
        at,
        "messageFlowEnd",
        flow,
        `The message flow ${id} begins or ends at ${idOf(end)}, which sends nothing`,
      );
    }
  }
  const from = poolOf(at, source);
  const to = poolOf(at, target);
  if (from !== null && from === to) {
    broken(at, "messageFlowInPool", flow, `The message flow ${id} stays in one pool; use a sequence flow`);
  }
  const sender = at.find(source);
  const receiver = at.find(target);
  const sends = sender !== undefined && definitionTypes(sender).includes("Message");
  const receives = receiver !== undefined && definitionTypes(receiver).includes("Message");
  if (receiver?.type === "StartEvent" && !receives) {
    broken(
      at,
      "messageFlowEnd",
      receiver.node,
      `${idOf(receiver.node)} is sent a message, but does not wait for one`,
    );
  }
  if (receiver?.type === "EndEvent" || receiver?.type === "IntermediateThrowEvent") {
    broken(
      at,
      "messageFlowEnd",
      receiver.node,
      `${idOf(receiver.node)} is sent a message, but can only throw`,
    );
  }
  if (sender?.type === "EndEvent" && !sends) {
    broken(at, "messageFlowEnd", sender.node, `${idOf(sender.node)} sends a message, but throws none`);
  }
  if (sender !== undefined && /^(StartEvent|IntermediateCatchEvent|BoundaryEvent)$/.test(sender.type)) {
    broken(at, "messageFlowEnd", sender.node, `${idOf(sender.node)} sends a message, but can only wait`);
  }
}

/** The pool that an end of a message flow is, or stands in. */
function poolOf(at: Walk, end: Node | null): Node | null {
  if (end === null) return null;
  if (end.$type === "bpmn:Participant") return child(end, "processRef") ?? end;
  return at.find(end)?.container.process ?? null;
}

function choreographyRules(at: Walk, root: Node): void {
  const referred = children(root, "choreographyRef");
  if (/GlobalConversation|Choreography/.test(root.$type) && referred.length > 0) {
    broken(at, "choreographyReference", root, `${idOf(root)} may not refer to a choreography`);
  }
  const contents = [
    "conversations",
    "participantAssociations",
    "messageFlowAssociations",
    "conversationAssociations",
    "artifacts",
  ];
  if (
    root.$type === "bpmn:GlobalConversation" &&
    contents.some((property) => children(root, property).length > 0)
  ) {
    broken(
      at,
      "globalConversation",
      root,
      `${idOf(root)} may hold participants, message flows and correlations only`,
    );
  }
  for (const choreography of referred) {
    if (flag(choreography, "isClosed") === flag(root, "isClosed")) continue;
    broken(
      at,
      "isClosedMismatch",
      root,
      `isClosed of ${idOf(root)} and of ${idOf(choreography)} must be equal`,
    );
  }
}
