import { child, children, idOf, type Node, text } from "../node.ts";
import { broken, type FlowNode, type Walk } from "./walk.ts";

/** Links jump within one process or sub-process, from any number of sources to one target. (BPMN 10.5.4) */
export function linkRules(at: Walk): void {
  const links = at.nodes.flatMap((event) =>
    children(event.node, "eventDefinitions")
      .filter(({ $type }) => $type === "bpmn:LinkEventDefinition")
      .map((definition) => ({ event, definition })),
  );
  for (const { event, definition } of links) {
    if (event.type !== "IntermediateCatchEvent") {
      pointsBack(at, event, definition);
      continue;
    }
    const sources = links.filter(
      (link) => link.event.type === "IntermediateThrowEvent" && joins(link, { event, definition }),
    );
    if (sources.length > 0) continue;
    broken(at, "linkNotThrown", event.node, `No link throw event beside ${idOf(event.node)} jumps to it`);
  }
}

/** A source that names its target is one of those that the target names, where it names any. */
function pointsBack(at: Walk, event: FlowNode, definition: Node): void {
  const target = child(definition, "target");
  const sources = target === null ? [] : children(target, "source");
  if (sources.length === 0 || sources.includes(definition)) return;
  broken(
    at,
    "linkNotCaught",
    event.node,
    `${idOf(event.node)} jumps to a link that does not name it as a source`,
  );
}

interface Link {
  readonly event: FlowNode;
  readonly definition: Node;
}

function joins(source: Link, target: Link): boolean {
  if (source.event.container !== target.event.container) return false;
  if (child(source.definition, "target") === target.definition) return true;
  if (children(target.definition, "source").includes(source.definition)) return true;
  const nameOf = ({ event, definition }: Link) => text(definition, "name") ?? text(event.node, "name");
  return nameOf(source) === nameOf(target);
}
