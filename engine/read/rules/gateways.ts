import { child, flag, idOf, text } from "../node.ts";
import { broken, definitionTypes, type FlowNode, type Walk } from "./walk.ts";

/** How many flows gateways have, and what an event-based gateway leads to. (BPMN 10.6) */
export function gatewayRules(at: Walk): void {
  for (const gateway of at.nodes) {
    if (!gateway.type.endsWith("Gateway")) continue;
    if (gateway.type === "EventBasedGateway") eventGatewayRules(at, gateway);
    if (at.strict) directionRules(at, gateway);
  }
}

function eventGatewayRules(at: Walk, gateway: FlowNode): void {
  const id = idOf(gateway.node);
  const targets = gateway.outgoing.map((flow) => at.find(child(flow, "targetRef")));
  if (at.strict) eventGatewayStrictRules(at, gateway, targets);
  if (gateway.outgoing.length < 2) {
    broken(at, "eventGatewayTargets", gateway.node, `The event-based gateway ${id} needs two events or more`);
  }
  for (const target of targets) {
    if (target === undefined) continue;
    const targetId = idOf(target.node);
    const allowed =
      target.type === "ReceiveTask" ||
      (target.type === "IntermediateCatchEvent" &&
        definitionTypes(target).every((type) => /^(Message|Signal|Timer|Conditional)$/.test(type)));
    if (!allowed) {
      const message = `${id} leads to ${targetId}; an event-based gateway leads to receive tasks and to message, signal, timer and conditional events`;
      broken(at, "eventGatewayTargets", gateway.node, message);
    }
    if (target.type !== "ReceiveTask") continue;
    const watched = at.nodes.some(({ node }) => child(node, "attachedToRef") === target.node);
    if (watched) {
      broken(
        at,
        "eventGatewayTargets",
        target.node,
        `${targetId} follows ${id} and may have no boundary events`,
      );
    }
  }
}

/** What BPMN wants of an event-based gateway though events decide without it. (BPMN 10.6.6) */
function eventGatewayStrictRules(
  at: Walk,
  { node, incoming, outgoing }: FlowNode,
  targets: readonly (FlowNode | undefined)[],
): void {
  const id = idOf(node);
  if (flag(node, "instantiate") && incoming.length > 0) {
    broken(at, "flowIntoStart", node, `${id} starts cases; no sequence flow may lead to it`);
  }
  for (const flow of outgoing) {
    if (child(flow, "conditionExpression") === null) continue;
    broken(
      at,
      "conditionAtEventGateway",
      flow,
      `${idOf(flow)} leaves ${id}: events decide there, no condition`,
    );
  }
  for (const target of targets) {
    if (target === undefined || target.incoming.length < 2) continue;
    const message = `${idOf(target.node)} follows ${id}; no other sequence flow may lead to it`;
    broken(at, "eventGatewayTargets", target.node, message);
  }
  const receives = targets.some((target) => target?.type === "ReceiveTask");
  const catches = targets.some((target) => {
    return target?.type === "IntermediateCatchEvent" && definitionTypes(target).includes("Message");
  });
  if (receives && catches) {
    const message = `${id} leads to receive tasks and to message events; use one of the two`;
    broken(at, "eventGatewayTargets", node, message);
  }
}

function directionRules(at: Walk, { node, incoming, outgoing }: FlowNode): void {
  const id = idOf(node);
  const direction = text(node, "gatewayDirection");
  const ways = `${incoming.length} in, ${outgoing.length} out`;
  if (direction === "Diverging" && incoming.length > 1) {
    broken(at, "gatewayDirection", node, `${id} is marked diverging, but has ${ways}`);
  }
  if (direction === "Converging" && outgoing.length > 1) {
    broken(at, "gatewayDirection", node, `${id} is marked converging, but has ${ways}`);
  }
  if (direction === "Mixed" && (incoming.length < 2 || outgoing.length < 2)) {
    broken(at, "gatewayDirection", node, `${id} is marked mixed, but has ${ways}`);
  }
  const instantiating = node.instantiate === true;
  if (incoming.length < 2 && outgoing.length < 2 && !instantiating) {
    broken(at, "gatewayWithoutChoice", node, `${id} has ${ways}: a gateway joins or splits`);
  }
}
