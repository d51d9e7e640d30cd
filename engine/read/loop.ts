import { limits } from "../limits.ts";
import type { Expression, LoopSpec, Mapping } from "../process.ts";
import { integerOf, variableName } from "./extension.ts";
import { child, children, extension, flag, idOf, type Node, text } from "./node.ts";
import {
  anything,
  expressionOf,
  formalExpression,
  invalid,
  notExecutable,
  type Reading,
  variableLookup,
} from "./reading.ts";
import { triggerOf } from "./trigger.ts";

/** Loop characteristics: a standard loop, or several instances of an activity. (BPMN 10.3.8) */
export function loopOf(reading: Reading, node: Node): LoopSpec | null {
  const loop = child(node, "loopCharacteristics");
  if (loop === null) return null;
  if (loop.$type === "bpmn:StandardLoopCharacteristics") return standardLoop(reading, node, loop);
  return multiInstance(reading, node, loop);
}

function standardLoop(reading: Reading, node: Node, loop: Node): LoopSpec {
  const condition = child(loop, "loopCondition");
  return {
    kind: "standard",
    testBefore: flag(loop, "testBefore"),
    maximum: integerOf(reading, node, loop, "loopMaximum", 0, limits.stepsPerCommand),
    condition: condition === null ? null : formalExpression(reading, idOf(node), condition, "condition"),
  };
}

function multiInstance(reading: Reading, node: Node, loop: Node): LoopSpec {
  const id = idOf(node);
  const own = extension(node, "poros:Loop");
  const cardinality = child(loop, "loopCardinality");
  const completion = child(loop, "completionCondition");
  const data = child(loop, "loopDataInputRef");
  const collection = own === null ? null : text(own, "collection");
  const cardinalityText = cardinality === null ? null : text(cardinality, "body");
  if (cardinalityText !== null && /^-\d+$/.test(cardinalityText)) {
    invalid(reading, "invalidLoop", id, `${id} cannot have ${cardinalityText} instances`);
  }
  const dataName = data === null ? null : dataNameOf(data);
  const collectionExpression =
    collection !== null
      ? expressionOf(reading, id, collection)
      : dataName !== null && cardinality === null
        ? variableLookup(dataName)
        : null;
  if (collectionExpression === null && cardinalityText === null && collection === null) {
    const say = isExecutable(node) ? invalid : notExecutable;
    const message = `${id} must say how many instances it has: a collection or a cardinality`;
    if (!reading.shapeOnly) say(reading, "loopWithoutSize", id, message);
  }
  const item = own === null ? null : text(own, "item");
  const dataItem = child(loop, "inputDataItem");
  const itemName = item ?? (dataItem === null ? null : dataNameOf(dataItem));
  return {
    kind: "multiInstance",
    sequential: flag(loop, "isSequential"),
    cardinality: sizeOf(reading, id, cardinality, collectionExpression),
    collection: collectionExpression,
    item: itemName === null ? null : variableName(reading, node, itemName, "item"),
    result: resultOf(reading, node, loop, own),
    completion: completion === null ? null : formalExpression(reading, id, completion, "condition"),
    ...behaviourOf(reading, node, loop),
  };
}

function sizeOf(reading: Reading, id: string, cardinality: Node | null, collection: Expression | null) {
  if (cardinality !== null) return formalExpression(reading, id, cardinality);
  return reading.shapeOnly && collection === null ? anything("") : null;
}

/** A diagram that is not to be run may leave open how many instances there are. (BPMN 10.3.8) */
function isExecutable(node: Node): boolean {
  for (let at: Node | null = node; at !== null; at = child(at, "$parent")) {
    if (at.$type === "bpmn:Process") return flag(at, "isExecutable");
  }
  return true;
}

function resultOf(reading: Reading, node: Node, loop: Node, own: Node | null): Mapping | null {
  const target = own === null ? null : text(own, "result");
  const source = own === null ? null : text(own, "source");
  if (target !== null && source !== null) {
    const expression = expressionOf(reading, idOf(node), source);
    const name = variableName(reading, node, target, "result");
    return expression === null || name === null
      ? null
      : { target: name, source: expression, optional: false };
  }
  const collected = child(loop, "loopDataOutputRef");
  const item = child(loop, "outputDataItem");
  if (collected === null || item === null) return null;
  return { target: dataNameOf(collected), source: variableLookup(dataNameOf(item)), optional: true };
}

/** Which events are thrown as instances complete; `all`, the default, throws none. */
function behaviourOf(
  reading: Reading,
  node: Node,
  loop: Node,
): Pick<LoopSpec & { readonly kind: "multiInstance" }, "behaviour" | "thrown"> {
  const behaviour = text(loop, "behavior") ?? "All";
  if (behaviour === "One" || behaviour === "None") {
    const definition = child(loop, behaviour === "One" ? "oneBehaviorEventRef" : "noneBehaviorEventRef");
    const trigger = definition === null ? null : triggerOf(reading, node, definition);
    const thrown = trigger === null ? [] : [{ condition: null, trigger }];
    return { behaviour: behaviour === "One" ? "one" : "none", thrown };
  }
  if (behaviour !== "Complex") return { behaviour: "all", thrown: [] };
  const thrown = children(loop, "complexBehaviorDefinition").flatMap((definition) => {
    const condition = child(definition, "condition");
    const event = child(definition, "event");
    const compiled =
      condition === null ? null : formalExpression(reading, idOf(node), condition, "condition");
    return (event === null ? [] : children(event, "eventDefinitions")).flatMap((thrownDefinition) => {
      const trigger = triggerOf(reading, node, thrownDefinition);
      return trigger === null ? [] : [{ condition: compiled, trigger }];
    });
  });
  return { behaviour: "complex", thrown };
}

/** The variable that a data object, property, input or output stands for. */
export function dataNameOf(node: Node): string {
  const target = child(node, "dataObjectRef") ?? child(node, "dataStoreRef") ?? node;
  return (text(target, "name") ?? idOf(target)).normalize("NFC");
}
