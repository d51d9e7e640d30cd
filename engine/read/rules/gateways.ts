import { child, idOf, text } from "../node.ts";
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
  if (gateway.outgoing.length < 2) {
    broken(at, "eventGatewayTargets", gateway.node, `The event-based gateway ${id} needs two events or more`);
  }
  for (const flow of gateway.outgoing) {
    const target = at.find(child(flow, "targetRef"));
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
