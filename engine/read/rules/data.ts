import { child, children, flag, idOf, type Node, text } from "../node.ts";
import { broken, type FlowNode, type Walk } from "./walk.ts";

/** Data: what flows must be what is declared. These follow the letter of the specification. (BPMN 10.4) */
export function dataRules(at: Walk): void {
  if (!at.strict) return;
  for (const node of at.everything) {
    if (/^bpmn:Data(Object|Input|Output|Store)$/.test(node.$type)) collectionRule(at, node);
    if (node.$type === "bpmn:InputOutputSpecification") setRules(at, node);
    if (node.$type === "bpmn:DataObjectReference") stateRule(at, node);
    if (/^bpmn:Data(Input|Output)Association$/.test(node.$type)) copyRules(at, node);
    if (node.$type === "bpmn:DataInputAssociation") associationRule(at, node, "sourceRef", "bpmn:DataOutput");
    if (node.$type === "bpmn:DataOutputAssociation") associationRule(at, node, "targetRef", "bpmn:DataInput");
  }
  for (const flowNode of at.nodes) {
    operationRules(at, flowNode);
    loopDataRules(at, flowNode);
    eventDataRules(at, flowNode);
    callDataRules(at, flowNode);
  }
  for (const root of at.roots) bindingRules(at, root);
}

const itemOf = (node: Node | null) => (node === null ? null : child(node, "itemSubjectRef"));

/** Two item definitions are the same, or of the same structure. */
function same(one: Node | null, other: Node | null): boolean {
  if (one === other) return true;
  if (one === null || other === null) return false;
  const structure = text(one, "structureRef");
  return structure !== null && structure === text(other, "structureRef");
}

function collectionRule(at: Walk, node: Node): void {
  const item = itemOf(node);
  if (item === null || flag(item, "isCollection") === flag(node, "isCollection")) return;
  broken(
    at,
    "collectionMismatch",
    node,
    `isCollection of ${idOf(node)} differs from that of its item definition`,
  );
}

/** A reference to a data object in some state is called after both: Berkas [lengkap]. (BPMN 10.4.1) */
function stateRule(at: Walk, reference: Node): void {
  const name = text(reference, "name");
  const state = child(reference, "dataState");
  const object = child(reference, "dataObjectRef");
  if (name === null || state === null || object === null) return;
  const expected = `${text(object, "name") ?? ""} [${text(state, "name") ?? ""}]`;
  if (name === expected) return;
  broken(at, "dataStateName", reference, `${idOf(reference)} is called "${name}", not "${expected}"`);
}

/** What is copied without being transformed is one thing, and of the kind that it is copied to. (BPMN 10.4.2) */
function copyRules(at: Walk, association: Node): void {
  if (child(association, "transformation") !== null) return;
  const id = idOf(association);
  const sources = children(association, "sourceRef");
  if (sources.length > 1) {
    const message = `${id} copies from ${sources.length} sources, which takes a transformation`;
    broken(at, "transformationMissing", association, message);
  }
  if (children(association, "assignment").length > 0) return;
  const target = itemOf(itemAware(child(association, "targetRef")));
  for (const source of sources) {
    const item = itemOf(itemAware(source));
    if (item === null || target === null || same(item, target)) continue;
    broken(at, "itemMismatch", association, `${id} copies to something of another kind`);
  }
}

/** What a reference to a data object or store stands for. */
function itemAware(node: Node | null): Node | null {
  if (node === null) return null;
  return child(node, "dataObjectRef") ?? child(node, "dataStoreRef") ?? node;
}

