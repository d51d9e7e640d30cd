import type { Mapping } from "../process.ts";
import { dataNameOf } from "./loop.ts";
import { child, children, idOf, type Node, text } from "./node.ts";
import { formalExpression, type Reading, variableLookup } from "./reading.ts";

/**
 * Data objects, stores and properties are variables of the scope that they stand in; data associations copy them
 * into an activity's own variables and back. (BPMN 10.4)
 */
export function dataMappings(reading: Reading, node: Node, direction: "in" | "out"): readonly Mapping[] {
  const property = direction === "in" ? "dataInputAssociations" : "dataOutputAssociations";
  return children(node, property).flatMap((association) => mappingsOf(reading, node, association));
}

function mappingsOf(reading: Reading, node: Node, association: Node): readonly Mapping[] {
  const target = child(association, "targetRef");
  const [source] = children(association, "sourceRef");
  const transformation = child(association, "transformation");
  const assignments = children(association, "assignment");
  if (assignments.length > 0) {
    return assignments.flatMap((assignment) => {
      const from = child(assignment, "from");
      const to = child(assignment, "to");
      const name = to === null ? null : text(to, "body");
      const expression = from === null ? null : formalExpression(reading, idOf(node), from);
      return expression === null || name === null
        ? []
        : [{ target: name, source: expression, optional: false }];
    });
  }
  if (target === null) return [];
  if (transformation !== null) {
    const expression = formalExpression(reading, idOf(node), transformation);
    return expression === null ? [] : [{ target: dataNameOf(target), source: expression, optional: false }];
  }
  if (source === undefined) return [];
  return [{ target: dataNameOf(target), source: variableLookup(dataNameOf(source)), optional: true }];
}

/** Variables that exist from the moment their scope does: properties, and data objects that something reads or writes. */
export function declaredIn(owner: Node, associated: ReadonlySet<Node>): readonly string[] {
  const properties = children(owner, "properties").map(dataNameOf);
  const objects = children(owner, "flowElements")
    .filter((node) => node.$type === "bpmn:DataObject" && associated.has(node))
    .map(dataNameOf);
  return [...new Set([...properties, ...objects])];
}

/** Data objects at the ends of data associations anywhere below a node. */
export function associatedData(owner: Node, found: Set<Node> = new Set()): ReadonlySet<Node> {
  for (const node of children(owner, "flowElements")) {
    for (const property of ["dataInputAssociations", "dataOutputAssociations"]) {
      for (const association of children(node, property)) {
        const ends = [...children(association, "sourceRef"), child(association, "targetRef")];
        for (const end of ends) {
          const object = end === null ? null : (child(end, "dataObjectRef") ?? end);
          if (object !== null) found.add(object);
        }
      }
    }
    associatedData(node, found);
  }
  return found;
}
