import { child, children, idOf, isNode } from "../node.ts";
import { broken, isInstance, propertiesOf, type Walk } from "./walk.ts";

/** What an element refers to must be of the kind that BPMN says. */
export function referenceRules(at: Walk): void {
  for (const node of at.everything) {
    // A binding's data are inputs and outputs, though the schema calls them sets.
    if (!node.$type.startsWith("bpmn:") || node.$type === "bpmn:InputOutputBinding") continue;
    for (const { name, type, reference } of propertiesOf(node)) {
      if (!reference) continue;
      const value = node[name];
      for (const target of Array.isArray(value) ? value : [value]) {
        if (!isNode(target) || type === "Element" || isInstance(target, type)) continue;
        // Tools list data in lanes, where BPMN has flow nodes alone; what a lane holds moves no token.
        if (name === "flowNodeRef" && !at.strict) continue;
        // A choreography's activities take messages where a collaboration shows it. (BPMN 11.9)
        if (node.$type === "bpmn:MessageFlow" && /Choreography/.test(target.$type)) continue;
        // Flows that end at something that is no flow node are said to be so where they are compiled.
        if (/^(sourceRef|targetRef)$/.test(name) && node.$type === "bpmn:SequenceFlow") continue;
        const kind = type.replace("bpmn:", "");
        const found = target.$type.replace("bpmn:", "");
        const message = `The ${name} of ${idOf(node) || node.$type} must be a ${kind}, but ${idOf(target)} is a ${found}`;
        broken(at, "referenceOfWrongKind", idOf(node) === "" ? target : node, message);
      }
    }
  }
  for (const flowNode of at.nodes) {
    for (const definition of children(flowNode.node, "eventDefinitionRef")) {
      if (at.roots.includes(definition)) continue;
      const id = idOf(flowNode.node);
      const message = `${id} refers to the event definition ${idOf(definition)}, which belongs to another event`;
      broken(at, "referenceOfWrongKind", flowNode.node, message);
    }
  }
  for (const { node, type } of at.nodes) {
    if (type !== "BoundaryEvent") continue;
    const host = child(node, "attachedToRef");
    if (host !== null && at.find(host) === undefined) {
      broken(
        at,
        "boundaryNotAttached",
        node,
        `${idOf(node)} is attached to ${idOf(host)}, which is no activity`,
      );
    }
  }
}