function setRules(at: Walk, specification: Node): void {
  const inputSets = children(specification, "inputSets");
  const outputSets = children(specification, "outputSets");
  for (const input of children(specification, "dataInputs")) {
    if (inputSets.some((set) => children(set, "dataInputRefs").includes(input))) continue;
    broken(at, "dataInNoSet", input, `The data input ${idOf(input)} is in no input set`);
  }
  for (const output of children(specification, "dataOutputs")) {
    if (outputSets.some((set) => children(set, "dataOutputRefs").includes(output))) continue;
    broken(at, "dataInNoSet", output, `The data output ${idOf(output)} is in no output set`);
  }
  for (const [set, all, some] of [
    ...inputSets.flatMap((set) => [
      [set, "dataInputRefs", "optionalInputRefs"] as const,
      [set, "dataInputRefs", "whileExecutingInputRefs"] as const,
    ]),
    ...outputSets.flatMap((set) => [
      [set, "dataOutputRefs", "optionalOutputRefs"] as const,
      [set, "dataOutputRefs", "whileExecutingOutputRefs"] as const,
    ]),
  ]) {
    for (const data of children(set, some)) {
      if (children(set, all).includes(data)) continue;
      broken(
        at,
        "dataInNoSet",
        data,
        `${idOf(data)} is listed as ${some}, but not as ${all} of the same set`,
      );
    }
  }
  const oneWay = inputSets.some((set) =>
    children(set, "outputSetRefs").some((other) => !children(other, "inputSetRefs").includes(set)),
  );
  const otherWay = outputSets.some((set) =>
    children(set, "inputSetRefs").some((other) => !children(other, "outputSetRefs").includes(set)),
  );
  if (oneWay || otherWay) {
    broken(at, "setsNotMutual", specification, "An input set and an output set must refer to each other");
  }
}

function associationRule(at: Walk, association: Node, end: string, forbidden: string): void {
  const ends = [child(association, end), ...children(association, end)];
  if (!ends.some((found) => found?.$type === forbidden)) return;
  broken(at, "dataAgainstTheGrain", association, `${idOf(association)} reads an output or writes an input`);
}

/** Service, send and receive tasks carry what their operation or message declares. */
function operationRules(at: Walk, { node, type }: FlowNode): void {
  const specification = child(node, "ioSpecification");
  const id = idOf(node);
  const operation = child(node, "operationRef");
  if (specification === null) {
    if (type !== "ServiceTask" || operation === null) return;
    broken(at, "inputSetMissing", node, `${id} calls an operation and needs one input set for its message`);
    return;
  }
  const message = child(node, "messageRef");
  const inputs = children(specification, "dataInputs");
  const outputs = children(specification, "dataOutputs");
  const mismatch = (what: string) =>
    broken(at, "itemMismatch", node, `The ${what} of ${id} is not what its message carries`);
  if (type === "ServiceTask" && operation !== null) {
    if (children(specification, "outputSets").length > 1 || children(specification, "inputSets").length > 1) {
      broken(
        at,
        "tooManySets",
        node,
        `${id} calls an operation and may have one input set and one output set`,
      );
    }
    const wanted = child(operation, "inMessageRef");
    const given = child(operation, "outMessageRef");
    if (inputs.some((input) => wanted !== null && !same(itemOf(input), child(wanted, "itemRef"))))
      mismatch("data input");
    if (outputs.some((output) => given !== null && !same(itemOf(output), child(given, "itemRef")))) {
      mismatch("data output");
    }
  }
  if (message === null) return;
  if (type === "SendTask") {
    if (children(specification, "inputSets").length > 1 || inputs.length > 1) {
      broken(at, "tooManySets", node, `${id} sends one message and may have one data input`);
    }
    if (inputs.some((input) => !same(itemOf(input), child(message, "itemRef")))) mismatch("data input");
  }
  if (type === "ReceiveTask") {
    if (children(specification, "outputSets").length > 1 || outputs.length > 1) {
      broken(at, "tooManySets", node, `${id} receives one message and may have one data output`);
    }
    if (outputs.some((output) => !same(itemOf(output), child(message, "itemRef")))) mismatch("data output");
  }
}

