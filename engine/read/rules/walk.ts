import { child, children, idOf, isNode, type Node } from "../node.ts";
import { invalid, type Reading } from "../reading.ts";

/**
 * A file laid out for the rules: every flow node with what surrounds it. `strict` rules follow the letter of the
 * specification where an engine could do without; the others hold for every diagram that is to be executed.
 */
export interface Walk {
  readonly reading: Reading;
  readonly strict: boolean;
  readonly definitions: Node;
  readonly roots: readonly Node[];
  readonly containers: readonly Container[];
  readonly nodes: readonly FlowNode[];
  readonly flows: readonly { readonly node: Node; readonly container: Container }[];
  /** The flow node of that XML element. */
  readonly find: (node: Node | null) => FlowNode | undefined;
  /** Every element of the file that the parser knows. */
  readonly everything: readonly Node[];
}

/** A process or sub-process. */
interface Container {
  readonly node: Node;
  readonly process: Node;
  readonly executable: boolean;
  readonly members: FlowNode[];
}

export interface FlowNode {
  readonly node: Node;
  readonly type: string;
  readonly container: Container;
  readonly incoming: Node[];
  readonly outgoing: Node[];
}

export function walk(reading: Reading, definitions: Node, strict: boolean): Walk {
  const containers: Container[] = [];
  const nodes: FlowNode[] = [];
  const flows: { readonly node: Node; readonly container: Container }[] = [];
  const byNode = new Map<Node, FlowNode>();
  const visit = (owner: Node, process: Node) => {
    const executable = process.isExecutable === true;
    const container: Container = { node: owner, process, executable, members: [] };
    containers.push(container);
    for (const node of children(owner, "flowElements")) {
      const type = node.$type.replace("bpmn:", "");
      if (type === "SequenceFlow") flows.push({ node, container });
      else if (!type.startsWith("Data")) {
        const flowNode: FlowNode = { node, type, container, incoming: [], outgoing: [] };
        nodes.push(flowNode);
        container.members.push(flowNode);
        byNode.set(node, flowNode);
        if (/SubProcess|Transaction/.test(type)) visit(node, process);
      }
    }
  };
  const roots = children(definitions, "rootElements");
  for (const root of roots) if (root.$type === "bpmn:Process") visit(root, root);
  for (const { node } of flows) {
    const source = child(node, "sourceRef");
    const target = child(node, "targetRef");
    if (source !== null) byNode.get(source)?.outgoing.push(node);
    if (target !== null) byNode.get(target)?.incoming.push(node);
  }
  const find = (node: Node | null) => (node === null ? undefined : byNode.get(node));
  return {
    reading,
    strict,
    definitions,
    roots,
    containers,
    nodes,
    flows,
    find,
    everything: contents(definitions),
  };
}

/** Everything inside an element, itself first; references are not followed. */
function contents(root: Node): readonly Node[] {
  const found: Node[] = [];
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    found.push(node);
    for (const { name, reference } of propertiesOf(node)) {
      if (reference) continue;
      const value = node[name];
      for (const inner of Array.isArray(value) ? value : [value]) if (isNode(inner)) open.push(inner);
    }
  }
  return found;
}

export interface Property {
  readonly name: string;
  readonly type: string;
  readonly reference: boolean;
}

/** What the parser's own description says about an element's properties. */
export function propertiesOf(node: Node): readonly Property[] {
  const descriptor: unknown = Reflect.get(node, "$descriptor");
  if (typeof descriptor !== "object" || descriptor === null) return [];
  const properties: unknown = Reflect.get(descriptor, "properties");
  if (!Array.isArray(properties)) return [];
  return properties.flatMap((property: unknown): readonly Property[] => {
    if (typeof property !== "object" || property === null) return [];
    const qualified = String(Reflect.get(property, "name"));
    const type = String(Reflect.get(property, "type"));
    const name = qualified.slice(qualified.indexOf(":") + 1);
    return [{ name, type, reference: Reflect.get(property, "isReference") === true }];
  });
}

export function isInstance(node: Node, type: string): boolean {
  const test: unknown = Reflect.get(node, "$instanceOf");
  return typeof test !== "function" || Boolean(Reflect.apply(test, node, [type]));
}

/** Event definitions inside an event and those that it refers to. */
export function definitionTypes({ node }: FlowNode): readonly string[] {
  return [...children(node, "eventDefinitions"), ...children(node, "eventDefinitionRef")].map(({ $type }) =>
    $type.replace("bpmn:", "").replace("EventDefinition", ""),
  );
}

export function broken(at: Walk, code: string, node: Node, message: string): void {
  invalid(at.reading, code, idOf(node), message);
}