/** Each instance takes one item of the collection. */
function loopDataRules(at: Walk, { node }: FlowNode): void {
  const loop = child(node, "loopCharacteristics");
  if (loop === null) return;
  for (const [collection, item] of [
    ["loopDataInputRef", "inputDataItem"],
    ["loopDataOutputRef", "outputDataItem"],
  ] as const) {
    const many = child(loop, collection);
    const one = child(loop, item);
    if (many === null || one === null) continue;
    const scalar = itemOf(one);
    const listed = itemOf(many);
    const structures = listed !== null && scalar !== null && !same(listed, scalar);
    const collected = flag(one, "isCollection") || (scalar !== null && flag(scalar, "isCollection"));
    if (!structures && !collected) continue;
    broken(at, "itemMismatch", node, `The ${item} of ${idOf(node)} is not one of what its collection holds`);
  }
}

/** An event that carries data has one piece for each of its definitions, of the kind that the definition declares. */
function eventDataRules(at: Walk, { node, type }: FlowNode): void {
  if (!type.endsWith("Event")) return;
  const id = idOf(node);
  const definitions = [...children(node, "eventDefinitions"), ...children(node, "eventDefinitionRef")];
  for (const property of ["dataInputs", "dataOutputs"]) {
    const data = children(node, property);
    if (data.length === 0) continue;
    if (data.length !== definitions.length) {
      const message = `${id} has ${definitions.length} event definitions, but ${data.length} ${property}`;
      broken(at, "eventDataMismatch", node, message);
      continue;
    }
    for (const [n, piece] of data.entries()) {
      const declared = declaredItem(definitions[n] ?? null);
      if (declared === null || same(itemOf(piece), declared)) continue;
      broken(at, "itemMismatch", node, `${idOf(piece)} of ${id} is not what its event definition carries`);
    }
  }
}

function declaredItem(definition: Node | null): Node | null {
  if (definition === null) return null;
  const message = child(definition, "messageRef");
  if (message !== null) return child(message, "itemRef");
  for (const property of ["signalRef", "errorRef", "escalationRef"]) {
    const declared = child(definition, property);
    if (declared !== null) return child(declared, "structureRef");
  }
  return null;
}

/** A call activity passes exactly what the called element asks for and gives. */
function callDataRules(at: Walk, { node, type }: FlowNode): void {
  if (type !== "CallActivity") return;
  const called = at.roots.find((root) => idOf(root) === text(node, "calledElement"));
  const own = child(node, "ioSpecification");
  const wanted = called === undefined ? null : child(called, "ioSpecification");
  if (called === undefined || (own === null && wanted === null)) return;
  for (const property of ["dataInputs", "dataOutputs"]) {
    const given = own === null ? [] : children(own, property);
    const asked = wanted === null ? [] : children(wanted, property);
    const fits =
      given.length === asked.length && given.every((data, n) => same(itemOf(data), itemOf(asked[n] ?? null)));
    if (!fits)
      broken(
        at,
        "callDataMismatch",
        node,
        `The ${property} of ${idOf(node)} are not those of ${idOf(called)}`,
      );
  }
}

/** A callable element that offers an interface binds its data to the interface's operations. */
function bindingRules(at: Walk, root: Node): void {
  const id = idOf(root);
  const bindings = children(root, "ioBinding");
  if (children(root, "supportedInterfaceRef").length > 0 && bindings.length === 0) {
    broken(at, "bindingMissing", root, `${id} offers an interface, but binds no data to its operations`);
  }
  for (const binding of bindings) {
    const operation = child(binding, "operationRef");
    if (operation === null) continue;
    for (const [data, message] of [
      ["inputDataRef", "inMessageRef"],
      ["outputDataRef", "outMessageRef"],
    ] as const) {
      const declared = child(operation, message);
      const bound = child(binding, data);
      const carried = bound === null ? null : (child(bound, "itemSubjectRef") ?? null);
      if (declared === null || bound === null || same(carried, child(declared, "itemRef"))) continue;
      broken(
        at,
        "itemMismatch",
        root,
        `The ${data} of ${id} is not what the operation ${idOf(operation)} carries`,
      );
    }
  }
}
